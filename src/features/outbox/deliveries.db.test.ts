import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RefusedForGood } from '../../core/refused-for-good.ts';
import { cast, openAlways, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import * as bookings from '../bookings/service.ts';
import { userDoor, type Ctx, type Mail } from '../ctx.ts';
import { getNotificationChoices, setNotificationChoices } from '../notifications/choices.ts';
import { hearOfDelivery } from '../notifications/deliveries.ts';
import { listDeliveries, retryDelivery } from '../notifications/operator.ts';
import type { Kind, Often } from '../notifications/rules/kinds.ts';
import { defaultPatience, retryAfter, sendingLimits } from '../notifications/rules/sending.ts';
import { resubscribe, unsubscribe } from '../notifications/unsubscribe.ts';
import { digestOf, readStopToken, stopToken } from '../notifications/unsubscribe-token.ts';
import { drainOutbox, runOutbox } from './service.ts';

let database: TestDatabase;
let stage: Stage;
let mails: Mail[] = [];
/** what the mail server says instead of taking the next letters */
let answers: Error[] = [];
const start = new Date('2026-03-02T09:00:00Z');

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await openAlways(database, talentIds.zainab);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ('user_root', 'root@example.com', 'Root', 'admin', now())`,
  );
  stage = stageOn(database, start);
});
afterAll(() => database.close());
afterEach(async () => {
  mails = [];
  answers = [];
  stage.now = new Date(stage.now.getTime() + 7 * 86_400_000);
  for (const table of [
    'deliveries',
    'outbox',
    'notifications',
    'notification_choices',
    'mail_stops',
    'failing_addresses',
  ])
    await database.query(`delete from ${table}`);
});

const worker = (): Ctx => {
  const ctx = stage.as(null);
  const send = async (mail: Mail) => {
    const answer = answers.shift();
    if (answer) throw answer;
    mails.push(mail);
  };
  return { ...ctx, ports: { ...ctx.ports, mail: { send } } };
};
const drain = () => drainOutbox(worker());
const nothing = { sent: 0, failed: 0, dropped: 0 };
const later = (milliseconds: number) => void (stage.now = new Date(stage.now.getTime() + milliseconds));
const minutes = (n: number) => n * 60_000;

let day = 0;
/** Sara asks Zainab for a day; the letters about that are out of the way. */
async function talking(): Promise<{ id: string; thread: string }> {
  const ctx = stage.as(cast.sara);
  const startsAt = new Date(Date.UTC(2027, 0, (day += 1), 9)).toISOString();
  const { id } = await userDoor(ctx).write((tx) =>
    bookings.requestBooking(ctx, tx, { serviceId: serviceIds.zainabWedding, startsAt, note: '', place: '' }),
  );
  await drain();
  mails = [];
  await database.query('delete from notifications');
  await database.query('delete from deliveries');
  const [thread] = await database.query<{ id: string }>('select id from threads where booking_id = $1', [id]);
  return { id, thread: thread?.id ?? '' };
}
const say = (thread: string, body: string, who: string = cast.zainab) =>
  stage.doors
    .asUser({ userId: who })
    .write((tx) =>
      tx.execute<{ id: string }>(
        `insert into messages (thread_id, sender_id, body, masked) values ('${thread}', '${who}', '${body}', nullif('${body.replace(/0770[\d ]+/, '•••')}', '${body}')) returning id`,
      ),
    );
const read = (thread: string, who: string = cast.sara) =>
  stage.doors
    .asUser({ userId: who })
    .write((tx) =>
      tx.execute(
        `update thread_members set unread = 0, last_read_id = (select id from messages m where m.thread_id = '${thread}' order by id desc limit 1) where thread_id = '${thread}' and user_id = '${who}'`,
      ),
    );
const choose = (who: string, choices: Partial<Record<Kind, Often>>) => {
  const ctx = stage.as(who);
  return userDoor(ctx).write((tx) => setNotificationChoices(ctx, tx, { choices }));
};
const states = () =>
  database.query<{ state: string; reason: string | null }>('select state, reason from deliveries order by id');
const sara = `sara-PLANTED-SECRET@example.com`;

describe('somebody whose address is not known', () => {
  const registered = async (id: string, came: Date) => {
    await database.query(
      `insert into users (id, email, name, role, customer_kind, onboarded_at, created_at) values ($1, '', 'Hiwa', 'customer', 'individual', $2, $2)`,
      [id, came.toISOString()],
    );
    await database.query(
      `insert into outbox (kind, dedupe_key, payload, due_at) values ('account.registered', 'registered of ' || $1, jsonb_build_object('userId', $1::text), $2)`,
      [id, stage.now.toISOString()],
    );
  };

  test('is waited for while they are new, and welcomed when it comes', async () => {
    await registered('user_hiwa', stage.now);
    expect(await drain()).toEqual({ ...nothing, failed: 1 });
    await database.query(`update users set email = 'hiwa@example.com' where id = 'user_hiwa'`);
    later(minutes(2));
    expect(await drain()).toEqual({ ...nothing, sent: 1 });
    expect(mails.map(({ to }) => to)).toEqual(['hiwa@example.com']);
  });

  test('keeps nobody waiting when there is none', async () => {
    await registered('user_no_address', new Date(stage.now.getTime() - minutes(10)));
    expect(await drain()).toEqual(nothing);
    expect(await database.query('select sent_at is not null as done from outbox')).toEqual([{ done: true }]);
  });
});

describe('a burst', () => {
  test('of twenty messages is one mail that says how many, and one line in the house', async () => {
    const { id, thread } = await talking();
    for (let n = 1; n <= 20; n += 1) {
      await say(thread, `Word ${n}, call 0770 123 4567`);
      later(1000);
    }
    expect(await drain()).toEqual(nothing);
    later(defaultPatience.quiet);
    expect(await drain()).toEqual({ ...nothing, sent: 1 });
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toBe('20 new messages from Zainab Kareem');
    expect(mails[0]?.text).toContain('Word 20, call •••');
    expect(mails[0]?.text).not.toContain('0770');
    expect(mails[0]?.text).toContain(`https://mawahib.test/en/bookings/${id}/`);
    expect(await database.query('select count, name from notifications')).toEqual([
      { count: 20, name: 'message.customer' },
    ]);
    later(minutes(60));
    expect(await drain()).toEqual(nothing);
  });

  test('that does not end is mailed at the latest after a while, and then goes on as another', async () => {
    const { thread } = await talking();
    for (let n = 0; n < 12; n += 1) {
      await say(thread, `Word ${n}`);
      await drain();
      later(minutes(1));
    }
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toBe('11 new messages from Zainab Kareem');
    later(defaultPatience.most);
    await drain();
    expect(mails).toHaveLength(2);
    expect(mails[1]?.subject).toBe('New message from Zainab Kareem');
  });

  test('read meanwhile is no mail; what came after the reading is', async () => {
    const { thread } = await talking();
    await say(thread, 'One');
    await say(thread, 'Two');
    await drain();
    await read(thread);
    later(defaultPatience.quiet);
    expect(await drain()).toEqual({ ...nothing, dropped: 1 });
    expect(mails).toEqual([]);
    expect(await states()).toEqual([{ state: 'dropped', reason: 'read' }]);

    await say(thread, 'Three');
    await say(thread, 'Four');
    await drain();
    await read(thread);
    await say(thread, 'Five');
    later(defaultPatience.quiet);
    await drain();
    expect(mails.map(({ subject }) => subject)).toEqual(['New message from Zainab Kareem']);
  });

  test('that was taken back is no mail', async () => {
    const { thread } = await talking();
    await say(thread, 'Never mind');
    await drain();
    await database.query('update messages set deleted_at = now() where thread_id = $1', [thread]);
    later(defaultPatience.quiet);
    expect(await drain()).toEqual({ ...nothing, dropped: 1 });
  });

  test('is one mail each for two threads, and for two sides of one', async () => {
    const [one, two] = [await talking(), await talking()];
    await say(one.thread, 'One');
    await say(two.thread, 'Two');
    await drain();
    await say(one.thread, 'And you?', cast.sara);
    later(defaultPatience.quiet);
    await drain();
    // she answered in the first, so she has read it
    expect(mails.map(({ to, subject }) => [to.split('-')[0], subject])).toEqual(
      expect.arrayContaining([
        ['sara', 'New message from Zainab Kareem'],
        ['zainab', expect.stringContaining('New message from')],
      ]),
    );
    expect(mails).toHaveLength(2);
  });

  test('gathered and sent by many workers at once is one mail', async () => {
    const { thread } = await talking();
    for (let n = 0; n < 20; n += 1) await say(thread, `Word ${n}`);
    await Promise.all(Array.from({ length: 6 }, drain));
    later(defaultPatience.quiet);
    await Promise.all(Array.from({ length: 6 }, drain));
    expect(mails.map(({ subject }) => subject)).toEqual(['20 new messages from Zainab Kareem']);
  });

  test('a message that comes while the mail is on its way begins another', async () => {
    const { thread } = await talking();
    await say(thread, 'One');
    await drain();
    later(defaultPatience.quiet);
    const slow = worker();
    slow.ports.mail.send = async (mail) => {
      await say(thread, 'Two, while One was on its way');
      await drain();
      mails.push(mail);
    };
    await drainOutbox(slow);
    later(defaultPatience.quiet);
    await drain();
    expect(mails.map(({ text }) => /One|Two/.exec(text)?.[0])).toEqual(['One', 'Two']);
  });
});

