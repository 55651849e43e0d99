import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { isRetryable } from '../../db/errors.ts';
import { cast, planted, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { userDoor } from '../ctx.ts';
import { writeOnce } from '../endpoint.ts';
import { createRequest } from './drafts.ts';
import { getRequest, lookAsTalent } from './looking.ts';
import { closeRequest, publishRequest, reopenRequest } from './moves.ts';
import { returnCredits, returnNow } from './returns.ts';
import { requestLimits } from './rules.ts';
import { expireNow, tendRequests } from './tend.ts';
import { unlockOutcome, unlockRequest } from './unlock.ts';

let database: TestDatabase;
let stage: Stage;
const opening = new Date('2026-03-02T09:00:00Z');
const hour = 3_600_000;
const day = 24 * hour;

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
});
afterAll(() => database.close());
beforeEach(() => {
  stage.now = opening;
  stage.policy = 'full';
});
const later = (milliseconds: number) => void (stage.now = new Date(stage.now.getTime() + milliseconds));

let made = 0;
async function person(role: 'talent' | 'customer'): Promise<string> {
  const id = `user_unlock_${(made += 1)}`;
  await database.query(
    `insert into users (id, email, name, role, customer_kind, plan, onboarded_at, time_zone)
     values ($1, $1 || '-${planted}@example.com', 'Person ' || $2, $3, $4, $5, now(), 'Asia/Baghdad')`,
    [id, String(made), role, role === 'customer' ? 'individual' : null, role === 'talent' ? 'FREE' : null],
  );
  if (role === 'talent')
    await database.query(
      `insert into talent_profiles (user_id, slug, display_name, category, city, time_zone) values ($1, $2, 'Talent ' || $3, 'musician', 'baghdad', 'Asia/Baghdad')`,
      [id, id.replaceAll('_', '-'), String(made)],
    );
  return id;
}
const buy = (userId: string, amount: number) =>
  database.query(
    `insert into credit_lines (user_id, kind, purse, amount, source) values ($1, 'purchase', 'bought', $2, $3)`,
    [userId, amount, crypto.randomUUID()],
  );
/** A purse with these bought credits and no month given or to be given. */
async function holder(bought: number): Promise<string> {
  const id = await person('talent');
  await database.query(
    `insert into credit_lines (user_id, kind, purse, amount, source, expires_at) values ($1, 'grant', 'monthly', 3, 'free:2026-03', '2026-04-01')`,
    [id],
  );
  await database.query(
    `insert into credit_lines (user_id, kind, purse, amount, source) values ($1, 'admin', 'monthly', -3, 'taken for the test')`,
    [id],
  );
  if (bought > 0) await buy(id, bought);
  return id;
}

const whole = {
  title: 'Two guitarists',
  description: `Call me on 0770 123 4567. ${'We would love quiet music. '.repeat(20)}`,
  category: 'musician' as const,
  city: 'baghdad' as const,
  place: 'Karrada',
  startsOn: '2026-03-20',
  currency: 'IQD' as const,
  budgetMin: 100_000,
  budgetMax: 400_000,
  contact: { name: 'Sara', email: '', phone: '07701234567' },
};
const asOwner = <Answer>(owner: string, verb: (ctx: ReturnType<Stage['as']>, tx: never) => Promise<Answer>) => {
  const ctx = stage.as(owner);
  return userDoor(ctx).write((tx) => verb(ctx, tx as never));
};
async function open(owner: string = cast.sara): Promise<string> {
  const { id } = await asOwner(owner, (ctx, tx) => createRequest(ctx, tx, whole));
  await asOwner(owner, (ctx, tx) => publishRequest(ctx, tx, { requestId: id }));
  return id;
}
const unlock = (who: string, requestId: string, key?: string) => {
  const ctx = stage.as(who);
  const once = { operation: 'unlockRequest', key, input: { requestId }, answer: unlockOutcome };
  return writeOnce(ctx, once, (tx) => unlockRequest(ctx, tx, { requestId }), ctx.doors.asSystem('test: unlock'));
};
const close = (requestId: string, owner: string = cast.sara, reason: 'filled' | 'withdrawn' = 'withdrawn') =>
  asOwner(owner, (ctx, tx) => closeRequest(ctx, tx, { requestId, reason }));
