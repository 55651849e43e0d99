import { deflateRawSync } from 'node:zlib';
import sharp from 'sharp';

/** Files to attach, and files that pretend, made here: nothing binary stands in the tree. */
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 180, g: 90, b: 40 } } });

export const secretPlace = 'PLANTED-PLACE';
export const png = (width = 40, height = 30): Promise<Buffer> => plain(width, height).png().toBuffer();
export const webp = (): Promise<Buffer> => plain(40, 30).webp().toBuffer();

/** As a telephone takes it: lying on its side, with where it was taken, by what, and an XMP note. */
export const jpegFromAPhone = (): Promise<Buffer> =>
  plain(60, 40)
    .jpeg()
    .withExif({
      IFD0: { Make: secretPlace, Model: 'Phone', Orientation: '6' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '33/1 18/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '44/1 21/1 0/1' },
    })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><note>${secretPlace}</note></x:xmpmeta>`)
    .withMetadata({ orientation: 6 })
    .toBuffer();

const chunk = (name: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8 + body.length);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc(body), 4 + body.length);
  return frame;
};
function crc(bytes: Buffer): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
/** A few bytes that say they are a picture as wide as a country. */
export function hugePng(width = 60_000, height = 60_000): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([mark, chunk('IHDR', head), chunk('IDAT', Buffer.alloc(20)), chunk('IEND', Buffer.alloc(0))]);
}

/** A megabyte of nothing in a kilobyte of ZIP. */
export function zipBomb(): Buffer {
  const packed = deflateRawSync(Buffer.alloc(1024 * 1024));
  const name = Buffer.from('zeros');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(1024 * 1024, 22);
  local.writeUInt16LE(name.length, 26);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  return Buffer.concat([local, name, packed, end]);
}

export const pdf = (inside = ''): Buffer =>
  Buffer.from(
    `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R${inside}>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
    'latin1',
  );

/** Half a second of a tone. */
export function wav(): Buffer {
  const rate = 8000;
  const samples = rate / 2;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples, 40);
  const tone = Buffer.from(Array.from({ length: samples }, (_, at) => 128 + Math.round(60 * Math.sin(at / 3))));
  return Buffer.concat([head, tone]);
}

/** The container of a telephone's recording, with the tracks named. */
export const mp4 = (...handlers: ('soun' | 'vide')[]): Buffer => {
  const box = (name: string, data: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + data.length, 0);
    head.write(name, 4, 'latin1');
    return Buffer.concat([head, data]);
  };
  const handler = (kind: string) =>
    box('hdlr', Buffer.concat([Buffer.alloc(8), Buffer.from(kind, 'latin1'), Buffer.alloc(13)]));
  return Buffer.concat([
    box('ftyp', Buffer.from('mp42\0\0\0\0mp42isom', 'latin1')),
    box('moov', Buffer.concat(handlers.map((kind) => box('trak', box('mdia', handler(kind)))))),
    box('mdat', Buffer.alloc(64)),
  ]);
};

const box = (name: string, data: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + data.length, 0);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, data]);
};
const note = (name: string) => box(name, Buffer.from(`+33.31+044.36/ ${secretPlace}`, 'latin1'));

/** A film as a telephone keeps it: 8 seconds, lying on its side, with where it was taken in every place there is for it. */
export function filmFromAPhone(tracks: readonly ('vide' | 'soun' | 'meta' | 'tmcd')[] = ['vide', 'soun']): Buffer {
  const movie = Buffer.alloc(100);
  movie.writeUInt32BE(3_800_000_000, 4);
  movie.writeUInt32BE(1000, 12);
  movie.writeUInt32BE(8000, 16);
  const track = (kind: string) => {
    const head = Buffer.alloc(84);
    head.writeUInt32BE(3_800_000_000, 4);
    // a quarter turn: the first figure of the matrix is nought, the second is not
    head.writeInt32BE(0x10000, 44);
    head.writeUInt32BE(640 << 16, 76);
    head.writeUInt32BE(360 << 16, 80);
    const handler = Buffer.concat([Buffer.alloc(8), Buffer.from(kind, 'latin1'), Buffer.alloc(13)]);
    return box(
      'trak',
      Buffer.concat([
        box('tkhd', head),
        box('mdia', Buffer.concat([box('mdhd', Buffer.alloc(24)), box('hdlr', handler)])),
        box('udta', note('loci')),
        note('meta'),
      ]),
    );
  };
  return Buffer.concat([
    box('ftyp', Buffer.from('mp42\0\0\0\0mp42isom', 'latin1')),
    box(
      'moov',
      Buffer.concat([
        box('mvhd', movie),
        ...tracks.map(track),
        box('udta', note('\xa9xyz')),
        note('meta'),
        note('uuid'),
      ]),
    ),
    note('uuid'),
    note('free'),
    box('mdat', Buffer.alloc(64, 7)),
  ]);
}

/** The same, as long as this many bytes more. */
export const longFilm = (bytes: number): Buffer =>
  Buffer.concat([filmFromAPhone(), box('mdat', Buffer.alloc(bytes, 'a pattern that fits no power of two'))]);

/** An hour's worth of silence is not needed: one frame of MP3 and what programs hang on both ends. */
export function mp3WithTags(): Buffer {
  const tag = Buffer.from(`TXXX-${secretPlace}`.padEnd(64, '\0'), 'latin1');
  const head = Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, tag.length]);
  // MPEG 1, layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0x00]);
  const end = Buffer.alloc(128);
  end.write(`TAG${secretPlace}`, 'latin1');
  return Buffer.concat([head, tag, ...Array.from({ length: 80 }, () => frame), end]);
}

export function wavWithNotes(): Buffer {
  const plainWav = wav();
  const said = Buffer.from(`INFOIART\x0e\0\0\0${secretPlace}\0`, 'latin1');
  const list = Buffer.alloc(8);
  list.write('LIST', 0, 'latin1');
  list.writeUInt32LE(said.length, 4);
  const whole = Buffer.concat([plainWav, list, said]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}

/** A picture that moves. */
export async function animatedWebp(): Promise<Buffer> {
  const frames = await Promise.all(
    [10, 200].map((red) =>
      sharp({ create: { width: 40, height: 30, channels: 3, background: { r: red, g: 90, b: 40 } } })
        .raw()
        .toBuffer(),
    ),
  );
  return sharp(Buffer.concat(frames), { raw: { width: 40, height: 60, channels: 3, pageHeight: 30 } })
    .webp({ delay: [100, 100] })
    .toBuffer();
}
