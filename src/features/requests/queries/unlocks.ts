import { and, asc, eq, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { requests, requestUnlocks } from '../../../db/schema/requests.ts';
import type { ReturnReason } from '../rules.ts';

/** Held by whoever unlocks, closes or gives back, always before any purse: so that nobody waits in a ring. */
export const lockRequest = (tx: Tx, requestId: string) =>
  tx
    .select({
      id: requests.id,
      ownerId: requests.ownerId,
      state: requests.state,
      closedReason: requests.closedReason,
      closedAt: requests.closedAt,
      expiresAt: requests.expiresAt,
      publishedAt: requests.publishedAt,
    })
    .from(requests)
    .where(eq(requests.id, requestId))
    .for('no key update');

/** Of two people: is there a block, and is the second one away? In the system's door, which sees both. */
export async function between(tx: Tx, userId: string, ownerId: string) {
  const { rows } = await tx.execute<{ blocked: boolean; away: boolean }>(sql`
    select exists (select 1 from blocks b where (b.blocker_id = ${userId} and b.blocked_id = o.id) or (b.blocker_id = o.id and b.blocked_id = ${userId})) as blocked,
      o.suspended_at is not null or o.deleted_at is not null as away
    from users o where o.id = ${ownerId}`);
  return rows;
}

export const unlockOf = (tx: Tx, userId: string, requestId: string) =>
  tx
    .select()
    .from(requestUnlocks)
    .where(and(eq(requestUnlocks.requestId, requestId), eq(requestUnlocks.userId, userId)));

export const insertUnlock = (tx: Tx, row: { requestId: string; userId: string; byMember: string | null }) =>
  tx.insert(requestUnlocks).values(row).onConflictDoNothing().returning({ id: requestUnlocks.id });

export const unlockAgain = (tx: Tx, id: string, byMember: string | null) =>
  tx
    .update(requestUnlocks)
    .set({ status: 'UNLOCKED', byMember })
    .where(and(eq(requestUnlocks.id, id), eq(requestUnlocks.status, 'RETURNED')))
    .returning({ id: requestUnlocks.id });

/** In the order of their people, as everybody who takes many purses does. */
export const openUnlocks = (tx: Tx, requestId: string) =>
  tx
    .select({ id: requestUnlocks.id, userId: requestUnlocks.userId, times: requestUnlocks.times })
    .from(requestUnlocks)
    .where(and(eq(requestUnlocks.requestId, requestId), eq(requestUnlocks.status, 'UNLOCKED')))
    .orderBy(asc(requestUnlocks.userId));

export const markReturned = (tx: Tx, id: string, why: ReturnReason) =>
  tx
    .update(requestUnlocks)
    .set({ status: 'RETURNED', returnedFor: why })
    .where(and(eq(requestUnlocks.id, id), eq(requestUnlocks.status, 'UNLOCKED')))
    .returning({ id: requestUnlocks.id });

export async function ownerHasRead(tx: Tx, requestId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ read: boolean }>(sql`select app.owner_has_read(${requestId}::uuid) as read`);
  return rows[0]?.read ?? false;
}

export async function ownerBanned(tx: Tx, ownerId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ banned: boolean }>(
    sql`select u.suspended_at is not null as banned from users u where u.id = ${ownerId}`,
  );
  return rows[0]?.banned ?? false;
}

/** Whose time is over and who are not being written to just now. */
export async function expire(tx: Tx, now: Date, most: number): Promise<number> {
  const { rows } = await tx.execute(sql`
    with due as (
      select r.id from requests r where r.state = 'OPEN' and r.expires_at <= ${now.toISOString()}::timestamptz
      order by r.expires_at limit ${most} for no key update skip locked)
    update requests r set state = 'CLOSED', closed_reason = 'expired' from due where r.id = due.id returning r.id`);
  return rows.length;
}

export const expireOne = (tx: Tx, requestId: string, now: Date) =>
  tx.execute(sql`
    update requests r set state = 'CLOSED', closed_reason = 'expired'
    where r.id = ${requestId}::uuid and r.state = 'OPEN' and r.expires_at <= ${now.toISOString()}::timestamptz`);

/**
 * Closed ones whose credits are still out though they may be due: removed, of somebody suspended, or closed soon after they were
 * published and never read, which is settled within days. The rule judges each; the clock asks by an index for each of the three.
 */
export async function returnsDue(
  tx: Tx,
  { now, regret, settled, most }: { now: Date; regret: number; settled: number; most: number },
): Promise<string[]> {
  const out = sql`exists (select 1 from request_unlocks u where u.request_id = r.id and u.status = 'UNLOCKED')`;
  const seconds = (milliseconds: number) => sql`make_interval(secs => ${milliseconds / 1000})`;
  const { rows } = await tx.execute<{ id: string }>(sql`
    select r.id from requests r where r.closed_reason = 'removed' and ${out}
    union
    select r.id from users o join requests r on r.owner_id = o.id where o.suspended_at is not null and r.state = 'CLOSED' and ${out}
    union
    select r.id from requests r where r.state = 'CLOSED' and r.closed_at > ${now.toISOString()}::timestamptz - ${seconds(settled)}
      and r.closed_at - r.published_at <= ${seconds(regret)} and ${out} and not app.owner_has_read(r.id)
    order by id limit ${most}`);
  return rows.map(({ id }) => id);
}
