import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databaseError } from '../../db/errors.ts';
import { cast, seat, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { requestMachine, type RequestParty } from './rules.ts';

/** Everybody a request can be about: its owner, another customer, and talents at every distance. */
const seers = [
  'visitor',
  'owner',
  'other',
  'locked',
  'unlocked',
  'returned',
  'blocked',
  'suspended',
  'operator',
  'stranger',
  'agent',
  'system',
] as const;
type Seer = (typeof seers)[number];
const people: Record<Exclude<Seer, 'visitor' | 'system'>, string> = {
  owner: cast.sara,
  other: cast.acme,
  locked: cast.omar,
  unlocked: cast.zainab,
  returned: cast.nour,
  blocked: 'user_blocked',
  suspended: cast.gone,
  operator: 'user_operator',
  stranger: cast.stranger,
  agent: cast.zainab,
};
const ids = {
  draft: '0190d3a0-0000-7000-9000-0000000000c1',
  open: '0190d3a0-0000-7000-9000-0000000000c2',
  closed: '0190d3a0-0000-7000-9000-0000000000c3',
  unused: '0190d3a0-0000-7000-9000-0000000000c4',
} as const;
const agentKey = '0190d3a0-0000-7000-9000-0000000000ca';
const proposalId = '0190d3a0-0000-7000-9000-0000000000c9';

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await database.query(
    `insert into users (id, email, name, role, plan, onboarded_at) values
      ('user_operator', 'op@example.com', 'Hala', 'admin', null, now()), ('user_blocked', 'b@example.com', 'Basil', 'talent', 'FREE', now())`,
  );
  await database.query('insert into blocks (blocker_id, blocked_id) values ($1, $2)', [cast.sara, 'user_blocked']);
  stage = stageOn(database);
});
beforeEach(async () => {
  stage.policy = 'full';
  for (const table of ['saved_searches', 'proposals', 'request_unlocks', 'requests'])
    await database.query(`delete from ${table}`);
  const one = `insert into requests (id, owner_id, title, summary, category, city, starts_on, currency, budget_max, state, closed_reason, closed_at, published_at, opened_at, expires_at, unlocks)
    values ($1, '${cast.sara}', 'Guitar', 'Quiet music', 'musician', 'baghdad', '2026-04-01', 'IQD', 1000, $2, $3, $4, '2026-03-01', '2026-03-01', '2026-04-01', $5)`;
  await database.query(one, [ids.open, 'OPEN', null, null, 3]);
  await database.query(one, [ids.closed, 'CLOSED', 'withdrawn', '2026-03-01', 2]);
  await database.query(one, [ids.unused, 'OPEN', null, null, 0]);
  await database.query(`insert into requests (id, owner_id, title) values ($1, $2, 'Draft')`, [ids.draft, cast.sara]);
  for (const id of [ids.open, ids.closed]) {
    await database.query(`insert into threads (kind, request_id) values ('request', $1)`, [id]);
    await database.query(
      `insert into request_unlocks (request_id, user_id, status, returned_at, returned_for) values ($1, $2, 'UNLOCKED', null, null), ($1, $3, 'RETURNED', now(), 'closed_unread'), ($1, $4, 'UNLOCKED', null, null)`,
      [id, cast.zainab, cast.nour, cast.gone],
    );
  }
  await database.query(
    `insert into proposals (id, request_id, user_id, talent_id, amount, currency, starts_at, ends_at, text) values ($1, $2, $3, $4, 500, 'IQD', '2026-04-01', '2026-04-02', 'Gladly')`,
    [proposalId, ids.open, cast.zainab, talentIds.zainab],
  );
  await database.query(`insert into saved_searches (user_id, name) values ($1, 'Mine')`, [cast.zainab]);
});
afterAll(() => database.close());

const doorOf = (who: Seer) =>
  who === 'visitor'
    ? stage.doors.asVisitor()
    : who === 'system'
      ? stage.doors.asSystem('test')
      : stage.doors.asUser({ userId: people[who], ...(who === 'agent' ? { agent: agentKey } : {}) });
