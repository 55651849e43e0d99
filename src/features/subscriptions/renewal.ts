import type { Ctx } from '../ctx.ts';
import { recordPaidUnder } from '../payments/paid-under.ts';
import { tendAgreement, type RecordPaidUnder } from './agreements.ts';
import { endNow } from './activation.ts';
import { tell } from './news.ts';
import { lapse } from './queries/purchases.ts';
import * as queries from './queries/subscriptions.ts';
import { lifecycleLimits, stageNumber, stageOf } from './rules/lifecycle.ts';

const minute = 60_000;
const week = 7 * 86_400_000;
/** a scheduled function has 30 s */
const budget = 20_000;
const pageSize = 200;
const nobody = '00000000-0000-0000-0000-000000000000';

export type Kept = {
  lapsed: number;
  asked: number;
  renewed: number;
  unreachable: number;
  letters: number;
  ended: number;
};

/**
 * The course of everything that runs, as the time now says: gateways are asked about what they renew, members who pay
 * by hand are reminded, what nobody paid falls due and ends. Run twice or not for a day, the end is the same, and every
 * letter is written once.
 */
export async function keepSubscriptions(ctx: Ctx, record: RecordPaidUnder): Promise<Kept> {
  const end = performance.now() + budget;
  const kept: Kept = { lapsed: 0, asked: 0, renewed: 0, unreachable: 0, letters: 0, ended: 0 };
  const system = ctx.doors.asSystem('subscriptions: keep');
  kept.lapsed = (await system.write((tx) => lapse(tx, ctx.now))).length;
  // gateways first: what they took is paid before anybody is told that it is not
  await askGateways(ctx, record, kept, end);
  for (let after = nobody; performance.now() < end;) {
    const { rows } = await system.read((db) => ({
      rows: queries.nearingTheirEnd(db, new Date(ctx.now.getTime() + week), after, pageSize),
    }));
    for (const row of rows) if (wants(row, ctx.now) && performance.now() < end) await advance(ctx, row, kept);
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) break;
    after = last.id;
  }
  return kept;
}

async function askGateways(ctx: Ctx, record: RecordPaidUnder, kept: Kept, end: number): Promise<void> {
  const ago = (milliseconds: number) => new Date(ctx.now.getTime() - milliseconds);
  const { rows } = await ctx.doors.asSystem('subscriptions: whom to ask').read((db) => ({
    rows: queries.agreementsToTend(db, ago(lifecycleLimits.askAgreementsEvery), ago(30 * minute), ctx.now, pageSize),
  }));
  const silent = new Set<string>();
  for (const { driver, agreementRef, id } of rows) {
    if (driver === null || agreementRef === null || silent.has(driver) || performance.now() >= end) continue;
    try {
      const tended = await tendAgreement(ctx, record, driver, agreementRef);
      kept.asked += 1;
      if (tended) kept.renewed += tended.renewals;
    } catch (error) {
      // one that is down is not asked a hundred times to say so
      silent.add(driver);
      kept.unreachable += 1;
      ctx.log('agreement not asked', {
        subscription: id,
        driver,
        error: error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : 'unknown',
      });
    }
  }
}

function wants(row: queries.SubscriptionRow, now: Date): boolean {
  const stage = stageOf(row, now);
  return stage !== null && (typeof stage === 'object' || stageNumber(stage) > row.reminders);
}

/** One step of one subscription, judged anew under its lock. */
const advance = (ctx: Ctx, { id, userId }: queries.SubscriptionRow, kept: Kept): Promise<void> =>
  ctx.doors.asSystem('subscriptions: advance').write(async (tx) => {
    const { now } = ctx;
    await queries.queueFor(tx, userId);
    const row = await queries.lockSubscription(tx, id);
    if (!row || !wants(row, now)) return;
    const stage = stageOf(row, now);
    if (stage === null) return;
    const period = `${row.id}:${row.periodEnd.toISOString()}`;
    if (typeof stage === 'object') {
      await endNow(tx, row, stage.over, now);
      await tell(tx, 'subscription.expired', row, period, now);
      kept.ended += 1;
      kept.letters += 1;
      return;
    }
    const reminders = stageNumber(stage);
    const due = stage === 'due' || stage === 'last_call';
    if (due && row.state !== 'past_due') await queries.moveTo(tx, row, { state: 'past_due' }, { reminders }, now);
    else await queries.change(tx, row.id, { reminders }, now);
    await tell(
      tx,
      due ? 'subscription.past_due' : 'subscription.reminder',
      { ...row, pastDueSince: due ? (row.pastDueSince ?? row.periodEnd) : null },
      `${period}:${reminders}`,
      now,
    );
    kept.letters += 1;
  });

export const runSubscriptions = (ctx: Ctx): Promise<Kept> => keepSubscriptions(ctx, recordPaidUnder);
