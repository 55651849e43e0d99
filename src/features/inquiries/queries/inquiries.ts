import { and, asc, desc, eq, gte, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { inquiries, inquiryReplies } from '../../../db/schema/inquiries.ts';
import type { InquiryAudience, InquiryStatus } from '../../messaging/rules/inquiries.ts';

export type Db = Pick<ReadDb, 'select' | 'execute'> | Tx;

/** What a talent may read of an inquiry: columns are granted one by one, the sender's address and number are not among them. */
const talentColumns = {
  id: inquiries.id,
  senderId: inquiries.senderId,
  senderName: inquiries.senderName,
  serviceId: inquiries.serviceId,
  serviceTitle: inquiries.serviceTitle,
  subject: inquiries.subject,
  message: inquiries.message,
  maskedSubject: inquiries.maskedSubject,
  maskedMessage: inquiries.maskedMessage,
  locale: inquiries.locale,
  status: inquiries.status,
  isSpam: inquiries.isSpam,
  createdAt: inquiries.createdAt,
  readAt: inquiries.readAt,
  lastReplyAt: inquiries.lastReplyAt,
  answers: inquiries.answers,
  followUps: inquiries.followUps,
  endedAt: inquiries.endedAt,
};

/** In the inbox of this talent, as far as it was not thrown away. Policies say the same; the planner needs it said. */
const mine = (userId: string) => and(eq(inquiries.talentUserId, userId), isNull(inquiries.deletedAt));
const counted = (userId: string) => and(mine(userId), eq(inquiries.status, 'unread'), eq(inquiries.isSpam, false));

export type Wanted = {
  status?: InquiryStatus | undefined;
  listing?: string | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
  spam: boolean;
  q?: string | undefined;
  before?: { at: Date; id: string } | undefined;
  limit: number;
};

const likeWords = (words: string) => `%${words.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
/** Found where it is shown: what a mask hides is not found by guessing. */
const says = (words: string): SQL | undefined =>
  or(
    sql`${inquiries.senderName} ilike ${likeWords(words)}`,
    sql`coalesce(${inquiries.maskedSubject}, ${inquiries.subject}) ilike ${likeWords(words)}`,
    sql`coalesce(${inquiries.maskedMessage}, ${inquiries.message}) ilike ${likeWords(words)}`,
  );

/** Newest first, by the index of the inbox: a page of rows and one more, however many there are. */
export const page = (db: Db, userId: string, wanted: Wanted) =>
  db
    .select(talentColumns)
    .from(inquiries)
    .where(
      and(
        mine(userId),
        eq(inquiries.isSpam, wanted.spam),
        wanted.status === undefined ? undefined : eq(inquiries.status, wanted.status),
        wanted.listing === undefined
          ? undefined
          : wanted.listing === 'general'
            ? isNull(inquiries.serviceId)
            : eq(inquiries.serviceId, wanted.listing),
        wanted.from && gte(inquiries.createdAt, wanted.from),
        wanted.until && lt(inquiries.createdAt, wanted.until),
        wanted.q ? says(wanted.q) : undefined,
        wanted.before &&
          sql`(${inquiries.createdAt}, ${inquiries.id}) < (${wanted.before.at.toISOString()}::timestamptz, ${wanted.before.id}::uuid)`,
      ),
    )
    .orderBy(desc(inquiries.createdAt), desc(inquiries.id))
    .limit(wanted.limit + 1);
export type TalentRow = Awaited<ReturnType<typeof page>>[number];

export const unread = (db: Db, userId: string) =>
  db
    .select({ total: sql<number>`count(*)::int` })
    .from(inquiries)
    .where(counted(userId));

/** By listing; what names a listing that is gone counts as general. */
export const unreadByListing = (db: Db, userId: string) =>
  db
    .select({
      listing: inquiries.serviceId,
      title: sql<Record<
        string,
        string
      > | null>`(array_agg(${inquiries.serviceTitle} order by ${inquiries.createdAt} desc)
        filter (where ${inquiries.serviceId} is not null))[1]`,
      unread: sql<number>`count(*)::int`,
    })
    .from(inquiries)
    .where(counted(userId))
    .groupBy(inquiries.serviceId)
    .orderBy(sql`count(*) desc`, sql`${inquiries.serviceId} nulls last`);

export const ofTalent = (db: Db, userId: string, id: string) =>
  db
    .select(talentColumns)
    .from(inquiries)
    .where(and(mine(userId), eq(inquiries.id, id)));

export const replies = (db: Db, id: string) =>
  db
    .select({
      id: inquiryReplies.id,
      author: inquiryReplies.author,
      reply: inquiryReplies.reply,
      masked: inquiryReplies.masked,
      createdAt: inquiryReplies.createdAt,
    })
    .from(inquiryReplies)
    .where(eq(inquiryReplies.inquiryId, id))
    .orderBy(asc(inquiryReplies.createdAt), asc(inquiryReplies.id));
export type ReplyRow = Awaited<ReturnType<typeof replies>>[number];

/** Reading it in the same breath: only from unread, and spam does not become read by a look. Built on either leaf of a door. */
export const markOpened = (db: Pick<ReadDb, 'update'> | Tx, userId: string, id: string) =>
  db
    .update(inquiries)
    .set({ status: 'read' })
    .where(and(mine(userId), eq(inquiries.id, id), eq(inquiries.status, 'unread'), eq(inquiries.isSpam, false)));

/** Two hands filing one inquiry follow one another. */
export const fileAs = (
  tx: Tx,
  userId: string,
  id: string,
  was: { status: InquiryStatus; isSpam: boolean },
  to: { status?: InquiryStatus; isSpam?: boolean },
) =>
  tx
    .update(inquiries)
    .set(to)
    .where(and(mine(userId), eq(inquiries.id, id), eq(inquiries.status, was.status), eq(inquiries.isSpam, was.isSpam)));

export const hide = (db: Pick<ReadDb, 'execute'> | Tx, id: string) =>
  db.execute<{ hidden: boolean }>(sql`select app.hide_inquiry(${id}::uuid) as hidden`);

/** What canMessageInInquiry asks, of the talent or the sender; nothing for anybody else. Locked if it is to be written. */
export type Talk = {
  side: 'talent' | 'sender';
  talentId: string;
  talentName: string;
  talentSlug: string | null;
  gone: boolean;
  away: boolean;
  blocked: boolean;
  status: InquiryStatus;
  spam: boolean;
  deleted: boolean;
  ended: boolean;
  answers: number;
  followUps: number;
};
export const talk = (db: Pick<ReadDb, 'execute'> | Tx, id: string, keep: boolean) =>
  db.execute<Talk>(sql`select f.side, f.talent_id as "talentId", f.talent_name as "talentName", f.talent_slug as "talentSlug", f.gone, f.away,
    f.blocked, f.status, f.is_spam as spam, f.deleted, f.ended, f.answers, f.follow_ups as "followUps" from app.inquiry_talk(${id}::uuid, ${keep}) f`);

export const insertReply = (
  tx: Tx,
  values: Pick<typeof inquiryReplies.$inferInsert, 'inquiryId' | 'author' | 'senderId' | 'reply' | 'masked'> & {
    id?: string;
  },
) => tx.insert(inquiryReplies).values(values);

/** What a sender reads, by account or by link: the columns a visitor may see. */
export const ofSender = (db: Db, id: string) =>
  db
    .select({
      id: inquiries.id,
      serviceTitle: inquiries.serviceTitle,
      senderName: inquiries.senderName,
      subject: inquiries.subject,
      message: inquiries.message,
      locale: inquiries.locale,
      createdAt: inquiries.createdAt,
      lastReplyAt: inquiries.lastReplyAt,
      endedAt: inquiries.endedAt,
    })
    .from(inquiries)
    .where(eq(inquiries.id, id));
export type SenderRow = Awaited<ReturnType<typeof ofSender>>[number];

export const end = (tx: Tx) => tx.execute<{ ended: boolean }>(sql`select app.end_inquiry() as ended`);

export const askFacts = (tx: Pick<ReadDb, 'execute'> | Tx, talentId: string, email: string) =>
  tx.execute<{
    talentUserId: string;
    talentName: string;
    slug: string;
    published: boolean;
    takesFrom: InquiryAudience;
    away: boolean;
    blocked: boolean;
    subscriber: boolean;
  }>(sql`select f.talent_user_id as "talentUserId", f.talent_name as "talentName", f.slug, f.published, f.takes_from as "takesFrom", f.away, f.blocked,
    f.subscriber from app.ask_facts(${talentId}::uuid, ${email}) f`);

/** Locks the sender: from here on they ask one thing after another. */
export const askedLately = (
  tx: Tx,
  wish: { talentId: string; email: string; network: string | null; form: string | null },
) =>
  tx.execute<{
    openInquiry: string | null;
    asked: number;
    freeAt: string | null;
    usedInquiry: string | null;
    usedTalent: string | null;
    usedMessage: string | null;
  }>(sql`select f.open_inquiry as "openInquiry", f.asked, to_char(f.free_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "freeAt",
    f.used_inquiry as "usedInquiry", f.used_talent as "usedTalent", f.used_message as "usedMessage"
    from app.asked_lately(${wish.talentId}::uuid, ${wish.email}, ${wish.network}::text, ${wish.form}::text) f`);

export const newId = async (tx: Tx): Promise<string> => {
  const { rows } = await tx.execute<{ id: string }>(sql`select uuidv7() as id`);
  return rows[0]?.id ?? crypto.randomUUID();
};

export const insertInquiry = (tx: Tx, values: typeof inquiries.$inferInsert & { id: string }) =>
  tx.insert(inquiries).values(values);

/** For the system, which writes what joins: locked, so that ending it and adding to it cannot both win. */
export const lockForJoining = (tx: Tx, id: string) =>
  tx
    .select({
      endedAt: inquiries.endedAt,
      deletedAt: inquiries.deletedAt,
      answers: inquiries.answers,
      followUps: inquiries.followUps,
    })
    .from(inquiries)
    .where(eq(inquiries.id, id))
    .for('no key update');

export const replyIsThere = (tx: Tx, id: string) =>
  tx.select({ id: inquiryReplies.id }).from(inquiryReplies).where(eq(inquiryReplies.id, id));