class Undone extends Error {}
/** Rows touched or seen, or the code the database said no with; nothing of it stays. */
async function asked(who: Seer, statement: SQL): Promise<number | string> {
  let said: number | string = 'nothing';
  try {
    await doorOf(who).write(async (tx) => {
      const { rows, rowCount } = await tx.execute(statement);
      said = rows.length > 0 ? rows.length : (rowCount ?? 0);
      throw new Undone();
    });
  } catch (error) {
    if (error instanceof Undone) return said;
    const refused = databaseError(error);
    if (!refused) throw error;
    return refused.constraint ?? refused.code;
  }
  return said;
}
const answers = async (statement: (who: Seer) => SQL) => {
  const said: Partial<Record<Seer, number | string>> = {};
  for (const who of seers) said[who] = await asked(who, statement(who));
  return said;
};
const no = '42501';
const all = (answer: number | string): Record<Seer, number | string> =>
  Object.fromEntries(seers.map((who) => [who, answer])) as Record<Seer, number | string>;
/** Nobody sees or changes any; a visitor has no right to ask. */
const none = { ...all(0), visitor: no };
const denied = all(no);
const proposing = 'agents_only_propose';

describe('requests', () => {
  test('are seen by their owner, on the board by talents, and for good by whoever unlocked', async () => {
    expect(await answers(() => sql`select id from requests`)).toEqual({
      ...none,
      owner: 4,
      locked: 2,
      // an agent reads what its person reads
      unlocked: 3,
      agent: 3,
      returned: 3,
      operator: 4,
      system: 4,
    });
    stage.policy = 'casting';
    expect(await answers(() => sql`select id from requests where state = 'OPEN'`)).toEqual({
      ...none,
      owner: 2,
      unlocked: 1,
      agent: 1,
      returned: 1,
      operator: 2,
      system: 2,
    });
  });

  test('are begun by customers, as drafts in their own name', async () => {
    const born = (who: Seer) =>
      sql`insert into requests (owner_id) values (${who === 'visitor' || who === 'system' ? cast.sara : people[who]})`;
    expect(await answers(born)).toEqual({ ...denied, agent: proposing, owner: 1, other: 1 });
    const forged = (who: Seer) =>
      sql`insert into requests (owner_id) values (${who === 'owner' ? cast.acme : cast.sara})`;
    expect(await answers(forged)).toEqual({ ...denied, agent: proposing });
  });
  test('whatever the caller writes about it, it is born a draft that nobody checked', async () => {
    const row = await stage.doors.asUser({ userId: cast.sara }).write(async (tx) => {
      const { rows } = await tx.execute(sql`
        insert into requests (owner_id, owner_name, state, unlocks, checked_at, published_at, opened_at, expires_at) values (${cast.sara}, 'The Ministry', 'OPEN', 9, now(), now(), now(), '2026-03-20')
        returning state, owner_name, unlocks, checked_at, published_at`);
      return rows[0];
    });
    expect(row).toMatchObject({ state: 'DRAFT', unlocks: 0, checked_at: null, published_at: null });
    expect(row?.['owner_name']).not.toBe('The Ministry');
  });

  test('are changed by their owner alone', async () =>
    expect(await answers(() => sql`update requests set title = 'Changed' where id = ${ids.unused}`)).toEqual({
      ...none,
      agent: proposing,
      owner: 1,
      system: 1,
    }));
  test.each(['checked_at', 'published_at', 'opened_at', 'closed_at', 'matched_at'])(
    '%s is not the owner’s to say',
    async (column) =>
      expect(
        await asked('owner', sql`update requests set ${sql.identifier(column)} = now() where id = ${ids.unused}`),
      ).toBe(no),
  );
  test.each(['unlocks', 'proposals'])('%s are counted, not said', async (column) =>
    expect(await asked('owner', sql`update requests set ${sql.identifier(column)} = 0 where id = ${ids.open}`)).toBe(
      no,
    ),
  );

  test('are thrown away by their owner, where nobody used them', async () => {
    expect(await answers(() => sql`delete from requests where id = ${ids.unused}`)).toEqual({
      ...none,
      agent: proposing,
      owner: 1,
      system: no,
    });
    expect(await asked('owner', sql`delete from requests where id = ${ids.open}`)).toBe(0);
    await database.query(
      `update requests set state = 'CLOSED', closed_reason = 'removed', closed_at = now() where id = $1`,
      [ids.unused],
    );
    expect(await asked('owner', sql`delete from requests where id = ${ids.unused}`)).toBe(0);
  });
});

