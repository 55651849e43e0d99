import { and, asc, desc, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { reports, threads } from '../../../db/schema/messaging.ts';
import { auditLog } from '../../../db/schema/operations.ts';
import { requestDetails, requests } from '../../../db/schema/requests.ts';
import { users } from '../../../db/schema/users.ts';

type Reads = ReadDb | Tx;
const checker = alias(users, 'checker');

/** For operators, through the system's door. */
const found = (db: Reads) =>
  db
    .select({
      request: requests,
      checkerName: checker.name,
      threadId: threads.id,
      reports: sql<number>`(select count(*)::int from ${reports} p where p.thread_id = ${threads.id} and p.state = 'open')`,
    })
    .from(requests)
    .leftJoin(threads, eq(threads.requestId, requests.id))
    .leftJoin(checker, eq(checker.id, requests.checkedBy))
    .$dynamic();
export type Found = Awaited<ReturnType<typeof found>>[number];

type Page = { show: 'to_check' | 'open' | 'closed'; cursor?: string | undefined; limit: number };

/** What waits, longest first; anything else, newest first. What ran out is nobody's work, whether or not the clock has come by. */
export function listed(db: Reads, { show, cursor, limit }: Page, now: Date) {
  const runs = and(eq(requests.state, 'OPEN'), sql`${requests.expiresAt} > ${now.toISOString()}::timestamptz`);
  if (show === 'to_check')
    return found(db)
      .where(
        and(
          runs,
          isNull(requests.checkedAt),
          cursor === undefined
            ? undefined
            : sql`(${requests.openedAt}, ${requests.id}) > (select c.opened_at, c.id from requests c where c.id = ${cursor})`,
        ),
      )
      .orderBy(asc(requests.openedAt), asc(requests.id))
      .limit(limit + 1);
  return found(db)
    .where(
      and(
        show === 'open'
          ? runs
          : or(
              eq(requests.state, 'CLOSED'),
              and(eq(requests.state, 'OPEN'), sql`${requests.expiresAt} <= ${now.toISOString()}::timestamptz`),
            ),
        cursor === undefined ? undefined : sql`${requests.id} < ${cursor}`,
      ),
    )
    .orderBy(desc(requests.id))
    .limit(limit + 1);
}

/** By its own id or its thread's; no drafts. */
export const byId = (db: Reads, id: string) =>
  found(db).where(and(or(eq(requests.id, id), eq(threads.id, id)), ne(requests.state, 'DRAFT')));

export const detailsOf = (db: Reads, id: string) =>
  db
    .select({ details: requestDetails })
    .from(requestDetails)
    .leftJoin(threads, eq(threads.requestId, requestDetails.requestId))
    .where(or(eq(requestDetails.requestId, id), eq(threads.id, id)));

export const decisionsOf = (db: Reads, id: string) =>
  db
    .select({ action: auditLog.action, by: users.name, reason: auditLog.reason, at: auditLog.at })
    .from(auditLog)
    .leftJoin(users, eq(users.id, auditLog.actorId))
    .where(
      and(
        eq(auditLog.subjectKind, 'request'),
        inArray(auditLog.action, ['request.checked', 'request.removed']),
        sql`${auditLog.subjectId} in (select r.id::text from requests r left join threads t on t.request_id = r.id where r.id = ${id} or t.id = ${id})`,
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(20);

export const lock = (tx: Tx, id: string) =>
  tx
    .select()
    .from(requests)
    .where(and(eq(requests.id, id), ne(requests.state, 'DRAFT')))
    .for('no key update');

export const check = (tx: Tx, id: string, by: string, at: Date) =>
  tx
    .update(requests)
    .set({ checkedAt: at, checkedBy: by })
    .where(and(eq(requests.id, id), isNull(requests.checkedAt)));

/** The machine asks who moves it: an operator's step is no step of the clock. */
export async function remove(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`select set_config('app.party', 'admin', true)`);
  await tx.update(requests).set({ state: 'CLOSED', closedReason: 'removed' }).where(eq(requests.id, id));
  await tx.execute(sql`select set_config('app.party', '', true)`);
}

export const audit = (
  tx: Tx,
  entry: Pick<
    typeof auditLog.$inferInsert,
    'actorId' | 'action' | 'subjectId' | 'reason' | 'data' | 'requestId' | 'at'
  >,
) => tx.insert(auditLog).values({ ...entry, subjectKind: 'request' });
