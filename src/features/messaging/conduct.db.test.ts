import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { cast, planted, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { createBlock, deleteBlock, listBlocks } from './blocks.ts';
import { mayContact } from './contacts-gate.ts';
import { getContact, moveContact, sendInContact, startContact } from './contacts.ts';
import { getThread } from './inbox.ts';
import { lookAtThread } from './looking.ts';
import { createReport, decideReport, listReports } from './reports.ts';
import { postMessage } from './service.ts';
import { takeBack, tidyConversations } from './taking-back.ts';

let database: TestDatabase;
let stage: Stage;
const opening = new Date('2026-03-02T09:00:00Z');
const day = 86_400_000;
const operator = 'user_hala';

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at, time_zone) values ($1, 'hala@example.com', 'Hala', 'admin', now(), 'Asia/Baghdad')`,
    [operator],
  );
});
afterAll(() => database.close());
beforeEach(() => void (stage.now = opening));

let made = 0;
async function member(): Promise<string> {
  const id = `user_conduct_${(made += 1)}`;
  await database.query(
    `insert into users (id, email, name, role, customer_kind, onboarded_at, time_zone)
     values ($1, $1 || '-${planted}@example.com', 'Member ' || $2, 'customer', 'professional', now(), 'Asia/Baghdad')`,
    [id, String(made)],
  );
  await database.query(
    `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
     values ($1, 'professional', 'once', 0, 'IQD', 'comp', '2026-01-01', '2026-01-01', '2099-01-01')`,
    [id],
  );
  return id;
}

type Verb<Input, Output> = (ctx: Ctx, tx: Tx, input: Input) => Promise<Output>;
const does = <Input, Output>(who: string, verb: Verb<Input, Output>, input: Input): Promise<Output> => {
  const ctx = stage.as(who);
  return userDoor(ctx).write((tx) => verb(ctx, tx, input));
};
const problem = (work: Promise<unknown>) =>
  work.then(
    () => ({ code: 'went through', details: {} }),
    (error: unknown) =>
      error instanceof AppError ? { code: error.code, details: error.details } : Promise.reject(error),
  );
const code = async (work: Promise<unknown>) => (await problem(work)).code;

const start = (who: string, body = 'Three evenings in June?') =>
  does(who, startContact, { talentId: talentIds.zainab, body });
const say = (who: string, threadId: string, body = 'And one more thing.') =>
  does(who, sendInContact, { threadId, body, attachmentIds: [] });
const accept = (contactId: string) => does(cast.zainab, moveContact('accept'), { contactId });
const decline = (contactId: string) => does(cast.zainab, moveContact('decline'), { contactId });
const block = (who: string, threadId: string) => does(who, createBlock, { threadId });
const unblock = (who: string, blockId: string) => deleteBlock(stage.as(who), { blockId });
const report = (who: string, threadId: string, messageId?: string) =>
  does(who, createReport, { threadId, reason: 'abuse', note: 'Rude.', messageId });
const decide = (who: string, reportId: string, decision: 'upheld' | 'dismissed' = 'upheld') => {
  const ctx = stage.as(who);
  return ctx.doors.asSystem('test').write((tx) => decideReport(ctx, tx, { reportId, decision, note: 'Seen.' }));
};
const look = (who: string, threadId: string, reason?: string) =>
  lookAtThread(stage.as(who), { threadId, reason, limit: 100 });
const later = (milliseconds: number) => void (stage.now = new Date(stage.now.getTime() + milliseconds));
const wordsIn = async (threadId: string) =>
  Number(
    (await database.query<{ n: string }>('select count(*) as n from messages where thread_id = $1', [threadId]))[0]?.n,
  );

/** A booking of these two in a state, as the superuser puts it, with its thread. */
async function booking(customerId: string, state: string): Promise<{ id: string; threadId: string }> {
  made += 1;
  const [row] = await database.query<{ id: string }>(
    `insert into bookings (service_id, talent_id, talent_user_id, customer_id, starts_at, ends_at, time_zone, service_title, list_amount, currency,
       note, place, customer_name, talent_name, state, state_at, expires_at, completed_at, quote_version, price_agreed)
     select $1, $2, $3, $4, $5::timestamptz, $5::timestamptz + interval '1 hour', 'Asia/Baghdad', '{"en":"Wedding day"}', 350000, 'IQD', '', '', 'Member', 'Zainab Kareem', $6, $7, $7,
       case when $6 = 'completed' then $7::timestamptz end, 1, 350000 returning id`,
    [
      serviceIds.zainabWedding,
      talentIds.zainab,
      cast.zainab,
      customerId,
      new Date(Date.UTC(2027, 0, made)).toISOString(),
      state,
      opening,
    ],
  );
  const id = row?.id ?? '';
  const [thread] = await database.query<{ id: string }>(
    `insert into threads (kind, booking_id) values ('booking', $1) returning id`,
    [id],
  );
  const threadId = thread?.id ?? '';
  await database.query(
    `insert into thread_members (thread_id, user_id, side, kind, subject_id, partner_id, partner_name) values
      ($1, $2, 'customer', 'booking', $4, $3, 'Zainab Kareem'), ($1, $3, 'talent', 'booking', $4, $2, 'Member')`,
    [threadId, customerId, cast.zainab, id],
  );
  return { id, threadId };
}
const write = async (who: string, id: string, body = 'About the day') => {
  const [row] = await database.query<Record<string, never>>(
    `select id, customer_id as "customerId", talent_user_id as "talentUserId", state, state_at as "stateAt", completed_at as "completedAt", quote_version as "quoteVersion" from bookings where id = $1`,
    [id],
  );
  const ctx = stage.as(who);
  return userDoor(ctx).write((tx) => postMessage(ctx, tx, row as never, body));
};

describe('blocks', () => {
  test('a request that waits is declined: what the sender sees is what they see after a no, to the letter', async () => {
    const [one, other] = [await member(), await member()];
    const declined = (await start(one)).contact;
    const blocked = (await start(other)).contact;
    later(60_000);
    await decline(declined.id);
    await block(cast.zainab, blocked.threadId);

    const eyes = async (who: string, contact: { id: string; threadId: string }) => {
      const { id, threadId, ...seen } = await getContact(stage.as(who), { contactId: contact.id });
      const gate = await mayContact(stage.as(who), { talent: 'zainab-kareem' });
      const [card] = await database.query(
        'select state, hidden, unread, archived_at, preview from thread_members where user_id = $1 and thread_id = $2',
        [who, threadId],
      );
      const news = await database.query(`select kind from outbox where payload ->> 'contactId' = $1 order by kind`, [
        id,
      ]);
      return {
        seen,
        card,
        news,
        gate: { ...gate, existing: null },
        sending: await problem(say(who, threadId)),
        asking: await problem(start(who)),
      };
    };
    expect(await eyes(other, blocked)).toEqual(await eyes(one, declined));
    // and after the 30 days, when a no may be asked again, a block looks like a talent who has switched contact off
    later(30 * day);
    expect(await code(start(one))).toBe('went through');
    expect(await code(start(other))).toBe('not_accepting');
  });

  test('somebody who never asked sees what they see where contact is switched off', async () => {
    const [one, other] = [await member(), await member()];
    const { threadId } = await booking(one, 'completed');
    await block(cast.zainab, threadId);
    const blocked = await problem(start(one));
    await database.query('update talent_profiles set contacts_open = false where id = $1', [talentIds.zainab]);
    const off = await problem(start(other));
    await database.query('update talent_profiles set contacts_open = true where id = $1', [talentIds.zainab]);
    expect(blocked).toEqual(off);
  });

  test('an open conversation is closed, both ways; who blocked is told so', async () => {
    const who = await member();
    const { contact } = await start(who);
    await accept(contact.id);
    await block(cast.zainab, contact.threadId);
    expect(await code(say(who, contact.threadId))).toBe('conversation_closed');
    expect(await code(say(cast.zainab, contact.threadId))).toBe('blocked');
    expect(await code(accept(contact.id))).toBe('blocked');
    const thread = (reader: string) => getThread(stage.as(reader), { threadId: contact.threadId });
    expect(await thread(who)).toMatchObject({ blockedByMe: false, whyNot: 'conversation_closed' });
    expect(await thread(cast.zainab)).toMatchObject({ blockedByMe: true, whyNot: 'blocked', moves: [] });
  });

  test('a customer blocks: what waits is withdrawn, and the talent cannot write', async () => {
    const [one, other] = [await member(), await member()];
    const waiting = (await start(one)).contact;
    const open = (await start(other)).contact;
    await accept(open.id);
    await block(one, waiting.threadId);
    await block(other, open.threadId);
    for (const contact of [waiting, open]) {
      expect(await code(say(cast.zainab, contact.threadId))).toBe('not_accepting');
      expect(await code(accept(contact.id))).toBe('not_accepting');
    }
    expect(await code(start(one))).toBe('blocked');
  });

  test('lifted, the talent’s word opens it again, and the customer asks as after a no', async () => {
    const who = await member();
    const { contact } = await start(who);
    const { id } = await block(cast.zainab, contact.threadId);
    await unblock(cast.zainab, id);
    expect(await code(start(who))).toBe('contact_declined');
    expect(await code(say(cast.zainab, contact.threadId, 'On second thought…'))).toBe('went through');
    expect(await code(say(who, contact.threadId))).toBe('went through');
  });

  test('a live booking’s talk goes on for both and closes with the booking', async () => {
    const who = await member();
    const live = await booking(who, 'quoted');
    await block(cast.zainab, live.threadId);
    expect(await code(write(who, live.id))).toBe('went through');
    expect(await code(write(cast.zainab, live.id))).toBe('went through');
    await database.query(`update bookings set state = 'completed', completed_at = $2 where id = $1`, [
      live.id,
      opening,
    ]);
    expect(await code(write(who, live.id))).toBe('blocked');
    expect(await code(write(cast.zainab, live.id))).toBe('blocked');
  });

  test('asked again it is the same one; the list shows names and nothing else; a stranger’s block is nobody’s', async () => {
    const who = await member();
    const { contact } = await start(who);
    const first = await block(who, contact.threadId);
    expect(await block(who, contact.threadId)).toEqual(first);
    const { items } = await listBlocks(stage.as(who), { limit: 50 });
    expect(items).toEqual([{ id: first.id, name: 'Zainab Kareem', createdAt: opening.toISOString() }]);
    expect(await code(unblock(cast.zainab, first.id))).toBe('not_found');
    await unblock(who, first.id);
    expect((await listBlocks(stage.as(who), { limit: 50 })).items).toEqual([]);
  });

  test('nobody is blocked by a conversation one is not in', async () => {
    const { contact } = await start(await member());
    expect(await code(block(await member(), contact.threadId))).toBe('not_found');
    expect(await code(block(cast.gone, contact.threadId))).toBe('account_suspended');
  });

  test('the sender of an inquiry without an account is blocked by an address the talent never sees', async () => {
    const [inquiry] = await database.query<{ id: string }>(
      `insert into inquiries (talent_id, talent_user_id, message, sender_name, sender_email, link_hash) values ($1, $2, 'Hello', 'Layla', 'Layla-${planted}@Example.com', 'hash-of-layla') returning id`,
      [talentIds.zainab, cast.zainab],
    );
    const [thread] = await database.query<{ id: string }>(
      `insert into threads (kind, inquiry_id) values ('inquiry', $1) returning id`,
      [inquiry?.id],
    );
    await database.query(
      `insert into thread_members (thread_id, user_id, side, kind, subject_id, partner_name) values ($1, $2, 'talent', 'inquiry', $3, 'Layla')`,
      [thread?.id, cast.zainab, inquiry?.id],
    );
    const made = await does(cast.zainab, createBlock, { inquiryId: inquiry?.id ?? '' });
    expect(made).toEqual({ id: made.id, name: 'Layla', createdAt: opening.toISOString() });
    const [kept] = await database.query('select blocked_id, blocked_email from blocks where id = $1', [made.id]);
    expect(kept).toEqual({ blocked_id: null, blocked_email: `layla-${planted.toLowerCase()}@example.com` });
  });
});

describe('reports', () => {
  test('one open report each, decided once by an operator, in the log', async () => {
    const who = await member();
    const { contact, message } = await start(who);
    const made = await report(cast.zainab, contact.threadId, message?.id);
    expect(made).toMatchObject({ state: 'open', reason: 'abuse', note: 'Rude.', messageId: message?.id });
    expect(await code(report(cast.zainab, contact.threadId))).toBe('already_reported');
    expect(await code(report(who, contact.threadId))).toBe('went through');

    const open = await listReports(stage.as(operator), { state: 'open', limit: 50 });
    expect(open.items.find(({ id }) => id === made.id)).toMatchObject({
      kind: 'direct',
      reporter: { id: cast.zainab },
      reported: { id: who },
    });
    expect(await decide(operator, made.id)).toMatchObject({ state: 'upheld', decision: 'Seen.', decidedBy: 'Hala' });
    expect(await code(decide(operator, made.id, 'dismissed'))).toBe('wrong_state');
    const log = await database.query(
      `select actor_id, reason, data ->> 'decision' as decision from audit_log where action = 'report.decided' and subject_id = $1`,
      [made.id],
    );
    expect(log).toEqual([{ actor_id: operator, reason: 'Seen.', decision: 'upheld' }]);
    expect(await code(report(cast.zainab, contact.threadId))).toBe('went through');
  });

  test('twenty at once are one', async () => {
    const { contact } = await start(await member());
    const codes = await Promise.all(Array.from({ length: 20 }, () => code(report(cast.zainab, contact.threadId))));
    expect(codes.filter((one) => one === 'went through')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['went through', 'already_reported']));
  });

  test('about one’s own conversation and its words alone', async () => {
    const { contact } = await start(await member());
    const other = await start(await member());
    expect(await code(report(cast.omar, contact.threadId))).toBe('not_found');
    expect(await problem(report(cast.zainab, contact.threadId, other.message?.id))).toMatchObject({
      code: 'invalid',
      details: { fields: { messageId: ['unknown'] } },
    });
  });

  test('to anybody but an operator there is nothing', async () => {
    const { contact } = await start(await member());
    const { id } = await report(cast.zainab, contact.threadId);
    for (const who of [cast.zainab, cast.sara, cast.stranger]) {
      expect(['not_found', 'onboarding_required']).toContain(
        await code(listReports(stage.as(who), { state: 'open', limit: 50 })),
      );
      expect(await code(decide(who, id))).toBe('not_found');
      expect(await code(look(who, contact.threadId, 'curious'))).toBe('not_found');
    }
  });
});

describe('an operator reads', () => {
  const shown = async (who: string, threadId: string) => {
    const { rows } = await stage.doors
      .asUser({ userId: who })
      .write((tx) => tx.execute(`select looked_at from thread_looks where thread_id = '${threadId}'`));
    return rows.length;
  };

  test('with a reason, unmasked, in the log; the two learn of it when the case is closed', async () => {
    const who = await member();
    const { contact } = await start(who, 'Call 0770 123 4567');
    const { id } = await report(cast.zainab, contact.threadId);
    expect(await problem(look(operator, contact.threadId))).toMatchObject({
      code: 'invalid',
      details: { fields: { reason: ['required'] } },
    });
    const seen = await look(operator, contact.threadId, 'the report of today');
    expect(seen).toMatchObject({
      kind: 'direct',
      state: 'pending',
      members: [
        { id: who, side: 'customer' },
        { id: cast.zainab, side: 'talent', name: 'Zainab Kareem' },
      ],
      messages: [{ side: 'customer', body: 'Call 0770 123 4567', takenBackAt: null }],
      reports: [{ id }],
    });
    const log = await database.query(
      `select actor_id, reason from audit_log where action = 'thread.looked' and subject_id = $1`,
      [contact.threadId],
    );
    expect(log).toEqual([{ actor_id: operator, reason: 'the report of today' }]);
    expect([await shown(who, contact.threadId), await shown(cast.zainab, contact.threadId)]).toEqual([0, 0]);
    await decide(operator, id);
    expect([await shown(who, contact.threadId), await shown(cast.zainab, contact.threadId)]).toEqual([1, 1]);
    expect(await shown(cast.omar, contact.threadId)).toBe(0);
    const view = await getThread(stage.as(who), { threadId: contact.threadId });
    expect(view.operatorLookedAt).toBe(opening.toISOString());
    await report(who, contact.threadId);
    expect(await getThread(stage.as(who), { threadId: contact.threadId })).toMatchObject({ operatorLookedAt: null });
  });

  test('a dispute is reason enough, and logged all the same', async () => {
    const { threadId } = await booking(await member(), 'disputed');
    expect(await code(look(operator, threadId))).toBe('went through');
    const log = await database.query(`select reason from audit_log where subject_id = $1`, [threadId]);
    expect(log).toEqual([{ reason: 'dispute' }]);
  });

  test('what was taken back is there for them', async () => {
    const who = await member();
    const { contact } = await start(who);
    await accept(contact.id);
    const said = await say(who, contact.threadId, 'Something I regret');
    later(1000);
    await takeBack(stage.as(who), { threadId: contact.threadId, messageId: said.id });
    const { messages } = await look(operator, contact.threadId, 'asked by the talent');
    expect(messages.at(-1)).toMatchObject({ body: 'Something I regret', takenBackAt: stage.now.toISOString() });
  });

  test('a conversation that is not there', async () =>
    expect(await code(look(operator, '0190d3a0-0000-7000-8000-00000000dead', 'why'))).toBe('not_found'));
});

describe('taking back', () => {
  test('one’s own words, once, and nobody else’s', async () => {
    const who = await member();
    const { contact } = await start(who);
    await accept(contact.id);
    const { threadId } = contact;
    const { id: messageId } = await say(who, threadId, 'Oops');
    expect(await code(takeBack(stage.as(cast.zainab), { threadId, messageId }))).toBe('not_your_move');
    expect(await code(takeBack(stage.as(cast.omar), { threadId, messageId }))).toBe('not_found');
    later(1000);
    const first = stage.now;
    await takeBack(stage.as(who), { threadId, messageId });
    later(1000);
    await takeBack(stage.as(who), { threadId, messageId });
    const [row] = await database.query('select deleted_at from messages where id = $1', [messageId]);
    expect(row).toEqual({ deleted_at: first });
    const previews = await database.query('select preview from thread_members where thread_id = $1', [threadId]);
    expect(previews).toEqual([{ preview: '' }, { preview: '' }]);
  });

  test('the opening words of a request take the request with them', async () => {
    const who = await member();
    const { contact, message } = await start(who);
    await takeBack(stage.as(who), { threadId: contact.threadId, messageId: message?.id ?? '' });
    expect(await getContact(stage.as(who), { contactId: contact.id })).toMatchObject({ state: 'closed' });
  });

  test('nothing in a dispute', async () => {
    const who = await member();
    const { id, threadId } = await booking(who, 'disputed');
    const said = await write(who, id, 'My side of it');
    expect(await code(takeBack(stage.as(who), { threadId, messageId: said.id }))).toBe('wrong_state');
    await expect(
      stage.doors
        .asUser({ userId: who })
        .write((tx) => tx.execute(`update messages set deleted_at = app.now() where id = '${said.id}'`)),
    ).rejects.toThrow();
  });

  test('erased by the clock after 30 days, unless a report or a dispute holds it', async () => {
    const who = await member();
    const free = (await start(who)).contact;
    await accept(free.id);
    const reported = (await start(await member())).contact;
    await accept(reported.id);
    const disputed = await booking(who, 'paid');
    const said: { threadId: string; who: string; id: string }[] = [];
    for (const { threadId } of [free, reported])
      said.push({ threadId, who: cast.zainab, id: (await say(cast.zainab, threadId, 'Gone soon')).id });
    said.push({ threadId: disputed.threadId, who, id: (await write(who, disputed.id)).id });
    for (const one of said) await takeBack(stage.as(one.who), { threadId: one.threadId, messageId: one.id });
    const { id: reportId } = await report(cast.zainab, reported.threadId);
    await database.query(`update bookings set state = 'disputed' where id = $1`, [disputed.id]);
    const left = () => Promise.all(said.map(({ threadId }) => wordsIn(threadId)));

    later(30 * day);
    await tidyConversations(stage.as(null));
    expect(await left()).toEqual([2, 2, 1]);
    later(1);
    await tidyConversations(stage.as(null));
    expect(await left()).toEqual([1, 2, 1]);
    await decide(operator, reportId, 'dismissed');
    await database.query(`update bookings set state = 'resolved' where id = $1`, [disputed.id]);
    await tidyConversations(stage.as(null));
    expect(await left()).toEqual([1, 1, 0]);
  });

  test('evidence is kept even from the system', async () => {
    const { contact, message } = await start(await member());
    await report(cast.zainab, contact.threadId);
    const erase = (statement: string) => stage.doors.asSystem('test').write((tx) => tx.execute(statement));
    await expect(erase(`delete from messages where id = '${message?.id}'`)).rejects.toThrow();
    await expect(erase(`delete from threads where id = '${contact.threadId}'`)).rejects.toThrow();
  });
});