describe('the machine in SQL', () => {
  const keeps = 'requests_keep_to_the_machine';
  test('says what the rule says, row by row', async () => {
    const rows = await database.query<Record<string, string | null>>(
      'select from_state, move, to_state, reason, by from app.request_moves()',
    );
    expect(rows.map(({ from_state, move, to_state, reason, by }) => [from_state, move, to_state, reason, by])).toEqual(
      requestMachine.map((row) => [...row]),
    );
  });

  const states = [
    ['DRAFT', null],
    ['OPEN', null],
    ['CLOSED', 'filled'],
    ['CLOSED', 'withdrawn'],
    ['CLOSED', 'expired'],
    ['CLOSED', 'removed'],
  ] as const;
  const parties: RequestParty[] = ['owner', 'clock', 'operator'];
  const cells = parties.flatMap((by) => states.flatMap((from) => states.map((to) => ({ by, from, to }))));
  test.each(cells)('$from to $to by the $by', async ({ by, from: [state, reason], to: [toState, toReason] }) => {
    await database.query(
      `update requests set state = $2::text, closed_reason = $3::text, closed_at = case when $2 = 'CLOSED' then timestamptz '2026-03-01T12:00:00Z' end where id = $1`,
      [ids.unused, state, reason],
    );
    const door = by === 'owner' ? stage.doors.asUser({ userId: cast.sara }) : stage.doors.asSystem('test');
    const done = await door
      .write(async (tx) => {
        await tx.execute(sql`select set_config('app.party', ${by === 'operator' ? 'admin' : ''}, true)`);
        const { rowCount } = await tx.execute(
          sql`update requests set state = ${toState}, closed_reason = ${toReason} where id = ${ids.unused}`,
        );
        return rowCount;
      })
      .catch((error: unknown) => databaseError(error)?.constraint ?? Promise.reject(error));
    const same = state === toState && reason === toReason;
    const moved = requestMachine.some(
      ([from, move, to, why, who]) =>
        from === state &&
        to === toState &&
        why === toReason &&
        who === by &&
        !(move === 'reopen' && reason === 'removed'),
    );
    // what is closed stays as it was, for its owner
    expect(done).toBe(moved || (same && !(by === 'owner' && state === 'CLOSED')) ? 1 : keeps);
  });

  const byOwner = (change: SQL, id: string = ids.unused) =>
    asked('owner', sql`update requests set ${change} where id = ${id}`);
  test.each([
    [
      'reopened on the thirtieth day',
      `update requests set state = 'CLOSED', closed_reason = 'filled', closed_at = '2026-01-31T09:00:00Z'`,
      `state = 'OPEN', closed_reason = null`,
      keeps,
    ],
    [
      'reopened a moment before',
      `update requests set state = 'CLOSED', closed_reason = 'filled', closed_at = '2026-01-31T09:00:01Z'`,
      `state = 'OPEN', closed_reason = null`,
      1,
    ],
    [
      'closed when its time is over',
      `update requests set expires_at = '2026-03-02T09:00:00Z'`,
      `state = 'CLOSED', closed_reason = 'filled'`,
      keeps,
    ],
    [
      'made to run longer than ninety days',
      `update requests set opened_at = '2026-03-01'`,
      `expires_at = '2026-05-30T00:00:01Z'`,
      keeps,
    ],
    [
      'made to run ninety days',
      `update requests set opened_at = '2026-03-01'`,
      `expires_at = '2026-05-30T00:00:00Z'`,
      1,
    ],
    ['read differently after an unlock', `update requests set unlocks = 1`, `visibility = 'private'`, keeps],
    ['read differently before', `update requests set unlocks = 0`, `visibility = 'private'`, 1],
    ['counted in another currency after a proposal', `update requests set proposals = 1`, `currency = 'USD'`, keeps],
    ['counted in another currency before', `update requests set proposals = 0`, `currency = 'USD'`, 1],
    ['emptied while it is open', `select 1`, `title = ''`, 'requests_published_are_whole'],
    ['of a budget upside down', `select 1`, `budget_min = 1001`, 'requests_budget_is_money'],
    ['of a negative budget', `select 1`, `budget_min = -1`, 'requests_budget_is_money'],
    ['of days that run backwards', `select 1`, `ends_on = '2026-03-31'`, 'requests_run_forward'],
  ])('%s', async (_, before, change, said) => {
    await database.query(before.startsWith('update') ? `${before} where id = '${ids.unused}'` : before);
    expect(await byOwner(sql.raw(change))).toBe(said);
  });
  test('a draft that lacks something is not published', async () =>
    expect(await byOwner(sql`state = 'OPEN'`, ids.draft)).toBe('requests_published_are_whole'));
});

