import { sql } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';

const reported = (state: 'open' | 'any') =>
  state === 'open'
    ? sql`exists (select 1 from threads t join reports r on r.thread_id = t.id where t.inquiry_id = i.id and r.state = 'open')`
    : sql`exists (select 1 from threads t join reports r on r.thread_id = t.id where t.inquiry_id = i.id)`;
/** Thrown away long enough ago, or its talent's account is gone. */
const over = (before: Date) => sql`(i.deleted_at < ${before.toISOString()}::timestamptz
  or exists (select 1 from users u where u.id = i.talent_user_id and u.deleted_at is not null))`;

/** With its thread, its inbox rows and its replies. An open report holds it. */
export const erase = async (tx: Tx, before: Date, atMost: number): Promise<number> =>
  (
    await tx.execute(sql`delete from inquiries where id in
      (select i.id from inquiries i where ${over(before)} and not ${reported('any')} limit ${atMost})`)
  ).rowCount ?? 0;

/** What a decided report still points at keeps its place and loses its words. */
export const blank = async (tx: Tx, before: Date, atMost: number): Promise<number> => {
  const { rows } = await tx.execute<{ id: string }>(sql`
    update inquiries set subject = '', message = '…', masked_subject = null, masked_message = null, sender_name = '', sender_email = '',
      sender_phone = null, ip_hash = null, deleted_at = coalesce(deleted_at, app.now())
    where id in (select i.id from inquiries i where ${over(before)} and i.sender_email <> ''
      and ${reported('any')} and not ${reported('open')} limit ${atMost}) returning id`);
  if (rows.length === 0) return 0;
  const ids = sql.join(
    rows.map(({ id }) => sql`${id}::uuid`),
    sql`, `,
  );
  await tx.execute(sql`delete from inquiry_replies where inquiry_id in (${ids})`);
  await tx.execute(sql`update thread_members set preview = '', title = '""', partner_name = ''
    where thread_id in (select t.id from threads t where t.inquiry_id in (${ids}))`);
  return rows.length;
};

/** A sender's account is gone: what they asked stays with the talent, without a name or an address. */
export const forgetSenders = async (tx: Tx, atMost: number): Promise<number> => {
  const { rows } = await tx.execute<{ id: string }>(sql`
    update inquiries set sender_id = null, sender_name = '–', sender_email = '', sender_phone = null, ip_hash = null
    where id in (select i.id from inquiries i join users u on u.id = i.sender_id where u.deleted_at is not null limit ${atMost}) returning id`);
  if (rows.length === 0) return 0;
  const theirs = sql`(select t.id from threads t where t.inquiry_id in (${sql.join(
    rows.map(({ id }) => sql`${id}::uuid`),
    sql`, `,
  )}))`;
  await tx.execute(sql`delete from thread_members where thread_id in ${theirs} and side = 'customer'`);
  await tx.execute(
    sql`update thread_members set partner_id = null, partner_name = '–' where thread_id in ${theirs} and side = 'talent'`,
  );
  return rows.length;
};

/** Networks are for counting a day and for reviews of the recent past; after that nobody needs them. */
export const forgetNetworks = async (tx: Tx, before: Date, atMost: number): Promise<number> =>
  (
    await tx.execute(sql`update inquiries set ip_hash = null where id in
      (select i.id from inquiries i where i.ip_hash is not null and i.created_at < ${before.toISOString()}::timestamptz limit ${atMost})`)
  ).rowCount ?? 0;