const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    (answer) => `went through: ${JSON.stringify(answer)}`,
    (error: unknown) => (error instanceof AppError ? error.code : Promise.reject(error)),
  );
const purse = async (userId: string) =>
  (
    await database.query<{ monthly: number; bought: number }>(
      'select monthly, bought from credit_wallets where user_id = $1',
      [userId],
    )
  )[0];
const lines = (userId: string, kind: string) =>
  database.query<{ purse: string; amount: number; source: string }>(
    'select purse, amount, source from credit_lines where user_id = $1 and kind = $2 order by id',
    [userId, kind],
  );

describe('an unlock', () => {
  test('costs one credit, monthly ones first, and shows everything; the same call again costs nothing', async () => {
    const requestId = await open();
    expect(await code(Promise.resolve().then(() => getRequest(stage.as(cast.omar), { requestId })))).toContain(
      '"as":"talent"',
    );
    const before = await lookAsTalent(stage.as(cast.omar), { requestId });
    expect(before).toMatchObject({ whole: null, mayUnlock: true, credits: { monthly: 3, bought: 0 }, mayPost: false });
    expect(before.whyNotPost).toBe('upgrade_required');
    expect(JSON.stringify(before)).not.toMatch(/0770|Karrada/);
    // a look writes nothing
    expect(await purse(cast.omar)).toBeUndefined();

    expect(await unlock(cast.omar, requestId)).toEqual({ outcome: 'new' });
    expect(await unlock(cast.omar, requestId)).toEqual({ outcome: 'found' });
    expect(await purse(cast.omar)).toEqual({ monthly: 2, bought: 0 });
    const now = await lookAsTalent(stage.as(cast.omar), { requestId });
    expect(now).toMatchObject({
      whole: {
        description: expect.stringContaining('0770 123 4567'),
        place: 'Karrada',
        contact: { phone: '07701234567' },
      },
      mayUnlock: false,
      whyNotUnlock: null,
      mayPropose: true,
      credits: { monthly: 2, bought: 0 },
      card: { unlocks: 1, unlock: { status: 'UNLOCKED', returnedFor: null } },
    });
    // a talent who pays for the room to talk may post
    expect(await unlock(cast.zainab, requestId)).toEqual({ outcome: 'new' });
    expect(await lookAsTalent(stage.as(cast.zainab), { requestId })).toMatchObject({ mayPost: true, whyNotPost: null });
  });

  test('one key says the same, whatever happened since', async () => {
    const requestId = await open();
    const who = await holder(2);
    expect(await unlock(who, requestId, 'key-1')).toEqual({ outcome: 'new' });
    expect(await unlock(who, requestId, 'key-1')).toEqual({ outcome: 'new' });
    expect(await unlock(who, requestId, 'key-2')).toEqual({ outcome: 'found' });
    expect(await purse(who)).toMatchObject({ bought: 1 });
    expect(await code(unlock(who, await open(), 'key-1'))).toBe('idempotency_mismatch');
  });

  test('keeps who of the account’s people did it', async () => {
    const requestId = await open();
    const who = await holder(1);
    const ctx = stage.as(who);
    const acting = { ...ctx, actor: { userId: who, member: { id: cast.acme, kind: 'seat' as const, under: who } } };
    await ctx.doors.asSystem('test').write((tx) => unlockRequest(acting, tx, { requestId }));
    expect(await database.query('select by_member from request_unlocks where user_id = $1', [who])).toEqual([
      { by_member: cast.acme },
    ]);
  });

  test('is refused, each with its code, and costs nothing then', async () => {
    const requestId = await open();
    const draft = await asOwner(cast.sara, (ctx, tx) => createRequest(ctx, tx, whole));
    const poor = await holder(0);
    const blocked = await holder(1);
    await database.query('insert into blocks (blocker_id, blocked_id) values ($1, $2)', [cast.sara, blocked]);
    expect({
      own: await code(unlock(cast.sara, requestId)),
      customer: await code(unlock(cast.acme, requestId)),
      unknown: await code(unlock(poor, crypto.randomUUID())),
      draft: await code(unlock(poor, draft.id)),
      poor: await code(unlock(poor, requestId)),
      blocked: await code(unlock(blocked, requestId)),
      suspended: await code(unlock(cast.gone, requestId)),
      stranger: await code(unlock(cast.stranger, requestId)),
      visitor: await code(Promise.resolve().then(() => unlockRequest(stage.as(null), null as never, { requestId }))),
    }).toEqual({
      own: 'own_request',
      customer: 'role_not_allowed',
      unknown: 'not_found',
      draft: 'not_found',
      poor: 'not_enough_credits',
      blocked: 'blocked',
      suspended: 'account_suspended',
      stranger: 'onboarding_required',
      visitor: 'unauthenticated',
    });
    await close(requestId);
    const rich = await holder(1);
    expect(await code(unlock(rich, requestId))).toBe('request_closed');
    expect(await purse(rich)).toMatchObject({ bought: 1 });
    expect(await purse(blocked)).toMatchObject({ bought: 1 });
    stage.policy = 'casting';
    expect(await code(unlock(rich, await open().catch(() => crypto.randomUUID())))).toBe('not_found');
  });

  test('without credits names the way to them', async () => {
    const requestId = await open();
    const poor = await holder(0);
    const said = await unlock(poor, requestId).catch((error: unknown) => error);
    expect(said).toMatchObject({ code: 'not_enough_credits', details: { upgradeUrl: '/pricing', feature: 'credits' } });
    expect(await lookAsTalent(stage.as(poor), { requestId })).toMatchObject({
      mayUnlock: false,
      whyNotUnlock: 'not_enough_credits',
      credits: { monthly: 0, bought: 0 },
    });
  });

  test('is gone with its time, though the clock has not come by', async () => {
    const requestId = await open();
    later(30 * day);
    const who = await holder(1);
    expect(await code(unlock(who, requestId))).toBe('request_closed');
    expect(await code(Promise.resolve().then(() => lookAsTalent(stage.as(who), { requestId })))).toBe('request_closed');
  });
});

