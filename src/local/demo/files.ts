import { deflateSync } from 'node:zlib';
import type { AttachmentType } from '../../features/attachments/rules.ts';

export type DemoFile = { name: string; type: AttachmentType; bytes: Buffer; width?: number; height?: number };

/* Files people of the demo send each other, drawn and played here: nothing binary stands in the tree. */

type Ink = readonly [number, number, number];
type Paint = (x: number, y: number) => number;

function crc(bytes: Buffer): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8 + body.length);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc(body), 4 + body.length);
  return frame;
}

/** A PNG in a few inks: `paint` names the ink of each point. */
function picture(width: number, height: number, inks: readonly Ink[], paint: Paint): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const points = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) points[y * (width + 1) + x + 1] = paint(x, y);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(inks.flat())),
    chunk('IDAT', deflateSync(points, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A stage for a bride and groom under yellow light, as a telephone sees it on the day before. */
function stageUnderYellowLight(): DemoFile {
  const [width, height] = [720, 480];
  const inks: Ink[] = Array.from({ length: 24 }, (_, step) => [70 + step * 7, 46 + step * 6, 24 + step * 3]);
  const [wall, arch, sofa, flower, floor] = [24, 25, 26, 27, 28];
  inks.push([250, 238, 205], [214, 170, 92], [120, 52, 96], [226, 120, 140], [88, 60, 44]);
  const within = (x: number, y: number, cx: number, cy: number, rx: number, ry: number) =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;
  const paint: Paint = (x, y) => {
    if (y > 400) return (x + y * 3) % 90 < 3 ? 4 : floor;
    for (let at = 0; at < 11; at += 1)
      if (within(x, y, 130 + at * 46, 398 - Math.abs(at - 5) * 3, 24, 17)) return at % 2 ? flower : wall;
    if (within(x, y, 360, 372, 110, 34) || (y > 310 && y < 372 && x > 262 && x < 458)) return sofa;
    if (within(x, y, 360, 330, 190, 240)) {
      if (within(x, y, 360, 335, 168, 216)) {
        const glow = Math.hypot(x - 360, (y - 120) * 1.2);
        return Math.max(8, 23 - Math.floor(glow / 22));
      }
      return arch;
    }
    const glow = Math.min(Math.hypot(x - 120, y - 20), Math.hypot(x - 600, y - 20), Math.hypot(x - 360, y - 60) * 1.1);
    return Math.max(0, 20 - Math.floor(glow / 20));
  };
  return { name: 'الكوشة.png', type: 'image/png', bytes: picture(width, height, inks, paint), width, height };
}

/** Tables, a stage and a door, from above. */
function planOfTheHall(): DemoFile {
  const [width, height] = [480, 360];
  const inks: Ink[] = [
    [252, 250, 245],
    [60, 60, 70],
    [196, 120, 80],
    [150, 176, 160],
  ];
  const paint: Paint = (x, y) => {
    const edge = x < 14 || y < 14 || x > width - 15 || y > height - 15;
    if (edge) return y > height - 15 && x > 200 && x < 280 ? 0 : 1;
    if (x > 150 && x < 330 && y > 26 && y < 74) return 2;
    const [column, row] = [Math.floor((x - 40) / 68), Math.floor((y - 104) / 78)];
    if (column >= 0 && column < 6 && row >= 0 && row < 3) {
      const away = Math.hypot(x - (40 + column * 68 + 34), y - (104 + row * 78 + 36));
      if (away < 21) return 3;
      if (away < 23) return 1;
    }
    return 0;
  };
  return { name: 'hall-plan.png', type: 'image/png', bytes: picture(width, height, inks, paint), width, height };
}

/** One page with lines of Latin words, as any program writes it. */
function page(name: string, lines: readonly string[]): DemoFile {
  const text = lines
    .map(
      (line, at) => `BT /F1 ${at === 0 ? 20 : 12} Tf 60 ${780 - at * 26} Td (${line.replace(/[()\\]/g, '\\$&')}) Tj ET`,
    )
    .join('\n');
  const parts = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const places = parts.map((part, at) => {
    const place = body.length;
    body += `${at + 1} 0 obj\n${part}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const end = `xref\n0 ${parts.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${parts.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return { name, type: 'application/pdf', bytes: Buffer.from(body + end, 'latin1') };
}

/** A few plucked notes of maqam hijaz. */
function tune(name: string): DemoFile {
  const rate = 8000;
  const notes = [293.7, 311.1, 370, 392, 370, 311.1, 293.7, 293.7];
  const each = Math.round(rate * 0.32);
  const samples = Buffer.alloc(each * notes.length);
  notes.forEach((pitch, at) => {
    for (let step = 0; step < each; step += 1) {
      const turn = (2 * Math.PI * pitch * step) / rate;
      const fading = Math.exp((-4 * step) / each);
      const loud = 52 * fading * (Math.sin(turn) + 0.4 * Math.sin(2 * turn) + 0.2 * Math.sin(3 * turn));
      samples[at * each + step] = 128 + Math.round(loud);
    }
  });
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  for (const [value, at] of [
    [16, 16],
    [rate, 24],
    [rate, 28],
    [samples.length, 40],
  ] as const)
    head.writeUInt32LE(value, at);
  for (const [value, at] of [
    [1, 20],
    [1, 22],
    [1, 32],
    [8, 34],
  ] as const)
    head.writeUInt16LE(value, at);
  head.write('data', 36, 'latin1');
  return { name, type: 'audio/wav', bytes: Buffer.concat([head, samples]) };
}

export const demoFiles = {
  stage: stageUnderYellowLight(),
  plan: planOfTheHall(),
  timetable: page('hall-timetable.pdf', [
    'Alwiya Club, the great hall',
    '14:00  salon in Karrada, bride and sisters',
    '18:00  the hall opens, lights and stage',
    '20:00  zaffa',
    '21:30  dinner',
    '23:30  cake and last dance',
  ]),
  tune: tune('تقسيم.wav'),
} satisfies Record<string, DemoFile>;
