import { and, asc, desc, eq, ilike, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { deliveries, failingAddresses } from '../../../db/schema/notifications.ts';
import { users } from '../../../db/schema/users.ts';
import type { LetterKind } from '../rules/kinds.ts';
import type { ChannelName, DeliveryState, DropReason } from '../rules/sending.ts';

type Reads = Pick<ReadDb, 'select'>;
export type Delivery = typeof deliveries.$inferSelect;
export type NewDelivery = typeof deliveries.$inferInsert;

/** The same letter twice is one. */
export const add = (tx: Tx, rows: readonly NewDelivery[]) =>
  rows.length === 0
    ? []
    : tx
        .insert(deliveries)
        .values([...rows])
        .onConflictDoNothing()
        .returning();

/** Joins the burst that is still being gathered, or begins one. `due` is worked out from when it began. */
export const gather = (
  tx: Tx,
  burst: NewDelivery & { userId: string; groupKey: string; firstId: string; lastId: string },
  patience: { quiet: number; most: number },
  saidAt: Date,
) =>
  tx
    .insert(deliveries)
    .values(burst)
    .onConflictDoUpdate({
      target: [deliveries.channel, deliveries.userId, deliveries.groupKey],
      targetWhere: sql`${deliveries.state} = 'pending' and ${deliveries.attempts} = 0 and ${deliveries.groupKey} is not null`,
      set: {
        // told out of order, the burst is still what lies between its ends
        firstId: sql`least(${deliveries.firstId}, excluded.first_id)`,
        lastId: sql`greatest(${deliveries.lastId}, excluded.last_id)`,
        newsId: sql`excluded.news_id`,
        dueAt: sql`greatest(${deliveries.dueAt}, least(${saidAt.toISOString()}::timestamptz + ${patience.quiet}::int * interval '1 millisecond',
          ${deliveries.createdAt} + greatest(${patience.most}::int, ${patience.quiet}::int) * interval '1 millisecond'))`,
        updatedAt: sql`app.now()`,
      },
      // told again, it changes nothing
      setWhere: sql`not (excluded.first_id between ${deliveries.firstId} and ${deliveries.lastId})`,
    });

/**
 * Takes up to `limit` due letters. Two workers never take the same: what is held is passed over until its lease is over, and a
 * lease is measured by the server's own clock, which nothing moves.
 */
export const claim = (tx: Tx, now: Date, lease: string, leaseFor: number, limit: number) => {
  const due = tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.state, 'pending'),
        lte(deliveries.dueAt, now),
        or(isNull(deliveries.leasedUntil), sql`${deliveries.leasedUntil} < clock_timestamp()`),
      ),
    )
    .orderBy(asc(deliveries.dueAt), asc(deliveries.id))
    .limit(limit)
    .for('update', { skipLocked: true });
  return tx
    .update(deliveries)
    .set({
      lease,
      leasedUntil: sql`clock_timestamp() + ${leaseFor}::int * interval '1 millisecond'`,
      attempts: sql`${deliveries.attempts} + 1`,
    })
    .where(inArray(deliveries.id, due))
    .returning();
};

const held = (id: string, lease: string) =>
  and(eq(deliveries.id, id), eq(deliveries.lease, lease), eq(deliveries.state, 'pending'));
const letGo = { lease: null, leasedUntil: null };

/** Asked right before a letter leaves: is it still ours, for long enough? */
export const keepHold = (tx: Tx, id: string, lease: string, leaseFor: number) =>
  tx
    .update(deliveries)
    .set({ leasedUntil: sql`clock_timestamp() + ${leaseFor}::int * interval '1 millisecond'` })
    .where(held(id, lease))
    .returning({ id: deliveries.id });

/** Was taken and not tried: as if it had not been taken. */
export const giveBack = (tx: Tx, ids: readonly string[], lease: string) =>
  tx
    .update(deliveries)
    // a burst that was taken gathers no more, tried or not
    .set({
      ...letGo,
      attempts: sql`case when ${deliveries.groupKey} is null then ${deliveries.attempts} - 1 else ${deliveries.attempts} end`,
    })
    .where(and(inArray(deliveries.id, [...ids]), eq(deliveries.lease, lease), eq(deliveries.state, 'pending')));