describe('credits come back (N9)', () => {
  test('at once where the owner regrets within a day and has read nothing: to the purse they came from', async () => {
    const requestId = await open();
    const bought = await holder(1);
    const monthly = await person('talent');
    await unlock(bought, requestId);
    await unlock(monthly, requestId);
    later(23 * hour);
    await close(requestId);
    expect(await returnNow(stage.as(cast.sara), requestId)).toBe(2);
    expect(await returnNow(stage.as(cast.sara), requestId)).toBe(0);
    const source = `request:${requestId}:1`;
    expect(await lines(bought, 'return')).toEqual([{ purse: 'bought', amount: 1, source }]);
    expect(await lines(monthly, 'return')).toEqual([{ purse: 'monthly', amount: 1, source }]);
    expect(await purse(monthly)).toEqual({ monthly: 3, bought: 0 });
    expect(await lookAsTalent(stage.as(bought), { requestId })).toMatchObject({
      whole: null,
      card: { unlock: { status: 'RETURNED', returnedFor: 'closed_unread' }, state: 'CLOSED' },
      mayUnlock: false,
      whyNotUnlock: 'request_closed',
      whyNotPost: 'request_closed',
    });
  });

  test('and may be spent on it again when it is opened again, each time once', async () => {
    const requestId = await open();
    const who = await holder(1);
    for (const times of [1, 2, 3]) {
      expect(await unlock(who, requestId)).toEqual({ outcome: times === 1 ? 'new' : 'again' });
      expect(await purse(who)).toMatchObject({ bought: 0 });
      await close(requestId);
      expect(await returnNow(stage.as(cast.sara), requestId)).toBe(1);
      expect(await purse(who)).toMatchObject({ bought: 1 });
      later(hour);
      await asOwner(cast.sara, (ctx, tx) => reopenRequest(ctx, tx, { requestId }));
    }
    expect((await lines(who, 'unlock')).map(({ source }) => source)).toEqual(
      [1, 2, 3].map((times) => `request:${requestId}:${times}`),
    );
    expect(await database.query('select unlocks from requests where id = $1', [requestId])).toEqual([{ unlocks: 1 }]);
  });

  test('not later than a day, and not where something was read', async () => {
    const slow = await open();
    const who = await holder(2);
    await unlock(who, slow);
    later(day + 1);
    await close(slow);
    expect(await returnNow(stage.as(cast.sara), slow)).toBe(0);

    const read = await open();
    await unlock(who, read);
    const [profile] = await database.query<{ id: string }>('select id from talent_profiles where user_id = $1', [who]);
    await database.query(
      `insert into proposals (request_id, user_id, talent_id, amount, currency, starts_at, ends_at, text, read_at)
       values ($1, $2, $3, 100000, 'IQD', '2026-04-20', '2026-04-21', 'Gladly', $4)`,
      [read, who, profile?.id, stage.now],
    );
    await close(read);
    expect(await returnNow(stage.as(cast.sara), read)).toBe(0);
    expect(await tendRequests(stage.as(null))).toMatchObject({ returned: 0 });
    expect(await purse(who)).toMatchObject({ bought: 0 });
  });

  test('a monthly one whose month is over comes back as a bought one', async () => {
    const owner = await person('customer');
    stage.now = new Date('2026-03-31T20:00:00Z');
    const { id: requestId } = await asOwner(owner, (ctx, tx) =>
      createRequest(ctx, tx, { ...whole, startsOn: '2026-05-01' }),
    );
    await asOwner(owner, (ctx, tx) => publishRequest(ctx, tx, { requestId }));
    const who = await person('talent');
    await unlock(who, requestId);
    expect(await purse(who)).toEqual({ monthly: 2, bought: 0 });
    later(12 * hour);
    await close(requestId, owner);
    await returnNow(stage.as(owner), requestId);
    expect(await lines(who, 'return')).toMatchObject([{ purse: 'bought', amount: 1 }]);
    // what was left of March is written off when April's are given
    expect((await lookAsTalent(stage.as(who), { requestId })).credits).toEqual({ monthly: 3, bought: 1 });
  });

  test('removed by an operator: whenever; by the operator’s own transaction', async () => {
    const requestId = await open();
    const who = await holder(1);
    await unlock(who, requestId);
    later(5 * day);
    const ctx = stage.as(null);
    const returned = await ctx.doors.asSystem('operator: test').write(async (tx) => {
      const { sql } = await import('drizzle-orm');
      await tx.execute(sql`select set_config('app.party', 'admin', true)`);
      await tx.execute(sql`update requests set state = 'CLOSED', closed_reason = 'removed' where id = ${requestId}`);
      return returnCredits(ctx, tx, requestId);
    });
    expect(returned).toBe(1);
    expect(await lines(who, 'return')).toHaveLength(1);
  });

  test('a suspended owner’s: the clock brings them back, once', async () => {
    const owner = await person('customer');
    const still = await open(owner);
    const past = await open(owner);
    const who = await holder(2);
    await unlock(who, still);
    await unlock(who, past);
    later(3 * day);
    await close(past, owner, 'filled');
    await database.query('update users set suspended_at = now() where id = $1', [owner]);
    expect(await tendRequests(stage.as(null))).toMatchObject({ requests: 2, returned: 2 });
    expect(await tendRequests(stage.as(null))).toMatchObject({ requests: 0, returned: 0 });
    expect(await purse(who)).toMatchObject({ bought: 2 });
    expect(
      await database.query('select distinct status, returned_for from request_unlocks where user_id = $1', [who]),
    ).toEqual(
      [
        { status: 'RETURNED', returned_for: 'removed' },
        { status: 'RETURNED', returned_for: 'owner_banned' },
      ].slice(1),
    );
  });
});

