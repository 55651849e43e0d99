import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outbox } from '../../db/schema/operations.ts';
import { handler } from '../../http/serve.ts';
import { cast, seat, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { api } from '../endpoint.ts';
import { identityRoutes } from '../identity/routes.ts';
import { lettersOf } from '../outbox/handover.ts';
import { profileRoutes } from '../profiles/routes.ts';
import { adminAccountRoutes } from './routes/accounts.ts';

let database: TestDatabase;
let stage: Stage;
const operator = 'user_operator';
const colleague = 'user_operator_two';
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  for (const [id, email, name] of [
    [operator, 'operator@example.com', 'Hala'],
    [colleague, 'two@example.com', 'Dilan'],
  ])
    await database.query(
      `insert into users (id, email, name, role, onboarded_at) values ($1, $2, $3, 'admin', now())`,
      [id, email, name],
    );
  stage = stageOn(database);
});
afterAll(() => database.close());

let who: string | null = null;
const routes = [adminAccountRoutes, identityRoutes, profileRoutes].reduce((all, one) => all.route('/', one), api());
const answer = handler(routes, async () => ({ ctx: stage.as(who, who === null ? undefined : `${who}@example.com`) }));
type Body = Record<string, unknown> & { code?: string };
type Line = { userId: string; suspendedAt: string | null; reason: string | null; suspendedBy: string | null };
async function call(as: string | null, method: string, path: string, body?: unknown, key?: string) {
  who = as;
  const response = await answer(
    new Request(`https://mawahib.test${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, body: (await response.json()) as Body };
}
const list = async (query = '') => {
  const { status, body } = await call(operator, 'GET', `/api/admin/accounts${query}`);
  expect(status).toBe(200);
  return { items: body['items'] as Line[], nextCursor: body['nextCursor'] as string | null };
};
const set = (as: string | null, userId: string, body: unknown, key?: string) =>
  call(as, 'PUT', `/api/admin/accounts/${userId}/suspension`, body, key);
const shut = { suspended: true, reason: 'The same letter to forty talents in one night.' };

/** The letters that leave for a person's newest news of a kind. */
async function lettersFor(userId: string, kind: string) {
  const { news } = await stage.doors.asSystem('test').read((db) => ({
    news: db.select().from(outbox).where(eq(outbox.kind, kind)),
  }));
  const last = news.filter(({ payload }) => payload['userId'] === userId).at(-1);
  if (!last) throw new Error(`no news ${kind}`);
  return lettersOf(stage.as(null), last);
}

describe('the list', () => {
  test('is nobody else’s', async () => {
    expect((await call(null, 'GET', '/api/admin/accounts')).status).toBe(401);
    for (const stranger of [cast.sara, cast.zainab]) {
      expect(await call(stranger, 'GET', '/api/admin/accounts')).toMatchObject({ status: 404 });
      expect(await set(stranger, cast.omar, shut)).toMatchObject({ status: 404 });
    }
    expect(await set(null, cast.omar, shut)).toMatchObject({ status: 401 });
  });

  test('finds people by name, by e-mail and by the address of their page', async () => {
    const everybody = await list('?limit=100');
    expect(everybody.items.map(({ userId }) => userId)).toEqual(expect.arrayContaining([cast.sara, cast.zainab]));
    for (const text of ['zainab-kareem', 'ZAINAB'])
      expect((await list(`?text=${encodeURIComponent(text)}`)).items.map(({ userId }) => userId)).toContain(
        cast.zainab,
      );
    // signs that mean something to a pattern are signs
    for (const text of ['%', '_', '\\']) expect((await list(`?text=${encodeURIComponent(text)}`)).items).toEqual([]);
    expect((await call(operator, 'GET', '/api/admin/accounts?unknown=1')).status).toBe(422);
  });

  test('comes page by page, each account once', async () => {
    const all = (await list('?limit=100')).items.map(({ userId }) => userId);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list(`?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ userId }) => userId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(all);
  });
});

describe('suspending', () => {
  test('needs words; not oneself, not another operator, nobody who is not there', async () => {
    expect((await set(operator, cast.sara, { suspended: true })).status).toBe(422);
    expect((await set(operator, cast.sara, { suspended: true, reason: ' \u200b ' })).status).toBe(422);
    for (const one of [operator, colleague])
      expect(await set(operator, one, shut)).toMatchObject({ status: 403, body: { code: 'role_not_allowed' } });
    expect((await set(operator, 'user_nobody', shut)).status).toBe(404);
  });

  test('shuts every door, takes the page down, is in the log and in a letter; and is taken back', async () => {
    expect(
      await database.query(`select published_at is not null as up from talent_profiles where id = $1`, [
        talentIds.zainab,
      ]),
    ).toEqual([{ up: true }]);
    const done = await set(operator, cast.zainab, shut, 'once');
    expect(done).toMatchObject({
      status: 200,
      body: {
        closed: 'zainab-kareem',
        account: { userId: cast.zainab, reason: shut.reason, suspendedBy: 'Hala', talent: { published: false } },
      },
    });
    // the same intention twice is one deed, another is too late
    expect(await set(operator, cast.zainab, shut, 'once')).toMatchObject({ status: 200 });
    expect(await set(operator, cast.zainab, shut)).toMatchObject({ status: 409, body: { code: 'wrong_state' } });

    expect(await call(cast.zainab, 'GET', '/api/me')).toMatchObject({
      status: 403,
      body: { code: 'account_suspended' },
    });
    expect(await call(cast.zainab, 'POST', '/api/profile/publish', {})).toMatchObject({ status: 403 });
    expect((await list('?state=suspended')).items.map(({ userId }) => userId)).toContain(cast.zainab);
    expect(
      await database.query(
        `select action, actor_id, reason from audit_log where action in ('account.suspended', 'profile.unpublished')
           and (subject_id = $1 or subject_id = $2) order by action`,
        [cast.zainab, talentIds.zainab],
      ),
    ).toEqual([
      { action: 'account.suspended', actor_id: operator, reason: shut.reason },
      { action: 'profile.unpublished', actor_id: operator, reason: shut.reason },
    ]);

    const [letter, ...others] = await lettersFor(cast.zainab, 'account.suspended');
    expect([letter?.name, letter?.to, others]).toEqual(['account.suspended', 'person', []]);
    expect((await letter?.mail())?.text).toContain(shut.reason);

    expect(await set(operator, cast.zainab, { suspended: false, reason: 'It was somebody else.' })).toMatchObject({
      status: 200,
      body: { closed: null, account: { suspendedAt: null, reason: null, suspendedBy: null } },
    });
    expect((await call(cast.zainab, 'GET', '/api/me')).status).toBe(200);
    const [back] = await lettersFor(cast.zainab, 'account.reinstated');
    expect((await back?.mail())?.text).toContain('It was somebody else.');
    // what is not so any more is not written
    expect(await lettersFor(cast.zainab, 'account.suspended')).toEqual([]);
    expect((await list('?state=suspended')).items.map(({ userId }) => userId)).not.toContain(cast.zainab);
    // the page is theirs to publish again
    expect(await database.query(`select published_at from talent_profiles where id = $1`, [talentIds.zainab])).toEqual([
      { published_at: null },
    ]);
    expect((await call(cast.zainab, 'POST', '/api/profile/publish', {})).status).toBe(200);
    expect(await set(operator, cast.zainab, { suspended: false })).toMatchObject({ status: 409 });
  });
});
