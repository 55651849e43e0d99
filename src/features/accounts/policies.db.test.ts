import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { openDoors, type Door, type Doors, type Tx } from '../../db/client.ts';
import { databaseError } from '../../db/errors.ts';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';

/** Acme is a company with a membership; Sara has a seat there, Omar is in Zainab's roster, Nour is invited to it by her own address. */
let database: TestDatabase;
let doors: Doors;
const ids = {
  saraSeat: '0190d3a0-0000-7000-9700-000000000001',
  omarRoster: '0190d3a0-0000-7000-9700-000000000002',
  nourRoster: '0190d3a0-0000-7000-9700-000000000003',
  linked: '0190d3a0-0000-7000-9700-000000000004',
} as const;
const word = 'a-word-that-was-mailed-to-somebody';
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  doors = openDoors({ app: database.appUrl, system: database.systemUrl }, () => new Date());
  await database.query(
    `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
     values ($1, 'company', 'once', 0, 'IQD', 'comp', '2025-01-01', '2025-01-01', '2099-01-01')`,
    [cast.acme],
  );
  await database.query(`update subscriptions set product = 'AGENCY' where user_id = $1`, [cast.zainab]);
  await database.query(`update users set email = 'nour@example.com' where id = $1`, [cast.nour]);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.query('delete from mandates');
  const place = (id: string, kind: string, account: string, email: string, person: string | null, secret: string) =>
    database.query(
      `insert into mandates (id, kind, account_id, email, person_id, state, token_hash, invited_at, accepted_at)
       values ($1, $2, $3, $4, $5, $6, encode(sha256(convert_to($7, 'utf8')), 'hex'), now() - interval '1 hour', $8)`,
      [id, kind, account, email, person, person ? 'accepted' : 'invited', secret, person ? new Date() : null],
    );
  await place(ids.saraSeat, 'seat', cast.acme, 'sara@work.example', cast.sara, 's1');
  await place(ids.omarRoster, 'roster', cast.zainab, 'omar@work.example', cast.omar, 's2');
  await place(ids.nourRoster, 'roster', cast.zainab, 'nour@example.com', null, 's3');
  await place(ids.linked, 'seat', cast.acme, 'somebody@work.example', null, word);
});

const member = (id: string, kind: 'seat' | 'roster', under: string) => ({ id, kind, under });
const seers = {
  acme: () => doors.asUser({ userId: cast.acme }),
  zainab: () => doors.asUser({ userId: cast.zainab }),
  sara: () => doors.asUser({ userId: cast.sara }),
  omar: () => doors.asUser({ userId: cast.omar }),
  nour: () => doors.asUser({ userId: cast.nour }),
  gone: () => doors.asUser({ userId: cast.gone }),
  stranger: () => doors.asUser({ userId: cast.stranger }),
  'a stranger with the link': () => doors.asUser({ userId: cast.stranger }, { link: word }),
  'a stranger with another link': () => doors.asUser({ userId: cast.stranger }, { link: 'another-word-altogether' }),
  'sara as acme': () => doors.asUser({ userId: cast.acme, member: member(cast.sara, 'seat', cast.acme) }),
  'zainab as omar': () => doors.asUser({ userId: cast.omar, member: member(cast.zainab, 'roster', cast.zainab) }),
  'omar as acme': () => doors.asUser({ userId: cast.acme, member: member(cast.omar, 'seat', cast.acme) }),
  agent: () => doors.asUser({ userId: cast.zainab, agent: crypto.randomUUID() }),
  system: () => doors.asSystem('test'),
} as const satisfies Record<string, () => Door>;
type Seer = keyof typeof seers;
const as = <Result>(who: Seer, work: (tx: Tx) => Promise<Result>) => seers[who]().write(work);
const run = (who: Seer, statement: string) => as(who, (tx) => tx.execute(sql.raw(statement)));
/** Rows touched, or how it was refused. */
const outcome = async (work: Promise<{ rowCount: number | null }>) =>
  work.then(
    ({ rowCount }) => rowCount,
    (error: unknown) => (error instanceof AppError ? error.code : (databaseError(error)?.code ?? String(error))),
  );

