import { asc, eq, inArray, or, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { attachments } from '../../../db/schema/attachments.ts';
import { bookings } from '../../../db/schema/bookings.ts';
import { threadLooks } from '../../../db/schema/conduct.ts';
import { inquiries } from '../../../db/schema/inquiries.ts';
import { contacts, threadMembers, threads } from '../../../db/schema/messaging.ts';

type Db = ReadDb | Tx;

/** A conversation by its id or by its booking's, whatever it is about, past every policy: for an operator who said why. */
export const thread = (tx: Tx, id: string) =>
  tx
    .select({
      id: threads.id,
      kind: threads.kind,
      subjectId: sql<string>`coalesce(${threads.bookingId}, ${threads.contactId}, ${threads.inquiryId})`,
      state: sql<string>`coalesce(${bookings.state}, ${contacts.state}, ${inquiries.status})`,
      customerId: sql<string | null>`coalesce(${bookings.customerId}, ${contacts.customerId}, ${inquiries.senderId})`,
      customerName: sql<string>`coalesce(${bookings.customerName}, ${contacts.customerName}, ${inquiries.senderName})`,
      talentId: sql<string>`coalesce(${bookings.talentUserId}, ${contacts.talentUserId}, ${inquiries.talentUserId})`,
      talentName: sql<string>`coalesce(${bookings.talentName}, ${contacts.talentName},
        (select m.partner_name from ${threadMembers} m where m.thread_id = ${threads.id} and m.side = 'customer'), '')`,
    })
    .from(threads)
    .leftJoin(bookings, eq(bookings.id, threads.bookingId))
    .leftJoin(contacts, eq(contacts.id, threads.contactId))
    .leftJoin(inquiries, eq(inquiries.id, threads.inquiryId))
    .where(or(eq(threads.id, id), eq(threads.bookingId, id)));

export type Said = {
  id: string;
  side: 'customer' | 'talent';
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
    select id, side, body, sent_at as "sentAt", deleted_at as "takenBackAt" from (
      select m.id, case when m.sender_id = ${found.customerId} then 'customer' else 'talent' end as side, m.body, m.sent_at, m.deleted_at
      from messages m where m.thread_id = ${found.id} and ${before('m.id')}
      union all
      select i.id, 'customer', i.message, i.created_at, null
      from threads t join inquiries i on i.id = t.inquiry_id where t.id = ${found.id} and ${before('i.id')}
      union all
      select r.id, case r.author when 'talent' then 'talent' else 'customer' end, r.reply, r.created_at, null
      from threads t join inquiry_replies r on r.inquiry_id = t.inquiry_id where t.id = ${found.id} and ${before('r.id')}
    ) said order by id desc limit ${page.limit + 1}`);
  const instant = (value: unknown) => new Date(String(value)).toISOString();
  return rows.map((row) => ({
    id: String(row['id']),
    side: row['side'] === 'customer' ? 'customer' : 'talent',
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
