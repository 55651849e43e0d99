import { bookingPayable } from '../../features/bookings/payable.ts';
import type { Ctx } from '../../features/ctx.ts';
import { drivers } from '../../features/payments/drivers.ts';
import type { PaymentProvider } from '../../features/payments/provider.ts';
import { paymentWebhookRoutes } from '../../features/payments/routes.ts';
import { purchasePayable } from '../../features/subscriptions/payable.ts';
import { agreementMoved } from '../../features/subscriptions/service.ts';
import { handler } from '../../http/serve.ts';
import type { Notice } from '../../local/gateways/gateway.ts';
import { stream } from '../../local/demo/chance.ts';
import type { TestDatabase } from '../open-database.ts';
import { stageOn } from '../stage.ts';
import { openBanks, type Bank } from './banks.ts';
import { doorsOf } from './door.ts';
import { openScheduler, type Scheduler, type Task } from './scheduler.ts';

export const siteUrl = 'https://mawahib.test';

export type World = {
  database: TestDatabase;
  chance: () => number;
  /** a whole number below `n` */
  below(n: number): number;
  /** true `p` times in a hundred */
  often(p: number): boolean;
  now(): Date;
  began: Date;
  pass(milliseconds: number): void;
  banks: Bank[];
  /** notices on their way: sent by a gateway, not yet arrived */
  post: { driver: string; notice: Notice }[];
  scheduler: Scheduler;
  /** a verb's world, as one task meets it */
  ctx(task: Task, userId: string | null): Ctx;
  /** brings one call to the webhook of the site, as that function would take it */
  deliver(task: Task, notice: Notice): Promise<Response>;
  /** runs one task; it may die on the way. Refusals are answers. */
  start(name: string, work: (task: Task) => Promise<unknown>): void;
  /** from now on nobody dies; or they do again */
  immortal(on: boolean): void;
  story: string[];
};

/** `plant` spoils a driver on purpose: a simulation that notices nothing proves nothing. */
export type Ground = { mortality?: number; plant?: (provider: PaymentProvider) => PaymentProvider };

const isAnswer = (error: unknown): boolean => error instanceof Error && error.name === 'AppError';

/** Everything of payments with nothing in between: Postgres, verbs, drivers, routes. Only the gateways are the twins, and only time and death are drawn. */
export function openWorld(
  database: TestDatabase,
  seed: string,
  began: Date,
  { mortality = 12, plant = (provider) => provider }: Ground = {},
): World {
  const chance = stream(seed);
  const stage = stageOn(database, began);
  const scheduler = openScheduler(chance);
  const post: World['post'] = [];
  const story: string[] = [];
  const banks = openBanks({
    now: () => stage.now,
    siteUrl,
    post: (driver, notice) => void post.push({ driver, notice }),
  });
  let immortal = false;
  let tasks = 0;
  const below = (n: number) => Math.floor(chance() * n);

  /** Drivers as a fresh function holds them: no token, no memory, and a line whose every call is a step. */
  const providersOf = (task: Task): Map<string, PaymentProvider> =>
    new Map(
      banks.flatMap(({ driver: name, env, line }) => {
        const provider = drivers
          .find((driver) => driver.name === name)
          ?.connect({
            env,
            fetch: (input, init) => task.step(`calls ${name}`, () => line(input, init)),
            now: () => stage.now,
          });
        return provider ? [[name, plant(provider)]] : [];
      }),
    );

  function ctx(task: Task, userId: string | null): Ctx {
    const plain = stage.as(userId);
    const providers = providersOf(task);
    return {
      ...plain,
      doors: doorsOf(task, stage.doors),
      ports: {
        ...plain.ports,
        siteUrl,
        gateway: (name) => providers.get(name) ?? null,
        gateways: () => [...providers.values()],
        drivers,
        payables: { booking: bookingPayable, purchase: purchasePayable },
        agreementMoved,
        pause: () => task.step('waits', async () => undefined),
      },
      log: (event, facts) => void story.push(`    ${task.name} logs ${event} ${JSON.stringify(facts ?? {})}`),
      defer: (work) => tails.get(task)?.push(work),
    };
  }

  /** what a task left for after its answer; it dies with it */
  const tails = new Map<Task, (() => Promise<unknown>)[]>();

  const start: World['start'] = (what, work) => {
    // no two tasks of one name: the order of turns must not hang on which of them came first
    const name = `${(tasks += 1)} ${what}`;
    const livesFor = !immortal && below(100) < mortality ? below(12) : undefined;
    story.push(`  ${name}${livesFor === undefined ? '' : ` (dies after ${livesFor} steps)`}`);
    scheduler.start(
      name,
      async (task) => {
        const left: (() => Promise<unknown>)[] = [];
        tails.set(task, left);
        try {
          await work(task);
        } catch (error) {
          if (!isAnswer(error)) throw error;
          story.push(`    ${name}: refused, ${String(error)}`);
        }
        for (let tail = left.shift(); tail; tail = left.shift()) await tail();
      },
      livesFor,
    );
  };

  return {
    database,
    chance,
    below,
    often: (p) => chance() * 100 < p,
    now: () => stage.now,
    began,
    pass(milliseconds) {
      stage.now = new Date(stage.now.getTime() + milliseconds);
      for (const { gateway } of banks) gateway.tick();
    },
    banks,
    post,
    scheduler,
    ctx,
    async deliver(task, notice) {
      const webhook = handler(paymentWebhookRoutes, async () => ({ ctx: ctx(task, null) }), { raw: true });
      return webhook(
        new Request(notice.url, {
          method: notice.method ?? 'POST',
          headers: notice.headers,
          ...(notice.method === 'GET' ? {} : { body: notice.body }),
        }),
      );
    },
    start,
    immortal: (on) => void (immortal = on),
    story,
  };
}
