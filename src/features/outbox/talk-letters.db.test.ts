import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { locales, type Locale } from '../../core/locale.ts';
import { cast, seat, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import type { Ctx, Mail } from '../ctx.ts';
import { listNotifications } from '../notifications/service.ts';
import { defaultPatience } from '../notifications/rules/sending.ts';
import { lettersFor } from './letters.ts';
import { drainOutbox } from './service.ts';

let database: TestDatabase;
let stage: Stage;
let mails: Mail[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  await database.query(
    `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
     values ($1, 'company', 'once', 0, 'IQD', 'comp', '2025-01-01', '2025-01-01', '2099-01-01')`,
    [cast.acme],
  );
});
afterAll(() => database.close());
afterEach(async () => {
  mails = [];
  for (const table of ['deliveries', 'outbox', 'notifications', 'mail_stops', 'inquiries'])
    await database.query(`delete from ${table}`);
});

const worker = (): Ctx => {
  const ctx = stage.as(null);
  return { ...ctx, ports: { ...ctx.ports, mail: { send: async (mail) => void mails.push(mail) } } };
};
const drain = () => drainOutbox(worker());
const speaks = (who: string, locale: Locale) =>
  database.query('update users set locale = $2 where id = $1', [who, locale]);
const inHouse = async (who: string) =>
  (await listNotifications(stage.as(who), { limit: 30 })).items.map(({ name, text, path }) => ({ name, text, path }));

/** The word of the link, and what the tables keep of it. */
const linkTo = (id: string) => worker().ports.secretFor('inquiry', id);
const hashOf = (word: string) => createHash('sha256').update(word).digest('hex');

type Asked = Partial<Record<'message' | 'masked_message' | 'sender_name' | 'locale', string>>;
/** Somebody without an account asks by the form, through the visitors' door. */
async function asked(more: Asked = {}): Promise<{ id: string; thread: string }> {
  const id = crypto.randomUUID();
  const row = {
    message: 'Call me on 0770 123 4567',
    masked_message: 'Call me on •••',
    sender_name: 'Layla Hassan',
    locale: 'en',
    ...more,
  };
  await stage.doors.asVisitor().write((tx) =>
    tx.execute(
      sql`insert into inquiries (id, talent_id, talent_user_id, subject, message, masked_message, sender_name, sender_email, locale, link_hash) values
          (${id}, ${talentIds.zainab}, ${cast.zainab}, 'A wedding', ${row.message}, ${row.masked_message}, ${row.sender_name}, 'layla@example.com', ${row.locale}, ${hashOf(linkTo(id))})`,
    ),
  );
  const [thread] = await database.query<{ id: string }>('select id from threads where inquiry_id = $1', [id]);
  return { id, thread: thread?.id ?? '' };
}
const reply = (inquiryId: string, author: 'talent' | 'sender', words: string, masked: string | null = null) =>
  (author === 'talent'
    ? stage.doors.asUser({ userId: cast.zainab })
    : stage.doors.asVisitor({ link: linkTo(inquiryId) })
  ).write((tx) =>
    tx.execute(
      sql`insert into inquiry_replies (inquiry_id, author, sender_id, reply, masked) values (${inquiryId}, ${author}, ${author === 'talent' ? cast.zainab : null}, ${words}, ${masked})`,
    ),
  );

