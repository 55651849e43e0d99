/** How many parts of this many bytes a file is. */
export const partCount = (size: number, most: number): number => Math.max(1, Math.ceil(size / most));

/** How many bytes a part has: all of them as many as there may be, the last one what is left. Null: there is no such part. */
export function partLength(size: number, most: number, at: number): number | null {
  if (!Number.isInteger(at) || at < 0 || at >= partCount(size, most)) return null;
  return Math.min(most, size - at * most);
}
