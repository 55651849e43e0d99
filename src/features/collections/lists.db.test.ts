import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { boardStageOn, codeOf, type BoardStage } from '../../testing/board-stage.ts';
import { cast, planted, seat, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { actingFor } from '../accounts/acting.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { tiers } from '../subscriptions/rules/entitlements.ts';
import {
  addTalent,
  createCollection,
  deleteCollection,
  editCollection,
  editItem,
  getCollection,
  listCollections,
  moveTalent,
  removeTalent,
} from './lists.ts';
import { listRoom } from './rules/lists.ts';
import { collectionList, collectionPage } from './schema/lists.ts';

let database: TestDatabase;
let stage: Stage;
let board: BoardStage;
const opening = new Date('2026-03-02T09:00:00Z');
const rand = 'user_rand';

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  board = boardStageOn(database, stage);
  // Acme is a member with a colleague in one of its seats
  await database.query(
    `insert into users (id, email, name, role, customer_kind, onboarded_at) values ($1, 'rand@example.com', 'Rand', 'customer', 'individual', now())`,
    [rand],
  );
  await database.query(
    `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
     values ($1, 'company', 'once', 0, 'IQD', 'comp', '2025-01-01', '2025-01-01', '2026-06-01')`,
    [cast.acme],
  );
  await database.query(
    `insert into mandates (kind, account_id, email, person_id, state, token_hash, accepted_at) values ('seat', $1, 'rand@example.com', $2, 'accepted', repeat('a', 64), '2026-01-01')`,
    [cast.acme, rand],
  );
});
afterAll(() => database.close());
beforeEach(async () => {
  stage.now = opening;
  await database.query('delete from collections');
  await database.query('delete from blocks');
  await database.query(`update talent_profiles set seen_by = 'everyone', inquiries_from = 'nobody' where id = $1`, [
    talentIds.zainab,
  ]);
});

const make = (who: string, name = 'Spring', talentId?: string) =>
  board.does(who, createCollection, { name, ...(talentId && { talentId }) });
const add = (who: string, collectionId: string, talentId: string, note?: string) =>
  board.does(who, addTalent, { collectionId, talentId, with: note === undefined ? {} : { note } });
const look = async (who: string, collectionId: string, cursor?: string, limit = 50) =>
  collectionPage.parse(await getCollection(stage.as(who), { collectionId, cursor, limit }));
const talentsOf = async (who: string, id: string) => (await look(who, id)).items.map(({ talentId }) => talentId);
const all = async (who: string, talent?: string) =>
  collectionList.parse(await listCollections(stage.as(who), { talent }));
/** many talents, as an owner would find them */
async function crowd(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const who = await board.person({ name: `Crowd ${n}` });
    const rows = await database.query<{ id: string }>('select id from talent_profiles where user_id = $1', [who]);
    ids.push(rows[0]?.id ?? '');
  }
  return ids;
}
const member = (): Ctx => {
  const actor = actingFor(cast.acme, { id: rand, kind: 'seat', under: cast.acme });
  return { ...stage.as(cast.acme), actor };
};

