import { and, desc, eq, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { creditLines, creditWallets } from '../../../db/schema/subscriptions.ts';
import type { CreditKind } from '../rules/states.ts';

type Reads = Pick<ReadDb, 'select'>;

/** Reading a purse, deciding and adding a line is one turn. */
export const queueFor = (tx: Tx, userId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`credits:${userId}`}, 0))`);

export const purseOf = (db: Reads, userId: string) =>
  db
    .select({
      monthly: creditWallets.monthly,
      monthlyUntil: creditWallets.monthlyUntil,
      bought: creditWallets.bought,
    })
    .from(creditWallets)
    .where(eq(creditWallets.userId, userId));

export const linesOf = (db: Reads, userId: string, limit: number) =>
  db.select().from(creditLines).where(eq(creditLines.userId, userId)).orderBy(desc(creditLines.id)).limit(limit);

export async function hasLine(tx: Tx, userId: string, kind: CreditKind, source: string): Promise<boolean> {
  const [found] = await tx
    .select({ id: creditLines.id })
    .from(creditLines)
    .where(and(eq(creditLines.userId, userId), eq(creditLines.kind, kind), eq(creditLines.source, source)));
  return found !== undefined;
}

/** The months that were given, the latest first. */
export const grantsOf = (db: Reads, userId: string) =>
  db
    .select({ source: creditLines.source, expiresAt: creditLines.expiresAt })
    .from(creditLines)
    .where(and(eq(creditLines.userId, userId), eq(creditLines.kind, 'grant'), eq(creditLines.purse, 'monthly')))
    .orderBy(desc(creditLines.id))
    .limit(12);

/** What was paid for one thing, and from which month: monthly credits are of the last month given before. */
export async function spentOn(tx: Tx, userId: string, source: string) {
  const { rows } = await tx.execute<{ purse: 'monthly' | 'bought'; amount: number; monthEnds: Date | null }>(sql`
    select l.purse, l.amount, (
      select g.expires_at from credit_lines g
      where g.user_id = l.user_id and g.kind = 'grant' and g.purse = 'monthly' and g.id < l.id order by g.id desc limit 1) as "monthEnds"
    from credit_lines l where l.user_id = ${userId} and l.kind = 'unlock' and l.source = ${source}`);
  return rows.map(({ monthEnds, ...line }) => ({
    ...line,
    monthEnds: monthEnds === null ? null : new Date(monthEnds),
  }));
}

/** False: this line was there before. */
export async function addLine(tx: Tx, line: typeof creditLines.$inferInsert): Promise<boolean> {
  const added = await tx.insert(creditLines).values(line).onConflictDoNothing().returning({ id: creditLines.id });
  return added.length === 1;
}