describe('what an unlock buys', () => {
  test('is seen by the owner and whoever unlocked and was not given the credit back', async () =>
    expect(await answers(() => sql`select * from request_details where request_id = ${ids.open}`)).toEqual({
      ...none,
      owner: 1,
      unlocked: 1,
      agent: 1,
      operator: 1,
      system: 1,
    }));
  test('not by whoever is suspended, though they paid', async () =>
    expect(await asked('suspended', sql`select * from request_details`)).toBe(0));
  test('is written by its owner while it is not closed, and made and thrown away by nobody', async () => {
    expect(await answers(() => sql`update request_details set place = 'There' where request_id = ${ids.open}`)).toEqual(
      {
        ...none,
        agent: proposing,
        owner: 1,
        system: no,
      },
    );
    expect(await asked('owner', sql`update request_details set place = 'There' where request_id = ${ids.closed}`)).toBe(
      0,
    );
    expect(await answers(() => sql`insert into request_details (request_id) values (${ids.open})`)).toEqual(denied);
    expect(await answers(() => sql`delete from request_details`)).toEqual(denied);
  });
});

describe('unlocks', () => {
  test('are seen by whoever paid, the owner and operators', async () =>
    expect(await answers(() => sql`select id from request_unlocks where request_id = ${ids.open}`)).toEqual({
      ...none,
      owner: 3,
      unlocked: 1,
      agent: 1,
      returned: 1,
      suspended: 1,
      operator: 3,
      system: 3,
    }));
  const mine = (who: Seer) => (who === 'visitor' || who === 'system' ? cast.omar : people[who]);
  test('are written by the system alone, and thrown away by nobody', async () => {
    const written = (who: Seer) =>
      sql`insert into request_unlocks (request_id, user_id) values (${ids.unused}, ${mine(who)})`;
    expect(await answers(written)).toEqual({ ...denied, system: 'request_unlocks_are_paid' });
    expect(
      await answers(
        () =>
          sql`update request_unlocks set status = 'RETURNED', returned_for = 'removed' where request_id = ${ids.open} and user_id = ${cast.zainab}`,
      ),
    ).toEqual({ ...denied, system: 1 });
    expect(await answers(() => sql`delete from request_unlocks`)).toEqual(denied);
  });

  const paid = (who: string, source: string) =>
    sql`insert into credit_lines (user_id, kind, purse, amount, source) values (${who}, 'unlock', 'bought', -1, ${source})`;
  const unlocks = async (request: string, who: string, pay = true) =>
    stage.doors
      .asSystem('test')
      .write(async (tx) => {
        await tx.execute(
          sql`insert into credit_lines (user_id, kind, purse, amount, source) values (${who}, 'purchase', 'bought', 1, ${crypto.randomUUID()})`,
        );
        if (pay) await tx.execute(paid(who, `request:${request}:1`));
        await tx.execute(sql`insert into request_unlocks (request_id, user_id) values (${request}, ${who})`);
        throw new Undone();
      })
      .catch((error: unknown) =>
        error instanceof Undone ? 'unlocked' : (databaseError(error)?.constraint ?? Promise.reject(error)),
      );
  test('are not even the system’s to give away', async () => {
    const never = 'request_unlocks_are_paid';
    expect({
      paid: await unlocks(ids.open, cast.omar),
      unpaid: await unlocks(ids.open, cast.omar, false),
      twice: await unlocks(ids.open, cast.zainab),
      closed: await unlocks(ids.closed, cast.omar),
      draft: await unlocks(ids.draft, cast.omar),
      own: await unlocks(ids.open, cast.sara),
      customer: await unlocks(ids.open, cast.acme),
      blocked: await unlocks(ids.open, 'user_blocked'),
      suspended: await unlocks(ids.unused, cast.gone),
      operator: await unlocks(ids.open, 'user_operator'),
    }).toEqual({
      paid: 'unlocked',
      unpaid: never,
      twice: 'request_unlocks_once',
      closed: never,
      draft: never,
      own: never,
      customer: never,
      blocked: never,
      suspended: never,
      operator: never,
    });
  });
  test('the purse never goes below nothing', async () => {
    const taken = await stage.doors
      .asSystem('test')
      .write((tx) => tx.execute(paid(cast.omar, 'request:x:1')))
      .catch((error: unknown) => databaseError(error)?.constraint ?? Promise.reject(error));
    expect(taken).toBe('credit_wallets_never_below_zero');
  });
});

