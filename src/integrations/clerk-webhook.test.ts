import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { readClerkWebhook } from './clerk-webhook.ts';

const secret = `whsec_${Buffer.from('a signing secret of the tests').toString('base64')}`;
const stamp = (id: string, at: number, body: string, by = secret) =>
  `v1,${createHmac('sha256', Buffer.from(by.slice(6), 'base64'))
    .update(`${id}.${at}.${body}`)
    .digest('base64')}`;
const now = () => Math.floor(Date.now() / 1000);

type Call = { id?: string; at?: number; body?: string; signature?: string; prefix?: string };
function call({
  id = 'msg_1',
  at = now(),
  body = JSON.stringify(created()),
  signature = stamp(id, at, body),
  prefix = 'svix',
}: Call = {}) {
  return new Request('https://mawahib.example/api/webhooks/clerk', {
    method: 'POST',
    body,
    headers: { [`${prefix}-id`]: id, [`${prefix}-timestamp`]: String(at), [`${prefix}-signature`]: signature },
  });
}
const person = (more: Record<string, unknown> = {}) => ({
  id: 'user_1',
  first_name: 'Zainab',
  last_name: 'Kareem',
  primary_email_address_id: 'idn_2',
  updated_at: 1_700_000_000_000,
  email_addresses: [
    { id: 'idn_1', email_address: 'old@example.com', verification: { status: 'verified' } },
    { id: 'idn_2', email_address: 'Zainab@Example.com', verification: { status: 'verified' } },
  ],
  ...more,
});
const created = (more?: Record<string, unknown>) => ({ type: 'user.created', object: 'event', data: person(more) });

test('a signed event is read', async () => {
  expect(await readClerkWebhook(call(), secret)).toEqual({
    eventId: 'msg_1',
    type: 'user.created',
    userId: 'user_1',
    email: 'zainab@example.com',
    name: 'Zainab Kareem',
    at: new Date(1_700_000_000_000),
  });
});

test('an address nobody has proven is left out', async () => {
  const data = created({
    email_addresses: [{ id: 'idn_2', email_address: 'victim@example.com', verification: { status: 'unverified' } }],
  });
  expect(await readClerkWebhook(call({ body: JSON.stringify(data) }), secret)).toMatchObject({ email: '' });
});

test('a deletion and an event of no interest', async () => {
  expect(
    await readClerkWebhook(
      call({ body: JSON.stringify({ type: 'user.deleted', data: { id: 'user_1', deleted: true } }) }),
      secret,
    ),
  ).toEqual({ eventId: 'msg_1', type: 'user.deleted', userId: 'user_1' });
  expect(await readClerkWebhook(call({ body: JSON.stringify({ type: 'session.created', data: {} }) }), secret)).toEqual(
    { eventId: 'msg_1', type: 'other' },
  );
});

test.each<[string, () => Request]>([
  ['unsigned', () => new Request('https://mawahib.example/', { method: 'POST', body: JSON.stringify(created()) })],
  [
    'signed with another secret',
    () => {
      const body = JSON.stringify(created());
      return call({
        body,
        signature: stamp('msg_1', now(), body, `whsec_${Buffer.from('another').toString('base64')}`),
      });
    },
  ],
  [
    'changed after signing',
    () =>
      call({
        body: JSON.stringify(created({ id: 'user_admin' })),
        signature: stamp('msg_1', now(), JSON.stringify(created())),
      }),
  ],
  ['an hour old', () => call({ at: now() - 3600 })],
  ['from an hour ahead', () => call({ at: now() + 3600 })],
  [
    'a signature under another id',
    () => call({ id: 'msg_2', signature: stamp('msg_1', now(), JSON.stringify(created())) }),
  ],
  ['the other header names', () => call({ prefix: 'webhook' })],
  ['a signature that is nothing', () => call({ signature: 'v1,' })],
  ['signed, but not JSON', () => call({ body: 'hello' })],
  ['signed, but no person in it', () => call({ body: JSON.stringify({ type: 'user.created', data: {} }) })],
])('%s: nothing is believed', async (_, make) => {
  expect(await readClerkWebhook(make(), secret)).toBeNull();
});