describe('the clock', () => {
  test('closes what ran out, once, says so, and what a broken line left is brought back', async () => {
    const owner = await person('customer');
    const requestId = await open(owner);
    const regretted = await open(owner);
    const who = await holder(1);
    await unlock(who, regretted);
    // closed, and the line broke before the credits went back
    await close(regretted, owner);
    expect(await tendRequests(stage.as(null))).toMatchObject({ expired: 0, returned: 1 });
    later(requestLimits.runsFor);
    const ran = await tendRequests(stage.as(null));
    expect(ran['expired']).toBeGreaterThan(0);
    expect((await tendRequests(stage.as(null)))['expired']).toBe(0);
    expect(
      await database.query('select state, closed_reason, closed_at from requests where id = $1', [requestId]),
    ).toEqual([{ state: 'CLOSED', closed_reason: 'expired', closed_at: new Date(opening.getTime() + 30 * day) }]);
    expect(
      await database.query(
        `select count(*)::int from outbox where kind = 'request.closed' and payload->>'requestId' = $1`,
        [requestId],
      ),
    ).toEqual([{ count: 1 }]);
  });

  test('an owner opens it again though the clock was late', async () => {
    const owner = await person('customer');
    const requestId = await open(owner);
    later(31 * day);
    expect(await getRequest(stage.as(owner), { requestId })).toMatchObject({
      request: { state: 'CLOSED', closedReason: 'expired', moves: ['reopen', 'delete'] },
    });
    await expireNow(stage.as(owner), requestId);
    const again = await asOwner(owner, (ctx, tx) => reopenRequest(ctx, tx, { requestId }));
    expect(again).toMatchObject({ state: 'OPEN', closedReason: null });
    expect(new Date(again.expiresAt ?? 0).getTime()).toBe(stage.now.getTime() + 30 * day);
    // not before its time
    await expireNow(stage.as(owner), requestId);
    expect(await getRequest(stage.as(owner), { requestId })).toMatchObject({ request: { state: 'OPEN' } });
  });
});

