import type * as z from 'zod';
import { absent, AppError, lostRace } from '../../core/errors.ts';
import { money, type Currency } from '../../core/money.ts';
import { violates } from '../../db/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { balanceOf, ownPayoutOf } from './earnings.ts';
import { asker, operatorIn, requireOperator } from './operator.ts';
import * as earnings from './queries/earnings.ts';
import { addEntry, audit } from './queries/entries.ts';
import * as queries from './queries/payouts.ts';
import { payoutPaid } from './rules.ts';
import { csv, inMajorUnits } from './rules/csv.ts';
import { ledgerLimits } from './rules/earnings.ts';
import type {
  cancelPayoutBody,
  createPayoutBatchBody,
  operatorPayout,
  payoutBalancesQuery,
  payoutListQuery,
  settlePayoutBody,
  talentBalance,
} from './schema.ts';

const viewOf = (row: queries.PayoutRow): z.input<typeof operatorPayout> => ({
  ...ownPayoutOf(row),
  batchId: row.payout.batchId,
  userId: row.payout.userId,
  name: row.name ?? '',
  holder: row.payout.holder,
  number: row.payout.number,
  settledBy: row.payout.settledBy,
});

type TalentBalance = z.input<typeof talentBalance>;

const talentBalanceOf = (row: queries.BalanceRow): TalentBalance => ({
  ...balanceOf(row),
  userId: row.user_id,
  name: row.name ?? '',
  account: row.method === null ? null : { method: row.method, holder: row.holder ?? '', number: row.number ?? '' },
});
/** Most to be paid first; the key is where a page ends. */
const placeOf = (one: TalentBalance) => `${one.available}.${one.currency}.${one.userId}`;
const before = (a: TalentBalance, b: TalentBalance): number =>
  b.available - a.available || (placeOf(a) < placeOf(b) ? -1 : 1);
const isAfter = (one: TalentBalance, cursor: string): boolean => {
  const available = Number(cursor.slice(0, cursor.indexOf('.')));
  return one.available < available || (one.available === available && placeOf(one) > cursor);
};

/** Who can be paid how much, by the books as they are: everybody with money here, or who owes some. One round trip. */
export async function getPayoutBalances(ctx: Ctx, { currency, cursor, limit }: z.output<typeof payoutBalancesQuery>) {
  const { me, balances } = await userDoor(ctx).read((db) => ({
    me: asker(ctx, db),
    balances: queries.balances(db, ledgerLimits.payoutDelay),
  }));
  requireOperator(me[0]);
  const all = balances.rows
    .filter((row) => currency === undefined || row.currency === currency)
    .map(talentBalanceOf)
    .filter(({ held, owed, inPayout }) => held !== 0 || owed !== 0 || inPayout !== 0)
    .toSorted(before);
  const totals = new Map<Currency, { currency: Currency; available: number; people: number }>();
  for (const { currency: unit, available } of all) {
    if (available === 0) continue;
    const sum = totals.get(unit) ?? { currency: unit, available: 0, people: 0 };
    totals.set(unit, { ...sum, available: sum.available + available, people: sum.people + 1 });
  }
  const rest = cursor === undefined ? all : all.filter((one) => isAfter(one, cursor));
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { totals: [...totals.values()], items, nextCursor: rest.length > limit && last ? placeOf(last) : null };
}