describe('an inquiry', () => {
  test('goes to the talent masked, and to the sender as a link alone', async () => {
    const { id, thread } = await asked();
    expect(await drain()).toMatchObject({ sent: 2, failed: 0 });
    const [talent, sender] = ['zainab-PLANTED-SECRET@example.com', 'layla@example.com'].map((to) =>
      mails.find((mail) => mail.to === to),
    );
    expect(talent?.text).toContain('Call me on •••');
    expect(talent?.text).toContain('Subject: A wedding');
    expect(talent?.text).toContain(`/en/messages/${thread}/`);
    for (const part of [talent?.text, talent?.html]) {
      expect(part).not.toContain('0770');
      expect(part).not.toContain('layla@example.com');
      expect(part).not.toContain('?k=');
    }
    const link = `https://mawahib.test/en/inquiry/${id}?k=${worker().ports.secretFor('inquiry', id)}`;
    expect(sender?.text).toContain(link);
    expect(sender?.text).toContain('This was not me');
    // what was written is not mailed to an address somebody typed
    expect(sender?.text).not.toContain('Call me');
    expect(sender?.unsubscribe).toBeUndefined();
    expect(await inHouse(cast.zainab)).toEqual([
      { name: 'inquiry.received', text: 'Layla Hassan asks you something', path: `/messages/${thread}/` },
    ]);
  });

  test('its link stands in no table and no log', async () => {
    const said: unknown[] = [];
    const { id } = await asked();
    const ctx = worker();
    await drainOutbox({ ...ctx, log: (...facts) => void said.push(facts) });
    const word = ctx.ports.secretFor('inquiry', id);
    for (const table of ['outbox', 'deliveries', 'notifications', 'inquiries'])
      expect(JSON.stringify(await database.query(`select * from ${table}`))).not.toContain(word);
    expect(JSON.stringify(said)).not.toContain(word);
  });

  test('a name that is an advertisement greets nobody', async () => {
    await asked({ sender_name: 'Win money at https://spam.example now' });
    await drain();
    for (const { text, html, subject } of mails) {
      expect(`${subject} ${text}`.replaceAll(/https:\/\/mawahib\.test\S*/g, '')).not.toContain('spam.example');
      expect(html).not.toContain('spam.example');
    }
  });

  test('the answer goes to whoever asked, by the link, and can be stopped without an account', async () => {
    const { id } = await asked({ locale: 'ckb' });
    await drain();
    mails = [];
    await reply(id, 'talent', 'Yes, write to zainab@example.com', 'Yes, write to •••');
    await drain();
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ to: 'layla@example.com', locale: 'ckb' });
    expect(mails[0]?.text).toContain('Yes, write to •••');
    expect(mails[0]?.text).not.toContain('zainab@example.com');
    const { unsubscribe } = await import('../notifications/unsubscribe.ts');
    expect(await unsubscribe(worker(), mails[0]?.unsubscribe?.split('/').at(-1) ?? '')).toMatchObject({
      kind: 'inquiries',
      userId: null,
    });
    await reply(id, 'talent', 'Are you still there?');
    await drain();
    expect(mails).toHaveLength(1);
    expect(await database.query(`select reason from deliveries where state = 'dropped'`)).toEqual([
      { reason: 'stopped' },
    ]);
    // asking somebody else is still confirmed: that is for the safety of the address
    await asked();
    await drain();
    expect(mails.filter(({ to }) => to === 'layla@example.com')).toHaveLength(2);
  });

  test('a follow-up goes to the talent masked', async () => {
    const { id, thread } = await asked();
    await reply(id, 'talent', 'When?');
    await drain();
    mails = [];
    await reply(id, 'sender', 'Or 0770 765 4321', 'Or •••');
    await drain();
    expect(mails.map(({ to }) => to.split('-')[0])).toEqual(['zainab']);
    expect(mails[0]?.text).toContain('Or •••');
    expect(mails[0]?.text).not.toMatch(/0770|765 4321/);
    expect((await inHouse(cast.zainab)).map(({ name, path }) => [name, path])).toContainEqual([
      'inquiry.followed_up',
      `/messages/${thread}/`,
    ]);
  });

  test.each(['is_spam = true', 'deleted_at = now()', 'ended_at = now()'])(
    'when %s before the letter leaves, the talent gets none',
    async (change) => {
      const { id } = await asked();
      await database.query(`update inquiries set ${change} where id = $1`, [id]);
      await drain();
      expect(mails.filter(({ to }) => to.startsWith('zainab'))).toEqual([]);
    },
  );

  test('whoever said it was not them hears nothing more', async () => {
    const { id } = await asked();
    await drain();
    mails = [];
    // the answer was on its way already
    await reply(id, 'talent', 'Yes');
    await database.query('update inquiries set ended_at = now() where id = $1', [id]);
    await drain();
    expect(mails).toEqual([]);
  });

  test('what is erased takes its line with it', async () => {
    const { id } = await asked();
    await database.query('delete from inquiries where id = $1', [id]);
    expect(await inHouse(cast.zainab)).toEqual([]);
  });
});

