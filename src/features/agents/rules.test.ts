import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reachable } from '../../core/machine.ts';
import { isInside, judgeAddress } from './rules/addresses.ts';
import { eventType, subscriptionOf, subscriptions } from './rules/events.ts';
import { agentMayCall, hintOf, isAgentKey } from './rules/keys.ts';
import { disables, isTaken, nextAttempt, sendingLimits, waits, type Outcome } from './rules/sending.ts';
import { suggestionMachine, suggestionStates } from './rules/suggestions.ts';

describe('addresses', () => {
  test.each([
    'https://assistant.example.com/mawahib',
    'https://assistant.example.com',
    'https://assistant.example.com:8443/hook?token=a',
    'HTTPS://Assistant.Example.COM:443/',
    'https://пример.рф/hook',
    'https://assistant.example.com./',
  ])('%s is taken', (url) => expect(judgeAddress(url)).toMatchObject({ ok: true }));

  test.each([
    ['', 'malformed'],
    ['assistant.example.com/hook', 'malformed'],
    ['//assistant.example.com', 'malformed'],
    ['https://', 'malformed'],
    [`https://example.com/${'a'.repeat(500)}`, 'too_long'],
    ['http://assistant.example.com/', 'not_https'],
    ['ftp://assistant.example.com/', 'not_https'],
    ['file:///etc/passwd', 'not_https'],
    ['javascript:alert(1)', 'not_https'],
    ['data:text/plain,hello', 'not_https'],
    ['gopher://assistant.example.com:70/', 'not_https'],
    ['https://me:secret@assistant.example.com/', 'has_credentials'],
    ['https://me@assistant.example.com/', 'has_credentials'],
    ['https://assistant.example.com:22/', 'port_not_allowed'],
    ['https://assistant.example.com:5432/', 'port_not_allowed'],
    ['https://assistant.example.com:80/', 'port_not_allowed'],
    // one machine's number in every way of writing it
    ['https://127.0.0.1/', 'number_not_name'],
    ['https://127.1/', 'number_not_name'],
    ['https://0x7f.0.0.1/', 'number_not_name'],
    ['https://0177.0.0.1/', 'number_not_name'],
    ['https://2130706433/', 'number_not_name'],
    ['https://%31%32%37.0.0.1/', 'number_not_name'],
    ['https://１２７.0.0.1/', 'number_not_name'],
    ['https://169.254.169.254/latest/meta-data/', 'number_not_name'],
    ['https://8.8.8.8/', 'number_not_name'],
    ['https://[::1]/', 'number_not_name'],
    ['https://[::ffff:10.0.0.1]/', 'number_not_name'],
    ['https://[fd00:ec2::254]/', 'number_not_name'],
    ['https://[64:ff9b::7f00:1]/', 'number_not_name'],
    ['https://localhost/', 'not_public'],
    ['https://LOCALHOST./', 'not_public'],
    ['https://app.localhost/', 'not_public'],
    ['https://metadata/', 'not_public'],
    ['https://metadata.google.internal/', 'not_public'],
    ['https://db.internal/', 'not_public'],
    ['https://printer.local/', 'not_public'],
    ['https://router.lan/', 'not_public'],
    ['https://nas.home.arpa/', 'not_public'],
    ['https://abcdef.onion/', 'not_public'],
  ])('%s is not: %s', (url, why) => expect(judgeAddress(url)).toEqual({ ok: false, why }));

  test('whatever is taken is https, by a name with a dot, on a port of the two', () =>
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ validSchemes: ['http', 'https'] }), fc.string()), (text) => {
        const judged = judgeAddress(text);
        if (!judged.ok) return;
        expect(judged.value.protocol).toBe('https:');
        expect(['', '8443']).toContain(judged.value.port);
        expect(judged.value.hostname).toMatch(/[^\d.].*\.|\..*[^\d.]/);
      }),
    ));

  const sink = 'http://localhost:8888/__local/webhooks-out/';
  test.each([
    ['http://localhost:8888/__local/webhooks-out/agent', true],
    ['http://localhost:8888/__local/webhooks-out/../sign-in', false],
    ['http://localhost:8888/__local/webhooks-out/%2e%2e/sign-in', false],
    ['http://localhost:8888/__local/webhooks-outside', false],
    ['http://localhost:8889/__local/webhooks-out/agent', false],
    ['https://localhost:8888/__local/webhooks-out/agent', false],
    ['http://127.0.0.1:8888/__local/webhooks-out/agent', false],
    ['http://x@localhost:8888/__local/webhooks-out/agent', false],
  ])('the house’s own sink lets %s through: %s', (url, through) => expect(judgeAddress(url, sink).ok).toBe(through));
  test('without the setting there is no sink', () => {
    expect(judgeAddress(`${sink}agent`).ok).toBe(false);
    expect(isInside(new URL(`${sink}agent`), undefined)).toBe(false);
  });
});

