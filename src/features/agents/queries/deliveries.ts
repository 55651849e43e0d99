import { and, desc, eq, gt, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { webhookAttempts, webhookDeliveries, webhookEndpoints } from '../../../db/schema/agents.ts';
import type { Outcome, SendError } from '../rules/sending.ts';

export type Delivery = typeof webhookDeliveries.$inferSelect;

const free = (now: Date) => or(isNull(webhookDeliveries.lockedUntil), lt(webhookDeliveries.lockedUntil, now));
const due = (now: Date) => and(eq(webhookDeliveries.state, 'pending'), lte(webhookDeliveries.dueAt, now), free(now));

export const anyDue = (db: ReadDb, now: Date) =>
  db.select({ id: webhookDeliveries.id }).from(webhookDeliveries).where(due(now)).limit(1);

/** Takes what is due, the oldest first and not too much of one address; two workers never take the same. */
export function claim(tx: Tx, now: Date, lockedUntil: Date, limit: number, perEndpoint: number) {
  const fair = tx
    .select({
      id: webhookDeliveries.id,
      place:
        sql<number>`row_number() over (partition by ${webhookDeliveries.endpointId} order by ${webhookDeliveries.dueAt}, ${webhookDeliveries.id})`.as(
          'place',
        ),
    })
    .from(webhookDeliveries)
    .where(due(now))
    .as('fair');
  const taken = tx
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(
      and(
        inArray(webhookDeliveries.id, tx.select({ id: fair.id }).from(fair).where(lte(fair.place, perEndpoint))),
        due(now),
      ),
    )
    .orderBy(webhookDeliveries.dueAt, webhookDeliveries.id)
    .limit(limit)
    .for('update', { skipLocked: true });
  return tx
    .update(webhookDeliveries)
    .set({ lockedUntil, attempts: sql`${webhookDeliveries.attempts} + 1` })
    .where(inArray(webhookDeliveries.id, taken))
    .returning();
}

/** One by its id, for its owner's hand, unless a worker is at it. */
export const claimOne = (tx: Tx, id: string, now: Date, lockedUntil: Date) =>
  tx
    .update(webhookDeliveries)
    // while the clock still tries, the count is the clock's: it says how long the next wait is
    .set({
      lockedUntil,
      attempts: sql`${webhookDeliveries.attempts} + case ${webhookDeliveries.state} when 'pending' then 0 else 1 end`,
    })
    .where(and(eq(webhookDeliveries.id, id), free(now)))
    .returning();

export const logAttempt = (
  tx: Tx,
  delivery: Pick<Delivery, 'id' | 'userId'>,
  outcome: Outcome,
  facts: { at: Date; ms: number; answer: string; byHand: boolean },
) =>
  tx.insert(webhookAttempts).values({
    deliveryId: delivery.id,
    userId: delivery.userId,
    status: 'status' in outcome ? outcome.status : null,
    error: 'error' in outcome ? outcome.error : null,
    ...facts,
  });

/** What became of it. Whoever lost the lock to another worker changes nothing. */
export const settle = (
  tx: Tx,
  delivery: Pick<Delivery, 'id' | 'lockedUntil'>,
  values: {
    state: Delivery['state'];
    endedAt: Date | null;
    dueAt?: Date;
    lastStatus: number | null;
    lastError: SendError | null;
  },
) =>
  tx
    .update(webhookDeliveries)
    .set({ ...values, lockedUntil: null })
    .where(
      and(
        eq(webhookDeliveries.id, delivery.id),
        delivery.lockedUntil === null
          ? isNull(webhookDeliveries.lockedUntil)
          : eq(webhookDeliveries.lockedUntil, delivery.lockedUntil),
      ),
    );

const line = {
  id: webhookDeliveries.id,
  endpointId: webhookDeliveries.endpointId,
  eventId: webhookDeliveries.eventId,
  kind: webhookDeliveries.kind,
  happenedAt: webhookDeliveries.happenedAt,
  state: webhookDeliveries.state,
  attempts: webhookDeliveries.attempts,
  dueAt: webhookDeliveries.dueAt,
  lastStatus: webhookDeliveries.lastStatus,
  lastError: webhookDeliveries.lastError,
  endedAt: webhookDeliveries.endedAt,
  url: webhookEndpoints.url,
};

/** The log of whoever asks, newest first. */
export const myDeliveries = (
  db: ReadDb,
  { endpointId, before, limit }: { endpointId?: string | undefined; before?: string | undefined; limit: number },
) =>
  db
    .select(line)
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(
      and(
        endpointId === undefined ? undefined : eq(webhookDeliveries.endpointId, endpointId),
        before === undefined ? undefined : lt(webhookDeliveries.id, before),
      ),
    )
    .orderBy(desc(webhookDeliveries.id))
    .limit(limit);

export const myDelivery = (db: ReadDb, id: string) => ({
  deliveries: db
    .select({ ...line, payload: webhookDeliveries.payload, userId: webhookDeliveries.userId })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(eq(webhookDeliveries.id, id)),
  attempts: db
    .select()
    .from(webhookAttempts)
    .where(eq(webhookAttempts.deliveryId, id))
    .orderBy(desc(webhookAttempts.id)),
});

/** A trial: a delivery that no news caused. It has failed until it has not, so that the clock leaves it alone. */
export const addTrial = (
  tx: Tx,
  values: Pick<Delivery, 'endpointId' | 'userId' | 'kind' | 'lockedUntil' | 'happenedAt'>,
) =>
  tx
    .insert(webhookDeliveries)
    .values({
      ...values,
      eventId: sql`uuidv7()`,
      payload: {},
      state: 'failed',
      attempts: 1,
      dueAt: values.happenedAt,
      endedAt: values.happenedAt,
    })
    .returning();

export const forgetOldDeliveries = (tx: Tx, before: Date) =>
  tx.delete(webhookDeliveries).where(lt(webhookDeliveries.endedAt, before));

/** How often somebody sent by hand since then. */
export const byHandSince = (db: ReadDb, userId: string, since: Date) =>
  db
    .select({ count: sql<number>`count(*)::int` })
    .from(webhookAttempts)
    .where(and(eq(webhookAttempts.userId, userId), eq(webhookAttempts.byHand, true), gt(webhookAttempts.at, since)));
