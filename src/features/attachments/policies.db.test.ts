import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Tx } from '../../db/client.ts';
import { databaseError } from '../../db/errors.ts';
import { cast, seat, serviceIds, talentIds, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';

let database: TestDatabase;
let stage: Stage;
let as: <Result>(who: Seer, work: (tx: Tx) => Promise<Result>) => Promise<Result>;
/** a paid booking of sara and zainab, and one of acme and omar */
let thread = '';
let elsewhere = '';
const now = new Date('2026-03-02T09:00:00Z');
const ids = {
  sent: '0190d3a0-0000-7000-9000-0000000000a1',
  withdrawn: '0190d3a0-0000-7000-9000-0000000000a2',
  ready: '0190d3a0-0000-7000-9000-0000000000a3',
  waiting: '0190d3a0-0000-7000-9000-0000000000a4',
} as const;

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database, now);
  as = through(stage.doors);
  thread = await talk(cast.sara, cast.zainab, talentIds.zainab, serviceIds.zainabWedding);
  elsewhere = await talk(cast.acme, cast.omar, talentIds.omar, serviceIds.omarParty);
});
afterAll(() => database.close());

async function talk(customer: string, talent: string, talentId: string, service: string): Promise<string> {
  const [booking] = await database.query<{ id: string }>(
    `insert into bookings (service_id, talent_id, talent_user_id, customer_id, state, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name, price_agreed, quote_version)
     values ($1, $2, $3, $4, 'paid', '2026-04-01T09:00Z', '2026-04-01T10:00Z', 'Asia/Baghdad', '{}', 1, 'IQD', 'C', 'T', 1, 1) returning id`,
    [service, talentId, talent, customer],
  );
  const [made] = await database.query<{ id: string }>(
    `insert into threads (kind, booking_id) values ('booking', $1) returning id`,
    [booking?.id],
  );
  await database.query(
    `insert into thread_members (thread_id, user_id, side, subject_id) values ($1, $2, 'customer', $4), ($1, $3, 'talent', $4)`,
    [made?.id, customer, talent, booking?.id],
  );
  return made?.id ?? '';
}
const message = async (sender: string, at = now) =>
  (
    await database.query<{ id: string }>(
      `insert into messages (thread_id, sender_id, body, sent_at) values ($1, $2, 'Look', $3) returning id`,
      [thread, sender, at],
    )
  )[0]?.id ?? '';

beforeEach(async () => {
  await database.query('delete from attachments');
  await database.query('delete from messages');
  const messageId = await message(cast.sara);
  const row = (id: string, extra: string) =>
    database.query(
      `insert into attachments (id, thread_id, owner_id, name, type, size, storage, upload_until, ticket_hash, ${extra.split('|')[0]})
       values ('${id}', '${thread}', '${cast.sara}', 'a.png', 'image/png', 10, 'blobs', now(), 'secret', ${extra.split('|')[1]})`,
    );
  await row(ids.sent, `state, object_key, message_id, position|'ready', 'k1', '${messageId}', 1`);
  await row(
    ids.withdrawn,
    `state, object_key, message_id, position, withdrawn_at|'ready', 'k2', '${messageId}', 2, now()`,
  );
  await row(ids.ready, `state, object_key|'ready', 'k3'`);
  await row(ids.waiting, `state|'waiting'`);
});

const outcome = (work: Promise<unknown>) =>
  work.then(
    (rows) => (Array.isArray(rows) ? rows.length : 'went through'),
    (error: unknown) => databaseError(error)?.code ?? error,
  );
const run = async (who: Seer, statement: ReturnType<typeof sql>) =>
  outcome(as(who, async (tx) => (await tx.execute(statement)).rows));

const seers = ['sara', 'zainab', 'acme', 'omar', 'nour', 'gone', 'stranger', 'visitor', 'system'] as const;
type Row = readonly [Seer, sees: unknown, attaches: unknown, removes: unknown, sends: unknown, judges: unknown];
/** Numbers are rows; 42501 is a refusal with a bang, 0 one that hides. */
const table: readonly Row[] = [
  ['sara', 3, 1, 2, 1, '42501'],
  ['zainab', 1, '42501', 0, 0, '42501'],
  ['acme', 0, '42501', 0, 0, '42501'],
  ['omar', 0, '42501', 0, 0, '42501'],
  ['nour', 0, '42501', 0, 0, '42501'],
  ['gone', 0, '42501', 0, 0, '42501'],
  ['stranger', 0, '42501', 0, 0, '42501'],
  ['visitor', '42501', '42501', '42501', '42501', '42501'],
  ['system', 4, '42501', 4, '42501', 1],
];
test('everybody has a row', () => expect(table.map(([who]) => who)).toEqual(seers));