describe('choices', () => {
  test('never: nothing leaves, and it is known why; in the house it stands all the same', async () => {
    const { thread } = await talking();
    await choose(cast.sara, { messages: 'never' });
    await say(thread, 'One');
    expect(await drain()).toEqual(nothing);
    later(minutes(60));
    await drain();
    expect(mails).toEqual([]);
    expect(await states()).toEqual([{ state: 'dropped', reason: 'never' }]);
    expect(await database.query('select count(*)::int as n from notifications')).toEqual([{ n: 1 }]);
  });

  test('letters about money cannot be switched off: not by the rule, nor by the table', async () => {
    await expect(
      database.query(`insert into notification_choices (user_id, kind, often) values ($1, 'payments', 'never')`, [
        cast.sara,
      ]),
    ).rejects.toThrow('notification_choices_money_is_told');
    const ctx = stage.as(cast.sara);
    const { choices } = await getNotificationChoices(ctx);
    expect(choices.filter(({ fixed }) => fixed)).toEqual([{ kind: 'payments', often: 'at_once', fixed: true }]);
  });

  test('once a day: one mail at eight on the reader’s own clock, with what is still unread', async () => {
    await database.query(`update users set time_zone = 'America/New_York', locale = 'fr' where id = $1`, [cast.sara]);
    const { thread } = await talking();
    const { thread: other } = await talking();
    await choose(cast.sara, { messages: 'daily' });
    stage.now = new Date('2027-06-01T10:00:00Z');
    await say(thread, 'One');
    await say(other, 'Two');
    const run = () => runOutbox(worker());
    await run();
    stage.now = new Date('2027-06-01T11:59:00Z'); // 07:59 in New York
    await run();
    expect(mails).toEqual([]);
    await read(other);
    stage.now = new Date('2027-06-01T12:01:00Z');
    await Promise.all([run(), run(), run()]);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ to: sara, locale: 'fr', subject: '1 nouveauté non lue' });
    expect(mails[0]?.text).toContain('Nouveau message de Zainab Kareem');
    expect(mails[0]?.text).not.toContain('One');
    // later that day, and the next day without news
    stage.now = new Date('2027-06-01T19:00:00Z');
    await say(thread, 'Three');
    await run();
    expect(mails).toHaveLength(1);
    stage.now = new Date('2027-06-02T12:01:00Z');
    await run();
    expect(mails).toHaveLength(2);
    stage.now = new Date('2027-06-03T12:01:00Z');
    await run();
    expect(mails).toHaveLength(2);
    await database.query(`update users set time_zone = 'Asia/Baghdad', locale = 'en' where id = $1`, [cast.sara]);
    stage.now = start;
  });
});