describe('who sees mandates', () => {
  test.each<[Seer, string[]]>([
    ['acme', ['saraSeat', 'linked']],
    ['zainab', ['omarRoster', 'nourRoster']],
    ['sara', ['saraSeat']],
    ['omar', ['omarRoster']],
    ['nour', ['nourRoster']],
    ['gone', []],
    ['stranger', []],
    ['a stranger with the link', ['linked']],
    ['a stranger with another link', []],
    ['sara as acme', []],
    ['zainab as omar', []],
    ['omar as acme', []],
    ['system', ['saraSeat', 'omarRoster', 'nourRoster', 'linked']],
  ])('%s sees %j', async (who, seen) => {
    const { rows } = await run(who, 'select id from mandates');
    const names = Object.entries(ids).filter(([, id]) => rows.some((row) => row['id'] === id));
    expect(names.map(([name]) => name).toSorted()).toEqual(seen.toSorted());
  });
  test('a visitor may not even ask, and nobody reads the word back', async () => {
    expect(await outcome(doors.asVisitor().write((tx) => tx.execute(sql`select 1 from mandates`)))).toBe('42501');
    expect(await outcome(run('acme', 'select token_hash from mandates'))).toBe('42501');
  });
});

describe('who writes them', () => {
  const invite = (account: string, kind: string, more = '') =>
    `insert into mandates (kind, account_id, email, token_hash${more ? ', state, person_id, accepted_at' : ''}) values ('${kind}', '${account}', 'x@work.example', repeat('c', 64)${more})`;
  const accept = (person: string, id: string) =>
    `update mandates set state = 'accepted', person_id = '${person}', accepted_at = app.now() where id = '${id}'`;
  const end = (id: string, by: string, state = 'removed') =>
    `update mandates set state = '${state}', ended_at = app.now(), ended_by = '${by}' where id = '${id}'`;

  test.each<[string, Seer, () => string, number | string]>([
    ['a seat', 'acme', () => invite(cast.acme, 'seat'), 1],
    ['a place in the roster', 'zainab', () => invite(cast.zainab, 'roster'), 1],
    ['a seat of an agency', 'zainab', () => invite(cast.zainab, 'seat'), 1],
    ['a roster of a company', 'acme', () => invite(cast.acme, 'roster'), '23514'],
    ['a seat at another’s', 'acme', () => invite(cast.zainab, 'seat'), '42501'],
    ['a seat without a plan', 'sara', () => invite(cast.sara, 'seat'), '23514'],
    ['a seat as a colleague', 'sara as acme', () => invite(cast.acme, 'seat'), 'own_login_only'],
    ['a seat as an agent', 'agent', () => invite(cast.zainab, 'seat'), '42501'],
    [
      'a seat that is taken already',
      'acme',
      () => invite(cast.acme, 'seat', `, 'accepted', '${cast.nour}', now()`),
      '42501',
    ],

    ['by the link', 'a stranger with the link', () => accept(cast.stranger, ids.linked), '42501'],
    ['by their own address', 'nour', () => accept(cast.nour, ids.nourRoster), 1],
    ['by nobody’s link', 'sara', () => accept(cast.sara, ids.linked), 0],
    ['what they offered', 'acme', () => accept(cast.acme, ids.linked), '23514'],

    ['a seat, taken back', 'acme', () => end(ids.saraSeat, cast.acme), 1],
    ['an offer, withdrawn', 'acme', () => end(ids.linked, cast.acme), 1],
    ['another’s', 'acme', () => end(ids.omarRoster, cast.acme), 0],
    ['their seat, given up', 'sara', () => end(ids.saraSeat, cast.sara), 1],
    ['the agency, left', 'omar', () => end(ids.omarRoster, cast.omar), 1],
    ['an invitation, declined', 'nour', () => end(ids.nourRoster, cast.nour, 'declined'), 1],
    ['an invitation, declined by nobody invited', 'sara', () => end(ids.nourRoster, cast.sara, 'declined'), 0],
    ['a seat, declined after all', 'sara', () => end(ids.saraSeat, cast.sara, 'declined'), '23514'],
    ['as a colleague', 'sara as acme', () => end(ids.saraSeat, cast.acme), 'own_login_only'],
    ['away', 'acme', () => 'delete from mandates', '42501'],
    ['another address', 'acme', () => `update mandates set email = 'me@x.example'`, '42501'],
    ['to another account', 'acme', () => `update mandates set account_id = '${cast.zainab}'`, '42501'],
  ])('%s, by %s', async (_, who, statement, expected) => {
    expect(await outcome(run(who, statement()))).toBe(expected);
  });

  test('by the link, once they have a row here', async () => {
    await database.query(`insert into users (id, email) values ($1, 'newly@example.com')`, [cast.stranger]);
    expect(await outcome(run('a stranger with the link', accept(cast.stranger, ids.linked)))).toBe(1);
    expect(await outcome(run('a stranger with the link', end(ids.linked, cast.stranger)))).toBe(1);
    await database.query('delete from mandates');
    await database.query('delete from users where id = $1', [cast.stranger]);
  });
  test('whoever accepts accepts for themselves, whatever they write', async () => {
    await run('nour', accept(cast.omar, ids.nourRoster));
    expect(await database.query('select person_id from mandates where id = $1', [ids.nourRoster])).toEqual([
      { person_id: cast.nour },
    ]);
  });
  test('what has ended stays so', async () => {
    await run('acme', end(ids.saraSeat, cast.acme));
    expect(await outcome(run('acme', `update mandates set state = 'invited' where id = '${ids.saraSeat}'`))).toBe(0);
    expect(await outcome(run('sara', accept(cast.sara, ids.saraSeat)))).toBe(0);
  });
});

