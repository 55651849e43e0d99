import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { AppError } from '../../core/errors.ts';
import { inquiries, inquiryReplies } from '../../db/schema/inquiries.ts';
import { contacts, messages } from '../../db/schema/messaging.ts';
import { cast, openAlways, seat, serviceIds, talentIds, through } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { requestBooking } from '../bookings/service.ts';
import { sendBookingMessage } from '../bookings/talk.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import * as inbox from './inbox.ts';
import { maskedOrNull } from './rules.ts';
import { listThreadsQuery, threadList, threadView } from './schema/threads.ts';

let database: TestDatabase;
let stage: Stage;
// the books of bookings are only added to, so each test begins with a database of its own
beforeEach(async () => {
  database = await freshDatabase();
  await seat(database);
  await openAlways(database, talentIds.zainab);
  await database.query(
    `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
     values ($1, 'company', 'once', 0, 'IQD', 'comp', '2025-01-01', '2025-01-01', '2099-01-01')`,
    [cast.acme],
  );
  stage = stageOn(database);
});
afterEach(() => database.close());

/** A verb's world in which talk about bookings is wired as it is in the house. */
const as = (who: string): Ctx => {
  const ctx = stage.as(who);
  const booking: Ctx['ports']['talks']['booking'] = (on, tx, bookingId, words) =>
    sendBookingMessage(on, tx, { bookingId, ...words });
  return { ...ctx, ports: { ...ctx.ports, talks: { ...ctx.ports.talks, booking } } };
};
const does = <Input, Output>(
  who: string,
  verb: (ctx: Ctx, tx: never, input: Input) => Promise<Output>,
  input: Input,
) => {
  const ctx = as(who);
  return userDoor(ctx).write((tx) => verb(ctx, tx as never, input));
};
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
const later = (seconds: number) => void (stage.now = new Date(stage.now.getTime() + seconds * 1000));
const list = async (who: string, wish: Record<string, string> = {}) =>
  threadList.parse(await inbox.listThreads(as(who), listThreadsQuery.parse(wish)));
const look = async (who: string, threadId: string) => threadView.parse(await inbox.getThread(as(who), { threadId }));

let day = 0;
const booked = (customer: string = cast.sara) =>
  does(customer, requestBooking, {
    serviceId: serviceIds.zainabWedding,
    startsAt: new Date(Date.UTC(2026, 3, 1 + (day += 1), 9)).toISOString(),
    durationMinutes: 60,
    note: '',
    place: '',
  });
const threadOf = async (column: 'booking_id' | 'contact_id' | 'inquiry_id', id: string) =>
  (await database.query<{ id: string }>(`select id from threads where ${column} = $1`, [id]))[0]?.id ?? '';
const say = async (who: string, threadId: string, body: string) => {
  later(1);
  return does(who, inbox.sendMessage, { threadId, body, attachmentIds: undefined });
};
const contacted = async (body = 'We cast for a film in May.') => {
  later(1);
  const id = await through(stage.doors)('acme', async (tx) => {
    const [made] = await tx
      .insert(contacts)
      .values({
        customerId: cast.acme,
        talentId: talentIds.zainab,
        talentUserId: cast.zainab,
        customerName: '',
        talentName: '',
      })
      .returning({ id: contacts.id });
    const [thread] = (await tx.execute(sql`select id from threads where contact_id = ${made?.id}`)).rows;
    await tx
      .insert(messages)
      .values({ threadId: String(thread?.['id']), senderId: cast.acme, body, masked: maskedOrNull(body) });
    return made?.id ?? '';
  });
  return threadOf('contact_id', id);
};
const asked = async (message = 'Do you work in Basra?') => {
  later(1);
  const [made] = await through(stage.doors)('sara', (tx) =>
    tx
      .insert(inquiries)
      .values({
        talentId: talentIds.zainab,
        talentUserId: cast.zainab,
        senderId: cast.sara,
        subject: 'A day in Basra',
        message,
        maskedMessage: maskedOrNull(message),
        senderName: 'Sara',
        senderEmail: 'sara@example.com',
        linkHash: crypto.randomUUID(),
      })
      .returning({ id: inquiries.id }),
  );
  return { inquiryId: made?.id ?? '', threadId: await threadOf('inquiry_id', made?.id ?? '') };
};

