import { afterAll, beforeAll, expect, test } from 'vitest';
import { handler } from '../../http/serve.ts';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { requestRoutes } from './routes/requests.ts';

let database: TestDatabase;
let stage: Stage;
let caller: string | null = cast.sara;
const logged: string[] = [];
const house = handler(requestRoutes, () =>
  Promise.resolve({
    ctx: {
      ...stage.as(caller),
      log: (event: string, facts?: object) => void logged.push(`${event} ${JSON.stringify(facts)}`),
    },
  }),
);
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
});
afterAll(() => database.close());

type Said = Record<string, unknown> & {
  id: string;
  code: string;
  request: Record<string, unknown>;
  items: { id: string }[];
};
async function ask(who: string | null, method: string, path: string, body?: object, key?: string) {
  caller = who;
  const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) };
  const answer = await house(
    new Request(`https://mawahib.test${path}`, { method, ...(body ? { headers, body: JSON.stringify(body) } : {}) }),
  );
  const said = (await answer.json()) as Said;
  return { status: answer.status, said, type: answer.headers.get('content-type') ?? '' };
}
const whole = {
  title: 'Two guitarists',
  description: 'Quiet music for an evening in the garden.',
  category: 'musician',
  city: 'baghdad',
  place: 'Karrada',
  startsOn: '2026-03-20',
  currency: 'IQD',
  budgetMax: 400_000,
};

test('from a draft to an unlock and back, over HTTP, each call repeated under its key', async () => {
  const twice = async (who: string, method: string, path: string, body: object) => {
    const key = crypto.randomUUID();
    const first = await ask(who, method, path, body, key);
    const second = await ask(who, method, path, body, key);
    expect(second).toEqual(first);
    return first;
  };
  const draft = await twice(cast.sara, 'POST', '/api/requests', whole);
  expect(draft.status).toBe(201);
  const at = `/api/requests/${draft.said.id}`;
  expect((await twice(cast.sara, 'PATCH', at, { place: 'Mansour' })).said['place']).toBe('Mansour');
  expect((await twice(cast.sara, 'POST', `${at}/publish`, {})).said['state']).toBe('OPEN');
  expect((await ask(cast.sara, 'GET', '/api/requests')).said.items).toHaveLength(1);
  expect((await ask(cast.omar, 'GET', '/api/marketplace')).said.items).toMatchObject([{ id: draft.said.id }]);
  const unlocked = await twice(cast.omar, 'POST', `${at}/unlock`, {});
  expect(unlocked).toMatchObject({
    status: 200,
    said: { outcome: 'new', request: { whole: { place: 'Mansour' }, credits: { monthly: 2 } } },
  });
  expect((await ask(cast.omar, 'POST', `${at}/unlock`, {})).said['outcome']).toBe('found');
  // regretted at once: the credit is back before the answer is
  expect(await ask(cast.sara, 'POST', `${at}/close`, { reason: 'withdrawn' })).toMatchObject({
    status: 200,
    said: { state: 'CLOSED' },
  });
  expect((await ask(cast.omar, 'GET', at)).said.request).toMatchObject({
    whole: null,
    credits: { monthly: 3 },
    card: { unlock: { status: 'RETURNED', returnedFor: 'closed_unread' } },
  });
  expect((await twice(cast.sara, 'POST', `${at}/reopen`, {})).said['state']).toBe('OPEN');
  expect((await ask(cast.omar, 'POST', `${at}/unlock`, {})).said['outcome']).toBe('again');
  expect(await ask(cast.sara, 'DELETE', at)).toMatchObject({ status: 409, said: { code: 'request_in_use' } });
});

test('what is refused has its status, its code and a next step', async () => {
  const { said: draft } = await ask(cast.sara, 'POST', '/api/requests', {});
  const at = `/api/requests/${draft.id}`;
  const cases: [string | null, string, string, object | undefined, number, string][] = [
    [null, 'GET', '/api/marketplace', undefined, 401, 'unauthenticated'],
    [null, 'POST', '/api/requests', {}, 401, 'unauthenticated'],
    [cast.gone, 'GET', '/api/marketplace', undefined, 403, 'account_suspended'],
    [cast.sara, 'GET', '/api/marketplace', undefined, 403, 'role_not_allowed'],
    [cast.omar, 'POST', '/api/requests', {}, 403, 'role_not_allowed'],
    [cast.omar, 'GET', '/api/requests', undefined, 403, 'role_not_allowed'],
    [cast.acme, 'GET', at, undefined, 403, 'not_your_request'],
    [cast.omar, 'GET', at, undefined, 404, 'not_found'],
    [cast.omar, 'POST', `${at}/unlock`, {}, 404, 'not_found'],
    [cast.sara, 'POST', `${at}/unlock`, {}, 403, 'own_request'],
    [cast.sara, 'POST', `${at}/publish`, {}, 422, 'invalid'],
    [cast.sara, 'POST', `${at}/close`, { reason: 'withdrawn' }, 409, 'wrong_state'],
    [cast.sara, 'POST', `${at}/close`, { reason: 'removed' }, 422, 'invalid'],
    [cast.sara, 'POST', `${at}/reopen`, {}, 409, 'wrong_state'],
    [cast.sara, 'PATCH', at, { budgetMin: -5 }, 422, 'invalid'],
    [cast.sara, 'PATCH', at, { currency: 'GBP' }, 422, 'invalid'],
    [cast.sara, 'PATCH', at, { startsOn: '2020-01-01' }, 422, 'invalid'],
    [cast.sara, 'GET', '/api/requests/nonsense', undefined, 404, 'not_found'],
    [cast.omar, 'GET', '/api/marketplace?sort=budget', undefined, 422, 'invalid'],
    [cast.omar, 'GET', '/api/marketplace?cursor=x', undefined, 422, 'invalid'],
    [cast.omar, 'GET', '/api/marketplace?limit=500', undefined, 422, 'invalid'],
  ];
  for (const [who, method, path, body, status, code] of cases) {
    const answer = await ask(who, method, path, body);
    expect([method, path, answer.status, answer.said.code], JSON.stringify(answer.said)).toEqual([
      method,
      path,
      status,
      code,
    ]);
    expect(answer.type).toContain('application/problem+json');
    expect(answer.said['action']).toEqual(expect.stringMatching(/\w/));
  }
  await database.query(
    `insert into credit_lines (user_id, kind, purse, amount, source, expires_at) values ($1, 'grant', 'monthly', 1, 'free:2026-03', '2026-04-01')`,
    [cast.nour],
  );
  await database.query(
    `insert into credit_lines (user_id, kind, purse, amount, source) values ($1, 'admin', 'monthly', -1, 'gone')`,
    [cast.nour],
  );
  const { said: open } = await ask(cast.sara, 'POST', '/api/requests', whole);
  await ask(cast.sara, 'POST', `/api/requests/${open.id}/publish`, {});
  expect(await ask(cast.nour, 'POST', `/api/requests/${open.id}/unlock`, {})).toMatchObject({
    status: 402,
    said: { code: 'not_enough_credits', upgradeUrl: '/pricing', feature: 'credits' },
  });
  expect(logged.filter((line) => /error|internal/.test(line))).toEqual([]);
});