describe('proposals', () => {
  test('are between their author and the owner', async () =>
    expect(await answers(() => sql`select id from proposals`)).toEqual({
      ...none,
      owner: 1,
      unlocked: 1,
      agent: 1,
      system: 1,
    }));
  test('are made by whoever unlocked, with their own profile, one at a time', async () => {
    const offered = (who: string, talent: string) =>
      sql`insert into proposals (request_id, user_id, talent_id, amount, currency, starts_at, ends_at, text) values (${ids.open}, ${who}, ${talent}, 500, 'IQD', '2026-04-01', '2026-04-02', 'Gladly')`;
    const own: Partial<Record<Seer, string>> = {
      locked: talentIds.omar,
      returned: talentIds.nour,
      suspended: talentIds.gone,
    };
    const said = await answers((who) =>
      offered(who === 'visitor' || who === 'system' ? cast.omar : people[who], own[who] ?? talentIds.zainab),
    );
    expect(said).toEqual({ ...denied, agent: proposing, unlocked: 'proposals_one_active' });
    await database.query('delete from proposals');
    expect(await asked('unlocked', offered(cast.zainab, talentIds.zainab))).toBe(1);
    expect(await asked('unlocked', offered(cast.zainab, talentIds.omar))).toBe(no);
    expect(await asked('unlocked', offered(cast.omar, talentIds.zainab))).toBe(no);
  });
  test('are withdrawn by their author and accepted by the owner', async () => {
    const kept = 'proposals_keep_to_the_machine';
    const moved = (state: string) => () => sql`update proposals set state = ${state} where id = ${proposalId}`;
    expect(await answers(moved('withdrawn'))).toEqual({
      ...none,
      agent: proposing,
      unlocked: 1,
      owner: kept,
      system: kept,
    });
    expect(await answers(moved('accepted'))).toEqual({
      ...none,
      agent: proposing,
      unlocked: kept,
      owner: 1,
      system: kept,
    });
    expect(await answers(moved('not_chosen'))).toEqual({
      ...none,
      agent: proposing,
      unlocked: kept,
      owner: kept,
      system: kept,
    });
    expect(await answers(() => sql`delete from proposals`)).toEqual(denied);
    expect(await answers(() => sql`update proposals set amount = 1`)).toEqual({ ...denied, system: kept });
  });
});

describe('saved searches', () => {
  test('are one’s own; the system reads and forgets them', async () => {
    expect(await answers(() => sql`select id from saved_searches`)).toEqual({
      ...none,
      unlocked: 1,
      agent: 1,
      system: 1,
    });
    expect(await answers(() => sql`update saved_searches set name = 'Other'`)).toEqual({
      ...none,
      unlocked: 1,
      agent: proposing,
      system: no,
    });
    expect(await answers(() => sql`delete from saved_searches`)).toEqual({
      ...none,
      unlocked: 1,
      agent: proposing,
      system: 1,
    });
    const saved = (who: Seer) =>
      sql`insert into saved_searches (user_id, name) values (${who === 'visitor' || who === 'system' ? cast.omar : people[who]}, 'New')`;
    expect(await answers(saved)).toEqual({
      ...denied,
      agent: proposing,
      locked: 1,
      unlocked: 1,
      returned: 1,
      blocked: 1,
    });
  });
});