describe('what the mail server says', () => {
  const refused = () => new RefusedForGood('550 5.1.1 no such mailbox', true);

  test('a refusal for good is a failure at once; the address is marked, its owner and the operator see it', async () => {
    const { thread } = await talking();
    await say(thread, 'One');
    await drain();
    later(defaultPatience.quiet);
    answers = [refused()];
    expect(await drain()).toEqual({ ...nothing, failed: 1 });
    later(minutes(600));
    expect(await drain()).toEqual(nothing);
    const { items } = await listDeliveries(stage.as('user_root'), { limit: 30, state: 'failed' });
    expect(items).toMatchObject([
      {
        state: 'failed',
        attempts: 1,
        address: sara,
        lastError: 'RefusedForGood: 550 5.1.1 no such mailbox',
        failingSince: expect.any(String),
      },
    ]);
    expect((await getNotificationChoices(stage.as(cast.sara))).failingSince).toEqual(expect.any(String));
    expect((await getNotificationChoices(stage.as(cast.zainab))).failingSince).toBeNull();
    // what can wait is not tried at an address that refuses; it is again after a week, and then the mark goes
    await say(thread, 'Two');
    await drain();
    expect(await states()).toContainEqual({ state: 'dropped', reason: 'failing' });
    later(sendingLimits.restAfterRefusal);
    await say(thread, 'Three');
    await drain();
    later(defaultPatience.quiet);
    expect(await drain()).toEqual({ ...nothing, sent: 1 });
    expect((await getNotificationChoices(stage.as(cast.sara))).failingSince).toBeNull();
  });

  test('trouble is tried again, later and later, and then a person must look; a person can have it tried again', async () => {
    const { thread } = await talking();
    await say(thread, 'One');
    await drain();
    later(defaultPatience.quiet);
    for (let n = 1; n <= sendingLimits.tries; n += 1) {
      answers = [new Error('421 come back later')];
      expect(await drain()).toEqual({ ...nothing, failed: 1 });
      expect(await drain()).toEqual(nothing);
      later(retryAfter(n));
    }
    expect(await states()).toEqual([{ state: 'failed', reason: null }]);
    expect(await drain()).toEqual(nothing);
    const ctx = stage.as('user_root');
    const [failed] = (await listDeliveries(ctx, { limit: 30 })).items;
    const again = () =>
      ctx.doors.asSystem('test').write((tx) => retryDelivery(ctx, tx, { deliveryId: failed?.deliveryId ?? '' }));
    expect(await again()).toMatchObject({ state: 'pending', attempts: 0 });
    await expect(again()).rejects.toMatchObject({ code: 'wrong_state' });
    expect(await drain()).toEqual({ ...nothing, sent: 1 });
    expect(await database.query(`select actor_id from audit_log where action = 'delivery.retry'`)).toEqual([
      { actor_id: 'user_root' },
    ]);
  });

  test('nobody else sees letters, or has one tried again', async () => {
    for (const who of [cast.sara, cast.zainab, cast.stranger]) {
      const ctx = stage.as(who);
      await expect(listDeliveries(ctx, { limit: 30 })).rejects.toMatchObject({ code: 'not_found' });
      await expect(
        ctx.doors.asSystem('test').write((tx) => retryDelivery(ctx, tx, { deliveryId: crypto.randomUUID() })),
      ).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  test('what a channel says later is kept once, in whatever order', async () => {
    const { thread } = await talking();
    await say(thread, 'One');
    await drain();
    later(defaultPatience.quiet);
    await drain();
    const id = mails[0]?.messageId ?? '';
    const ctx = worker();
    const bounce = { state: 'failed', lastError: 'mailbox full', isAddress: true } as const;
    expect(await hearOfDelivery(ctx, 'email', 'nobody knows it', { state: 'delivered' })).toBe(false);
    expect(await hearOfDelivery(ctx, 'whatsapp', id, { state: 'delivered' })).toBe(false);
    expect(await hearOfDelivery(ctx, 'email', id, { state: 'delivered' })).toBe(true);
    expect(await hearOfDelivery(ctx, 'email', id, bounce)).toBe(false);
    expect(await states()).toEqual([{ state: 'delivered', reason: null }]);
    expect((await getNotificationChoices(stage.as(cast.sara))).failingSince).toBeNull();
  });
});

describe('the unsubscribe link', () => {
  /** The last part of the link in the newest mail. */
  const tokenIn = (mail: Mail | undefined) => mail?.unsubscribe?.split('/').at(-1) ?? '';
  const often = async (who: string, kind: Kind) =>
    (await getNotificationChoices(stage.as(who))).choices.find((one) => one.kind === kind)?.often;

  test('stands in the mail and in its head; it stops that kind for that person, and can be undone', async () => {
    const { thread } = await talking();
    await say(thread, 'One');
    await drain();
    later(defaultPatience.quiet);
    await drain();
    const token = tokenIn(mails[0]);
    expect(mails[0]?.text).toContain(`https://mawahib.test/en/unsubscribe/${token}`);
    expect(token).not.toContain('example.com');
    expect(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).not.toContain('@');
    expect(await unsubscribe(worker(), token)).toMatchObject({ kind: 'messages' });
    await unsubscribe(worker(), token);
    expect([await often(cast.sara, 'messages'), await often(cast.sara, 'bookings')]).toEqual(['never', 'at_once']);
    await resubscribe(worker(), token);
    expect(await often(cast.sara, 'messages')).toBe('at_once');
  });

  test('forged, cut, swapped or for another kind: it is nobody’s', async () => {
    const ctx = worker();
    const mine = stopToken(ctx, { kind: 'messages', userId: cast.sara, addressHash: digestOf(sara) });
    const [said = '', proof = ''] = mine.split('.');
    const other = Buffer.from(`bookings~${cast.sara}~${digestOf(sara)}`).toString('base64url');
    const money = Buffer.from(`payments~${cast.sara}~${digestOf(sara)}`).toString('base64url');
    for (const token of [
      '',
      '.',
      said,
      `${said}.`,
      `${said}.${proof.slice(1)}`,
      `${said}.${'A'.repeat(proof.length)}`,
      `${other}.${proof}`,
      `${mine}.x`,
      'x'.repeat(10_000),
      // even rightly signed, money is not for stopping
      `${money}.${ctx.ports.secretFor('unsubscribe', money)}`,
      // a link of another purpose
      `${said}.${ctx.ports.secretFor('inquiry', said)}`,
    ])
      expect([token.slice(0, 40), readStopToken(ctx, token), await unsubscribe(ctx, token)]).toEqual([
        token.slice(0, 40),
        null,
        null,
      ]);
    expect(await database.query('select 1 from notification_choices')).toEqual([]);
  });

  test('of an old address says nothing for the new one', async () => {
    const token = stopToken(worker(), {
      kind: 'messages',
      userId: cast.sara,
      addressHash: digestOf('old@example.com'),
    });
    await unsubscribe(worker(), token);
    expect(await often(cast.sara, 'messages')).toBe('at_once');
  });
});

test('what left long ago is forgotten; what waits is not', async () => {
  const { thread } = await talking();
  await say(thread, 'One');
  await drain();
  later(defaultPatience.quiet);
  await drain();
  later(sendingLimits.life + 1);
  await say(thread, 'Two');
  await runOutbox(worker());
  expect((await states()).map(({ state }) => state)).toEqual(['pending']);
});
