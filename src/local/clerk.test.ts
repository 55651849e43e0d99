import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyToken } from '@clerk/backend';
import { decodeJwt } from '@clerk/backend/jwt';
import { verifyWebhook } from '@clerk/backend/webhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openClerk, type LocalClerk } from './clerk.ts';
import { openSecrets } from './secrets.ts';

let home: string;
let clerk: LocalClerk;
const origin = 'http://localhost:8888';
const open = () => openClerk(home, origin, openSecrets(home));
const verify = (token: string, parties = clerk.env['CLERK_AUTHORIZED_PARTIES']!.split(',')) =>
  verifyToken(token, { jwtKey: clerk.env['CLERK_JWT_KEY']!, authorizedParties: parties, clockSkewInMs: 0 });

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mawahib-clerk-'));
  clerk = open();
});
afterEach(() => rmSync(home, { recursive: true }));

test('a session token passes the check of production and carries the claims of version 2', async () => {
  const session = clerk.openSession('user_1');
  const token = await clerk.token(session);
  const claims = await verify(token);
  expect(claims).toMatchObject({ sub: 'user_1', sid: session.id, azp: origin, sts: 'active', v: 2, fva: [0, -1] });
  expect(claims.exp - claims.iat).toBe(60);
  expect(decodeJwt(token).header).toMatchObject({ alg: 'RS256', typ: 'JWT', kid: expect.stringMatching(/^ins_/) });
});

test('an expired token, another site and another key are refused', async () => {
  const session = clerk.openSession('user_1');
  await expect(verify(await clerk.token(session, { seconds: -5 }))).rejects.toThrow(/expired/i);
  await expect(verify(await clerk.token(session), ['https://elsewhere.example'])).rejects.toThrow(/azp/i);
  const stranger = openClerk(mkdtempSync(join(home, 'other-')), origin, openSecrets(home));
  await expect(verify(await stranger.token(session))).rejects.toThrow(/signature/i);
});

test('the key, the people and the sessions outlive a restart; the key is readable by its owner alone', async () => {
  const person = clerk.signUp({ email: 'Naz@example.test', name: 'Naz Karim' });
  const session = clerk.openSession(person.clerkId);
  const token = await clerk.token(session);
  clerk = open();
  expect(await verify(token)).toMatchObject({ sub: person.clerkId });
  expect(clerk.find({ email: 'naz@example.test' })).toEqual(person);
  expect(clerk.sessionOf(session.client)).toEqual(session);
  expect(
    ['clerk-key.pem', 'secrets.json', 'clerk.json'].map((name) => statSync(join(home, name)).mode & 0o077),
  ).toEqual([0, 0, 0]);
});

test('a new person gets an id like Clerk’s, and a closed session is gone', () => {
  const person = clerk.signUp({ email: 'a@example.test', name: 'A' });
  expect(person.clerkId).toMatch(/^user_[A-Za-z0-9]{27}$/);
  const session = clerk.openSession(person.clerkId);
  clerk.closeSession(session.client);
  expect(clerk.sessionOf(session.client)).toBeNull();
  expect(clerk.sessionOf(undefined)).toBeNull();
});

const heard = (signed: { headers: Record<string, string>; body: string }) =>
  verifyWebhook(new Request(`${origin}/api/webhooks/clerk`, { method: 'POST', ...signed }), {
    signingSecret: clerk.env['CLERK_WEBHOOK_SIGNING_SECRET']!,
  });
const person = { clerkId: 'user_1', email: 'naz@example.test', name: 'Naz Karim Ali', createdAt: 1 };

test('a webhook passes the check of production', async () => {
  expect(await heard(clerk.webhook('user.created', person))).toMatchObject({
    type: 'user.created',
    data: {
      id: 'user_1',
      first_name: 'Naz',
      last_name: 'Karim Ali',
      email_addresses: [{ email_address: person.email }],
    },
  });
  expect(await heard(clerk.webhook('user.deleted', person))).toMatchObject({ data: { id: 'user_1', deleted: true } });
});

test('a forged, an old and a changed webhook do not', async () => {
  await expect(heard(clerk.webhook('user.created', person, { forged: true }))).rejects.toThrow();
  await expect(heard(clerk.webhook('user.created', person, { ageSeconds: 3600 }))).rejects.toThrow();
  const signed = clerk.webhook('user.created', person);
  await expect(heard({ ...signed, body: signed.body.replace('naz@', 'eve@') })).rejects.toThrow();
});
