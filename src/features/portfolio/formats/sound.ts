/** Sound without what was written about it: tags in front and behind are cut off, chunks that are not played are blanked. */
export type ReadSound = { bytes: Uint8Array; seconds?: number } | 'damaged';

const text = (bytes: Uint8Array, at: number, length: number) =>
  String.fromCharCode(...bytes.subarray(Math.max(0, at), at + length));

const bitrates = {
  v1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  v2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const rates = [44_100, 48_000, 32_000] as const;

function startOfSound(bytes: Uint8Array): number {
  let at = 0;
  while (text(bytes, at, 3) === 'ID3') {
    const flags = bytes[at + 5] ?? 0;
    const size = [6, 7, 8, 9].reduce((sum, step) => sum * 128 + ((bytes[at + step] ?? 0) & 0x7f), 0);
    at += 10 + size + (flags & 0x10 ? 10 : 0);
  }
  return at;
}

function endOfSound(bytes: Uint8Array): number {
  let end = bytes.byteLength;
  if (text(bytes, end - 128, 3) === 'TAG') end -= 128;
  if (text(bytes, end - 32, 8) === 'APETAGEX') {
    const view = new DataView(bytes.buffer, bytes.byteOffset + end - 32, 32);
    // its header is not counted in its size
    end -= view.getUint32(12, true) + (view.getUint32(20, true) & 0x80000000 ? 32 : 0);
  }
  return end;
}

/** From the first frame: how many there are if it says so, else at one speed throughout. */
function secondsOf(bytes: Uint8Array): number | undefined {
  const [, second = 0, third = 0, fourth = 0] = bytes;
  const version = (second >> 3) & 3;
  const rate = (rates[(third >> 2) & 3] ?? 0) / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const kilobits = (version === 3 ? bitrates.v1 : bitrates.v2)[third >> 4] ?? 0;
  if (rate === 0 || kilobits === 0) return undefined;
  const mono = fourth >> 6 === 3;
  const mark = 4 + (version === 3 ? (mono ? 17 : 32) : mono ? 9 : 17);
  const told = text(bytes, mark, 4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames = (told === 'Xing' || told === 'Info') && bytes.byteLength > mark + 12 ? view.getUint32(mark + 8) : 0;
  const seconds =
    frames > 0 ? (frames * (version === 3 ? 1152 : 576)) / rate : (bytes.byteLength * 8) / (kilobits * 1000);
  return Math.max(1, Math.round(seconds));
}

export function readMp3(bytes: Uint8Array): ReadSound {
  const from = startOfSound(bytes);
  const to = endOfSound(bytes);
  if (to <= from) return 'damaged';
  let at = from;
  // encoders pad with zeros
  while (at < to && bytes[at] === 0) at += 1;
  const isFrame = bytes[at] === 0xff && ((bytes[at + 1] ?? 0) & 0xe6) === 0xe2;
  if (!isFrame) return 'damaged';
  const sound = bytes.slice(at, to);
  const seconds = secondsOf(sound);
  return seconds ? { bytes: sound, seconds } : { bytes: sound };
}

const played = new Set(['fmt ', 'data', 'fact']);

export function readWav(bytes: Uint8Array): ReadSound {
  if (bytes.byteLength < 44 || text(bytes, 0, 4) !== 'RIFF' || text(bytes, 8, 4) !== 'WAVE') return 'damaged';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = view.getUint32(4, true) + 8;
  if (whole > bytes.byteLength) return 'damaged';
  const sound = bytes.slice(0, whole);
  let perSecond = 0;
  let length = 0;
  for (let at = 12; at + 8 <= whole;) {
    const name = text(sound, at, 4);
    const size = view.getUint32(at + 4, true);
    if (at + 8 + size > whole) return 'damaged';
    if (name === 'fmt ' && size >= 16) perSecond = view.getUint32(at + 16, true);
    if (name === 'data') length = size;
    if (!played.has(name)) {
      sound.set([0x4a, 0x55, 0x4e, 0x4b], at);
      sound.fill(0, at + 8, at + 8 + size);
    }
    at += 8 + size + (size % 2);
  }
  if (perSecond === 0 || length === 0) return 'damaged';
  return { bytes: sound, seconds: Math.max(1, Math.round(length / perSecond)) };
}