describe('one inbox for all that is said', () => {
  test('a booking, a contact and an inquiry stand in it, the newest word first', async () => {
    const { id } = await booked();
    const direct = await contacted();
    const { threadId: inquiry } = await asked();
    const { items, unread } = await list(cast.zainab);
    expect(items.map(({ id: threadId, kind }) => [threadId, kind])).toEqual([
      [inquiry, 'inquiry'],
      [direct, 'direct'],
      [await threadOf('booking_id', id), 'booking'],
    ]);
    expect(items.map(({ partnerName, title, state }) => ({ partnerName, title, state }))).toEqual([
      { partnerName: 'Sara', title: 'A day in Basra', state: 'unread' },
      { partnerName: expect.stringContaining('Acme') as string, title: '', state: 'pending' },
      { partnerName: expect.stringContaining('Sara') as string, title: { en: 'Wedding day' }, state: '' },
    ]);
    expect(unread).toEqual({ threads: 2, messages: 2 });
    await say(cast.sara, await threadOf('booking_id', id), 'Is four o’clock possible?');
    expect((await list(cast.zainab)).items[0]).toMatchObject({
      kind: 'booking',
      preview: 'Is four o’clock possible?',
      unread: 1,
    });
  });

  test('pages by its cursor, without a gap or a double, while words keep falling', async () => {
    const threads: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      later(1);
      threads.unshift(await threadOf('booking_id', (await booked()).id));
    }
    const first = await list(cast.zainab, { limit: '3' });
    expect(first.items.map(({ id }) => id)).toEqual(threads.slice(0, 3));
    await say(cast.sara, threads[5] ?? '', 'Now I am the newest.');
    const second = await list(cast.zainab, { limit: '3', cursor: first.nextCursor ?? '' });
    expect(second.items.map(({ id }) => id)).toEqual([threads[3], threads[4], threads[6]]);
    expect(second.nextCursor).toBeNull();
  });

  test('shows nobody else’s', async () => {
    await contacted();
    await asked();
    expect((await list(cast.omar)).items).toEqual([]);
    const [{ id = '' } = {}] = (await list(cast.zainab)).items;
    expect(await code(inbox.getThread(as(cast.omar), { threadId: id }))).toBe('not_found');
    expect(await code(say(cast.omar, id, 'Let me in'))).toBe('not_found');
    expect(await code(does(cast.omar, inbox.fileThread, { threadId: id, archived: true }))).toBe('not_found');
  });

  test('filters by kind, by what waits, and by words as they are shown', async () => {
    const { id } = await booked();
    await say(cast.sara, await threadOf('booking_id', id), 'Call me on 0770 123 4567 about the henna night');
    const direct = await contacted('لدينا تصوير في أربيل');
    await asked('Bring the 50% off_er');
    expect((await list(cast.zainab, { kind: 'direct' })).items.map((one) => one.id)).toEqual([direct]);
    expect((await list(cast.zainab, { q: 'henna' })).items.map(({ kind }) => kind)).toEqual(['booking']);
    expect((await list(cast.zainab, { q: 'أربيل' })).items.map(({ kind }) => kind)).toEqual(['direct']);
    expect((await list(cast.zainab, { q: '50% off_er' })).items.map(({ kind }) => kind)).toEqual(['inquiry']);
    expect((await list(cast.zainab, { q: 'BASRA' })).items.map(({ kind }) => kind)).toEqual(['inquiry']);
    // what is hidden is not found by guessing, and signs of a pattern are words
    expect((await list(cast.zainab, { q: '0770' })).items).toEqual([]);
    expect((await list(cast.zainab, { q: '%' })).items.map(({ kind }) => kind)).toEqual(['inquiry']);
    expect((await list(cast.omar, { q: 'henna' })).items).toEqual([]);
    await does(cast.zainab, inbox.markThreadRead, {
      threadId: direct,
      lastReadId: (await look(cast.zainab, direct)).messages.items[0]?.id ?? '',
    });
    expect((await list(cast.zainab, { unread: 'true' })).items.map(({ kind }) => kind).sort()).toEqual([
      'booking',
      'inquiry',
    ]);
  });

  test('the archive is one’s own, and a new word brings a thread back', async () => {
    const { id } = await booked();
    const threadId = await threadOf('booking_id', id);
    await say(cast.sara, threadId, 'Hello');
    expect(await does(cast.zainab, inbox.fileThread, { threadId, archived: true })).toMatchObject({ archived: true });
    expect(await list(cast.zainab)).toMatchObject({ items: [], unread: { threads: 0 } });
    expect((await list(cast.zainab, { box: 'archived' })).items).toHaveLength(1);
    expect((await list(cast.sara)).items).toHaveLength(1);
    await say(cast.sara, threadId, 'Are you there?');
    expect((await list(cast.zainab)).items).toMatchObject([{ id: threadId, unread: 2, archived: false }]);
  });

  test('marked unread stays so until it is read', async () => {
    const { threadId } = await asked();
    const { id = '' } = (await look(cast.zainab, threadId)).messages.items[0] ?? {};
    await does(cast.zainab, inbox.markThreadRead, { threadId, lastReadId: id });
    expect((await list(cast.zainab)).items).toMatchObject([{ unread: 0, state: 'read' }]);
    expect(await does(cast.zainab, inbox.fileThread, { threadId, unread: true })).toMatchObject({ markedUnread: true });
    expect((await list(cast.zainab)).unread).toEqual({ threads: 1, messages: 0 });
    await does(cast.zainab, inbox.markThreadRead, { threadId, lastReadId: id });
    expect((await list(cast.zainab)).unread).toEqual({ threads: 0, messages: 0 });
  });
});

