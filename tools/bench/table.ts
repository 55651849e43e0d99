export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
};

/** Ours, theirs, ours, theirs: neighbours on the machine disturb both alike. Answers the medians in milliseconds. */
export async function interleaved(rounds: number, ...works: (() => Promise<unknown>)[]): Promise<number[]> {
  const took = works.map((): number[] => []);
  for (let round = -3; round < rounds; round += 1)
    for (const [at, work] of works.entries()) {
      const began = performance.now();
      await work();
      // The first rounds warm up caches and the compiler.
      if (round >= 0) took[at]?.push(performance.now() - began);
    }
  return took.map(median);
}

export type Row = readonly (string | number)[];
export function table(title: string, head: readonly string[], rows: readonly Row[], note = ''): void {
  const cells = [head, ...rows.map((row) => row.map(String))];
  const width = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, at) => (at === 0 ? cell.padEnd(width[at] ?? 0) : cell.padStart(width[at] ?? 0))).join('  ')}`;
  console.log(`\n${title}`);
  console.log(line(head));
  console.log(line(width.map((w) => '─'.repeat(w))));
  for (const row of cells.slice(1)) console.log(line(row));
  if (note) console.log(`  ${note}`);
}

export const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} ms`;
export const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
export const times = (ours: number, peer: number) => `${(ours / peer).toFixed(2)}×`;