describe('what it costs', () => {
  const plan = async (claims: object, statement: string) => {
    const rows = await doors.asUser({ userId: 'x' }).write(async (tx) => {
      await tx.execute(sql`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`);
      return (
        await tx.execute(sql.raw(`explain (analyze, buffers, timing off, summary off, format json) ${statement}`))
      ).rows;
    });
    const [found] = rows[0]?.['QUERY PLAN'] as [{ Plan: Node }];
    return found.Plan;
  };
  type Node = { 'Subplan Name'?: string; 'Shared Hit Blocks': number; 'Actual Loops': number; Plans?: Node[] };
  const initPlans = (node: Node): Node[] => [
    ...(node['Subplan Name']?.startsWith('InitPlan') ? [node] : []),
    ...(node.Plans ?? []).flatMap(initPlans),
  ];

  test('whoever acts for nobody pays nothing: asked once per statement, and no page is touched for it', async () => {
    const mine = initPlans(await plan({ sub: cast.acme }, 'select * from thread_members'));
    expect(mine.length).toBeGreaterThan(0);
    expect(mine.map((node) => node['Shared Hit Blocks'])).toEqual(mine.map(() => 0));
    expect(mine.every((node) => node['Actual Loops'] <= 1)).toBe(true);
  });
  test('and whoever acts pays once per statement as well', async () => {
    const acting = initPlans(await plan({ sub: cast.acme, act: cast.sara }, 'select * from thread_members'));
    expect(acting.every((node) => node['Actual Loops'] <= 1)).toBe(true);
    expect(acting.reduce((sum, node) => sum + node['Shared Hit Blocks'], 0)).toBeLessThan(120);
  });
  test('a session without the header asks nothing more; one with it asks once', async () => {
    const { whoActs } = await import('./acting.ts');
    const before = await database.counters();
    expect(await whoActs(doors, cast.sara, cast.acme)).toMatchObject({ kind: 'seat' });
    expect((await database.counters()).roundTrips - before.roundTrips).toBe(1);
  });
});
