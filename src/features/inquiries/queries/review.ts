import { and, asc, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { inquiries, inquirySpamMarks } from '../../../db/schema/inquiries.ts';
import { auditLog } from '../../../db/schema/operations.ts';
import { talentProfiles } from '../../../db/schema/profiles.ts';
import { users } from '../../../db/schema/users.ts';

/** For an operator, through the system's door: what the rule asks of an inquiry. */
export const about = (tx: Tx, id: string) =>
  tx
    .select({
      talentId: talentProfiles.id,
      talentName: talentProfiles.displayName,
      talentSlug: sql<
        string | null
      >`case when ${talentProfiles.publishedAt} is not null then ${talentProfiles.slug} end`,
      gone: sql<boolean>`${users.deletedAt} is not null`,
      status: inquiries.status,
      spam: inquiries.isSpam,
      deleted: sql<boolean>`${inquiries.deletedAt} is not null`,
      ended: sql<boolean>`${inquiries.endedAt} is not null`,
      answers: inquiries.answers,
      followUps: inquiries.followUps,
    })
    .from(inquiries)
    .innerJoin(talentProfiles, eq(talentProfiles.id, inquiries.talentId))
    .innerJoin(users, eq(users.id, inquiries.talentUserId))
    .where(eq(inquiries.id, id));

const waiting = and(isNotNull(inquiries.heldAt), isNull(inquiries.deletedAt));

/** What waits for a look, longest first. */
export const held = (tx: Tx, after: string | undefined, limit: number) =>
  tx
    .select({
      id: inquiries.id,
      talentId: talentProfiles.id,
      talentName: talentProfiles.displayName,
      senderName: inquiries.senderName,
      senderEmail: inquiries.senderEmail,
      subject: inquiries.subject,
      message: inquiries.message,
      createdAt: inquiries.createdAt,
      marks: sql<number>`(select count(distinct m.talent_user_id)::int from inquiry_spam_marks m where m.cleared_at is null
        and (m.email_hash = app.sender_digest(inquiries.sender_email) or m.ip_hash = inquiries.ip_hash))`,
    })
    .from(inquiries)
    .innerJoin(talentProfiles, eq(talentProfiles.id, inquiries.talentId))
    .where(and(waiting, after === undefined ? undefined : gt(inquiries.id, after)))
    .orderBy(asc(inquiries.id))
    .limit(limit + 1);

export const lockHeld = (tx: Tx, id: string) =>
  tx
    .select({ id: inquiries.id, email: inquiries.senderEmail, network: inquiries.ipHash })
    .from(inquiries)
    .where(and(waiting, eq(inquiries.id, id)))
    .for('update');

export const release = (tx: Tx, id: string) => tx.update(inquiries).set({ heldAt: null }).where(eq(inquiries.id, id));

/** The talent never sees it; the clock erases it with what talents threw away. */
export const discard = (tx: Tx, id: string, now: Date) =>
  tx.update(inquiries).set({ deletedAt: now }).where(eq(inquiries.id, id));

export const clearMarks = (tx: Tx, sender: { email: string; network: string | null }, now: Date) =>
  tx
    .update(inquirySpamMarks)
    .set({ clearedAt: now })
    .where(
      and(
        isNull(inquirySpamMarks.clearedAt),
        sql`(${inquirySpamMarks.emailHash} = app.sender_digest(${sender.email}) or ${inquirySpamMarks.ipHash} = ${sender.network}::text)`,
      ),
    )
    .returning({ id: inquirySpamMarks.id });

export const audit = (
  tx: Tx,
  entry: Pick<
    typeof auditLog.$inferInsert,
    'actorId' | 'action' | 'subjectId' | 'reason' | 'data' | 'requestId' | 'at'
  >,
) => tx.insert(auditLog).values({ ...entry, subjectKind: 'inquiry' });
