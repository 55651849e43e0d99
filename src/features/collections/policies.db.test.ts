import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseError } from '../../db/errors.ts';
import { cast, seat, talentIds, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';

let database: TestDatabase;
let stage: Stage;
const operator = 'user_hala';
const list = '0190d3a0-0000-7000-9000-0000000000d0';
const search = '0190d3a0-0000-7000-9000-0000000000d1';

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ($1, 'hala@example.com', 'Hala', 'admin', now())`,
    [operator],
  );
  await database.query(`insert into collections (id, user_id, name, created_by) values ($1, $2, 'Spring', $2)`, [
    list,
    cast.sara,
  ]);
  await database.query(
    `insert into collection_items (collection_id, user_id, talent_id, added_by) values ($1, $2, $3, $2)`,
    [list, cast.sara, talentIds.zainab],
  );
  await database.query(
    `insert into talent_searches (id, user_id, name, query, rhythm, due_at, created_by) values ($1, $2, 'Singers', '{}', 'daily', now(), $2)`,
    [search, cast.sara],
  );
  await database.query(`insert into talent_search_hits (search_id, user_id, talent_id) values ($1, $2, $3)`, [
    search,
    cast.sara,
    talentIds.zainab,
  ]);
});
afterAll(() => database.close());

type Who = Seer | 'operator';
/** Everything is undone again: a row each that was touched, or how it was refused. */
async function outcome(who: Who, statement: SQL): Promise<string> {
  let rows = -1;
  const undo = new Error('undo');
  const work = async (tx: { execute: (statement: SQL) => Promise<{ rowCount: number | null; rows: unknown[] }> }) => {
    const done = await tx.execute(statement);
    rows = done.rowCount ?? done.rows.length;
    throw undo;
  };
  try {
    await (who === 'operator' ? stage.doors.asUser({ userId: operator }).write(work) : through(stage.doors)(who, work));
  } catch (error) {
    if (error !== undo) return databaseError(error)?.code ?? String(error);
  }
  return `${rows}`;
}
const refused = '42501';

describe.each(['collections', 'collection_items', 'talent_searches', 'talent_search_hits'])('%s', (table) => {
  test.each<[Who, string]>([
    ['sara', '1'],
    ['acme', '0'],
    ['zainab', '0'],
    ['gone', '0'],
    ['stranger', '0'],
    ['operator', '0'],
    ['visitor', refused],
    ['system', '1'],
  ])('%s sees %s', async (who, said) =>
    expect(await outcome(who, sql`select 1 from ${sql.identifier(table)}`)).toBe(said),
  );

  test.each<[Who, string]>([
    ['sara', table === 'talent_search_hits' ? refused : '1'],
    ['acme', table === 'talent_search_hits' ? refused : '0'],
    ['zainab', table === 'talent_search_hits' ? refused : '0'],
    ['operator', table === 'talent_search_hits' ? refused : '0'],
    ['visitor', refused],
    ['system', '1'],
  ])('%s removes %s', async (who, said) =>
    expect(await outcome(who, sql`delete from ${sql.identifier(table)}`)).toBe(said),
  );
});

describe('nobody makes anything in another’s name', () => {
  const makes: Record<string, (owner: string) => SQL> = {
    list: (owner) => sql`insert into collections (user_id, name, created_by) values (${owner}, 'New', ${owner})`,
    search: (owner) =>
      sql`insert into talent_searches (user_id, name, query, rhythm, due_at, created_by) values (${owner}, 'New', '{}', 'off', null, ${owner})`,
  };
  test.each<[Who, string, string, string]>([
    ['acme', cast.acme, 'list', '1'],
    ['acme', cast.acme, 'search', '1'],
    ['acme', cast.sara, 'search', refused],
    ['operator', operator, 'search', refused],
    ['zainab', cast.zainab, 'search', refused],
    ['zainab', cast.sara, 'search', refused],
    ['gone', cast.gone, 'search', refused],
    ['visitor', cast.sara, 'search', refused],
    ['visitor', cast.sara, 'list', refused],
    // the room of a plan is asked before the policy
    ['zainab', cast.zainab, 'list', '23514'],
    ['operator', operator, 'list', '23514'],
    ['acme', cast.sara, 'list', '23514'],
  ])('%s for %s: %s %s', async (who, owner, what, said) => {
    expect(await outcome(who, makes[what]?.(owner) ?? sql``)).toBe(said);
  });

  const puts = (owner: string, talent: string) =>
    sql`insert into collection_items (collection_id, user_id, talent_id, added_by) values (${list}::uuid, ${owner}, ${talent}::uuid, ${owner})`;
  test.each<[Who, string, keyof typeof talentIds, string]>([
    ['sara', cast.sara, 'omar', '1'],
    // unpublished, suspended
    ['sara', cast.sara, 'nour', refused],
    ['sara', cast.sara, 'gone', refused],
    ['acme', cast.sara, 'omar', refused],
    // the list is another's
    ['acme', cast.acme, 'omar', '23503'],
    ['visitor', cast.sara, 'omar', refused],
  ])('%s puts as %s: %s %s', async (who, owner, talent, said) =>
    expect(await outcome(who, puts(owner, talentIds[talent]))).toBe(said),
  );
});

describe('what may be changed', () => {
  test.each<[Who, SQL, string]>([
    ['sara', sql`update collections set name = 'Other'`, '1'],
    ['acme', sql`update collections set name = 'Other'`, '0'],
    ['sara', sql`update collections set user_id = ${cast.acme}`, refused],
    ['sara', sql`update collections set created_by = ${cast.acme}`, refused],
    ['sara', sql`update collection_items set note = 'x', position = 3`, '1'],
    ['sara', sql`update collection_items set added_by = ${cast.acme}`, refused],
    ['sara', sql`update collection_items set talent_id = ${talentIds.nour}::uuid`, refused],
    ['zainab', sql`update collection_items set note = 'x'`, '0'],
    ['sara', sql`update talent_searches set rhythm = 'off', due_at = null`, '1'],
    ['sara', sql`update talent_searches set rhythm = 'off'`, '23514'],
    ['sara', sql`update talent_searches set told_at = now()`, refused],
    ['acme', sql`update talent_searches set name = 'x'`, '0'],
    [
      'sara',
      sql`insert into talent_search_hits (search_id, user_id, talent_id) values (${search}::uuid, ${cast.sara}, ${talentIds.omar}::uuid)`,
      refused,
    ],
  ])('%s: %o', async (who, statement, said) => expect(await outcome(who, statement)).toBe(said));
});

describe('functions', () => {
  test('what a search found is remembered for its owner alone', async () => {
    const remember = (who: 'sara' | 'acme') =>
      stage.doors
        .asUser({ userId: cast[who] })
        .write((tx) => tx.execute(sql`select app.remember_found(${search}::uuid, array[${talentIds.omar}]::uuid[])`));
    const known = async () =>
      (await database.query<{ talent_id: string }>('select talent_id from talent_search_hits')).map(
        (row) => row.talent_id,
      );
    await remember('acme');
    expect(await known()).toEqual([talentIds.zainab]);
    await remember('sara');
    expect(await known()).toEqual([talentIds.omar]);
  });
  test.each([
    sql`select app.remember_found(${search}::uuid, '{}')`,
    sql`select * from app.list_keepers()`,
    sql`select app.lists_talent(${talentIds.zainab}::uuid)`,
  ])('are no visitor’s: %o', async (statement) => expect(await outcome('visitor', statement)).toBe(refused));
  test('the names of keepers are said to whose lists they keep', async () => {
    const names = async (userId: string) =>
      (await stage.doors.asUser({ userId }).write((tx) => tx.execute(sql`select id from app.list_keepers()`))).rows;
    expect(await names(cast.sara)).toEqual([{ id: cast.sara }]);
    expect(await names(cast.acme)).toEqual([]);
  });
});
