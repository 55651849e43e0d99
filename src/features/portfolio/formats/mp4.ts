/**
 * MP4 without decoding a frame: which tracks there are, and everything beside them blanked. A box that is not needed to play becomes
 * a `free` box of zeros as long as it was, so no offset into the film moves. That takes the place of recording (`©xyz`, `loci`,
 * Apple's keys), titles, thumbnails and XMP along. A track that is neither picture nor sound is how cameras and drones write where
 * they flew: such a file is refused, for its samples lie among the film's.
 */
type Box = { type: string; start: number; body: number; end: number };
export type Film = {
  hasPicture: boolean;
  hasSound: boolean;
  width?: number;
  height?: number;
  seconds?: number;
};
export type ReadFilm = Film | 'damaged' | 'other_track' | 'hidden_content';

const topLevel = new Set(['ftyp', 'moov', 'mdat', 'moof', 'mfra', 'sidx', 'ssix', 'styp', 'pdin']);
const inMoov = new Set(['mvhd', 'trak', 'mvex']);
const inTrak = new Set(['tkhd', 'edts', 'mdia', 'tref']);
/** `tmcd` counts frames and knows no place */
const harmless = new Set(['vide', 'soun', 'tmcd']);

class Broken extends Error {}

function boxes(view: DataView, from: number, to: number): Box[] {
  const found: Box[] = [];
  let at = from;
  while (at < to) {
    if (to - at < 8) throw new Broken();
    let size = view.getUint32(at);
    const type = String.fromCharCode(...[4, 5, 6, 7].map((step) => view.getUint8(at + step)));
    let body = at + 8;
    if (size === 1) {
      if (to - at < 16) throw new Broken();
      size = Number(view.getBigUint64(at + 8));
      body = at + 16;
    } else if (size === 0) size = to - at;
    if (size < body - at || at + size > to) throw new Broken();
    found.push({ type, start: at, body, end: at + size });
    at += size;
    if (found.length > 100_000) throw new Broken();
  }
  return found;
}

function blank(bytes: Uint8Array, box: Box): void {
  bytes.set([0x66, 0x72, 0x65, 0x65], box.start + 4);
  bytes.fill(0, box.body, box.end);
}

/** When it was made: two numbers behind the version, of four or eight bytes each. */
function forgetTimes(bytes: Uint8Array, view: DataView, box: Box): void {
  const wide = view.getUint8(box.body) === 1 ? 8 : 4;
  bytes.fill(0, box.body + 4, Math.min(box.end, box.body + 4 + 2 * wide));
}

function duration(view: DataView, box: Box): number | undefined {
  const wide = view.getUint8(box.body) === 1;
  const scale = view.getUint32(box.body + (wide ? 20 : 12));
  const length = wide ? Number(view.getBigUint64(box.body + 24)) : view.getUint32(box.body + 16);
  const seconds = Math.round(length / scale);
  return scale > 0 && seconds > 0 && seconds < 360_000 ? seconds : undefined;
}

/** As it is watched: a telephone on its side films lying and says so in a matrix. */
function sides(view: DataView, box: Box): { width: number; height: number } | undefined {
  const wide = view.getUint8(box.body) === 1;
  const matrix = box.body + (wide ? 52 : 40);
  const [width, height] = [view.getUint32(matrix + 36) >>> 16, view.getUint32(matrix + 40) >>> 16];
  if (width < 1 || height < 1) return undefined;
  const turned = view.getInt32(matrix) === 0 && view.getInt32(matrix + 4) !== 0;
  return turned ? { width: height, height: width } : { width, height };
}

function readTrack(bytes: Uint8Array, view: DataView, trak: Box, film: Film): boolean {
  let kind = '';
  let shown: { width: number; height: number } | undefined;
  for (const box of boxes(view, trak.body, trak.end)) {
    if (!inTrak.has(box.type)) blank(bytes, box);
    if (box.type === 'tkhd') {
      shown = sides(view, box);
      forgetTimes(bytes, view, box);
    }
    if (box.type !== 'mdia') continue;
    for (const part of boxes(view, box.body, box.end)) {
      if (part.type === 'hdlr') kind = String.fromCharCode(...bytes.subarray(part.body + 8, part.body + 12));
      if (part.type === 'mdhd') forgetTimes(bytes, view, part);
    }
  }
  if (kind === 'vide') Object.assign(film, { hasPicture: true }, film.width ? {} : shown);
  if (kind === 'soun') film.hasSound = true;
  return harmless.has(kind);
}

/** Reads the film and blanks in place what is not needed to play it. */
export function readMp4(bytes: Uint8Array): ReadFilm {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const film: Film = { hasPicture: false, hasSound: false };
  try {
    const all = boxes(view, 0, bytes.byteLength);
    if (all[0]?.type !== 'ftyp' || !all.some(({ type }) => type === 'mdat')) return 'damaged';
    const [moov, ...more] = all.filter(({ type }) => type === 'moov');
    if (!moov || more.length > 0) return 'damaged';
    for (const box of all) if (!topLevel.has(box.type)) blank(bytes, box);
    for (const box of boxes(view, moov.body, moov.end)) {
      if (!inMoov.has(box.type)) blank(bytes, box);
      if (box.type === 'mvhd') {
        const seconds = duration(view, box);
        if (seconds) film.seconds = seconds;
        forgetTimes(bytes, view, box);
      }
      if (box.type === 'trak' && !readTrack(bytes, view, box, film)) return 'other_track';
    }
    return film.hasPicture || film.hasSound ? film : 'damaged';
  } catch (error) {
    // reading past the end of it
    if (error instanceof Broken || error instanceof RangeError) return 'damaged';
    throw error;
  }
}