describe('a contact', () => {
  /** Acme, a member, asks Omar with an opening word. */
  async function contact(): Promise<{ id: string; thread: string }> {
    await database.query('delete from threads where contact_id is not null');
    await database.query('delete from contacts');
    const rows = await stage.doors.asUser({ userId: cast.acme }).write(async (tx) => {
      const made = await tx.execute<{ id: string }>(
        sql`insert into contacts (customer_id, talent_id, talent_user_id, customer_name, talent_name) values (${cast.acme}, ${talentIds.omar}, ${cast.omar}, '', '') returning id`,
      );
      const {
        rows: [thread],
      } = await tx.execute<{ id: string }>(sql`select id from threads where contact_id = ${made.rows[0]?.id}`);
      await tx.execute(
        sql`insert into messages (thread_id, sender_id, body, masked) values (${thread?.id}, ${cast.acme}, 'I am on 0770 123 4567', 'I am on •••')`,
      );
      return { id: made.rows[0]?.id ?? '', thread: thread?.id ?? '' };
    });
    return rows;
  }
  const becomes = (id: string, state: string) =>
    stage.doors
      .asUser({ userId: cast.omar })
      .write((tx) => tx.execute(`update contacts set state = '${state}' where id = '${id}'`));

  test('asked: the talent reads the opening words masked, as one letter and one line', async () => {
    const { thread } = await contact();
    await drain();
    stage.now = new Date(stage.now.getTime() + defaultPatience.most);
    await drain();
    expect(mails.map(({ to }) => to.split('-')[0])).toEqual(['omar']);
    expect(mails[0]?.text).toContain('I am on •••');
    expect(mails[0]?.html).not.toContain('0770');
    expect(mails[0]?.text).toContain(`/messages/${thread}/`);
    expect((await inHouse(cast.omar)).map(({ name }) => name)).toEqual(['contact.asked']);
  });

  test.each(['accepted', 'declined'] as const)('%s: the customer hears of it', async (state) => {
    const { id } = await contact();
    await drain();
    mails = [];
    await becomes(id, state);
    await drain();
    expect(mails.map(({ to }) => to.split('-')[0])).toEqual(['acme']);
    expect((await inHouse(cast.acme)).map(({ name }) => name)).toEqual([`contact.${state}`]);
  });

  test('what changed before the letter left is not told as it was', async () => {
    const { id } = await contact();
    await becomes(id, 'accepted');
    await drain();
    expect(mails.map(({ to }) => to.split('-')[0])).toEqual(['acme']);
  });

  test('once accepted, messages are mailed as they were written', async () => {
    const { id, thread } = await contact();
    await becomes(id, 'accepted');
    await drain();
    mails = [];
    await stage.doors
      .asUser({ userId: cast.omar })
      .write((tx) =>
        tx.execute(
          `insert into messages (thread_id, sender_id, body, masked) values ('${thread}', '${cast.omar}', 'Mine is 0771 000 0000', 'Mine is •••')`,
        ),
      );
    await drain();
    stage.now = new Date(stage.now.getTime() + defaultPatience.quiet);
    await drain();
    expect(mails.map(({ subject }) => subject)).toEqual(['New message from Omar Bennani']);
    expect(mails[0]?.text).toContain('Mine is 0771 000 0000');
  });
});

test.each(locales)('every letter of a conversation is whole in %s', async (locale) => {
  await speaks(cast.zainab, locale);
  const { id } = await asked({ locale });
  await reply(id, 'talent', 'Yes');
  await reply(id, 'sender', 'Good');
  await drain();
  expect(mails).toHaveLength(4);
  for (const mail of mails) {
    expect(mail.locale).toBe(locale);
    expect(mail.html).toContain(`dir="${locale === 'ar' || locale === 'ckb' ? 'rtl' : 'ltr'}"`);
    expect(mail.html + mail.text + mail.subject).not.toMatch(/\{\w+\}|undefined|inquiry\.[a-z]+\.|footer\./);
  }
});

test('in the house the same sides hear of a move of a booking as by mail', async () => {
  const kinds = [
    ...['request', 'quote', 'decline', 'ask_change', 'accept', 'pay', 'complete', 'resolve', 'expire'],
    ...['withdraw', 'mark_done', 'cancel', 'dispute', 'reschedule'],
  ].map((move) => `booking.${move}`);
  for (const kind of [...kinds, 'review.written'])
    for (const by of ['customer', 'talent', 'clock', 'operator', '']) {
      const rows = await database.query<{ name: string; side: string }>('select * from app.booking_readers($1, $2)', [
        kind,
        by,
      ]);
      const inSql = rows.map(({ name, side }) => `${name} ${side}`).toSorted();
      expect([kind, by, inSql]).toEqual([
        kind,
        by,
        lettersFor(kind, by)
          .map(({ name, to }) => `${name} ${to}`)
          .toSorted(),
      ]);
    }
});
