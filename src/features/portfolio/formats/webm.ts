import type { Film, ReadFilm } from './mp4.ts';

/** The same for WebM: elements that are not needed to play become `Void`, as long as they were. */
type Element = { id: number; start: number; body: number; end: number };

const ids = {
  header: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  tracks: 0x1654ae6b,
  cluster: 0x1f43b675,
  cues: 0x1c53bb6b,
  seek: 0x114d9b74,
  attachments: 0x1941a469,
  void: 0xec,
  checksum: 0xbf,
} as const;
const playedFrom = new Set<number>([ids.info, ids.tracks, ids.cluster, ids.cues, ids.seek, ids.void]);
/** What a cluster of unknown length goes on with. */
const inCluster = new Set([0xe7, 0xa3, 0xa0, 0xab, 0xa7, 0x5854, 0xaf, ids.void, ids.checksum]);
/** title, date, names of the file it was cut from, and the checksum that would miss them */
const toldInInfo = new Set<number>([0x7ba9, 0x4461, 0x7384, 0x3c83ab, 0x3e83bb, ids.checksum]);

class Broken extends Error {}

function number(bytes: Uint8Array, at: number, keepMark: boolean): { value: number; length: number; unknown: boolean } {
  const first = bytes[at];
  if (first === undefined || first === 0) throw new Broken();
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.byteLength || (keepMark && length > 4)) throw new Broken();
  let value = keepMark ? first : first & (0xff >> length);
  let allOnes = (first & (0xff >> length)) === 0xff >> length;
  for (let step = 1; step < length; step += 1) {
    const next = bytes[at + step] ?? 0;
    allOnes &&= next === 0xff;
    value = value * 256 + next;
  }
  return { value, length, unknown: allOnes && !keepMark };
}

function element(bytes: Uint8Array, at: number, limit: number): Element & { unknown: boolean } {
  const id = number(bytes, at, true);
  const size = number(bytes, at + id.length, false);
  const body = at + id.length + size.length;
  const end = size.unknown ? limit : body + size.value;
  if (end > limit || body > limit) throw new Broken();
  return { id: id.value, start: at, body, end, unknown: size.unknown };
}

function elements(bytes: Uint8Array, from: number, to: number): Element[] {
  const found: Element[] = [];
  for (let at = from; at < to;) {
    const one = element(bytes, at, to);
    if (one.unknown && one.id === ids.cluster) {
      let inside = one.body;
      while (inside < to) {
        const next = element(bytes, inside, to);
        if (!inCluster.has(next.id)) break;
        inside = next.end;
      }
      one.end = inside;
    } else if (one.unknown && one.id !== ids.segment) throw new Broken();
    found.push(one);
    at = one.end;
    if (found.length > 200_000) throw new Broken();
  }
  return found;
}

function blank(bytes: Uint8Array, { start, end }: Element): void {
  const whole = end - start;
  bytes.fill(0, start, end);
  bytes[start] = ids.void;
  // a length of one byte, or of eight where one is too short to say it
  if (whole - 2 < 127) bytes[start + 1] = 0x80 | (whole - 2);
  else {
    bytes[start + 1] = 0x01;
    new DataView(bytes.buffer, bytes.byteOffset + start + 2, 7).setUint32(3, (whole - 9) >>> 0);
  }
}

const unsigned = (bytes: Uint8Array, { body, end }: Element): number =>
  bytes.subarray(body, end).reduce((sum, byte) => sum * 256 + byte, 0);

function float(bytes: Uint8Array, { body, end }: Element): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + body, end - body);
  return end - body === 4 ? view.getFloat32(0) : end - body === 8 ? view.getFloat64(0) : 0;
}

function readInfo(bytes: Uint8Array, info: Element, film: Film): void {
  let scale = 1_000_000;
  let length = 0;
  for (const one of elements(bytes, info.body, info.end)) {
    if (one.id === 0x2ad7b1) scale = unsigned(bytes, one);
    if (one.id === 0x4489) length = float(bytes, one);
    if (toldInInfo.has(one.id)) blank(bytes, one);
  }
  const seconds = Math.round((length * scale) / 1e9);
  if (seconds > 0 && seconds < 360_000) film.seconds = seconds;
}

function readTracks(bytes: Uint8Array, tracks: Element, film: Film): boolean {
  for (const entry of elements(bytes, tracks.body, tracks.end)) {
    if (entry.id !== 0xae) continue;
    const parts = elements(bytes, entry.body, entry.end);
    const type = parts.find(({ id }) => id === 0x83);
    const kind = type ? unsigned(bytes, type) : 0;
    if (kind !== 1 && kind !== 2) return false;
    if (kind === 2) film.hasSound = true;
    const picture = parts.find(({ id }) => id === 0xe0);
    if (kind !== 1) continue;
    film.hasPicture = true;
    if (!picture) continue;
    for (const one of elements(bytes, picture.body, picture.end)) {
      if (one.id === 0xb0) film.width ??= unsigned(bytes, one);
      if (one.id === 0xba) film.height ??= unsigned(bytes, one);
    }
  }
  return true;
}

export function readWebm(bytes: Uint8Array): ReadFilm {
  const film: Film = { hasPicture: false, hasSound: false };
  try {
    const [header, segment, ...more] = elements(bytes, 0, bytes.byteLength);
    if (header?.id !== ids.header || segment?.id !== ids.segment) return 'damaged';
    if (more.some(({ id }) => id !== ids.void)) return 'hidden_content';
    for (const one of elements(bytes, segment.body, segment.end)) {
      if (one.id === ids.attachments) return 'hidden_content';
      if (!playedFrom.has(one.id) || one.id === ids.void) blank(bytes, one);
      if (one.id === ids.info) readInfo(bytes, one, film);
      if (one.id === ids.tracks && !readTracks(bytes, one, film)) return 'other_track';
    }
    return film.hasPicture ? film : 'damaged';
  } catch (error) {
    if (error instanceof Broken || error instanceof RangeError) return 'damaged';
    throw error;
  }
}