describe.each(table)('%s', (who, sees, attaches, removes, sends, judges) => {
  test('sees', async () => expect(await run(who, sql`select id from attachments`)).toBe(sees));
  test('attaches in sara’s name', async () =>
    expect(
      await run(
        who,
        sql`insert into attachments (thread_id, owner_id, name, type, size, storage, upload_until) values (${thread}, ${cast.sara}, 'b.png', 'image/png', 1, 'blobs', now()) returning id`,
      ),
    ).toBe(attaches));
  test('removes', async () => expect(await run(who, sql`delete from attachments returning id`)).toBe(removes));
  test('sends what is ready', async () => {
    const fresh = await message(cast.sara);
    expect(
      await run(
        who,
        sql`update attachments set message_id = ${fresh}, position = 1 where id = ${ids.ready} returning id`,
      ),
    ).toBe(sends);
  });
  test('judges what waits', async () =>
    expect(
      await run(
        who,
        sql`update attachments set state = 'ready', object_key = 'x' where id = ${ids.waiting} returning id`,
      ),
    ).toBe(judges));
});

describe('columns nobody is handed', () => {
  test('the word of an upload is the system’s alone', async () => {
    expect(await run('sara', sql`select ticket_hash from attachments`)).toBe('42501');
    expect(await run('system', sql`select ticket_hash from attachments`)).toBe(4);
  });
  test.each(['name', 'type', 'size', 'storage', 'owner_id', 'thread_id', 'withdrawn_at', 'created_at'])(
    'nobody changes %s',
    async (column) => {
      const change = sql`update attachments set ${sql.identifier(column)} = ${sql.identifier(column)}`;
      expect(await run('sara', change)).toBe('42501');
      if (column !== 'size') expect(await run('system', change)).toBe('42501');
    },
  );
  test('removals are the system’s', async () => {
    for (const who of ['sara', 'zainab', 'stranger', 'visitor'] as const)
      for (const statement of [
        sql`select * from attachment_removals`,
        sql`delete from attachment_removals`,
        sql`insert into attachment_removals (storage, object_key, due_at) values ('blobs', 'files/x', now())`,
        sql`select app.sweep_attachments('1 day', '30 days')`,
      ])
        expect(await run(who, statement)).toBe('42501');
  });
});

describe('what must never be', () => {
  const sara = (statement: ReturnType<typeof sql>) => run('sara', statement);
  const bind = (id: string, messageId: string, position = 1) =>
    sara(sql`update attachments set message_id = ${messageId}, position = ${position} where id = ${id} returning id`);

  test('a file in another’s name, in another’s thread, or born ready', async () => {
    const insert = (owner: string, into: string) =>
      sara(
        sql`insert into attachments (thread_id, owner_id, name, type, size, storage, upload_until, state, object_key) values (${into}, ${owner}, 'b.png', 'image/png', 1, 'blobs', now(), 'ready', 'stolen') returning id`,
      );
    expect(await insert(cast.zainab, thread)).toBe('42501');
    expect(await insert(cast.sara, elsewhere)).toBe('42501');
    expect(await insert(cast.sara, thread)).toBe(1);
    expect(await database.query(`select 1 from attachments where object_key = 'stolen'`)).toEqual([]);
  });
  test('a file with a message that is another’s, old, or of another thread', async () => {
    expect(await bind(ids.ready, await message(cast.zainab))).toBe('23514');
    expect(await bind(ids.ready, await message(cast.sara, new Date(now.getTime() - 1000)))).toBe('23514');
    const [far] = await database.query<{ id: string }>(
      `insert into messages (thread_id, sender_id, body, sent_at) values ($1, $2, 'x', $3) returning id`,
      [elsewhere, cast.acme, now],
    );
    expect(await bind(ids.ready, far?.id ?? '')).toBe('23514');
    expect(await bind(ids.ready, await message(cast.sara))).toBe(1);
  });
  test('a file that waits, was sent or was taken back is not sent', async () => {
    const fresh = await message(cast.sara);
    for (const id of [ids.waiting, ids.sent, ids.withdrawn]) expect(await bind(id, fresh)).toBe(0);
  });
  test('an eleventh file, or two in one place', async () => {
    const fresh = await message(cast.sara);
    expect(await bind(ids.ready, fresh, 11)).toBe('23514');
    expect(await bind(ids.ready, fresh, 0)).toBe('23514');
    const [{ message_id: taken } = { message_id: '' }] = await database.query<{ message_id: string }>(
      'select message_id from attachments where id = $1',
      [ids.sent],
    );
    expect(await bind(ids.ready, taken, 1)).toBe('23505');
  });
  test('a judgement that changes', async () => {
    const system = (statement: ReturnType<typeof sql>) => run('system', statement);
    expect(await system(sql`update attachments set object_key = 'other' where id = ${ids.ready}`)).toBe('23514');
    expect(
      await system(
        sql`update attachments set state = 'refused', refusal = 'damaged', object_key = null where id = ${ids.ready}`,
      ),
    ).toBe('23514');
    expect(await system(sql`update attachments set state = 'refused' where id = ${ids.waiting}`)).toBe('23514');
    expect(await system(sql`update attachments set state = 'ready' where id = ${ids.waiting}`)).toBe('23514');
  });
  test('a row that goes and leaves its bytes', async () => {
    await database.query('delete from attachment_removals');
    await database.query('delete from attachments where id = any($1)', [[ids.ready, ids.waiting]]);
    const left = await database.query<{ object_key: string }>('select object_key from attachment_removals order by 1');
    expect(left.map((row) => row.object_key)).toEqual(
      ['k3', `incoming/${ids.ready}`, `incoming/${ids.waiting}`].toSorted(),
    );
  });
});