describe('a list', () => {
  test('is made, named, noted, filled, put in order and dropped', async () => {
    const list = await make(cast.acme, 'Spring', talentIds.zainab);
    expect(list).toMatchObject({ name: 'Spring', talents: 1, faces: [{ name: 'Zainab Kareem' }] });
    await add(cast.acme, list.id, talentIds.omar, 'Second weekend of May');
    // twice is once, and what was noted stays
    await add(cast.acme, list.id, talentIds.omar);
    expect(await talentsOf(cast.acme, list.id)).toEqual([talentIds.zainab, talentIds.omar]);
    await board.does(cast.acme, editItem, { collectionId: list.id, talentId: talentIds.omar, change: { after: null } });
    const page = await look(cast.acme, list.id);
    expect(page.items.map(({ talent, note }) => [talent?.displayName, note])).toEqual([
      ['Omar Bennani', 'Second weekend of May'],
      ['Zainab Kareem', ''],
    ]);
    expect(page.items[1]?.talent?.priceFrom).toEqual({ amount: 350_000, currency: 'IQD' });
    await board.does(cast.acme, editCollection, {
      collectionId: list.id,
      change: { name: 'Summer', note: 'Outdoors' },
    });
    expect((await all(cast.acme)).items).toMatchObject([{ name: 'Summer', note: 'Outdoors', talents: 2 }]);
    expect(await board.does(cast.acme, deleteCollection, { collectionId: list.id })).toEqual({ id: list.id });
    expect((await all(cast.acme)).items).toEqual([]);
    expect(await codeOf(look(cast.acme, list.id))).toBe('not_found');
  });

  test('gives back what it takes to undo a removal', async () => {
    const [first = '', second = '', third = ''] = await crowd(3);
    const { id } = await make(cast.acme);
    for (const talent of [first, second, third]) await add(cast.acme, id, talent, talent === second ? 'kept' : '');
    const out = await board.does(cast.acme, removeTalent, { collectionId: id, talentId: second });
    expect(out).toEqual({ talentId: second, note: 'kept', after: first });
    expect(await talentsOf(cast.acme, id)).toEqual([first, third]);
    await board.does(cast.acme, addTalent, {
      collectionId: id,
      talentId: second,
      with: { note: out.note, after: out.after },
    });
    expect(await talentsOf(cast.acme, id)).toEqual([first, second, third]);
    expect((await look(cast.acme, id)).items[1]?.note).toBe('kept');
  });

  test('is read in pages, each talent once', async () => {
    const ids = await crowd(5);
    const { id } = await make(cast.acme);
    for (const talent of ids) await add(cast.acme, id, talent);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await look(cast.acme, id, cursor ?? undefined, 2);
      seen.push(...page.items.map(({ talentId }) => talentId));
      expect(page.items.every(({ talent }) => talent !== null)).toBe(true);
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(ids);
  });

  test('a talent is moved or copied to another with the note on them', async () => {
    const [one, two] = [await make(cast.acme, 'One', talentIds.zainab), await make(cast.acme, 'Two')];
    await board.does(cast.acme, editItem, {
      collectionId: one.id,
      talentId: talentIds.zainab,
      change: { note: 'first choice' },
    });
    const wish = { collectionId: one.id, talentId: talentIds.zainab };
    await board.does(cast.acme, moveTalent, { ...wish, wish: { to: two.id, keep: true } });
    expect([await talentsOf(cast.acme, one.id), await talentsOf(cast.acme, two.id)]).toEqual([
      [talentIds.zainab],
      [talentIds.zainab],
    ]);
    await board.does(cast.acme, moveTalent, { ...wish, wish: { to: two.id, keep: false } });
    expect(await talentsOf(cast.acme, one.id)).toEqual([]);
    expect((await look(cast.acme, two.id)).items).toMatchObject([{ note: 'first choice' }]);
    expect(await codeOf(board.does(cast.acme, moveTalent, { ...wish, wish: { to: one.id, keep: false } }))).toBe(
      'not_found',
    );
  });

  test('says which lists a talent is in, for whoever asks by slug', async () => {
    await make(cast.acme, 'With', talentIds.zainab);
    await make(cast.acme, 'Without');
    const asked = await all(cast.acme, 'zainab-kareem');
    expect(asked.items.map(({ name, has }) => [name, has])).toEqual([
      ['With', true],
      ['Without', false],
    ]);
    expect(asked.talent?.displayName).toBe('Zainab Kareem');
    expect((await all(cast.acme, 'nour-draft')).talent).toBeNull();
    expect((await all(cast.acme)).items.map(({ has }) => has)).toEqual([null, null]);
  });

  test('lists keep the order they are put in', async () => {
    const [a, b, c] = [await make(cast.acme, 'A'), await make(cast.acme, 'B'), await make(cast.acme, 'C')];
    await board.does(cast.acme, editCollection, { collectionId: c.id, change: { after: a.id } });
    expect((await all(cast.acme)).items.map(({ id }) => id)).toEqual([a.id, c.id, b.id]);
  });
});