describe('sending', () => {
  const now = new Date('2026-03-02T09:00:00Z');
  const broken: Outcome = { status: 500 };
  const after = (attempts: number, outcome = broken) => {
    const next = nextAttempt(attempts, outcome, now);
    return next && next.getTime() - now.getTime();
  };
  test('the waits are those of the table, then none', () => {
    expect(waits.slice(1).map((_, index) => after(index + 1))).toEqual(waits.slice(1));
    expect(after(waits.length)).toBeNull();
    expect(waits[0]).toBe(0);
  });
  test.each([
    [{ status: 429, wish: 30 }, 60_000],
    [{ status: 503, wish: 3_600 }, 3_600_000],
    [{ status: 503, wish: 9_999_999 }, sendingLimits.longestWish],
  ])('a wish to wait counts when it is longer, up to a day: %j', (outcome, wait) =>
    expect(after(1, outcome)).toBe(wait),
  );
  test.each([
    [200, true],
    [204, true],
    [199, false],
    [301, false],
    [302, false],
    [400, false],
    [410, false],
    [500, false],
  ])('%i takes it: %s', (status, taken) => expect(isTaken({ status })).toBe(taken));
  test('what is gone is not tried again', () => expect(after(1, { status: 410 })).toBeNull());
  test.each<[Outcome, number, string | null]>([
    [broken, 0, null],
    [broken, sendingLimits.patience - 1, null],
    [broken, sendingLimits.patience, 'failing'],
    [{ error: 'timeout' }, sendingLimits.patience, 'failing'],
    [{ status: 410 }, 0, 'gone'],
    [{ status: 200 }, sendingLimits.patience, null],
  ])('%j after %i ms of failure: %s', (outcome, ms, why) =>
    expect(disables(outcome, new Date(now.getTime() - ms), now)).toBe(why),
  );
  test('a lock outlasts an attempt', () => expect(sendingLimits.lock).toBeGreaterThan(2 * sendingLimits.attempt));
});

test('news belongs to one choice, and the choices are all there', () => {
  const kinds = ['inquiry.received', 'inquiry.followed_up', 'message.sent', 'contact.asked', 'booking.pay'];
  expect(new Set(kinds.map(subscriptionOf))).toEqual(new Set(subscriptions));
  for (const other of [
    'inquiry.confirm',
    'inquiry.answered',
    'payment.refunded',
    'subscription.renewed',
    'cases.opened',
  ])
    expect(subscriptionOf(other)).toBeNull();
  expect(['message.sent', 'contact.asked', 'booking.pay'].map(eventType)).toEqual([
    'message.received',
    'message.received',
    'booking.pay',
  ]);
});

test('every state of a suggestion can be reached, and what is over stays over', () => {
  expect(reachable(suggestionMachine, 'open')).toEqual(new Set(suggestionStates));
  for (const over of ['edited', 'discarded', 'stale'] as const) expect(suggestionMachine[over]).toEqual({});
});

describe('keys', () => {
  const key = `mwk_${'a'.repeat(43)}`;
  test('are told from sessions, and show only how they begin', () => {
    expect(isAgentKey(key)).toBe(true);
    for (const other of ['', 'mwk_', `${key}a`, `mwk_${'a'.repeat(42)}!`, 'eyJhbGciOi.eyJzdWIi.sig'])
      expect(isAgentKey(other)).toBe(false);
    expect(hintOf(key)).toBe('mwk_aaaa…');
  });
  const id = '0190d3a0-0000-7000-8000-000000000001';
  test.each([
    ['GET', '/api/threads'],
    ['GET', `/api/threads/${id}`],
    ['GET', `/api/threads/${id}/messages`],
    ['GET', '/api/business/messages/'],
    ['GET', `/api/business/messages/${id}/`],
    ['GET', `/api/bookings/${id}/messages`],
    ['GET', '/api/agents/suggestions'],
    ['POST', '/api/agents/suggestions'],
    ['GET', '/api/agents/conversations'],
    ['POST', '/api/agents/conversations'],
    ['POST', `/api/agents/conversations/${id}/messages`],
  ])('an agent may %s %s', (method, path) => expect(agentMayCall(method, path)).toBe(true));
  test.each([
    ['POST', `/api/threads/${id}/messages`],
    ['POST', `/api/threads/${id}/read`],
    ['PATCH', `/api/threads/${id}`],
    ['POST', `/api/business/messages/${id}/reply/`],
    ['PATCH', `/api/business/messages/${id}/`],
    ['DELETE', `/api/business/messages/${id}/`],
    ['DELETE', `/api/threads/${id}/messages/${id}`],
    ['GET', `/api/customer/messages/${id}/conversation/`],
    ['POST', `/api/bookings/${id}/messages`],
    ['POST', `/api/bookings/${id}/accept`],
    ['GET', '/api/bookings'],
    ['GET', `/api/bookings/${id}`],
    ['GET', '/api/me'],
    ['GET', '/api/earnings'],
    ['GET', '/api/payments'],
    ['POST', '/api/payments/create'],
    ['GET', '/api/agents/keys'],
    ['POST', '/api/agents/keys'],
    ['GET', '/api/agents/endpoints'],
    ['POST', `/api/agents/suggestions/${id}/use`],
    ['GET', '/api/threadsandmore'],
    ['GET', '/api/admin/payments'],
  ])('an agent may not %s %s', (method, path) => expect(agentMayCall(method, path)).toBe(false));
});
