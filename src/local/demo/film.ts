import sharp from 'sharp';

/*
 * A film without a film studio. A still WebP is one key frame of VP8, and WebM is a list of frames with their times: drawings, one
 * after the other, are a film every browser plays.
 */
const vint = (value: number): Buffer => {
  const out = Buffer.alloc(8);
  out.writeUInt32BE(Math.floor(value / 2 ** 32) | 0x01000000, 0);
  out.writeUInt32BE(value >>> 0, 4);
  return out;
};
const unsigned = (value: number): Buffer => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return out;
};
const double = (value: number): Buffer => {
  const out = Buffer.alloc(8);
  out.writeDoubleBE(value);
  return out;
};
const element = (id: number, ...data: readonly (Buffer | string)[]): Buffer => {
  const hex = id.toString(16);
  const body = Buffer.concat(data.map((one) => (typeof one === 'string' ? Buffer.from(one, 'utf8') : one)));
  return Buffer.concat([Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex'), vint(body.length), body]);
};

/** The frame inside a WebP: what stands in its `VP8 ` chunk. */
function frameOf(webp: Buffer): Buffer {
  for (let at = 12; at + 8 <= webp.length;) {
    const size = webp.readUInt32LE(at + 4);
    if (webp.toString('latin1', at, at + 4) === 'VP8 ') return webp.subarray(at + 8, at + 8 + size);
    at += 8 + size + (size % 2);
  }
  throw new Error('no lossy frame in this picture');
}

/** `extra`: elements that hang on the film, for tests of what becomes of them. */
export function webmOf(frames: readonly Buffer[], shape: Shape, extra: readonly Buffer[] = []): Buffer {
  const header = element(
    0x1a45dfa3,
    element(0x4286, unsigned(1)),
    element(0x42f7, unsigned(1)),
    element(0x42f2, unsigned(4)),
    element(0x42f3, unsigned(8)),
    element(0x4282, 'webm'),
    element(0x4287, unsigned(4)),
    element(0x4285, unsigned(2)),
  );
  const info = element(
    0x1549a966,
    element(0x2ad7b1, unsigned(1_000_000)),
    element(0x4489, double(frames.length * shape.milliseconds)),
    element(0x4d80, 'Mawahib'),
    element(0x5741, 'Mawahib'),
  );
  const picture = element(0xe0, element(0xb0, unsigned(shape.width)), element(0xba, unsigned(shape.height)));
  const track = element(
    0xae,
    element(0xd7, unsigned(1)),
    element(0x73c5, unsigned(1)),
    element(0x83, unsigned(1)),
    element(0x86, 'V_VP8'),
    picture,
  );
  // a block's own time is two bytes: one cluster holds half a minute at most
  const blocks = frames.map((frame, at) => {
    const head = Buffer.from([0x81, 0, 0, 0x80]);
    head.writeInt16BE(at * shape.milliseconds, 1);
    return element(0xa3, head, frame);
  });
  const cluster = element(0x1f43b675, element(0xe7, unsigned(0)), ...blocks);
  return Buffer.concat([header, element(0x18538067, info, element(0x1654ae6b, track), ...extra, cluster)]);
}

export const tagged = (words: string): Buffer =>
  element(0x1254c367, element(0x7373, element(0x67c8, element(0x45a3, 'LOCATION'), element(0x4487, words))));

type Ink = readonly [number, number, number];
export type Shape = { width: number; height: number; milliseconds: number };

/** `paint` says the colour of a point in a frame: nothing is read that a picture library could be told not to open. */
export async function film(
  count: number,
  shape: Shape,
  paint: (x: number, y: number, frame: number) => Ink,
): Promise<Buffer> {
  const { width, height } = shape;
  const frames: Buffer[] = [];
  for (let at = 0; at < count; at += 1) {
    const points = Buffer.alloc(width * height * 3);
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) points.set(paint(x, y, at), (y * width + x) * 3);
    frames.push(
      frameOf(
        await sharp(points, { raw: { width, height, channels: 3 } })
          .webp({ quality: 50 })
          .toBuffer(),
      ),
    );
  }
  return webmOf(frames, shape);
}
