import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast, planted, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { sweepAttachments } from '../attachments/sweeping.ts';
import type { Ctx } from '../ctx.ts';
import type { Storage } from '../storage.ts';
import type { Entry } from '../ledger/rules.ts';
import { post } from '../ledger/service.ts';
import { receiveClerkWebhook } from './service.ts';

let database: TestDatabase;
let stage: Stage;
const erased: string[] = [];
const storage = { name: 'blobs', remove: async (key: string) => void erased.push(key) } as unknown as Storage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  const { query } = database;
  await query(
    `insert into portfolio_items (id, talent_id, kind, state, media, position, type, size, storage, object_key, file)
     select x.id::uuid, $1, x.kind, 'ready', '{"url":"/api/media/x/y.webp","width":4,"height":3}', 0, 'image/webp', 1000, 'blobs', 'work/' || x.id, 'y.webp'
     from (values ('0190d3a0-0000-7000-9800-000000000001', 'image'), ('0190d3a0-0000-7000-9800-000000000002', 'portrait')) x (id, kind)`,
    [talentIds.zainab],
  );
  await query(
    `insert into removed_work (id, talent_id, piece, undo_until) values (gen_random_uuid(), $1, '{"title":"${planted}"}', now() + interval '1 hour')`,
    [talentIds.zainab],
  );
  await query(
    `insert into service_photos (service_id, talent_id, source, state, type, size, width, height, storage, object_key, digest, shown_at)
     values ($1, $2, 'studio', 'shown', 'image/jpeg', 10, 4, 3, 'blobs', 'photo/1', 'd', now())`,
    [serviceIds.zainabWedding, talentIds.zainab],
  );
  await query(`insert into casting_attributes (talent_id, height_cm) values ($1, 170)`, [talentIds.zainab]);
  await query(`insert into calendar_feeds (user_id, token_hash) values ($1, repeat('a', 64))`, [cast.zainab]);
});
afterAll(() => database.close());

let events = 0;
const leave = (userId: string) =>
  receiveClerkWebhook(stage.as(null), { eventId: `msg_leaving_${(events += 1)}`, type: 'user.deleted', userId });
const casesOf = (userId: string) =>
  database.query(`select facts, closed_at from money_cases where kind = 'account_deleted' and subject = $1`, [
    `user:${userId}`,
  ]);
const daysAgo = (days: number) => new Date(stage.now.getTime() - days * 86_400_000).toISOString();
let booked = 0;
async function booking(state: string, more = ''): Promise<string> {
  booked += 1;
  const id = `0190d3a0-0000-7000-9700-00000000000${booked}`;
  const at = `2026-0${booked}-01T10:00:00Z`;
  await database.query(
    `insert into bookings (id, talent_id, talent_user_id, customer_id, state, state_at, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name, price_agreed, quote_version${more && ', completed_at'})
     values ($1, $2, $3, $4, $5, now(), $6::timestamptz, $6::timestamptz + interval '1 hour', 'Asia/Baghdad', '{}', 1000, 'IQD', 'S', 'Omar Bennani', 1000, 1${more && `, ${more}`})`,
    [id, talentIds.omar, cast.omar, cast.sara, state, at],
  );
  return id;
}

describe('whoever deleted their account where people sign in', () => {
  test('leaves no words and no pictures on the page, and the bytes go by the clock', async () => {
    await leave(cast.zainab);
    expect(stage.told).toEqual(['unpublished zainab-kareem']);
    const { query } = database;
    for (const table of ['portfolio_items', 'removed_work', 'service_photos', 'casting_attributes'])
      expect([table, await query(`select 1 from ${table} where talent_id = $1`, [talentIds.zainab])]).toEqual([
        table,
        [],
      ]);
    expect(await query(`select 1 from calendar_feeds where user_id = $1`, [cast.zainab])).toEqual([]);
    expect(
      await query(
        `select slug, display_name, headline, bio, tags, avatar, published_at from talent_profiles where id = $1`,
        [talentIds.zainab],
      ),
    ).toEqual([
      {
        slug: 'zainab-kareem',
        display_name: '',
        headline: {},
        bio: {},
        tags: [],
        avatar: null,
        published_at: null,
      },
    ]);
    // what bookings are about stays
    expect(await query(`select 1 from services where talent_id = $1`, [talentIds.zainab])).toHaveLength(2);
    const ctx = stage.as(null);
    const storages = { current: async () => storage, named: async () => storage };
    await sweepAttachments({ ...ctx, ports: { ...ctx.ports, storages } } satisfies Ctx);
    // by the column's clock: the rows are due at the moment they were left
    expect(erased).toEqual(
      expect.arrayContaining([
        'work/0190d3a0-0000-7000-9800-000000000001',
        'work/0190d3a0-0000-7000-9800-000000000002',
        'photo/1',
      ]),
    );
    expect(await casesOf(cast.zainab)).toEqual([]);
  });

  test('with bookings that are open, the operator has one case that names them; the bookings stay', async () => {
    const paid = await booking('paid');
    const declined = await booking('declined');
    const old = await booking('completed', `'${daysAgo(8)}'`);
    const fresh = await booking('completed', `'${daysAgo(6)}'`);
    await leave(cast.omar);
    const [found, ...others] = await casesOf(cast.omar);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      closed_at: null,
      facts: {
        userId: cast.omar,
        bookings: [
          { booking: paid, state: 'paid' },
          { booking: fresh, state: 'completed' },
        ],
      },
    });
    // told again by another event: nothing is done twice
    await leave(cast.omar);
    expect(await casesOf(cast.omar)).toHaveLength(1);
    // the other side leaves too: a case of its own
    await leave(cast.sara);
    expect(await casesOf(cast.sara)).toHaveLength(1);
    expect(
      await database.query(`select id, talent_name from bookings where id = any ($1) order by id`, [
        [paid, declined, old, fresh],
      ]),
    ).toEqual([paid, declined, old, fresh].map((id) => ({ id, talent_name: 'Omar Bennani' })));
  });

  test('with money owed, the case says how much of what, and the books keep it', async () => {
    const owed: Entry = {
      kind: 'correction',
      source: 'owed to somebody who leaves',
      paymentId: null,
      lines: [
        { account: 'unmatched', amount: 700, currency: 'IQD' },
        { account: 'owed', amount: -700, currency: 'IQD', userId: cast.nour },
      ],
    };
    await stage.doors.asSystem('test').write((tx) => post(tx, owed, stage.now));
    await leave(cast.nour);
    expect(await casesOf(cast.nour)).toMatchObject([{ facts: { bookings: [], owed: { IQD: 700 } } }]);
    expect(await database.query(`select amount::int from ledger_lines where user_id = $1`, [cast.nour])).toEqual([
      { amount: -700 },
    ]);
  });

  test('to whom nothing is owed and who owes nothing leaves without a case', async () => {
    await leave(cast.acme);
    expect(await casesOf(cast.acme)).toEqual([]);
  });
});
