import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { auditLog, outbox } from '../../../db/schema/operations.ts';
import { subscriptions } from '../../../db/schema/subscriptions.ts';
import { users } from '../../../db/schema/users.ts';
import type { SubscriptionNews, SubscriptionPayload } from '../rules/letters.ts';
import { isLive, liveSubscriptionStates, type Ending, type SubscriptionState } from '../rules/states.ts';

type Reads = Pick<ReadDb, 'select'>;
export type SubscriptionRow = typeof subscriptions.$inferSelect;
export type NewSubscription = typeof subscriptions.$inferInsert;

/** Whoever changes what a person has waits for whoever is doing so: a switch, a renewal and the clock take turns. */
export const queueFor = (tx: Tx, userId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`subscriptions:${userId}`}, 0))`);

const live = inArray(subscriptions.state, [...liveSubscriptionStates]);

export async function lockLive(tx: Tx, userId: string): Promise<SubscriptionRow | null> {
  const [found] = await tx
    .select()
    .from(subscriptions)
    .where(and(eq(subscriptions.userId, userId), live))
    .for('update');
  return found ?? null;
}

export async function lockSubscription(tx: Tx, id: string): Promise<SubscriptionRow | null> {
  const [found] = await tx.select().from(subscriptions).where(eq(subscriptions.id, id)).for('update');
  return found ?? null;
}

/** What they have, or had last: the live one first. */
export const subscriptionOf = (db: Reads, userId: string) =>
  db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.userId, userId))
    .orderBy(sql`${subscriptions.endedAt} desc nulls first`, desc(subscriptions.id))
    .limit(1);

export const liveOf = (db: Reads, userId: string) =>
  db
    .select()
    .from(subscriptions)
    .where(and(eq(subscriptions.userId, userId), live));

export const byAgreement = (db: Reads, driver: string, ref: string) =>
  db
    .select()
    .from(subscriptions)
    .where(and(eq(subscriptions.driver, driver), eq(subscriptions.agreementRef, ref)));

export async function begin(tx: Tx, row: NewSubscription): Promise<SubscriptionRow> {
  const [made] = await tx.insert(subscriptions).values(row).returning();
  if (!made) throw new Error('a subscription that was inserted is not there');
  return made;
}

export type SubscriptionChange = Partial<
  Omit<NewSubscription, 'id' | 'userId' | 'product' | 'state' | 'ending' | 'endedAt' | 'pastDueSince' | 'createdAt'>
>;
export const change = (tx: Tx, id: string, changes: SubscriptionChange, now: Date) =>
  tx
    .update(subscriptions)
    .set({ ...changes, updatedAt: now })
    .where(eq(subscriptions.id, id));

/** The columns that go with a state, so that none can be forgotten. */
export const moveTo = (
  tx: Tx,
  row: SubscriptionRow,
  to: { state: SubscriptionState; ending?: Ending; pastDueSince?: Date },
  changes: SubscriptionChange,
  now: Date,
) =>
  tx
    .update(subscriptions)
    .set({
      ...changes,
      state: to.state,
      pastDueSince: to.state === 'past_due' ? (to.pastDueSince ?? row.periodEnd) : null,
      ending: isLive(to.state) ? null : (to.ending ?? 'ran_out'),
      endedAt: isLive(to.state) ? null : now,
      updatedAt: now,
    })
    .where(eq(subscriptions.id, row.id));

/** Live ones whose end is near or past, page by page. */
export const nearingTheirEnd = (db: ReadDb, until: Date, afterId: string, limit: number) =>
  db
    .select()
    .from(subscriptions)
    .where(and(live, lte(subscriptions.periodEnd, until), gt(subscriptions.id, afterId)))
    .orderBy(asc(subscriptions.id))
    .limit(limit);

/** Agreements a gateway must be told or asked about, longest unasked first. */
export const agreementsToTend = (db: ReadDb, askedBefore: Date, dueBefore: Date, now: Date, limit: number) =>
  db
    .select()
    .from(subscriptions)
    .where(
      and(
        isNotNull(subscriptions.agreementRef),
        or(
          inArray(subscriptions.agreement, ['to_cancel', 'to_end']),
          and(
            inArray(subscriptions.agreement, ['running', 'cancelling']),
            or(
              isNull(subscriptions.askedAt),
              lte(subscriptions.askedAt, askedBefore),
              and(lte(subscriptions.periodEnd, now), lte(subscriptions.askedAt, dueBefore)),
            ),
          ),
        ),
      ),
    )
    .orderBy(sql`${subscriptions.askedAt} asc nulls first`, asc(subscriptions.id))
    .limit(limit);

const person = {
  role: users.role,
  customerKind: users.customerKind,
  suspendedAt: users.suspendedAt,
  deletedAt: users.deletedAt,
  name: users.name,
  email: users.email,
};
export const accountOf = (db: Reads, userId: string) => db.select(person).from(users).where(eq(users.id, userId));

/** For the operator: newest first, with whose it is. */
export const listed = (
  db: ReadDb,
  {
    state,
    userId,
    before,
  }: { state?: SubscriptionState | undefined; userId?: string | undefined; before?: string | undefined },
  limit: number,
) =>
  db
    .select({ subscription: subscriptions, name: sql<string | null>`app.name_of(${subscriptions.userId})` })
    .from(subscriptions)
    .where(
      and(
        state === undefined ? undefined : eq(subscriptions.state, state),
        userId === undefined ? undefined : eq(subscriptions.userId, userId),
        before === undefined ? undefined : sql`${subscriptions.id} < ${before}`,
      ),
    )
    .orderBy(desc(subscriptions.id))
    .limit(limit);

export const announce = (tx: Tx, kind: SubscriptionNews, payload: SubscriptionPayload, once: string, now: Date) =>
  tx
    .insert(outbox)
    .values({ kind, payload: { ...payload }, dedupeKey: `${kind}:${once}`, createdAt: now, dueAt: now })
    .onConflictDoNothing();

export const audit = (
  tx: Tx,
  entry: {
    action: string;
    subscriptionId: string;
    actorId: string | null;
    reason: string;
    data: Record<string, unknown>;
    requestId: string;
    now: Date;
  },
) =>
  tx.insert(auditLog).values({
    at: entry.now,
    actorId: entry.actorId,
    action: entry.action,
    subjectKind: 'subscription',
    subjectId: entry.subscriptionId,
    reason: entry.reason,
    data: entry.data,
    requestId: entry.requestId,
  });
