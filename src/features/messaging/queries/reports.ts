import { and, desc, eq, inArray, lt, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { messages, reports, threadMembers, threads } from '../../../db/schema/messaging.ts';
import { requests } from '../../../db/schema/requests.ts';
import { auditLog } from '../../../db/schema/operations.ts';
import { users } from '../../../db/schema/users.ts';

type Reads = ReadDb | Tx;
export type ReportRow = typeof reports.$inferSelect;

export const openOfMine = (tx: Tx, userId: string, threadId: string) =>
  tx
    .select({ id: reports.id })
    .from(reports)
    .where(and(eq(reports.reporterId, userId), eq(reports.threadId, threadId), eq(reports.state, 'open')));

/** Is the caller one of the two? */
export const mine = (tx: Tx, userId: string, threadId: string) =>
  tx
    .select({ side: threadMembers.side })
    .from(threadMembers)
    .where(and(eq(threadMembers.userId, userId), eq(threadMembers.threadId, threadId)));

export async function insert(tx: Tx, row: typeof reports.$inferInsert): Promise<ReportRow | undefined> {
  return (await tx.insert(reports).values(row).returning())[0];
}

const reporter = alias(users, 'reporter');
const decider = alias(users, 'decider');
const theirs = alias(threadMembers, 'theirs');
const reportedUser = alias(users, 'reported');

/** Of many who speak about a request, the one it is about: whoever said the message, or for a talent the owner. */
const reportedInRequest = sql`coalesce(
  (select m.sender_id from ${messages} m where m.id = ${reports.messageId} and m.sender_id <> ${reports.reporterId}),
  (select r.owner_id from ${requests} r where r.id = ${threads.requestId} and r.owner_id <> ${reports.reporterId}))`;

/** For operators, through the system's door: who says what of whom. */
const told = (db: Reads) =>
  db
    .select({
      report: reports,
      kind: threads.kind,
      reporterName: reporter.name,
      reportedId: theirs.userId,
      reportedName: sql<string>`coalesce(${reportedUser.name}, case when ${threads.kind} <> 'request' then ${threadMembers.partnerName} end, '')`,
      decidedBy: decider.name,
    })
    .from(reports)
    .innerJoin(threads, eq(threads.id, reports.threadId))
    .innerJoin(reporter, eq(reporter.id, reports.reporterId))
    .leftJoin(
      threadMembers,
      and(eq(threadMembers.threadId, reports.threadId), eq(threadMembers.userId, reports.reporterId)),
    )
    .leftJoin(
      theirs,
      and(
        eq(theirs.threadId, reports.threadId),
        ne(theirs.userId, reports.reporterId),
        sql`(${threads.kind} <> 'request' or ${theirs.userId} = ${reportedInRequest})`,
      ),
    )
    .leftJoin(reportedUser, eq(reportedUser.id, theirs.userId))
    .leftJoin(decider, eq(decider.id, reports.decidedBy))
    .$dynamic();
export type Told = Awaited<ReturnType<typeof told>>[number];

export const listed = (db: Reads, page: { state: 'open' | 'decided'; cursor?: string | undefined; limit: number }) =>
  told(db)
    .where(
      and(
        page.state === 'open' ? eq(reports.state, 'open') : inArray(reports.state, ['upheld', 'dismissed']),
        page.cursor === undefined ? undefined : lt(reports.id, page.cursor),
      ),
    )
    .orderBy(desc(reports.id))
    .limit(page.limit + 1);
export const byId = (db: Reads, id: string) => told(db).where(eq(reports.id, id));
export const ofThread = (db: Reads, threadId: string) =>
  told(db).where(eq(reports.threadId, threadId)).orderBy(desc(reports.id)).limit(50);

/** Answers no row when it is decided already. */
export const decide = (
  tx: Tx,
  id: string,
  decision: { state: 'upheld' | 'dismissed'; decidedBy: string; decision: string; decidedAt: Date },
) =>
  tx
    .update(reports)
    .set(decision)
    .where(and(eq(reports.id, id), eq(reports.state, 'open')))
    .returning({ id: reports.id });

export const audit = (
  tx: Tx,
  entry: {
    action: 'report.decided' | 'thread.looked';
    subjectKind: 'report' | 'thread';
    subjectId: string;
    actorId: string;
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
    subjectKind: entry.subjectKind,
    subjectId: entry.subjectId,
    reason: entry.reason,
    data: entry.data,
    requestId: entry.requestId,
  });
