import { and, asc, desc, eq, gte, lt, sql, type SQL } from 'drizzle-orm';
import type { Currency } from '../../../core/money.ts';
import type { AnyDb, ReadDb, Statement, Tx } from '../../../db/client.ts';
import { ledgerEntries, ledgerLines } from '../../../db/schema/ledger.ts';
import { auditLog } from '../../../db/schema/operations.ts';
import { payments } from '../../../db/schema/payments.ts';
import type { Account, Entry, EntryKind, Line } from '../rules.ts';
import type { PaymentBooks } from '../rules/earnings.ts';

type Reads = Pick<ReadDb, 'select'>;

export async function addEntry(tx: Tx, { lines, facts, ...entry }: Entry, now: Date): Promise<string | null> {
  const [made] = await tx
    .insert(ledgerEntries)
    .values({ ...entry, facts: facts ?? {}, at: now })
    .onConflictDoNothing()
    .returning({ id: ledgerEntries.id });
  if (!made) return null;
  await tx.insert(ledgerLines).values(lines.map((line, n) => ({ entryId: made.id, n: n + 1, ...line })));
  return made.id;
}

/** The same as statements of a batch, which fails when the entry is there already. */
export const addNewEntry = (db: AnyDb, { lines, facts, ...entry }: Entry, now: Date): Record<string, Statement> => {
  const made = sql`(select e.id from ${ledgerEntries} e where e.kind = ${entry.kind} and e.source = ${entry.source})`;
  return {
    entry: db.insert(ledgerEntries).values({ ...entry, facts: facts ?? {}, at: now }),
    lines: db.insert(ledgerLines).values(lines.map((line, n) => ({ entryId: made, n: n + 1, ...line }))),
  };
};

const credit = (account: Account) =>
  sql<string>`coalesce(-sum(${ledgerLines.amount}) filter (where ${ledgerLines.account} = ${account}), 0)::bigint`;

/** What the books hold of one payment. Whoever decides by it has locked the payment first. */
export async function paymentBooks(tx: Tx, paymentId: string): Promise<PaymentBooks> {
  const [found] = await tx
    .select({
      held: credit('held'),
      owed: credit('owed'),
      commission: credit('commission'),
      sales: credit('sales'),
      unmatched: credit('unmatched'),
    })
    .from(ledgerLines)
    .innerJoin(ledgerEntries, eq(ledgerEntries.id, ledgerLines.entryId))
    .where(eq(ledgerEntries.paymentId, paymentId));
  return {
    held: Number(found?.held ?? 0),
    owed: Number(found?.owed ?? 0),
    commission: Number(found?.commission ?? 0),
    sales: Number(found?.sales ?? 0),
    unmatched: Number(found?.unmatched ?? 0),
  };
}

/** Every account as the lines make it, by currency, and by where the money lies. */
export const balances = (db: Reads) =>
  db
    .select({
      account: ledgerLines.account,
      currency: ledgerLines.currency,
      driver: ledgerLines.driver,
      sum: sql<string>`sum(${ledgerLines.amount})::bigint`,
      lines: sql<number>`count(*)::int`,
    })
    .from(ledgerLines)
    .groupBy(ledgerLines.account, ledgerLines.currency, ledgerLines.driver)
    .orderBy(asc(ledgerLines.currency), asc(ledgerLines.account), sql`${ledgerLines.driver} nulls first`);

export type EntryFilter = {
  id?: string | undefined;
  account?: Account | undefined;
  driver?: string | undefined;
  currency?: Currency | undefined;
  userId?: string | undefined;
  paymentId?: string | undefined;
  kind?: EntryKind | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
};

/** An entry is meant when one of its lines is. */
const meant = ({
  id,
  account,
  driver,
  currency,
  userId,
  paymentId,
  kind,
  from,
  until,
}: EntryFilter): SQL | undefined => {
  const ofLine: SQL[] = [];
  if (account !== undefined) ofLine.push(sql`l.account = ${account}`);
  if (driver !== undefined) ofLine.push(sql`l.driver = ${driver}`);
  if (currency !== undefined) ofLine.push(sql`l.currency = ${currency}`);
  if (userId !== undefined) ofLine.push(sql`l.user_id = ${userId}`);
  return and(
    id === undefined ? undefined : eq(ledgerEntries.id, id),
    paymentId === undefined ? undefined : eq(ledgerEntries.paymentId, paymentId),
    kind === undefined ? undefined : eq(ledgerEntries.kind, kind),
    from === undefined ? undefined : gte(ledgerEntries.at, from),
    until === undefined ? undefined : lt(ledgerEntries.at, until),
    ofLine.length === 0
      ? undefined
      : sql`exists (select 1 from ledger_lines l where l.entry_id = ${ledgerEntries.id} and ${sql.join(ofLine, sql` and `)})`,
  );
};

type LineRow = Pick<Line, 'account' | 'amount' | 'currency'> & { driver: string | null; userId: string | null };

const linesOfEntry = sql<LineRow[] | null>`(
  select json_agg(json_build_object('account', l.account, 'amount', l.amount, 'currency', l.currency, 'driver', l.driver, 'userId', l.user_id) order by l.n)
  from ledger_lines l where l.entry_id = ${ledgerEntries.id})`;

/** Entries with their lines, newest first. */
export const entries = (db: Reads, filter: EntryFilter & { cursor?: string | undefined }, limit: number) =>
  db
    .select({
      id: ledgerEntries.id,
      kind: ledgerEntries.kind,
      source: ledgerEntries.source,
      paymentId: ledgerEntries.paymentId,
      facts: ledgerEntries.facts,
      at: ledgerEntries.at,
      lines: linesOfEntry,
    })
    .from(ledgerEntries)
    .where(and(meant(filter), filter.cursor === undefined ? undefined : lt(ledgerEntries.id, filter.cursor)))
    .orderBy(desc(ledgerEntries.id))
    .limit(limit);

/** The same as one row per line, oldest first, for an export. */
export const exported = (db: Reads, filter: EntryFilter, limit: number) =>
  db
    .select({
      at: ledgerEntries.at,
      entryId: ledgerEntries.id,
      kind: ledgerEntries.kind,
      source: ledgerEntries.source,
      paymentId: ledgerEntries.paymentId,
      facts: ledgerEntries.facts,
      account: ledgerLines.account,
      driver: ledgerLines.driver,
      userId: ledgerLines.userId,
      amount: ledgerLines.amount,
      currency: ledgerLines.currency,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerLines, eq(ledgerLines.entryId, ledgerEntries.id))
    .where(meant(filter))
    .orderBy(asc(ledgerEntries.id), asc(ledgerLines.n))
    .limit(limit);

export const paymentExists = (db: Reads, paymentId: string) =>
  db.select({ id: payments.id }).from(payments).where(eq(payments.id, paymentId));

/** Who did what to money, and why. Never changed afterwards. */
export const audit = (
  tx: Tx,
  entry: {
    action: string;
    subjectKind: string;
    subjectId: string;
    reason: string;
    data: Record<string, unknown>;
    actorId: string | null;
    requestId: string;
    now: Date;
  },
) => {
  const { now, ...rest } = entry;
  return tx.insert(auditLog).values({ ...rest, at: now });
};
