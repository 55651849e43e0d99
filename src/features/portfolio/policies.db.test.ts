import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tx } from '../../db/client.ts';
import { databaseError } from '../../db/errors.ts';
import { portfolioItems } from '../../db/schema/profiles.ts';
import { planted, seat, talentIds, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn } from '../../testing/stage.ts';

let database: TestDatabase;
let as: <Result>(who: Seer, work: (tx: Tx) => Promise<Result>) => Promise<Result>;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  as = through(stageOn(database).doors);
  await database.query(
    `insert into portfolio_items (talent_id, kind, state, type, size, storage, ticket_hash, upload_until) values ($1, 'image', 'waiting', 'image/png', 9, 'blobs', $2, now())`,
    [talentIds.zainab, planted],
  );
});
afterAll(() => database.close());

const failure = async (work: Promise<unknown>) => {
  const error = databaseError(
    await work.then(
      () => null,
      (thrown: unknown) => thrown,
    ),
  );
  return error === null || error === undefined
    ? 'went through'
    : error.code === '23514'
      ? error.constraint
      : error.code;
};
const touched = (work: Promise<{ rowCount: number | null }>) => work.then(({ rowCount }) => rowCount);
const ofZainab = eq(portfolioItems.talentId, talentIds.zainab);

describe('seeing', () => {
  test.each<[Seer, number, number]>([
    ['visitor', 1, 0],
    ['sara', 1, 0],
    ['omar', 1, 0],
    ['stranger', 1, 0],
    ['gone', 1, 0],
    ['zainab', 3, 0],
    ['nour', 1, 1],
    ['system', 3, 1],
  ])('%s sees %i of Zainab’s and %i of a draft', async (who, hers, ofDraft) => {
    const rows = await as(who, (tx) => tx.select({ talentId: portfolioItems.talentId }).from(portfolioItems));
    const count = (id: string) => rows.filter(({ talentId }) => talentId === id).length;
    expect([count(talentIds.zainab), count(talentIds.nour)]).toEqual([hers, ofDraft]);
  });
  test.each<Seer>(['visitor', 'sara', 'zainab'])('%s never reads the word of an upload', async (who) =>
    expect(await failure(as(who, (tx) => tx.execute(sql`select ticket_hash from portfolio_items`)))).toBe('42501'),
  );
});

const row = (over: Record<string, string> = {}) => {
  const values: Record<string, string> = {
    talent_id: `'${talentIds.zainab}'`,
    kind: `'image'`,
    state: `'waiting'`,
    type: `'image/png'`,
    size: '1',
    storage: `'blobs'`,
    upload_until: 'now()',
    ...over,
  };
  return sql.raw(
    `insert into portfolio_items (${Object.keys(values).join()}) values (${Object.values(values).join()})`,
  );
};
const link = { kind: `'link'`, state: `'ready'`, type: 'null', storage: 'null', provider: `'vimeo'`, link_id: `'1'` };

describe('adding', () => {
  test.each<[Seer, string | undefined]>([
    ['zainab', 'went through'],
    ['omar', '42501'],
    ['sara', '42501'],
    ['stranger', '42501'],
    ['visitor', '42501'],
    ['system', '42501'],
  ])('%s to Zainab’s page: %s', async (who, outcome) =>
    expect(await failure(as(who, (tx) => tx.execute(row())))).toBe(outcome),
  );
  test.each<[string, Record<string, string>, string]>([
    ['a link', link, 'went through'],
    ['ready at once', { state: `'ready'`, media: `'{"url":"https://evil.example/x.jpg"}'` }, '42501'],
    ['with a picture of somewhere else', { media: `'{"url":"https://evil.example/x.jpg"}'` }, '42501'],
    ['a link with a file', { ...link, storage: `'blobs'` }, '42501'],
    ['a link to nowhere we know', { ...link, provider: `'evil'` }, 'portfolio_items_link_is_plain'],
    ['a link that is code', { ...link, link_id: `'"><script>'` }, 'portfolio_items_link_is_plain'],
    ['of another kind', { kind: `'page'` }, 'portfolio_items_kind_is_known'],
    ['of any size', { size: '-1' }, 'portfolio_items_have_a_size'],
  ])('%s: %s', async (_, over, outcome) =>
    expect(await failure(as('zainab', (tx) => tx.execute(row(over))))).toBe(outcome),
  );
  test('nobody who is suspended adds', async () =>
    expect(await failure(as('gone', (tx) => tx.execute(row({ talent_id: `'${talentIds.gone}'` }))))).not.toBe(
      'went through',
    ));
});

describe('changing and removing', () => {
  test.each(['media', 'state', 'size', 'object_key', 'file', 'color', 'talent_id', 'kind', 'link_id'])(
    'no talent writes %s',
    async (column) =>
      expect(
        await failure(
          as('zainab', (tx) =>
            tx.execute(sql`update portfolio_items set ${sql.identifier(column)} = ${sql.identifier(column)}`),
          ),
        ),
      ).toBe('42501'),
  );
  test.each<[Seer, boolean]>([
    ['zainab', true],
    ['omar', false],
    ['sara', false],
    ['stranger', false],
  ])('%s changes and removes Zainab’s work: %s', async (who, may) => {
    const changed = await touched(as(who, (tx) => tx.update(portfolioItems).set({ position: 1 }).where(ofZainab)));
    expect((changed ?? 0) > 0).toBe(may);
    if (!may) expect(await touched(as(who, (tx) => tx.delete(portfolioItems).where(ofZainab)))).toBe(0);
  });
  test('a visitor may not even try', async () =>
    expect(await failure(as('visitor', (tx) => tx.delete(portfolioItems)))).toBe('42501'));
  test('what was judged stays judged, for the system too', async () => {
    const judge = (to: string) =>
      failure(
        as('system', (tx) => tx.execute(sql.raw(`update portfolio_items set ${to} where ticket_hash = '${planted}'`))),
      );
    expect(await judge(`state = 'refused', refusal = 'damaged'`)).toBe('went through');
    expect(await judge(`state = 'waiting', refusal = null`)).toBe('portfolio_goes_forward');
    expect(await judge(`state = 'ready', refusal = null, media = '{}'`)).toBe('portfolio_goes_forward');
  });
  test('removed by hand it leaves its bytes to the clock', async () => {
    const before = (await database.query('select 1 from attachment_removals')).length;
    await as('zainab', (tx) =>
      tx.delete(portfolioItems).where(sql`${ofZainab} and ${portfolioItems.storage} is not null`),
    );
    expect((await database.query('select 1 from attachment_removals')).length).toBeGreaterThan(before);
  });
});
