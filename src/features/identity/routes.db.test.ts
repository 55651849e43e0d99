import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handler } from '../../http/serve.ts';
import { readClerkWebhook } from '../../integrations/clerk-webhook.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { clerkWebhookRoutes, identityRoutes } from './routes.ts';

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await freshDatabase();
  stage = stageOn(database);
});
afterAll(() => database.close());

describe('/api/me', () => {
  let who: string | null = null;
  const answer = handler(identityRoutes, async () => ({ ctx: stage.as(who) }));
  const call = async (as: string | null, init?: RequestInit) => {
    who = as;
    const response = await answer(new Request('https://mawahib.test/api/me', init));
    return {
      status: response.status,
      cache: response.headers.get('cache-control'),
      body: (await response.json()) as Record<string, unknown>,
    };
  };
  const change = (as: string | null, body: string) =>
    call(as, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body });

  test('answers who is signed in, to nobody’s cache', async () => {
    expect(await call('user_1')).toMatchObject({
      status: 200,
      cache: 'private, no-store',
      body: { userId: 'user_1', onboarded: false },
    });
    expect(await call(null)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });
  test('a name is no place for contact details', async () => {
    expect(await change('user_1', JSON.stringify({ name: 'Layla 07709990001' }))).toMatchObject({
      status: 422,
      body: { fields: { name: ['contact'] } },
    });
  });
  test('and not for the house’s own', async () => {
    for (const name of ['Admin', 'Mawahib Support'])
      expect(await change('user_1', JSON.stringify({ name }))).toMatchObject({
        status: 422,
        body: { code: 'name_reserved', fields: { name: ['house_name'] } },
      });
  });
  test('takes a new name, language and time zone', async () => {
    expect(await change('user_1', JSON.stringify({ name: ' Layla\u202E  Hassan ', locale: 'ckb' }))).toMatchObject({
      status: 200,
      body: { name: 'Layla Hassan', locale: 'ckb' },
    });
  });
  test.each([
    '{}',
    '[]',
    'null',
    '{"name":""}',
    '{"name":"\\u202e"}',
    `{"name":"${'x'.repeat(81)}"}`,
    '{"locale":"de"}',
    '{"timeZone":"+03:00"}',
    '{"timeZone":"Asia/Atlantis"}',
    '{"role":"admin"}',
    '{"email":"other@example.com"}',
    '{"name":"A","plan":"PRO"}',
  ])('%s is refused', async (body) =>
    expect(await change('user_1', body)).toMatchObject({ status: 422, body: { code: 'invalid' } }),
  );
  test('what is no JSON is told so', async () =>
    expect(await change('user_1', '{"name"')).toMatchObject({ status: 400, body: { code: 'invalid_json' } }));
});

describe('/api/webhooks/clerk', () => {
  const secret = `whsec_${Buffer.from('the secret of this test').toString('base64')}`;
  const answer = handler(
    clerkWebhookRoutes((request) => readClerkWebhook(request, secret)),
    async () => ({ ctx: stage.as(null) }),
    { raw: true },
  );
  const event = (id: string, email: string) =>
    JSON.stringify({
      type: 'user.created',
      data: {
        id,
        first_name: 'Kawa',
        last_name: 'Aziz',
        primary_email_address_id: 'idn_1',
        email_addresses: [{ id: 'idn_1', email_address: email, verification: { status: 'verified' } }],
        updated_at: Date.now(),
      },
    });
  const send = async (body: string, { by = secret, id = randomUUID() as string } = {}) => {
    const at = Math.floor(Date.now() / 1000);
    const mac = createHmac('sha256', Buffer.from(by.slice(6), 'base64'))
      .update(`${id}.${at}.${body}`)
      .digest('base64');
    const headers = {
      'content-type': 'application/json',
      'svix-id': id,
      'svix-timestamp': String(at),
      'svix-signature': `v1,${mac}`,
    };
    return answer(new Request('https://mawahib.test/api/webhooks/clerk', { method: 'POST', headers, body }));
  };
  const users = () => database.query(`select id, email, name from users where id like 'user_hook%' order by id`);

  test('takes a signed event, and says the same of its repeat', async () => {
    const body = event('user_hook_1', 'kawa@example.com');
    const first = await send(body, { id: 'msg_1' });
    const again = await send(body, { id: 'msg_1' });
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(await again.json()).toEqual(await first.json());
    expect(await users()).toEqual([{ id: 'user_hook_1', email: 'kawa@example.com', name: 'Kawa Aziz' }]);
    expect(await database.query(`select event_id from identity_notices`)).toEqual([{ event_id: 'msg_1' }]);
  });

  test('and from anybody else nothing: 401, and nothing has changed', async () => {
    const before = [await users(), await database.query('select * from identity_notices')];
    const forged = `whsec_${Buffer.from('another secret').toString('base64')}`;
    for (const response of [
      await send(event('user_hook_2', 'mallory@example.com'), { by: forged }),
      await send(event('user_hook_1', 'mallory@example.com'), { by: forged, id: 'msg_1' }),
      await answer(
        new Request('https://mawahib.test/api/webhooks/clerk', {
          method: 'POST',
          body: event('user_hook_3', 'm@example.com'),
        }),
      ),
    ]) {
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ code: 'unauthenticated' });
    }
    expect([await users(), await database.query('select * from identity_notices')]).toEqual(before);
  });
});
