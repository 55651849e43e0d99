import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { handler } from '../../http/serve.ts';
import { cast, seat, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { api } from '../endpoint.ts';
import { profileRoutes } from '../profiles/routes.ts';
import { adminApprovalRoutes } from './routes/admin.ts';
import { registrationRoutes } from './routes/me.ts';
import { accountKinds, type AccountKind } from '../identity/rules.ts';
import { lookedAt } from './rules/approval.ts';

let database: TestDatabase;
let stage: Stage;
const operator = 'user_operator';
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ($1, 'operator@example.com', 'Hala', 'admin', now())`,
    [operator],
  );
  stage = stageOn(database);
});
afterAll(() => database.close());
beforeEach(async () => {
  stage.approvalFor = [];
  await database.query(`delete from approval_settings`);
});

let who: string | null = null;
const routes = [registrationRoutes, adminApprovalRoutes, profileRoutes].reduce(
  (all, one) => all.route('/', one),
  api(),
);
const answer = handler(routes, async () => ({
  ctx: stage.as(who, who === null ? undefined : `${who}@example.com`),
}));
type Body = Record<string, unknown> & { code?: string; approval?: { state: string } };
async function call(as: string | null, method: string, path: string, body?: unknown) {
  who = as;
  const response = await answer(
    new Request(`https://mawahib.test${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    }),
  );
  return { status: response.status, body: (await response.json()) as Body };
}
const setting = '/api/admin/approval-setting';
const set = (kinds: readonly string[], as: string | null = operator) => call(as, 'PUT', setting, { kinds });
let made = 0;
const bodies: Record<AccountKind, object> = {
  individual: {},
  professional: {},
  company: {},
  talent: { category: 'dancer', city: 'baghdad', birthDate: '1994-05-17' },
  agency: { category: 'dancer', city: 'baghdad' },
};
const register = async (kind: AccountKind) => {
  const id = `user_looked_${(made += 1)}`;
  const body = { kind, name: 'Dijla', locale: 'en', timeZone: 'Asia/Baghdad', ...bodies[kind] };
  return { id, ...(await call(id, 'POST', '/api/me/onboarding', body)) };
};

describe('which kinds of accounts are looked at first', () => {
  test('as deployed until an operator says otherwise, and then as was said last', async () => {
    expect(lookedAt(undefined, ['company'])).toEqual(['company']);
    expect(lookedAt({ kinds: [] }, ['company'])).toEqual([]);
    stage.approvalFor = ['company'];
    expect(await call(operator, 'GET', setting)).toMatchObject({
      body: { kinds: ['company'], setAt: null, setBy: null },
    });
    expect((await register('company')).body.approval?.state).toBe('waiting');
    expect(await set(['talent', 'individual'])).toMatchObject({
      status: 200,
      body: { kinds: ['individual', 'talent'], setBy: 'Hala' },
    });
    expect((await register('company')).body.approval?.state).toBe('approved');
    expect((await register('talent')).body.approval?.state).toBe('waiting');
    expect((await register('agency')).body.approval?.state).toBe('approved');
    expect(await call('user_looks', 'GET', '/api/me/registration')).toMatchObject({
      body: { approvalFor: ['individual', 'talent'] },
    });
    await set([]);
    expect(await call(operator, 'GET', setting)).toMatchObject({ body: { kinds: [] } });
    expect((await register('company')).body.approval?.state).toBe('approved');
  });

  test('who waits goes on waiting when the kind is let in again, and who is in stays in', async () => {
    await set(['individual']);
    const waiting = await register('individual');
    await set([]);
    const within = await register('individual');
    await set(['individual']);
    const state = async (id: string) =>
      (await database.query(`select approval from users where id = $1`, [id]))[0]?.['approval'];
    expect([await state(waiting.id), await state(within.id)]).toEqual(['waiting', 'approved']);
  });

  test('it is an operator’s to read and to say; each change is in the log with what was before', async () => {
    for (const stranger of [cast.sara, cast.zainab, 'user_new']) {
      expect([stranger, (await call(stranger, 'GET', setting)).status]).toEqual([stranger, 404]);
      expect([stranger, (await set([], stranger)).status]).toEqual([stranger, 404]);
    }
    expect((await call(null, 'GET', setting)).status).toBe(401);
    for (const wrong of [['talents'], ['talent', 'talent'], 'talent', [...accountKinds, 'talent']])
      expect((await call(operator, 'PUT', setting, { kinds: wrong })).status).toBe(422);
    await set(['company']);
    await set(['agency']);
    expect(
      (await database.query(`select actor_id, data from audit_log where action = 'approval.set' order by id`)).slice(
        -2,
      ),
    ).toEqual([
      { actor_id: operator, data: { from: [], to: ['company'] } },
      { actor_id: operator, data: { from: ['company'], to: ['agency'] } },
    ]);
  });
});

describe('the database by itself', () => {
  const read = sql`select kinds from approval_settings`;
  const say = sql`insert into approval_settings (kinds, set_by) values ('{talent}', ${operator})`;
  test('everybody with an account reads it, visitors do not, and the system alone writes', async () => {
    await set(['company']);
    for (const seer of ['sara', 'zainab', 'stranger', 'system'] as Seer[])
      expect([seer, (await through(stage.doors)(seer, (tx) => tx.execute(read))).rows]).toEqual([
        seer,
        [{ kinds: ['company'] }],
      ]);
    await expect(through(stage.doors)('visitor', (tx) => tx.execute(read))).rejects.toThrow();
    for (const seer of ['sara', 'zainab', 'stranger', 'visitor'] as Seer[])
      for (const write of [say, sql`update approval_settings set kinds = '{}'`, sql`delete from approval_settings`])
        await expect(through(stage.doors)(seer, (tx) => tx.execute(write))).rejects.toThrow();
    await expect(
      stage.doors
        .asUser({ userId: operator })
        .write((tx) => tx.execute(sql`update approval_settings set kinds = '{}'`)),
    ).rejects.toThrow();
  });

  test('one setting, of kinds that exist', async () => {
    await set(['company']);
    await expect(
      database.query(`insert into approval_settings (id, kinds, set_by) values (2, '{}', '${operator}')`),
    ).rejects.toMatchObject({ constraint: 'approval_settings_are_one' });
    await expect(database.query(`update approval_settings set kinds = '{king}'`)).rejects.toMatchObject({
      constraint: 'approval_settings_kinds_are_known',
    });
  });

  test.each([
    ['company', ['company'], false],
    ['company', ['individual'], true],
    ['individual', ['individual', 'talent'], false],
    ['professional', [], true],
  ] as const)('whether a %s gets past %j by whatever verb: %s', async (kind, kinds, may) => {
    await set(kinds);
    const id = `user_looked_${(made += 1)}`;
    await database.query(`insert into users (id, email) values ($1, $2)`, [id, `${id}@example.com`]);
    const enter = database.query(
      `update users set role = 'customer', customer_kind = $2, onboarded_at = now() where id = $1`,
      [id, kind],
    );
    await (may ? enter : expect(enter).rejects.toMatchObject({ constraint: 'users_are_looked_at' }));
  });

  test('where talents and agencies are both looked at, no talent account is let in by itself', async () => {
    await set(['talent', 'agency']);
    const id = `user_looked_${(made += 1)}`;
    await database.query(`insert into users (id, email) values ($1, $2)`, [id, `${id}@example.com`]);
    await expect(
      database.query(`update users set role = 'talent', plan = 'FREE', onboarded_at = now() where id = $1`, [id]),
    ).rejects.toMatchObject({ constraint: 'users_are_looked_at' });
  });
});
