/** Longer than what is left for after an answer may take: who is at it still was frozen in the middle, and may never end. */
export const frozenAfter = 30_000;

/**
 * What is left for after an answer, done by one for all: of many at once the first works, and once more for those who came
 * meanwhile, with what the latest of them brought. Everybody waits until theirs is done.
 */
export function oneForAll<Given extends object>(
  work: (given: Given) => Promise<unknown>,
): (given: Given) => Promise<void> {
  type Run = { done: Promise<void>; since: number };
  let next: Given | null = null;
  let running: Run | null = null;
  async function run(): Promise<void> {
    for (let latest = next; latest; latest = next) {
      next = null;
      await work(latest);
    }
  }
  return (given) => {
    next = given;
    if (running && Date.now() - running.since < frozenAfter) return running.done;
    const mine: Run = { done: run().finally(() => void (running === mine && (running = null))), since: Date.now() };
    running = mine;
    return mine.done;
  };
}
