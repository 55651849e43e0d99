import { and, desc, eq, getTableColumns, gt, lt, lte, or, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { threads } from '../../../db/schema/messaging.ts';
import { proposals, requestDetails, requests, requestUnlocks } from '../../../db/schema/requests.ts';
import type { RequestState } from '../../messaging/rules/requests.ts';

export type Reads = Pick<ReadDb, 'select' | 'execute'> | Tx;
export type RequestRow = typeof requests.$inferSelect;
export type DetailsRow = typeof requestDetails.$inferSelect;
export type UnlockRow = typeof requestUnlocks.$inferSelect;

/** Publishing and reopening of one owner take turns, so that their limit is counted rightly. */
export const queueFor = (tx: Tx, userId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`requests:${userId}`}, 0))`);

/** An owner's own: from here on it stands still until they are done. */
export const lockOwn = (tx: Tx, userId: string, requestId: string) =>
  tx
    .select({ id: requests.id })
    .from(requests)
    .where(and(eq(requests.id, requestId), eq(requests.ownerId, userId)))
    .for('no key update');

const whole = {
  request: getTableColumns(requests),
  details: getTableColumns(requestDetails),
  threadId: threads.id,
};
const ownWhole = (db: Reads) =>
  db
    .select(whole)
    .from(requests)
    .innerJoin(requestDetails, eq(requestDetails.requestId, requests.id))
    .leftJoin(threads, eq(threads.requestId, requests.id));

export const own = (db: Reads, userId: string, requestId: string) =>
  ownWhole(db).where(and(eq(requests.id, requestId), eq(requests.ownerId, userId)));
export type Own = Awaited<ReturnType<typeof own>>[number];

/** What stands open, though the clock may be late. */
const live = (now: Date) => and(eq(requests.state, 'OPEN'), gt(requests.expiresAt, now));
const inState = (state: RequestState, now: Date) => {
  if (state === 'DRAFT') return eq(requests.state, 'DRAFT');
  if (state === 'OPEN') return live(now);
  return or(eq(requests.state, 'CLOSED'), and(eq(requests.state, 'OPEN'), lte(requests.expiresAt, now)));
};

export const pageOfOwn = (
  db: Reads,
  userId: string,
  wish: { state?: RequestState | undefined; cursor?: string | undefined; limit: number },
  now: Date,
) =>
  ownWhole(db)
    .where(
      and(
        eq(requests.ownerId, userId),
        wish.state && inState(wish.state, now),
        wish.cursor === undefined ? undefined : lt(requests.id, wish.cursor),
      ),
    )
    .orderBy(desc(requests.id))
    .limit(wish.limit + 1);

export const countOpen = (db: Reads, userId: string, now: Date) =>
  db
    .select({ open: sql<number>`count(*)::int` })
    .from(requests)
    .where(and(eq(requests.ownerId, userId), live(now)));

export type NewRequest = typeof requests.$inferInsert;
export const insert = (tx: Tx, row: NewRequest) => tx.insert(requests).values(row).returning({ id: requests.id });

/** Whoever else may see a row of this id is told apart by the policies. */
export const update = (tx: Tx, requestId: string, changes: Partial<NewRequest>) =>
  tx.update(requests).set(changes).where(eq(requests.id, requestId)).returning({ id: requests.id });

export const updateDetails = (tx: Tx, requestId: string, changes: Partial<DetailsRow>) =>
  tx.update(requestDetails).set(changes).where(eq(requestDetails.requestId, requestId));

export const remove = (tx: Tx, requestId: string) =>
  tx.delete(requests).where(eq(requests.id, requestId)).returning({ id: requests.id });

/** What a talent may see of one: the policies leave out the rest. */
export const seen = (db: Reads, userId: string, requestId: string) =>
  db
    .select({ request: getTableColumns(requests), unlock: getTableColumns(requestUnlocks) })
    .from(requests)
    .leftJoin(requestUnlocks, and(eq(requestUnlocks.requestId, requests.id), eq(requestUnlocks.userId, userId)))
    .where(eq(requests.id, requestId));
export type Seen = Awaited<ReturnType<typeof seen>>[number];

export const detailsOf = (db: Reads, requestId: string) =>
  db.select().from(requestDetails).where(eq(requestDetails.requestId, requestId));

export const threadOf = (db: Reads, requestId: string) =>
  db.select({ id: threads.id }).from(threads).where(eq(threads.requestId, requestId));

export const activeProposal = (db: Reads, userId: string, requestId: string) =>
  db
    .select({ id: proposals.id })
    .from(proposals)
    .where(and(eq(proposals.requestId, requestId), eq(proposals.userId, userId), eq(proposals.state, 'active')));