export const markSent = (
  tx: Tx,
  id: string,
  lease: string,
  sent: { providerId: string; address: string; delivered: boolean; now: Date },
) =>
  tx
    .update(deliveries)
    .set({
      ...letGo,
      state: sent.delivered ? 'delivered' : 'sent',
      providerId: sent.providerId,
      address: sent.address,
      sentAt: sent.now,
      deliveredAt: sent.delivered ? sent.now : null,
      lastError: null,
      updatedAt: sent.now,
    })
    .where(held(id, lease))
    .returning({ id: deliveries.id });

export const markDropped = (tx: Tx, id: string, lease: string, reason: DropReason, now: Date) =>
  tx
    .update(deliveries)
    .set({ ...letGo, state: 'dropped', reason, updatedAt: now })
    .where(held(id, lease));

export const markTried = (
  tx: Tx,
  id: string,
  lease: string,
  outcome: { state: 'failed' } | { state: 'pending'; dueAt: Date },
  tried: { lastError: string; address: string | null; now: Date },
) =>
  tx
    .update(deliveries)
    .set({
      ...letGo,
      ...outcome,
      failedAt: outcome.state === 'failed' ? tried.now : null,
      lastError: tried.lastError,
      updatedAt: tried.now,
      ...(tried.address === null ? {} : { address: tried.address }),
    })
    .where(held(id, lease));

/** A channel says later what became of it; what it says twice, or too late, changes nothing. */
export const hear = (
  tx: Tx,
  channel: ChannelName,
  providerId: string,
  heard: { state: 'delivered' } | { state: 'failed'; lastError: string },
  now: Date,
) =>
  tx
    .update(deliveries)
    .set({
      ...heard,
      updatedAt: now,
      ...(heard.state === 'delivered' ? { deliveredAt: now, failedAt: null } : { failedAt: now }),
    })
    .where(
      and(
        eq(deliveries.channel, channel),
        eq(deliveries.providerId, providerId),
        inArray(deliveries.state, heard.state === 'delivered' ? ['sent', 'failed'] : ['sent']),
        sql`${deliveries.sentAt} is not null`,
      ),
    )
    .returning({ address: deliveries.address });

export const tryAgain = (tx: Tx, id: string, now: Date) =>
  tx
    .update(deliveries)
    .set({ ...letGo, state: 'pending', attempts: 0, groupKey: null, dueAt: now, failedAt: null, updatedAt: now })
    .where(and(eq(deliveries.id, id), eq(deliveries.state, 'failed')))
    .returning({ id: deliveries.id });

const line = {
  delivery: deliveries,
  userName: users.name,
  failingSince: failingAddresses.since,
};
const lines = (db: Reads) =>
  db
    .select(line)
    .from(deliveries)
    .leftJoin(users, eq(users.id, deliveries.userId))
    .leftJoin(
      failingAddresses,
      sql`${failingAddresses.address} = lower(${deliveries.address}) and ${failingAddresses.channel} = ${deliveries.channel}`,
    );
export type Line = Awaited<ReturnType<typeof one>>[number];

export const one = (db: Reads, id: string) => lines(db).where(eq(deliveries.id, id));

const literally = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

export const list = (
  db: Reads,
  filter: {
    state?: DeliveryState | undefined;
    channel?: ChannelName | undefined;
    kind?: LetterKind | undefined;
    text?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
) =>
  lines(db)
    .where(
      and(
        filter.state === undefined ? undefined : eq(deliveries.state, filter.state),
        filter.channel === undefined ? undefined : eq(deliveries.channel, filter.channel),
        filter.kind === undefined ? undefined : eq(deliveries.kind, filter.kind),
        filter.text === undefined
          ? undefined
          : or(ilike(deliveries.address, literally(filter.text)), ilike(users.name, literally(filter.text))),
        filter.cursor === undefined ? undefined : lt(deliveries.id, filter.cursor),
      ),
    )
    .orderBy(desc(deliveries.id))
    .limit(filter.limit + 1);

export const forget = (tx: Tx, before: Date) =>
  tx
    .delete(deliveries)
    .where(
      and(lt(deliveries.updatedAt, before), inArray(deliveries.state, ['sent', 'delivered', 'failed', 'dropped'])),
    );