describe('a thread', () => {
  test('of an inquiry reads from the question through every answer, masked for the talent, whole for its sender', async () => {
    const { threadId, inquiryId } = await asked('Write to me: sara@example.com');
    later(60);
    await through(stage.doors)('zainab', (tx) =>
      tx
        .insert(inquiryReplies)
        .values({ inquiryId, author: 'talent', senderId: cast.zainab, reply: 'Gladly, which day?' }),
    );
    expect(await look(cast.zainab, threadId)).toMatchObject({
      kind: 'inquiry',
      masking: true,
      canSend: true,
      messages: {
        items: [
          { from: 'them', body: 'Write to me: •••', masked: true },
          { from: 'me', body: 'Gladly, which day?', masked: false },
        ],
      },
    });
    expect(await look(cast.sara, threadId)).toMatchObject({
      side: 'customer',
      state: '',
      canSend: true,
      messages: { items: [{ from: 'me', body: 'Write to me: sara@example.com' }, { from: 'them' }] },
    });
  });

  test('of a contact says what may be done now, and unmasks with the yes', async () => {
    const threadId = await contacted('Mail casting@acme.com');
    expect(await look(cast.acme, threadId)).toMatchObject({
      canSend: false,
      whyNot: 'contact_pending',
      moves: ['withdraw'],
      masking: true,
    });
    expect(await look(cast.zainab, threadId)).toMatchObject({
      canSend: true,
      moves: ['accept', 'decline'],
      messages: { items: [{ body: 'Mail •••', masked: true }] },
    });
    await say(cast.zainab, threadId, 'Yes, gladly.');
    expect(await look(cast.acme, threadId)).toMatchObject({
      state: 'accepted',
      canSend: true,
      whyNot: null,
      moves: ['close'],
      masking: false,
    });
    expect((await look(cast.zainab, threadId)).messages.items[0]).toMatchObject({
      body: 'Mail casting@acme.com',
      masked: false,
    });
  });

  test('reads older pages by cursor and news by what was last seen', async () => {
    const { id } = await booked();
    const threadId = await threadOf('booking_id', id);
    await say(cast.zainab, threadId, 'word 0');
    const sent = [await say(cast.sara, threadId, 'word 1')];
    for (let n = 2; n < 8; n += 1) sent.push(await say(cast.sara, threadId, `word ${n}`));
    const page = await inbox.listThreadMessages(as(cast.zainab), { threadId, limit: 3 });
    expect(page.items.map(({ body }) => body)).toEqual(['word 5', 'word 6', 'word 7']);
    const before = await inbox.listThreadMessages(as(cast.zainab), {
      threadId,
      limit: 3,
      cursor: page.nextCursor ?? '',
    });
    expect(before.items.map(({ body }) => body)).toEqual(['word 2', 'word 3', 'word 4']);
    const news = await inbox.listThreadMessages(as(cast.zainab), { threadId, limit: 2, after: sent[3]?.id });
    expect(news.items.map(({ body }) => body)).toEqual(['word 5', 'word 6']);
  });

  test('says which of my words the other has read', async () => {
    const { id } = await booked();
    const threadId = await threadOf('booking_id', id);
    const first = await say(cast.sara, threadId, 'one');
    await say(cast.sara, threadId, 'two');
    expect((await look(cast.sara, threadId)).readByThem).toBeNull();
    await does(cast.zainab, inbox.markThreadRead, { threadId, lastReadId: first.id });
    expect((await look(cast.sara, threadId)).readByThem).toBe(first.id);
  });
});

