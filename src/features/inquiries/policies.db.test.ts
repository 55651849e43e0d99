import { createHash } from 'node:crypto';
import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databaseError } from '../../db/errors.ts';
import { cast, planted, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';

/** Everybody who can come by: with an account, without one, with the link of the visitor's inquiry, with another's. */
const seers = ['visitor', 'link', 'guess', 'sara', 'acme', 'zainab', 'omar', 'gone', 'operator', 'stranger'] as const;
type Seer = (typeof seers)[number];

const ofVisitor = '0190d3a0-0000-7000-9000-0000000000a1';
const ofSara = '0190d3a0-0000-7000-9000-0000000000a2';
const heldOne = '0190d3a0-0000-7000-9000-0000000000a3';
const digest = (word: string) => createHash('sha256').update(word).digest('hex');

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ('user_operator', 'op@example.com', 'Hala', 'admin', now())`,
  );
  stage = stageOn(database);
});
beforeEach(async () => {
  await database.query('delete from inquiries');
  await database.query('delete from inquiry_spam_marks');
  const one = `insert into inquiries (id, talent_id, talent_user_id, sender_id, message, sender_name, sender_email, sender_phone, link_hash, held_at, answers, status, read_at)
    values ($1, '${talentIds.zainab}', '${cast.zainab}', $2, 'hello', 'L', $3, '${planted}', $4, $5, 1, 'replied', now())`;
  await database.query(one, [ofVisitor, null, `guest-${planted}@example.com`, digest('open sesame'), null]);
  await database.query(one, [ofSara, cast.sara, `sara-${planted}@example.com`, digest('of sara'), null]);
  await database.query(one, [heldOne, null, `held-${planted}@example.com`, digest('of the held'), new Date()]);
  for (const [id, who] of [
    [ofVisitor, null],
    [ofSara, cast.sara],
  ])
    await database.query(
      `insert into inquiry_replies (inquiry_id, author, sender_id, reply) values ($1, 'sender', $2, 'a word')`,
      [id, who],
    );
  await database.query(`insert into inquiry_spam_marks (inquiry_id, talent_user_id, email_hash) values ($1, $2, 'x')`, [
    ofVisitor,
    cast.zainab,
  ]);
});
afterAll(() => database.close());

const doorOf = (who: Seer) =>
  who === 'visitor'
    ? stage.doors.asVisitor()
    : who === 'link'
      ? stage.doors.asVisitor({ link: 'open sesame' })
      : who === 'guess'
        ? stage.doors.asVisitor({ link: 'open barley' })
        : stage.doors.asUser({ userId: who === 'operator' ? 'user_operator' : cast[who] });
/** Rows touched or seen, or the code the database said no with. */
const asked = (who: Seer, statement: SQL): Promise<number | string> =>
  doorOf(who)
    .write((tx) => tx.execute(statement))
    .then(
      ({ rows, rowCount }) => (rows.length > 0 ? rows.length : (rowCount ?? 0)),
      (error: unknown) => databaseError(error)?.code ?? Promise.reject(error),
    );
const answers = async (statement: (who: Seer) => SQL) => {
  const said: Record<string, number | string> = {};
  for (const who of seers) said[who] = await asked(who, statement(who));
  return said;
};
const none = { visitor: 0, link: 0, guess: 0, sara: 0, acme: 0, zainab: 0, omar: 0, gone: 0, operator: 0, stranger: 0 };
const no = '42501';
const denied = Object.fromEntries(seers.map((who) => [who, no]));

describe('inquiries', () => {
  test('are seen by the talent asked, the sender, and whoever holds the link; held ones not even by the talent', async () =>
    expect(await answers(() => sql`select id from inquiries`)).toEqual({ ...none, link: 1, sara: 1, zainab: 2 }));

  test.each(['sender_email', 'sender_phone', 'link_hash', 'ip_hash', 'form_key', 'held_at'])(
    '%s is for the system alone',
    async (column) => expect(await answers(() => sql`select ${sql.identifier(column)} from inquiries`)).toEqual(denied),
  );

  test.each(['is_spam', 'read_at', 'deleted_at', 'masked_message'])(
    'how the talent files it, a link does not tell: %s',
    async (column) => {
      for (const who of ['visitor', 'link', 'guess'] as const)
        expect(await asked(who, sql`select ${sql.identifier(column)} from inquiries`)).toBe(no);
    },
  );

  const born = (sender: string | null, talent: keyof typeof talentIds = 'zainab') =>
    sql`insert into inquiries (talent_id, talent_user_id, sender_id, message, sender_name, sender_email, link_hash)
      values (${talentIds[talent]}, ${cast[talent]}, ${sender}, 'hi', 'L', ${`${crypto.randomUUID()}@example.com`}, ${crypto.randomUUID()})`;
  test('are made by visitors in nobody’s name and by customers in their own', async () => {
    expect(
      await answers((who) =>
        born(who === 'operator' ? 'user_operator' : who in cast ? cast[who as keyof typeof cast] : null),
      ),
    ).toEqual({
      visitor: 1,
      link: 1,
      guess: 1,
      sara: 1,
      acme: 1,
      zainab: no,
      omar: no,
      gone: no,
      operator: no,
      stranger: no,
    });
    expect(await answers(() => born(cast.sara))).toEqual({ ...denied, sara: 1 });
  });
  test('are made for no draft, and not for one talent in another’s name', async () => {
    expect(await asked('sara', born(cast.sara, 'nour'))).toBe(no);
    const swapped = sql`insert into inquiries (talent_id, talent_user_id, message, sender_name, sender_email, link_hash)
      values (${talentIds.zainab}, ${cast.omar}, 'hi', 'L', 'x@example.com', 'x')`;
    expect(await asked('visitor', swapped)).toBe(no);
  });
  test('about another’s service are refused by a constraint', async () =>
    expect(
      await asked(
        'visitor',
        sql`insert into inquiries (talent_id, talent_user_id, service_id, message, sender_name, sender_email, link_hash)
          values (${talentIds.zainab}, ${cast.zainab}, ${serviceIds.omarParty}, 'hi', 'L', 'x@example.com', 'x')`,
      ),
    ).toBe('23503'));
  test('are born unread, whatever was written', async () => {
    const id = '0190d3a0-0000-7000-9000-0000000000b1';
    await asked(
      'sara',
      sql`insert into inquiries (id, talent_id, talent_user_id, sender_id, message, sender_name, sender_email, link_hash, status, is_spam, read_at, answers, follow_ups, created_at)
        values (${id}, ${talentIds.zainab}, ${cast.zainab}, ${cast.sara}, 'hi', 'L', 'x@example.com', 'x', 'replied', true, now(), 3, -9, '2020-01-01')`,
    );
    expect(
      await database.query(
        'select status, is_spam, read_at, answers, follow_ups, created_at from inquiries where id = $1',
        [id],
      ),
    ).toEqual([{ status: 'unread', is_spam: false, read_at: null, answers: 0, follow_ups: 0, created_at: stage.now }]);
  });

  test('are filed by the talent asked alone', async () =>
    expect(await answers(() => sql`update inquiries set is_spam = is_spam`)).toEqual({
      ...none,
      visitor: no,
      link: no,
      guess: no,
      zainab: 2,
    }));
  test.each([
    'message',
    'sender_email',
    'answers',
    'follow_ups',
    'deleted_at',
    'ended_at',
    'held_at',
    'talent_user_id',
    'created_at',
    'read_at',
  ])('nobody writes %s', async (column) =>
    expect(
      await answers(() => sql`update inquiries set ${sql.identifier(column)} = ${sql.identifier(column)}`),
    ).toEqual(denied),
  );
  test('`replied` is earned by an answer', async () => {
    await database.query(`update inquiries set answers = 0, status = 'read' where id = $1`, [ofVisitor]);
    expect(await asked('zainab', sql`update inquiries set status = 'replied' where id = ${ofVisitor}`)).toBe('23514');
  });
  test('nobody deletes one', async () => expect(await answers(() => sql`delete from inquiries`)).toEqual(denied));
  test('hiding and ending reach what is one’s own and nothing else', async () => {
    const hidden = (who: Seer) =>
      stage.doors
        .asUser({ userId: cast[who as 'zainab'] })
        .write((tx) => tx.execute<{ done: boolean }>(sql`select app.hide_inquiry(${ofVisitor}) as done`));
    for (const who of ['sara', 'omar', 'gone'] as const) expect((await hidden(who)).rows).toEqual([{ done: false }]);
    expect(await asked('visitor', sql`select app.hide_inquiry(${ofVisitor})`)).toBe(no);
    expect((await hidden('zainab')).rows).toEqual([{ done: true }]);
    const ended = (who: Seer) =>
      doorOf(who).write((tx) => tx.execute<{ done: boolean }>(sql`select app.end_inquiry() as done`));
    for (const who of ['visitor', 'guess', 'sara'] as const) expect((await ended(who)).rows).toEqual([{ done: false }]);
    expect((await ended('link')).rows).toEqual([{ done: true }]);
    expect(await database.query('select id from inquiries where ended_at is not null')).toEqual([{ id: ofVisitor }]);
  });
  test('what the rule asks is told to the two alone', async () =>
    expect(await answers(() => sql`select side from app.inquiry_talk(${ofVisitor}, true)`)).toEqual({
      ...none,
      link: 1,
      zainab: 1,
    }));
});

describe('replies', () => {
  test('are seen where their inquiry is', async () =>
    expect(await answers(() => sql`select id from inquiry_replies`)).toEqual({ ...none, link: 1, sara: 1, zainab: 2 }));

  const word = (author: string, sender: string | null, inquiry = ofVisitor) =>
    sql`insert into inquiry_replies (inquiry_id, author, sender_id, reply) values (${inquiry}, ${author}, ${sender}, 'a word')`;
  const me = (who: Seer) =>
    who === 'operator' ? 'user_operator' : who in cast ? cast[who as keyof typeof cast] : null;
  test('a visitor adds one by their link, in nobody’s name', async () => {
    expect(await answers((who) => word('sender', me(who)))).toEqual({ ...denied, link: 1 });
    expect(await asked('link', word('sender', cast.sara))).toBe(no);
    expect(await asked('link', word('talent', cast.zainab))).toBe(no);
  });
  test('the talent answers in their own name, to what is not held', async () => {
    expect(await answers((who) => word('talent', me(who)))).toEqual({
      ...denied,
      visitor: no,
      link: no,
      guess: no,
      zainab: 1,
    });
    expect(await asked('zainab', word('talent', cast.omar))).toBe(no);
    expect(await asked('zainab', word('sender', cast.zainab))).toBe(no);
    expect(await asked('zainab', word('talent', cast.zainab, heldOne))).toBe(no);
  });
  test('a signed-in sender adds theirs, nobody another’s', async () =>
    expect(await answers((who) => word('sender', me(who), ofSara))).toEqual({ ...denied, sara: 1 }));
  test('before an answer nobody follows up, and not a sixth time', async () => {
    await database.query('update inquiries set answers = 0');
    expect(await asked('sara', word('sender', cast.sara, ofSara))).toBe(no);
    await database.query('update inquiries set answers = 1, follow_ups = 5');
    expect(await asked('sara', word('sender', cast.sara, ofSara))).toBe(no);
    await database.query('update inquiries set follow_ups = 4');
    expect(await asked('sara', word('sender', cast.sara, ofSara))).toBe(1);
  });
  test('nobody changes or deletes one', async () => {
    expect(await answers(() => sql`update inquiry_replies set reply = 'x'`)).toEqual(denied);
    expect(await answers(() => sql`delete from inquiry_replies`)).toEqual(denied);
  });
});

describe('spam marks', () => {
  test.each([
    ['select', sql`select id from inquiry_spam_marks`],
    [
      'insert',
      sql`insert into inquiry_spam_marks (inquiry_id, talent_user_id, email_hash) values (gen_random_uuid(), ${cast.zainab}, 'x')`,
    ],
    ['update', sql`update inquiry_spam_marks set cleared_at = now()`],
    ['delete', sql`delete from inquiry_spam_marks`],
  ])('are for the system alone: %s', async (_what, statement) =>
    expect(await answers(() => statement)).toEqual(denied),
  );
});