describe('who may', () => {
  test('nobody reaches into another’s list, and nothing tells that it is there', async () => {
    const { id } = await make(cast.acme, 'Secret', talentIds.zainab);
    expect(await codeOf(look(cast.sara, id))).toBe('not_found');
    expect(await codeOf(add(cast.sara, id, talentIds.omar))).toBe('not_found');
    expect(await codeOf(board.does(cast.sara, deleteCollection, { collectionId: id }))).toBe('not_found');
    expect(await codeOf(board.does(cast.sara, editCollection, { collectionId: id, change: { name: 'Mine' } }))).toBe(
      'not_found',
    );
    expect(await codeOf(board.does(cast.sara, editCollection, { collectionId: id, change: { after: null } }))).toBe(
      'not_found',
    );
    expect(await codeOf(board.does(cast.sara, removeTalent, { collectionId: id, talentId: talentIds.zainab }))).toBe(
      'not_found',
    );
    const mine = await make(cast.sara, 'Mine', talentIds.omar);
    expect(
      await codeOf(
        board.does(cast.sara, moveTalent, {
          collectionId: mine.id,
          talentId: talentIds.omar,
          wish: { to: id, keep: true },
        }),
      ),
    ).toBe('not_found');
  });

  test('talents and the suspended keep none', async () => {
    for (const who of [cast.zainab, cast.omar]) {
      expect(await codeOf(make(who))).toBe('role_not_allowed');
      expect(await codeOf(all(who))).toBe('role_not_allowed');
    }
    expect(await codeOf(make(cast.gone))).toBe('account_suspended');
  });

  test('whom one does not see cannot be put in, and looks like nobody', async () => {
    const { id } = await make(cast.sara);
    expect(await codeOf(add(cast.sara, id, talentIds.nour))).toBe('not_found');
    expect(await codeOf(add(cast.sara, id, crypto.randomUUID()))).toBe('not_found');
    await database.query(`update talent_profiles set seen_by = 'subscribers' where id = $1`, [talentIds.zainab]);
    expect(await codeOf(add(cast.sara, id, talentIds.zainab))).toBe('not_found');
    const members = await make(cast.acme);
    expect((await add(cast.acme, members.id, talentIds.zainab)).talents).toBe(1);
    expect((await look(cast.acme, members.id)).items[0]?.talent?.seenBy).toBe('subscribers');
  });
});

describe('whoever is not shown any more keeps their place without their data', () => {
  test.each<[string, string, unknown[]]>([
    ['hides their page', 'update talent_profiles set published_at = null where id = $1', [talentIds.zainab]],
    [
      'shows it to subscribers alone',
      `update talent_profiles set seen_by = 'subscribers' where id = $1`,
      [talentIds.zainab],
    ],
    ['is suspended', 'update users set suspended_at = now() where id = $1', [cast.zainab]],
    ['blocks', 'insert into blocks (blocker_id, blocked_id) values ($1, $2)', [cast.zainab, cast.sara]],
    ['is blocked', 'insert into blocks (blocker_id, blocked_id) values ($2, $1)', [cast.zainab, cast.sara]],
  ])('who %s', async (_, change, values) => {
    const { id } = await make(cast.sara, 'Kept', talentIds.zainab);
    await board.does(cast.sara, editItem, {
      collectionId: id,
      talentId: talentIds.zainab,
      change: { note: 'my own words' },
    });
    await database.query(change, values);
    try {
      const page = await look(cast.sara, id);
      expect(page.items).toMatchObject([{ talentId: talentIds.zainab, talent: null, note: 'my own words' }]);
      expect(page.collection).toMatchObject({ talents: 1, faces: [] });
      expect(JSON.stringify(page)).not.toMatch(/Zainab|zainab-kareem/);
      expect(JSON.stringify(await all(cast.sara, 'zainab-kareem'))).not.toMatch(/Zainab/);
      // and is taken out like anybody
      await board.does(cast.sara, removeTalent, { collectionId: id, talentId: talentIds.zainab });
      expect(await talentsOf(cast.sara, id)).toEqual([]);
    } finally {
      await database.query(`update talent_profiles set published_at = '2026-02-01T08:00:00Z' where id = $1`, [
        talentIds.zainab,
      ]);
      await database.query('update users set suspended_at = null where id = $1', [cast.zainab]);
    }
  });
});

