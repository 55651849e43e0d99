import type { Tx } from '../../db/client.ts';
import * as queries from './queries/credits.ts';
import * as subscriptions from './queries/subscriptions.ts';
import { allowanceOf, decideMonth, decideReturn, decideSpend, emptyPurse, type Purse } from './rules/credits.ts';

/**
 * The purse as it is to be used now: what ran out is written off and this month's credits are there, each once, however
 * many ask at the same time. Nothing is granted to those who never look, so nobody has to be visited on the first.
 */
export async function purseNow(tx: Tx, userId: string, now: Date): Promise<Purse> {
  await queries.queueFor(tx, userId);
  const [account] = await subscriptions.accountOf(tx, userId);
  const [held] = await subscriptions.liveOf(tx, userId);
  const [kept] = await queries.purseOf(tx, userId);
  const purse = kept ?? emptyPurse;
  const allowance = account ? allowanceOf(account, held ?? null, now) : null;
  const granted = allowance !== null && (await queries.hasLine(tx, userId, 'grant', allowance.source));
  const steps = decideMonth(purse, allowance, granted, now);
  for (const step of steps) await queries.addLine(tx, { userId, purse: 'monthly', createdAt: now, ...step });
  if (steps.length === 0) return purse;
  const [after] = await queries.purseOf(tx, userId);
  return after ?? emptyPurse;
}

/** Takes credits for one thing, once: monthly ones first. False: there are not enough. In the system door. */
export async function spendCredits(
  tx: Tx,
  userId: string,
  spend: { count: number; source: string },
  now: Date,
): Promise<boolean> {
  const purse = await purseNow(tx, userId, now);
  if (await queries.hasLine(tx, userId, 'unlock', spend.source)) return true;
  const parts = decideSpend(purse, spend.count, now);
  if (parts === null) return false;
  for (const from of ['monthly', 'bought'] as const)
    if (parts[from] > 0)
      await queries.addLine(tx, {
        userId,
        kind: 'unlock',
        purse: from,
        amount: -parts[from],
        source: spend.source,
        createdAt: now,
      });
  return true;
}

/** What one thing cost comes back, once. False: nothing was spent on it, or it is back already. In the system door. */
export async function giveBackCredits(tx: Tx, userId: string, source: string, now: Date): Promise<boolean> {
  await queries.queueFor(tx, userId);
  if (await queries.hasLine(tx, userId, 'return', source)) return false;
  const [kept] = await queries.purseOf(tx, userId);
  const spent = await queries.spentOn(tx, userId, source);
  for (const { purse, amount, monthEnds } of spent) {
    const to = decideReturn({ purse, monthEnds }, kept ?? emptyPurse, now);
    await queries.addLine(tx, { userId, kind: 'return', purse: to, amount: -amount, source, createdAt: now });
  }
  return spent.length > 0;
}

export async function addBought(tx: Tx, userId: string, count: number, source: string, now: Date): Promise<void> {
  await queries.queueFor(tx, userId);
  await queries.addLine(tx, { userId, kind: 'purchase', purse: 'bought', amount: count, source, createdAt: now });
}

/** A pack's money went back: its credits go as far as they are there. Answers how many had been used. */
export async function takeBought(tx: Tx, userId: string, count: number, source: string, now: Date): Promise<number> {
  await queries.queueFor(tx, userId);
  const [purse] = await queries.purseOf(tx, userId);
  const there = Math.min(purse?.bought ?? 0, count);
  if (there > 0)
    await queries.addLine(tx, {
      userId,
      kind: 'purchase',
      purse: 'bought',
      amount: -there,
      source: `back:${source}`,
      createdAt: now,
    });
  return count - there;
}

/** The plan that gave them is gone with its money: what is left of this month's goes too. */
export async function clearMonthly(tx: Tx, userId: string, source: string, now: Date): Promise<void> {
  await queries.queueFor(tx, userId);
  const [purse] = await queries.purseOf(tx, userId);
  if (purse && purse.monthly > 0)
    await queries.addLine(tx, {
      userId,
      kind: 'expiry',
      purse: 'monthly',
      amount: -purse.monthly,
      source: `back:${source}`,
      createdAt: now,
    });
}