describe('its price does not grow', () => {
  /** What a question of this person touches, as the database counts it. */
  async function buffers(who: string, statement: string, values: unknown[]): Promise<number> {
    const door = stage.doors.asUser({ userId: who });
    return door.write(async (tx) => {
      const text = statement.replace(/\$(\d+)/g, (_, n: string) => `'${String(values[Number(n) - 1])}'`);
      const { rows } = await tx.execute(sql.raw(`explain (analyze, buffers, format json, timing off) ${text}`));
      const plan = (rows[0] as { 'QUERY PLAN': [{ Plan: Record<string, number> }] })['QUERY PLAN'][0].Plan;
      return (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
    });
  }

  test('an inbox page of somebody with 5,000 threads touches no more than 60 pages', async () => {
    await database.query(
      `insert into inquiries (talent_id, talent_user_id, message, sender_name, sender_email, link_hash, created_at)
       select $1, $2, 'word ' || n, 'Sender ' || n, 's@example.com', 'hash ' || n, '2026-01-01'::timestamptz + n * interval '1 minute' from generate_series(1, 5000) n`,
      [talentIds.zainab, cast.zainab],
    );
    await database.query(`insert into threads (kind, inquiry_id) select 'inquiry', id from inquiries`);
    await database.query(
      `insert into thread_members (thread_id, user_id, side, kind, subject_id, partner_name, state, last_message_at, preview, unread)
       select t.id, i.talent_user_id, 'talent', 'inquiry', i.id, i.sender_name, 'unread', i.created_at, i.message, (random() < 0.02)::int
       from threads t join inquiries i on i.id = t.inquiry_id`,
    );
    await database.query('vacuum analyze thread_members');
    const page = `select * from thread_members m where m.user_id = $1 and not m.hidden and m.archived_at is null
      and (m.last_message_at, m.thread_id) < ('2026-01-03T00:00:00Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by m.last_message_at desc, m.thread_id desc limit 26`;
    expect(await buffers(cast.zainab, page, [cast.zainab])).toBeLessThanOrEqual(60);
    expect((await list(cast.zainab, { limit: '50' })).items).toHaveLength(50);
  });
});