describe('a plan’s room', () => {
  test('SQL says the same as the table of plans', async () => {
    const rows = await database.query<{ tier: string; lists: number | null; talents: number | null }>(
      'select tier, lists, talents from app.list_room()',
    );
    const said = Object.fromEntries(rows.map(({ tier, lists, talents }) => [tier, [lists, talents]]));
    const known = tiers.flatMap((tier) => {
      const room = listRoom(tier);
      return room ? [[tier, [room.lists, room.talents]] as const] : [];
    });
    expect(said).toEqual(Object.fromEntries(known));
  });

  test('one list for an individual, however many ask at once', async () => {
    const said = await Promise.all(Array.from({ length: 12 }, (_, n) => codeOf(make(cast.sara, `List ${n}`))));
    expect(said.toSorted()).toEqual(['ok', ...Array<string>(11).fill('upgrade_required')]);
    expect((await all(cast.sara)).items).toHaveLength(1);
  });

  test('twenty talents in it, however many come at once, and the way to more', async () => {
    const { id } = await make(cast.sara);
    const ids = await crowd(26);
    const said = await Promise.all(ids.map((talent) => codeOf(add(cast.sara, id, talent))));
    const count = (code: string) => said.filter((one) => one === code).length;
    expect([count('ok'), count('upgrade_required')]).toEqual([20, 6]);
    expect(await talentsOf(cast.sara, id)).toHaveLength(20);
    const refused = ids.find((_, at) => said[at] === 'upgrade_required') ?? '';
    await expect(add(cast.sara, id, refused)).rejects.toMatchObject({
      code: 'upgrade_required',
      details: { upgradeUrl: '/pricing', feature: 'collections' },
    });
    // who is in it already is no one more
    expect((await add(cast.sara, id, ids.find((_, at) => said[at] === 'ok') ?? '')).talents).toBe(20);
  });

  test('the database counts by itself, whoever goes past the rule', async () => {
    const { id } = await make(cast.sara, 'Mine', talentIds.zainab);
    const past = (statement: ReturnType<typeof sql>) =>
      stage.doors.asUser({ userId: cast.sara }).write((tx) => tx.execute(statement));
    await expect(
      past(sql`insert into collections (user_id, name, created_by) values (${cast.sara}, 'Second', ${cast.sara})`),
    ).rejects.toMatchObject({ cause: { constraint: 'collections_have_room' } });
    // and writes down who it was and when, whatever was said
    await past(
      sql`insert into collection_items (collection_id, user_id, talent_id, added_by, added_at) values (${id}::uuid, ${cast.sara}, ${talentIds.omar}::uuid, ${cast.acme}, '2020-01-01')`,
    );
    expect((await look(cast.sara, id)).items[1]).toMatchObject({
      addedBy: { id: cast.sara, me: true },
      addedAt: opening.toISOString(),
    });
  });

  test('an ended membership keeps what there is, and takes nothing new until it fits', async () => {
    const [one, two] = [await make(cast.acme, 'One', talentIds.zainab), await make(cast.acme, 'Two')];
    stage.now = new Date('2026-07-01T09:00:00Z');
    expect((await all(cast.acme)).room).toEqual({ lists: 1, talents: 20, shared: false });
    expect((await look(cast.acme, one.id)).items).toHaveLength(1);
    expect(await codeOf(make(cast.acme, 'Three'))).toBe('upgrade_required');
    expect(await codeOf(add(cast.acme, two.id, talentIds.omar))).toBe('upgrade_required');
    await board.does(cast.acme, editItem, {
      collectionId: one.id,
      talentId: talentIds.zainab,
      change: { note: 'still mine' },
    });
    await board.does(cast.acme, deleteCollection, { collectionId: two.id });
    expect((await add(cast.acme, one.id, talentIds.omar)).talents).toBe(2);
  });
});

describe('a company’s colleagues', () => {
  test('have the lists in common, and it is known who put whom in', async () => {
    const { id } = await make(cast.acme, 'Shared', talentIds.zainab);
    const colleague = member();
    await userDoor(colleague).write((tx) =>
      addTalent(colleague, tx, { collectionId: id, talentId: talentIds.omar, with: {} }),
    );
    const seen = collectionPage.parse(await getCollection(colleague, { collectionId: id, limit: 50 }));
    expect(seen.items.map(({ addedBy }) => [addedBy.name, addedBy.me])).toEqual([
      [`Acme ${planted}`, false],
      ['Rand', true],
    ]);
    expect((await look(cast.acme, id)).items.map(({ addedBy }) => addedBy.me)).toEqual([true, false]);
    expect(seen.room.shared).toBe(true);
    // the colleague's own account has lists of its own
    expect((await all(rand)).items).toEqual([]);
  });

  test('two who sort and fill at once lose nothing', async () => {
    const ids = await crowd(8);
    const { id } = await make(cast.acme);
    const colleague = member();
    await Promise.all(
      ids.map((talentId, n) =>
        n % 2
          ? add(cast.acme, id, talentId)
          : userDoor(colleague).write((tx) =>
              addTalent(colleague, tx, { collectionId: id, talentId, with: { after: null } }),
            ),
      ),
    );
    expect((await talentsOf(cast.acme, id)).toSorted()).toEqual(ids.toSorted());
  });
});
