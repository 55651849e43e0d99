import { asc, eq, inArray, or, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { attachments } from '../../../db/schema/attachments.ts';
import { bookings } from '../../../db/schema/bookings.ts';
import { threadLooks } from '../../../db/schema/conduct.ts';
import { inquiries } from '../../../db/schema/inquiries.ts';
import { contacts, threadMembers, threads } from '../../../db/schema/messaging.ts';
import { requests, requestUnlocks } from '../../../db/schema/requests.ts';

type Db = ReadDb | Tx;

/** A conversation by its id, or by its booking's or request's, whatever it is about, past every policy: for an operator who said why. */
export const thread = (tx: Tx, id: string) =>
  tx
    .select({
      id: threads.id,
      kind: threads.kind,
      subjectId: sql<string>`coalesce(${threads.bookingId}, ${threads.contactId}, ${threads.inquiryId}, ${threads.requestId})`,
      state: sql<string>`coalesce(${bookings.state}, ${contacts.state}, ${inquiries.status}, ${requests.state})`,
      customerId: sql<
        string | null
      >`coalesce(${bookings.customerId}, ${contacts.customerId}, ${inquiries.senderId}, ${requests.ownerId})`,
      customerName: sql<string>`coalesce(${bookings.customerName}, ${contacts.customerName}, ${inquiries.senderName}, ${requests.ownerName})`,
      talentId: sql<
        string | null
      >`coalesce(${bookings.talentUserId}, ${contacts.talentUserId}, ${inquiries.talentUserId})`,
      talentName: sql<string>`coalesce(${bookings.talentName}, ${contacts.talentName},
        (select m.partner_name from ${threadMembers} m where m.thread_id = ${threads.id} and m.side = 'customer'), '')`,
    })
    .from(threads)
    .leftJoin(bookings, eq(bookings.id, threads.bookingId))
    .leftJoin(contacts, eq(contacts.id, threads.contactId))
    .leftJoin(inquiries, eq(inquiries.id, threads.inquiryId))
    .leftJoin(requests, eq(requests.id, threads.requestId))
    .where(or(eq(threads.id, id), eq(threads.bookingId, id), eq(threads.requestId, id)));

/** Of a request: everybody who unlocked it, the first one first. */
export const providers = (tx: Tx, requestId: string) =>
  tx
    .select({ id: requestUnlocks.userId, name: requestUnlocks.talentName })
    .from(requestUnlocks)
    .where(eq(requestUnlocks.requestId, requestId))
    .orderBy(asc(requestUnlocks.id));

export type Said = {
  id: string;
  side: 'customer' | 'talent';
  /** where many speak: who, and to whom alone */
  by: string | null;
  to: string | null;
  body: string;
  sentAt: string;
  takenBackAt: string | null;
};

/** What was said, newest first, as it was written: the words of messages, or of an inquiry and its replies. */
export async function said(
  db: Db,
  found: { id: string; customerId: string | null },
  page: { cursor?: string | undefined; limit: number },
): Promise<Said[]> {
  const before = (column: string) =>
    page.cursor === undefined ? sql`true` : sql`${sql.raw(column)} < ${page.cursor}::uuid`;
  const { rows } = await db.execute(sql`
    select id, side, sender_id as "by", to_id as "to", body, sent_at as "sentAt", deleted_at as "takenBackAt" from (
      select m.id, case when m.sender_id = ${found.customerId} then 'customer' else 'talent' end as side, m.sender_id, m.to_id, m.body, m.sent_at, m.deleted_at
      from messages m where m.thread_id = ${found.id} and ${before('m.id')}
      union all
      select i.id, 'customer', null, null, i.message, i.created_at, null
      from threads t join inquiries i on i.id = t.inquiry_id where t.id = ${found.id} and ${before('i.id')}
      union all
      select r.id, case r.author when 'talent' then 'talent' else 'customer' end, null, null, r.reply, r.created_at, null
      from threads t join inquiry_replies r on r.inquiry_id = t.inquiry_id where t.id = ${found.id} and ${before('r.id')}
    ) said order by id desc limit ${page.limit + 1}`);
  const instant = (value: unknown) => new Date(String(value)).toISOString();
  return rows.map((row) => ({
    id: String(row['id']),
    side: row['side'] === 'customer' ? 'customer' : 'talent',
    by: typeof row['by'] === 'string' ? row['by'] : null,
    to: typeof row['to'] === 'string' ? row['to'] : null,
    body: String(row['body']),
    sentAt: instant(row['sentAt']),
    takenBackAt: row['takenBackAt'] === null ? null : instant(row['takenBackAt']),
  }));
}

export const files = (db: Pick<ReadDb, 'select'>, messageIds: readonly string[]) =>
  db
    .select({ messageId: attachments.messageId, name: attachments.name, type: attachments.type })
    .from(attachments)
    .where(inArray(attachments.messageId, [...messageIds]))
    .orderBy(asc(attachments.messageId), asc(attachments.position));

export const writeDown = (tx: Tx, look: { threadId: string; operatorId: string; reason: string; lookedAt: Date }) =>
  tx.insert(threadLooks).values(look);