/** A busy connection pool is no answer: whoever would be told to try again tries again. */
const persistent = async (work: () => Promise<unknown>): Promise<string> => {
  for (let attempt = 0; ; attempt += 1)
    try {
      return await code(work());
    } catch (error) {
      if (attempt === 20 || !isRetryable(error)) throw error;
    }
};

describe('races', () => {
  test('50 unlocks of one request by one account at once cost one credit', async () => {
    const requestId = await open();
    const who = await holder(10);
    const said = await Promise.all(Array.from({ length: 50 }, () => persistent(() => unlock(who, requestId))));
    const count = (outcome: string) => said.filter((one) => one.includes(`"${outcome}"`)).length;
    console.log(
      `50 unlocks of one request at once: ${count('new')} new, ${count('found')} found, purse ${JSON.stringify(await purse(who))}`,
    );
    expect({ new: count('new'), found: count('found') }).toEqual({ new: 1, found: 49 });
    expect(await purse(who)).toMatchObject({ bought: 9 });
    expect(await lines(who, 'unlock')).toHaveLength(1);
    expect(await database.query('select unlocks from requests where id = $1', [requestId])).toEqual([{ unlocks: 1 }]);
  });

  test('50 unlocks of different requests with 10 credits go through exactly 10 times', async () => {
    const owners = await Promise.all(Array.from({ length: 5 }, () => person('customer')));
    const ids: string[] = [];
    for (const owner of owners) for (let n = 0; n < 10; n += 1) ids.push(await open(owner));
    const who = await holder(10);
    const said = await Promise.all(ids.map((requestId) => persistent(() => unlock(who, requestId))));
    const through = said.filter((one) => one.includes('"new"')).length;
    const broke = said.filter((one) => one === 'not_enough_credits').length;
    console.log(
      `50 different unlocks with 10 credits: ${through} through, ${broke} refused, purse ${JSON.stringify(await purse(who))}`,
    );
    expect({ through, broke }).toEqual({ through: 10, broke: 40 });
    expect(await purse(who)).toMatchObject({ bought: 0 });
    expect(await lines(who, 'unlock')).toHaveLength(10);
  });

  test('unlock against close: never an unlock after the close, and each credit that was spent comes back', async () => {
    const figures = { unlockWon: 0, closeWon: 0 };
    for (let round = 0; round < 40; round += 1) {
      const owner = await person('customer');
      const requestId = await open(owner);
      const who = await holder(1);
      const [unlocked, closed] = await Promise.all([
        persistent(() => unlock(who, requestId)),
        persistent(() => close(requestId, owner).then(() => returnNow(stage.as(owner), requestId))),
      ]);
      expect(closed).toMatch(/went through: [01]/);
      if (unlocked.includes('"new"')) figures.unlockWon += 1;
      else {
        expect(unlocked).toBe('request_closed');
        figures.closeWon += 1;
      }
      expect(await purse(who)).toMatchObject({ bought: 1 });
      expect(
        await database.query('select 1 from request_unlocks where request_id = $1 and status = $2', [
          requestId,
          'UNLOCKED',
        ]),
      ).toEqual([]);
    }
    console.log(`unlock against close, 40 rounds: ${JSON.stringify(figures)}`);
    expect(figures.unlockWon + figures.closeWon).toBe(40);
  });
});