export async function listPayouts(ctx: Ctx, { limit, ...filter }: z.output<typeof payoutListQuery>) {
  const { me, rows } = await userDoor(ctx).read((db) => ({
    me: asker(ctx, db),
    rows: queries.payoutList(db, filter, limit + 1),
  }));
  requireOperator(me[0]);
  const items = rows.slice(0, limit).map(viewOf);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

const note = (ctx: Ctx, tx: Tx, action: string, subjectKind: string, subjectId: string, reason: string, data: object) =>
  audit(tx, {
    action,
    subjectKind,
    subjectId,
    reason,
    data: { ...data },
    actorId: actorOf(ctx).userId,
    requestId: ctx.requestId,
    now: ctx.now,
  });

/**
 * To each what the books say can be paid at this moment, less what is in a payout already. Operators queue, so two of them
 * at once never pay the same money twice; who has a payout under way waits for the next batch.
 */
export async function createPayoutBatch(ctx: Ctx, tx: Tx, input: z.output<typeof createPayoutBatchBody>) {
  await operatorIn(ctx, tx);
  await queries.queueForPayouts(tx);
  const { rows } = await earnings.earnings(tx, ledgerLimits.payoutDelay);
  const wanted = input.people === undefined ? null : new Set(input.people);
  const due = rows
    .filter((row) => row.currency === input.currency && (wanted?.has(row.user_id) ?? true))
    .map((row) => ({ userId: row.user_id, ...balanceOf(row) }))
    .filter(({ available, inPayout }) => available > 0 && inPayout === 0);
  const paid = new Set(due.map(({ userId }) => userId));
  const skipped = [...(wanted ?? [])].filter((userId) => !paid.has(userId));
  if (due.length === 0) return { batchId: null, payouts: [], skipped };
  const accounts = new Map((await queries.accountsOf(tx, [...paid])).map((account) => [account.userId, account]));
  const batchId = await queries.addBatch(
    tx,
    { currency: input.currency, until: ctx.now, createdBy: actorOf(ctx).userId },
    ctx.now,
  );
  const made = due.map(({ userId, available, currency }) => {
    const account = accounts.get(userId);
    return {
      batchId,
      userId,
      amount: available,
      currency,
      method: account?.method ?? null,
      holder: account?.holder ?? null,
      number: account?.number ?? null,
    };
  });
  await queries.addPayouts(tx, made, ctx.now);
  const total = made.reduce((sum, { amount }) => sum + amount, 0);
  await note(ctx, tx, 'payouts.made', 'payout_batch', batchId, '', {
    total,
    currency: input.currency,
    people: due.length,
  });
  const payouts = await queries.payoutList(tx, { batchId }, made.length);
  return { batchId, payouts: payouts.map(viewOf), skipped };
}

async function dueOne(ctx: Ctx, tx: Tx, payoutId: string) {
  await operatorIn(ctx, tx);
  await queries.queueForPayouts(tx);
  const payout = (await queries.lockPayout(tx, payoutId)) ?? absent();
  if (payout.state !== 'due') throw new AppError('wrong_state');
  return payout;
}

async function moved(tx: Tx, payout: { id: string; batchId: string }) {
  await queries.closeIfDone(tx, payout.batchId);
  const [row] = await queries.payoutList(tx, { payoutId: payout.id }, 1);
  return viewOf(row ?? lostRace());
}

/** The transfer was made. What went back to customers in between may have left less owed than the payout says: then it is refused. */
export async function settlePayout(
  ctx: Ctx,
  tx: Tx,
  { payoutId, reference, from }: z.output<typeof settlePayoutBody> & { payoutId: string },
) {
  const payout = await dueOne(ctx, tx, payoutId);
  const { userId: settledBy } = actorOf(ctx);
  const amount = money(payout.amount, payout.currency);
  const entry = payoutPaid({ payoutId, userId: payout.userId, amount, driver: from });
  try {
    await tx.transaction(async (inner) => {
      await addEntry(inner, { ...entry, facts: { reference } }, ctx.now);
      // the constraint that keeps payouts within what is owed speaks here, not at the end
      await queries.checkNow(inner);
    });
  } catch (fault) {
    if (violates(fault, 'payouts_stay_within_what_is_owed')) throw new AppError('owed_too_little', { cause: fault });
    throw fault;
  }
  await queries.changePayout(tx, payoutId, { state: 'paid', reference, paidAt: ctx.now, settledBy }, ctx.now);
  await note(ctx, tx, 'payout.paid', 'payout', payoutId, reference, { ...amount, userId: payout.userId, from });
  return moved(tx, payout);
}

export async function cancelPayout(
  ctx: Ctx,
  tx: Tx,
  { payoutId, reason }: z.output<typeof cancelPayoutBody> & { payoutId: string },
) {
  const payout = await dueOne(ctx, tx, payoutId);
  await queries.changePayout(tx, payoutId, { state: 'cancelled', settledBy: actorOf(ctx).userId }, ctx.now);
  await note(ctx, tx, 'payout.cancelled', 'payout', payoutId, reason, {
    amount: payout.amount,
    currency: payout.currency,
    userId: payout.userId,
  });
  return moved(tx, payout);
}

export async function exportPayoutBatch(ctx: Ctx, { batchId }: { batchId: string }): Promise<string> {
  const { me, batch, rows } = await userDoor(ctx).read((db) => ({
    me: asker(ctx, db),
    batch: queries.batch(db, batchId),
    rows: queries.payoutList(db, { batchId }, ledgerLimits.exportedLines),
  }));
  requireOperator(me[0]);
  if (!batch[0]) return absent();
  return csv([
    [
      'payout',
      'talent',
      'name',
      'method',
      'holder',
      'number',
      'amount_units',
      'amount',
      'currency',
      'state',
      'reference',
      'paid_at',
    ],
    ...rows.map(({ payout, name }) => [
      payout.id,
      payout.userId,
      name,
      payout.method,
      payout.holder,
      payout.number,
      payout.amount,
      inMajorUnits({ amount: payout.amount, currency: payout.currency }),
      payout.currency,
      payout.state,
      payout.reference,
      payout.paidAt?.toISOString() ?? null,
    ]),
  ]);
}
