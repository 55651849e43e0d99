import type * as z from 'zod';
import { AppError, lostRace } from '../../core/errors.ts';
import type { Currency } from '../../core/money.ts';
import { databaseError } from '../../db/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { asker, operatorIn, requireOperator } from './operator.ts';
import * as queries from './queries/entries.ts';
import { correction, decideCorrection } from './rules/correction.ts';
import { csv, inMajorUnits } from './rules/csv.ts';
import { ledgerLimits } from './rules/earnings.ts';
import type { correctionBody, entryFilter, entryQuery, entryView } from './schema.ts';

/** A debit as it came, a credit as it left: what these sum to lies where the line says. */
const lying = new Set(['received', 'refunded', 'paid_out', 'gateway_fee']);

type Sums = Map<string, { driver: string; currency: Currency; sum: number }>;

/** The books as the lines make them. One round trip. */
export async function getLedger(ctx: Ctx) {
  const { me, rows } = await userDoor(ctx).read((db) => ({ me: asker(ctx, db), rows: queries.balances(db) }));
  requireOperator(me[0]);
  const balances = rows.map((row) => ({ ...row, sum: Number(row.sum) }));
  const lies: Sums = new Map();
  const all = new Map<Currency, number>();
  for (const { account, currency, driver, sum } of balances) {
    all.set(currency, (all.get(currency) ?? 0) + sum);
    if (driver === null || !lying.has(account)) continue;
    const key = `${driver} ${currency}`;
    lies.set(key, { driver, currency, sum: (lies.get(key)?.sum ?? 0) + sum });
  }
  return { balances, lies: [...lies.values()], leftOver: [...all].map(([currency, sum]) => ({ currency, sum })) };
}

const filterOf = ({ from, until, ...rest }: z.output<typeof entryFilter>): queries.EntryFilter => ({
  ...rest,
  from: from === undefined ? undefined : new Date(from),
  until: until === undefined ? undefined : new Date(until),
});

type EntryRow = Awaited<ReturnType<typeof queries.entries>>[number];
const viewOf = (row: EntryRow): z.input<typeof entryView> => ({
  ...row,
  at: row.at.toISOString(),
  lines: row.lines ?? [],
});

export async function listLedgerEntries(ctx: Ctx, { cursor, limit, ...filter }: z.output<typeof entryQuery>) {
  const { me, rows } = await userDoor(ctx).read((db) => ({
    me: asker(ctx, db),
    rows: queries.entries(db, { ...filterOf(filter), cursor }, limit + 1),
  }));
  requireOperator(me[0]);
  const items = rows.slice(0, limit).map(viewOf);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** Every line that is meant. An export that would be cut short is refused: a sum over half the books is worse than none. */
export async function exportLedger(ctx: Ctx, filter: z.output<typeof entryFilter>): Promise<string> {
  const { me, rows } = await userDoor(ctx).read((db) => ({
    me: asker(ctx, db),
    rows: queries.exported(db, filterOf(filter), ledgerLimits.exportedLines + 1),
  }));
  requireOperator(me[0]);
  if (rows.length > ledgerLimits.exportedLines)
    throw new AppError('invalid', { fields: { from: ['too_big'], until: ['too_big'] } });
  return csv([
    [
      'at',
      'entry',
      'kind',
      'source',
      'payment',
      'account',
      'driver',
      'person',
      'amount_units',
      'amount',
      'currency',
      'words',
    ],
    ...rows.map((row) => [
      row.at.toISOString(),
      row.entryId,
      row.kind,
      row.source,
      row.paymentId,
      row.account,
      row.driver,
      row.userId,
      row.amount,
      inMajorUnits({ amount: row.amount, currency: row.currency }),
      row.currency,
      typeof row.facts['words'] === 'string' ? row.facts['words'] : null,
    ]),
  ]);
}

/** An operator's own entry, for what no rule foresaw. It stands beside what it corrects; nothing is changed. */
export async function correctLedger(ctx: Ctx, tx: Tx, input: z.output<typeof correctionBody>) {
  await operatorIn(ctx, tx);
  const { userId } = actorOf(ctx);
  const lines = input.lines.map(({ account, amount, currency, driver, userId: whose }) => ({
    account,
    amount,
    currency,
    ...(driver === undefined ? {} : { driver }),
    ...(whose === undefined ? {} : { userId: whose }),
  }));
  const decided = decideCorrection(lines);
  if (!decided.ok) throw new AppError('invalid', { fields: { lines: [decided.why] } });
  if (input.paymentId !== null && (await queries.paymentExists(tx, input.paymentId)).length === 0)
    throw new AppError('invalid', { fields: { paymentId: ['not_found'] } });
  const entry = correction({
    source: crypto.randomUUID(),
    paymentId: input.paymentId,
    words: input.words,
    by: userId,
    lines,
  });
  const id = await post(tx, entry, ctx.now);
  await queries.audit(tx, {
    action: 'ledger.corrected',
    subjectKind: 'ledger_entry',
    subjectId: id,
    reason: input.words,
    data: { lines, paymentId: input.paymentId },
    actorId: userId,
    requestId: ctx.requestId,
    now: ctx.now,
  });
  return viewOf((await queries.entries(tx, { id }, 1))[0] ?? lostRace());
}

async function post(tx: Tx, entry: Parameters<typeof queries.addEntry>[1], now: Date): Promise<string> {
  try {
    return (await tx.transaction((inner) => queries.addEntry(inner, entry, now))) ?? lostRace();
  } catch (fault) {
    // somebody who is not there
    if (databaseError(fault)?.code === '23503')
      throw new AppError('invalid', { fields: { lines: ['person_unknown'] }, cause: fault });
    throw fault;
  }
}
