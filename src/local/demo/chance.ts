import { createHash } from 'node:crypto';

/** Chance that is the same everywhere and always: numbers and ids from a name, never from the clock. */
export const digest = (name: string): Buffer => createHash('sha256').update(`mawahib demo ${name}`).digest();

/** A whole number from `least` to `most`, both included. */
export const between = (name: string, least: number, most: number): number =>
  least + (digest(name).readUInt32BE(0) % (most - least + 1));

export const oneOf = <T>(name: string, choices: readonly T[]): T => {
  const chosen = choices[between(name, 0, choices.length - 1)];
  if (chosen === undefined) throw new Error(`nothing to choose from for ${name}`);
  return chosen;
};

/** A stream of numbers in [0, 1), for drawing. */
export function stream(name: string): () => number {
  let state = digest(name).readUInt32BE(4);
  // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const dashed = (hex: string) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;

/** Where "today" lies on the scale of demo ids: just below the ids that src/features/examples.ts fixes by hand. */
const today = 0x0190d3a00000;

/**
 * A version 7 id whose time part is the distance to the day of loading: ids stay the same on every day demo data are
 * loaded, order by time among themselves, and sort before everything people make later.
 */
export function idAt(name: string, msFromToday: number): string {
  const hex = digest(name).toString('hex');
  const time = (today + Math.round(msFromToday)).toString(16).padStart(12, '0');
  return dashed(
    `${time}7${hex.slice(0, 3)}${(8 + (Number.parseInt(hex.slice(3, 4), 16) % 4)).toString(16)}${hex.slice(4, 19)}`,
  );
}

/** A version 4 id, as a bank gives them. */
export function randomId(name: string): string {
  const hex = digest(name).toString('hex');
  return dashed(`${hex.slice(0, 12)}4${hex.slice(12, 15)}a${hex.slice(15, 30)}`);
}
