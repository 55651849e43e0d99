import { reconcilePayments } from '../../features/payments/reconcile.ts';
import { tendBookings } from '../../features/bookings/giving-back.ts';
import { releaseEarnings } from '../../features/ledger/releasing.ts';
import { runSubscriptions } from '../../features/subscriptions/renewal.ts';
import type { Ctx } from '../../features/ctx.ts';
import type { TestDatabase } from '../open-database.ts';
import { compareWithGateways } from '../../features/payments/comparison.ts';
import { settleRefund } from '../../features/payments/operator.ts';
import { begin, draw, happenings, operator, type History } from './history.ts';
import { broken } from './invariants.ts';
import { openWorld, type Ground, type World } from './world.ts';

const minute = 60_000;
const hour = 60 * minute;

/** What time alone must bring to rest: every job, again and again, with the gateways well and nobody calling. */
const rounds = [minute, 6 * minute, 20 * minute, 2 * hour, 26 * hour, 26 * hour];

const jobs: Record<string, (ctx: Ctx) => Promise<unknown>> = {
  reconcilePayments,
  tendBookings,
  releaseEarnings,
  runSubscriptions,
  compareWithGateways,
};

export type Played = { histories: number; broken: string[]; story: string[]; ended: Date; steps: number };

/** One world: a history at every gateway, all under one clock and one reconciliation, mixed by chance. */
export async function playWorld(
  database: TestDatabase,
  seed: string,
  began: Date,
  {
    turns = 34,
    only,
    without = [],
    ...ground
  }: Ground & { turns?: number; only?: string; without?: readonly string[] } = {},
): Promise<Played> {
  const world = openWorld(database, seed, began, ground);
  const works = Object.keys(jobs).filter((name) => !without.includes(name));
  const histories: History[] = [];
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ($1, 'operator@example.com', 'Operator', 'admin', now()) on conflict do nothing`,
    [operator],
  );
  for (const bank of world.banks)
    if (only === undefined || bank.driver === only) histories.push(await begin(world, bank));
  const failures: string[] = [];
  try {
    for (let turn = 0; turn < turns; turn += 1) await take(world, histories);
    await rest(world, works, rounds);
    await byHand(world);
    await rest(world, works, [minute]);
    for (const history of histories) failures.push(...(await broken(world, history)));
  } catch (error) {
    failures.push(`failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  return {
    histories: histories.length,
    broken: failures,
    story: world.story,
    ended: world.now(),
    steps: world.scheduler.log.length,
  };
}

/** One turn: one to three things at once, each for a history of its own choosing. */
async function take(world: World, histories: readonly History[]): Promise<void> {
  for (let things = 1 + world.below(3); things > 0; things -= 1) {
    const history = histories[world.below(histories.length)];
    if (history) await draw(world, happenings)(world, history);
  }
  if (world.often(12)) job(world, 'reconcilePayments');
  if (world.often(6)) job(world, 'tendBookings');
  await world.scheduler.run();
}

function job(world: World, name: string): void {
  const run = jobs[name];
  if (run) world.start(name, (task) => run(world.ctx(task, null)));
}

async function rest(world: World, works: readonly string[], times: readonly number[]): Promise<void> {
  for (const { faults } of world.banks) faults.clear();
  world.immortal(true);
  // what is still on its way is lost; those who insist say it once more, signed anew
  world.post.splice(0);
  for (const { driver, gateway, insists } of world.banks)
    if (insists)
      for (const { ref } of gateway.payments())
        for (const notice of gateway.notices(ref))
          world.start(`${driver} insists`, (task) => world.deliver(task, notice));
  await world.scheduler.run();
  for (const time of times) {
    world.pass(time);
    for (const name of works) {
      // the daily comparison is the last word, when nothing else moves
      if (name === 'compareWithGateways' && time !== times.at(-1)) continue;
      job(world, name);
      await world.scheduler.run();
    }
  }
  world.immortal(false);
}

/** The operator does what is left to a person: pays by hand, and keeps the reference. */
async function byHand(world: World): Promise<void> {
  const left = await world.database.query<{ id: string }>(`select id from refunds where state = 'by_hand'`);
  world.immortal(true);
  for (const { id } of left)
    world.start('the operator pays by hand', (task) => {
      const ctx = world.ctx(task, operator);
      return ctx.doors
        .asSystem('operator: settleRefund')
        .write((tx) => settleRefund(ctx, tx, { refundId: id, reference: 'TRANSFER-1' }));
    });
  await world.scheduler.run();
  world.immortal(false);
}
