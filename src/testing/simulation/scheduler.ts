/** A task died here: its function was killed, and nothing of it runs any more. */
export class Crash extends Error {
  constructor(task: string) {
    super(`${task} died`);
    this.name = 'Crash';
  }
}

/** One call of a function, or one run of a job. It reaches the world only through its steps. */
export type Task = {
  readonly name: string;
  /** A point where others may go first, or where the task dies. Everything the task does to the world goes through here. */
  step<Result>(what: string, work: () => Promise<Result>): Promise<Result>;
};

type Waiting = { task: string; what: string; go: () => void };

const quiet = () => new Promise<void>((done) => setImmediate(done));

/**
 * Lets tasks run in turns drawn by chance: between two steps only one of them moves, so that a seed is a history. A
 * task may fork; its branches take turns like tasks.
 */
export function openScheduler(chance: () => number) {
  const waiting: Waiting[] = [];
  const log: string[] = [];
  const failures: unknown[] = [];
  let moving = 0;
  /** told when a step is over */
  let landed = () => {};
  let running = 0;

  /** Starts one task. `livesFor`: how many steps it takes before it dies; undefined lets it live. */
  function start(name: string, work: (task: Task) => Promise<unknown>, livesFor?: number): void {
    let left = livesFor ?? Infinity;
    const task: Task = {
      name,
      async step(what, act) {
        await new Promise<void>((go) => waiting.push({ task: name, what, go }));
        if (left <= 0) {
          moving -= 1;
          landed();
          log.push(`${name}: dies before ${what}`);
          throw new Crash(name);
        }
        left -= 1;
        log.push(`${name}: ${what}`);
        try {
          return await act();
        } finally {
          moving -= 1;
          landed();
        }
      },
    };
    running += 1;
    work(task)
      .catch((error: unknown) => {
        if (!(error instanceof Crash)) failures.push(error);
      })
      .finally(() => (running -= 1));
  }

  /** Runs what was started to its end, one step at a time, and throws what went wrong on the way. */
  async function run(): Promise<void> {
    // a step that waits for a deadline keeps no process alive by itself
    const alive = setInterval(() => undefined, 1000);
    try {
      await takeTurns();
    } finally {
      clearInterval(alive);
    }
    const [first] = failures.splice(0);
    if (first !== undefined) throw first;
  }

  async function takeTurns(): Promise<void> {
    let idle = 0;
    while (running > 0 || waiting.length > 0) {
      await quiet();
      if (moving > 0) {
        idle = 0;
        await new Promise<void>((stopped) => (landed = stopped));
        continue;
      }
      // a task that has just come out of a step may still be on its way to the next
      idle += 1;
      if (idle < 3) continue;
      if (waiting.length === 0) {
        if (running > 0 && idle > 20_000)
          throw new Error(`a task waits for what nobody does: ${log.at(-1) ?? 'nothing'}`);
        continue;
      }
      idle = 0;
      // the order of arrival within a turn is the machine's business, not the seed's
      waiting.sort((a, b) => (`${a.task} ${a.what}` < `${b.task} ${b.what}` ? -1 : 1));
      const [next] = waiting.splice(Math.floor(chance() * waiting.length), 1);
      moving += 1;
      next?.go();
    }
  }

  return { start, run, log };
}
export type Scheduler = ReturnType<typeof openScheduler>;
