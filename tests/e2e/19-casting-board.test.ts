// The casting board from outside: every S4 line of product.md 3.9, every edge case of 3.8 that names S4, and what is refused.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { call, local, ok, person, until, type Answer, type Json, type Person, type Who } from './outside.ts';

type Own = {
  id: string;
  state: string;
  closedReason: string | null;
  unlocks: number;
  missing: Record<string, string[]>;
};
type Message = {
  id: string;
  from: string;
  group: string | null;
  toName: string | null;
  body: string;
  masked: boolean;
  sentAt: string;
};
type Thread = {
  as: string;
  groups: { id: string; name: string; me: boolean; mayBeAnswered: boolean; proposed: boolean }[];
  messages: Message[];
  canPost: boolean;
  whyNot: string | null;
  upgrade: { upgradeUrl: string; feature: string } | null;
};
type Looked = {
  as: string;
  request: { whole: { description: string; contact: Json } | null; mayPost: boolean; whyNotPost: string | null };
};
type Unlocked = { outcome: string; request: Looked['request'] };
type Proposal = { id: string; state: string; amount: { amount: number }; moves: string[]; mine: boolean };
type Problem = Json & { code: string; detail: string; action: string; fields?: Record<string, string[]> };
type Reply<T> = Answer<T & Problem>;

const english = { 'accept-language': 'en' };
let made = 0;
type Someone = { email: string; name: string };
async function newcomer(kind: 'individual' | 'professional' | 'talent', state?: 'mock:active'): Promise<Someone> {
  const name = `Board ${Date.now().toString(36)} ${(made += 1)}`;
  const who = { email: `${name.replaceAll(' ', '-').toLowerCase()}@example.com`, name };
  const work = kind === 'talent' ? { category: 'musician', city: 'baghdad', birthDate: '1994-05-17' } : {};
  await ok(who, 'completeOnboarding', { body: { kind, name, locale: 'en', timeZone: 'Asia/Baghdad', ...work } });
  if (state) await plan(who, state);
  return who;
}
const plan = (who: Who, state: 'mock:active' | 'mock:expired' | 'mock:none') =>
  ok(who, 'mockSubscription', { body: { state } });
const seeker = () => newcomer('individual');
const free = () => newcomer('talent');
const pro = () => newcomer('talent', 'mock:active');

const ahead = (days: number, hours = 0) => new Date(Date.now() + days * 86_400_000 + hours * 3_600_000);
const onDay = (days: number) => ahead(days).toISOString().slice(0, 10);
const whole = () => ({
  title: 'Two guitarists for an evening in the garden',
  description: 'Two hours of quiet music for sixty guests. Ask for Sara at the gate, 0770 123 4567.',
  category: 'musician',
  city: 'baghdad',
  place: 'Reading room in Karrada',
  startsOn: onDay(30),
  currency: 'IQD',
  budgetMin: 200_000,
  budgetMax: 400_000,
  contact: { name: 'Sara', email: 'sara@garden.example', phone: '' },
});
const draft = (owner: Who, more: Json = {}) => ok<Own>(owner, 'createRequest', { body: { ...whole(), ...more } });
async function published(owner: Who, more: Json = {}): Promise<string> {
  const { id } = await draft(owner, more);
  await ok(owner, 'publishRequest', { params: { requestId: id }, body: {} });
  return id;
}
const unlock = (who: Who, requestId: string) =>
  call<Unlocked & Problem>(who, 'unlockRequest', { params: { requestId }, body: {}, headers: english });
const say = (who: Who, requestId: string, body = 'Good evening.', to?: string) =>
  call<Message & Problem>(who, 'sendRequestMessage', {
    params: { requestId },
    body: { body, ...(to === undefined ? {} : { to }) },
    headers: english,
  });
const thread = (who: Who, requestId: string) =>
  call<Thread & Problem>(who, 'getRequestThread', { params: { requestId }, headers: english });
const read = async (who: Who, requestId: string): Promise<Thread> => {
  const answer = await thread(who, requestId);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};
const heard = async (who: Who, requestId: string) => (await read(who, requestId)).messages.map(({ body }) => body);
const offer = (more: Json = {}) => ({
  amount: { amount: 300_000, currency: 'IQD' },
  startsAt: ahead(30).toISOString(),
  endsAt: ahead(30, 2).toISOString(),
  text: 'Two hours, two guitars, no amplifier.',
  ...more,
});
const propose = (who: Who, requestId: string, more: Json = {}) =>
  call<Proposal & Problem>(who, 'sendProposal', { params: { requestId }, body: offer(more), headers: english });
const close = (owner: Who, requestId: string, reason = 'withdrawn') =>
  call<Own & Problem>(owner, 'closeRequest', { params: { requestId }, body: { reason }, headers: english });
const credits = async (who: Who) => (await ok<{ balance: number }>(who, 'getCredits')).balance;

/** What each refusal says to do next, word for word. */
const next = {
  unauthenticated: 'Sign in and try again.',
  not_found: 'Check the address, or go back to the list.',
  role_not_allowed: 'Sign in with an account of the right kind.',
  not_your_request: 'Go to your own requests.',
  own_request: 'Open it under your requests.',
  blocked: 'Look for somebody else who fits.',
  request_not_open: 'Publish it first.',
  request_closed: 'View your other active requests.',
  request_in_use: 'Close it instead.',
  upgrade_required: 'See the plans.',
  unlock_required: 'Unlock it for one credit.',
  not_enough_credits: 'Buy credits, or wait for next month’s.',
  already_proposed: 'Withdraw it to send another.',
  wrong_currency: 'Give the amount in that currency.',
  in_the_past: 'Choose a later time.',
  invalid: 'Correct the marked fields and send it again.',
  wrong_state: 'Reload to see where it stands.',
  too_late: 'Start again with a new request.',
  not_participant: 'Go back to your own bookings.',
} as const;
function refused(answer: Reply<object>, status: number, code: keyof typeof next, fields?: Record<string, string[]>) {
  expect([answer.status, answer.body.code, answer.body.action], answer.text).toEqual([status, code, next[code]]);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  if (fields) expect(answer.body.fields).toEqual(fields);
}
/** The upgrade body of the brief: code, where to go, what is missing. */
function upgrade(answer: Reply<object>) {
  refused(answer, 403, 'upgrade_required');
  const { code, upgradeUrl, feature } = answer.body;
  expect({ code, upgradeUrl, feature }).toEqual({
    code: 'upgrade_required',
    upgradeUrl: '/pricing',
    feature: 'messaging',
  });
}

let owner: Someone;
let other: Someone;
let talent: Someone;
let freeTalent: Someone;
let operator: Person;
beforeAll(async () => {
  [other, talent, freeTalent] = await Promise.all([seeker(), pro(), free()]);
  operator = await person((one) => one.role === 'admin');
});
// twenty are open at the same time at most
beforeEach(async () => void (owner = await seeker()));
afterAll(() => local('clock', { reset: true }));

describe('the lines of the brief', () => {
  test('S4-T01: a seeker messages on their own request', async () => {
    const requestId = await published(owner);
    expect((await say(owner, requestId, 'Welcome, everybody.')).status).toBe(201);
  });

  test('S4-T02, S4-T13: another seeker’s thread stays shut, to read and to write', async () => {
    const requestId = await published(owner);
    refused(await thread(other, requestId), 403, 'not_your_request');
    refused(await say(other, requestId), 403, 'not_your_request');
    refused(
      (await call(other, 'listRequestMessages', { params: { requestId }, headers: english })) as Reply<object>,
      403,
      'not_your_request',
    );
    refused(
      (await call(other, 'getRequest', { params: { requestId }, headers: english })) as Reply<object>,
      403,
      'not_your_request',
    );
  });

  test('S4-T03: outside a request a seeker reaches nobody; a member contacts a talent directly', async () => {
    const { items } = await ok<{ items: { id: string }[] }>(null, 'listTalents');
    const body = { talentId: items[0]?.id, body: 'Are you free in June?' };
    upgrade(await call<Problem>(owner, 'startContact', { body, headers: english }));
    const member = await newcomer('professional', 'mock:active');
    expect((await call(member, 'startContact', { body })).status).toBe(201);
    // a talent who has not unlocked cannot be answered: there is no name to call them by
    const requestId = await published(owner);
    refused(await say(owner, requestId, 'You there?', items[0]?.id), 403, 'not_participant');
  });

  test('S4-T04: the same messages in the same order after a reload', async () => {
    const requestId = await published(owner);
    await unlock(talent, requestId);
    for (const [who, words] of [
      [owner, 'One'],
      [talent, 'Two'],
      [owner, 'Three'],
      [talent, 'Four'],
    ] as const)
      expect((await say(who, requestId, words)).status).toBe(201);
    const first = await read(owner, requestId);
    expect(first.messages.map(({ body }) => body)).toEqual(['One', 'Two', 'Three', 'Four']);
    expect(await read(owner, requestId)).toEqual(first);
    expect((await read(talent, requestId)).messages.map(({ id }) => id)).toEqual(first.messages.map(({ id }) => id));
  });

  test('S4-T05, S4-T15, S4-T08: a FREE talent’s message is refused, with the way to the plans', async () => {
    const requestId = await published(owner);
    upgrade(await say(freeTalent, requestId));
    expect((await unlock(freeTalent, requestId)).body.outcome).toBe('new');
    upgrade(await say(freeTalent, requestId));
    expect(await read(freeTalent, requestId)).toMatchObject({
      canPost: false,
      whyNot: 'upgrade_required',
      upgrade: { upgradeUrl: '/pricing', feature: 'messaging' },
    });
  });

  test('S4-T06: a FREE talent proposes after the unlock', async () => {
    const [requestId, who] = [await published(owner), await free()];
    refused(await propose(who, requestId), 403, 'unlock_required');
    await unlock(who, requestId);
    const sent = await propose(who, requestId);
    expect([sent.status, sent.body.state, sent.body.mine]).toEqual([201, 'active', true]);
  });

  test('S4-T07: a FREE talent reads after the unlock', async () => {
    const [requestId, who] = [await published(owner), await free()];
    await say(owner, requestId, 'The gate opens at five.');
    await unlock(who, requestId);
    expect(await heard(who, requestId)).toEqual(['The gate opens at five.']);
  });

  test('S4-T09, S4-T12: a PRO talent talks on what they unlocked, before any proposal', async () => {
    const [requestId, who] = [await published(owner), await pro()];
    await unlock(who, requestId);
    expect((await say(who, requestId, 'Is there power on the stage?')).status).toBe(201);
    const { items } = await ok<{ items: Proposal[] }>(owner, 'listProposals', { params: { requestId } });
    expect(items).toEqual([]);
  });

  test('S4-T10, S4-T11, S4-T14: locked, a PRO talent neither writes nor reads; unlocked, they do', async () => {
    const [requestId, who] = [await published(owner), await pro()];
    refused(await say(who, requestId), 403, 'unlock_required');
    refused(await thread(who, requestId), 403, 'unlock_required');
    expect((await unlock(who, requestId)).status).toBe(200);
    expect((await say(who, requestId)).status).toBe(201);
    expect((await thread(who, requestId)).status).toBe(200);
  });

  test('S4-T16: closed, nobody writes: not its owner, not one of the talents', async () => {
    const [requestId, one, two] = [await published(owner), await pro(), await free()];
    for (const who of [one, two]) await unlock(who, requestId);
    await say(one, requestId, 'See you on Friday.');
    expect((await close(owner, requestId)).body.state).toBe('CLOSED');
    for (const who of [owner, one, two]) refused(await say(who, requestId), 403, 'request_closed');
    for (const who of [owner, one]) expect(await heard(who, requestId)).toEqual(['See you on Friday.']);
  });

  test('S4-T16 in a race: nothing is said after the close', async () => {
    const [requestId, one] = [await published(owner), await pro()];
    await unlock(one, requestId);
    const answers = await Promise.all([
      ...Array.from({ length: 12 }, (_, n) => say(n % 2 ? owner : one, requestId, `Word ${n}`)),
      close(owner, requestId),
      ...Array.from({ length: 12 }, (_, n) => say(n % 2 ? owner : one, requestId, `Late ${n}`)),
    ]);
    const [closed] = answers.splice(12, 1);
    expect(closed?.status).toBe(200);
    const [sent, not] = [201, 403].map((status) => answers.filter((one) => one.status === status));
    expect(sent!.length + not!.length).toBe(24);
    for (const answer of not!) refused(answer as Reply<object>, 403, 'request_closed');
    const { messages } = await read(owner, requestId);
    expect(messages).toHaveLength(sent!.length);
    const { closedAt } = (await ok<{ request: { closedAt: string } }>(owner, 'getRequest', { params: { requestId } }))
      .request;
    for (const { sentAt } of messages) expect(Date.parse(sentAt)).toBeLessThanOrEqual(Date.parse(closedAt));
    refused(await say(one, requestId), 403, 'request_closed');
  });
});

describe('the board', () => {
  type Board = { items: { id: string; summary: string; unlock: unknown; contact?: unknown }[]; credits: Json };
  const board = (who: Who, query: Record<string, string | number> = {}) =>
    call<Board & Problem>(who, 'listOpenRequests', { query, headers: english });

  test('is for talents: visitors sign in, customers have their own requests', async () => {
    refused(await board(null), 401, 'unauthenticated');
    refused(await board(owner), 403, 'role_not_allowed');
    expect((await board(freeTalent)).status).toBe(200);
  });

  test('shows a summary without contact until the unlock, and nothing of drafts and closed ones', async () => {
    const [requestId, closed, kept] = [await published(owner), await published(owner), await draft(owner)];
    await close(owner, closed);
    const who = await free();
    const { body, text } = await board(who, { limit: 50 });
    const card = body.items.find(({ id }) => id === requestId);
    expect(card).toMatchObject({ unlock: null, summary: expect.stringContaining('•••') as string });
    expect(text).not.toContain('0770 123 4567');
    expect(text).not.toContain('sara@garden.example');
    expect(body.items.map(({ id }) => id)).not.toContain(closed);
    expect(body.items.map(({ id }) => id)).not.toContain(kept.id);
    refused(
      (await call(who, 'getRequest', { params: { requestId: kept.id }, headers: english })) as Reply<object>,
      404,
      'not_found',
    );
    const locked = await ok<Looked>(who, 'getRequest', { params: { requestId } });
    expect(locked.request.whole).toBeNull();
    const { request } = (await unlock(who, requestId)).body;
    expect(request.whole).toMatchObject({
      description: expect.stringContaining('0770 123 4567') as string,
      contact: { name: 'Sara', email: 'sara@garden.example' },
    });
  });

  test('pages go on where they ended, each request once', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string | number> = { limit: 5, ...(cursor === null ? {} : { cursor }) };
      const page: { items: { id: string }[]; nextCursor: string | null } = await ok(freeTalent, 'listOpenRequests', {
        query,
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null && seen.length < 100);
    expect(seen.length).toBeGreaterThan(10);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('a saved search is kept, changed and forgotten; somebody else’s is not there', async () => {
    const who = await free();
    const { id } = await ok<{ id: string }>(who, 'createSavedSearch', {
      body: { name: 'Music in Baghdad', category: 'musician', city: 'baghdad' },
    });
    await ok(who, 'editSavedSearch', { params: { searchId: id }, body: { told: false } });
    refused(
      (await call(freeTalent, 'editSavedSearch', {
        params: { searchId: id },
        body: { told: true },
        headers: english,
      })) as Reply<object>,
      404,
      'not_found',
    );
    refused(
      (await call(owner, 'createSavedSearch', { body: { name: 'Mine' }, headers: english })) as Reply<object>,
      403,
      'role_not_allowed',
    );
    expect((await call(who, 'deleteSavedSearch', { params: { searchId: id } })).status).toBe(200);
    expect((await ok<{ items: unknown[] }>(who, 'listSavedSearches')).items).toEqual([]);
  });
});

describe('the edge cases', () => {
  test('S4-36: closed while somebody types: what happened, and what to do', async () => {
    const [requestId, one] = [await published(owner), await pro()];
    await unlock(one, requestId);
    await close(owner, requestId);
    const answer = await say(one, requestId, 'I was just typing this.');
    refused(answer, 403, 'request_closed');
    expect(answer.body.detail).toMatch(/^This request has been closed by the seeker/);
  });

  test('S4-37: PRO becomes FREE in the middle: the talk stays readable, writing asks for a plan', async () => {
    const [requestId, one] = [await published(owner), await pro()];
    await unlock(one, requestId);
    await say(one, requestId, 'Said while PRO.');
    await plan(one, 'mock:expired');
    expect(await heard(one, requestId)).toEqual(['Said while PRO.']);
    upgrade(await say(one, requestId));
    expect((await ok<Looked>(one, 'getRequest', { params: { requestId } })).request.whole).not.toBeNull();
    expect((await propose(one, requestId)).status).toBe(201);
    await plan(one, 'mock:active');
    expect((await say(one, requestId)).status).toBe(201);
  });

  test('S4-38, S4-39: three talents in a transparent thread read each other, masked, and what was said before they came', async () => {
    const requestId = await published(owner);
    const [one, two, three] = [await pro(), await pro(), await free()];
    await say(owner, requestId, 'To all of you: five o’clock.');
    await unlock(one, requestId);
    await say(one, requestId, 'Write to me at one@example.com.');
    for (const who of [two, three]) await unlock(who, requestId);
    const { groups } = await read(owner, requestId);
    const first = groups.find(({ name }) => name === one.name);
    expect(groups).toHaveLength(3);
    expect((await say(owner, requestId, 'Only about your price, One.', first?.id)).status).toBe(201);
    const expected = ['To all of you: five o’clock.', 'Write to me at •••.', 'Only about your price, One.'];
    for (const who of [owner, two, three]) expect(await heard(who, requestId)).toEqual(expected);
    const page = await read(owner, requestId);
    expect(page.messages.map(({ group }) => group)).toEqual([null, first?.id, first?.id]);
    expect(JSON.stringify(await read(two, requestId))).not.toContain('@example.com');
    // a talent answers nobody but everyone
    refused(await say(two, requestId, 'Hello One.', first?.id), 403, 'not_participant');
  });

  test('S4-38, S4-39: in a private one each hears the owner and themselves alone, with contact as it was written', async () => {
    const requestId = await published(owner, { visibility: 'private' });
    const [one, two] = [await pro(), await pro()];
    for (const who of [one, two]) await unlock(who, requestId);
    await say(owner, requestId, 'To both of you.');
    await say(one, requestId, 'Write to me at one@example.com.');
    await say(two, requestId, 'Two’s own words.');
    const { groups } = await read(owner, requestId);
    await say(owner, requestId, 'For One alone.', groups.find(({ name }) => name === one.name)?.id);
    expect(await heard(one, requestId)).toEqual([
      'To both of you.',
      'Write to me at one@example.com.',
      'For One alone.',
    ]);
    expect(await heard(two, requestId)).toEqual(['To both of you.', 'Two’s own words.']);
    expect(await heard(owner, requestId)).toEqual([
      'To both of you.',
      'Write to me at one@example.com.',
      'Two’s own words.',
      'For One alone.',
    ]);
  });

  test('who reads whom is fixed after the first unlock', async () => {
    const requestId = await published(owner);
    const change = (visibility: string) =>
      call<Own & Problem>(owner, 'editRequest', { params: { requestId }, body: { visibility }, headers: english });
    expect((await change('private')).status).toBe(200);
    await unlock(await free(), requestId);
    const answer = await change('transparent');
    refused(answer, 422, 'invalid');
    expect(Object.keys(answer.body.fields ?? {})).toEqual(['visibility']);
  });

  test('S4-26: the thread’s address without an unlock, and as another seeker', async () => {
    const requestId = await published(owner);
    refused(await thread(await pro(), requestId), 403, 'unlock_required');
    refused(await thread(await free(), requestId), 403, 'unlock_required');
    refused(await thread(other, requestId), 403, 'not_your_request');
    refused(await thread(null, requestId), 401, 'unauthenticated');
  });

  test('S4-21: a request that does not exist', async () => {
    const requestId = crypto.randomUUID();
    for (const who of [owner, talent, freeTalent]) {
      refused(await thread(who, requestId), 404, 'not_found');
      refused(await say(who, requestId), 404, 'not_found');
    }
    refused(await unlock(talent, requestId), 404, 'not_found');
    refused(await unlock(talent, 'no-id-at-all'), 404, 'not_found');
  });

  test('S4-20: a FREE talent asked back reads it, cannot answer, and sends other numbers', async () => {
    const [requestId, who] = [await published(owner), await free()];
    await unlock(who, requestId);
    const first = await propose(who, requestId);
    const { groups } = await read(owner, requestId);
    expect(groups).toMatchObject([{ name: who.name, proposed: true, mayBeAnswered: true }]);
    await say(owner, requestId, 'With a singer, what would it be?', groups[0]?.id);
    expect(await heard(who, requestId)).toEqual(['With a singer, what would it be?']);
    upgrade(await say(who, requestId, 'With a singer …'));
    refused(await propose(who, requestId), 409, 'already_proposed');
    await ok(who, 'withdrawProposal', { params: { proposalId: first.body.id }, body: {} });
    const again = await propose(who, requestId, { amount: { amount: 380_000, currency: 'IQD' } });
    expect(again.status).toBe(201);
    const { items } = await ok<{ items: Proposal[] }>(owner, 'listProposals', { params: { requestId } });
    expect(items.map(({ state, amount }) => [state, amount.amount])).toEqual([
      ['active', 380_000],
      ['withdrawn', 300_000],
    ]);
  });

  test('F5.08: however many clicks, one credit', async () => {
    const [requestId, who] = [await published(owner), await free()];
    const before = await credits(who);
    const answers = await Promise.all(Array.from({ length: 10 }, () => unlock(who, requestId)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers.map(({ body }) => body.outcome).sort()).toEqual([...Array<string>(9).fill('found'), 'new']);
    expect(await credits(who)).toBe(before - 1);
  });

  test('S3-05: a block stops both directions', async () => {
    const [requestId, one] = [await published(owner), await pro()];
    await unlock(one, requestId);
    await say(one, requestId, 'Before the block.');
    const { items } = await ok<{ items: { id: string; subjectId: string }[] }>(one, 'listThreads', {
      query: { kind: 'request', limit: 50 },
    });
    const threadId = items.find(({ subjectId }) => subjectId === requestId)?.id ?? '';
    await ok(one, 'createBlock', { body: { threadId } });
    refused(await say(one, requestId), 403, 'blocked');
    const { groups } = await read(owner, requestId);
    const answer = await say(owner, requestId, 'Are you there?', groups[0]?.id);
    expect([answer.status, ['blocked', 'not_accepting', 'not_participant'].includes(answer.body.code)]).toEqual([
      403,
      true,
    ]);
    refused(await propose(one, requestId), 403, 'blocked');
  });
});

describe('bad input', () => {
  test('unlocking: one’s own, as a customer, a closed, a removed, an unknown one, with an empty purse', async () => {
    const requestId = await published(owner);
    refused(await unlock(owner, requestId), 403, 'own_request');
    refused(await unlock(other, requestId), 403, 'role_not_allowed');
    refused(await unlock(null, requestId), 401, 'unauthenticated');
    const closed = await published(owner);
    await close(owner, closed);
    refused(await unlock(talent, closed), 403, 'request_closed');
    const removed = await published(owner);
    await ok(operator, 'removeRequest', { params: { requestId: removed }, body: { reason: 'spam', note: 'Twice.' } });
    refused(await unlock(talent, removed), 403, 'request_closed');
    refused(await unlock(talent, (await draft(owner)).id), 404, 'not_found');
    refused(await unlock(talent, crypto.randomUUID()), 404, 'not_found');
    const who = await free();
    for (let left = await credits(who); left > 0; left -= 1)
      expect((await unlock(who, await published(owner))).status).toBe(200);
    const broke = await unlock(who, requestId);
    refused(broke, 402, 'not_enough_credits');
    expect(broke.body).toMatchObject({ upgradeUrl: '/pricing', feature: 'credits' });
    expect(await credits(who)).toBe(0);
  });

  test('proposing: without an unlock, as a customer, a second one, to a closed or an unknown request', async () => {
    const [requestId, who] = [await published(owner), await pro()];
    refused(await propose(who, requestId), 403, 'unlock_required');
    refused(await propose(owner, requestId), 403, 'own_request');
    refused(await propose(other, requestId), 403, 'role_not_allowed');
    refused(await propose(null, requestId), 401, 'unauthenticated');
    refused(await propose(who, crypto.randomUUID()), 404, 'not_found');
    await unlock(who, requestId);
    expect((await propose(who, requestId)).status).toBe(201);
    refused(await propose(who, requestId), 409, 'already_proposed');
    await close(owner, requestId);
    refused(await propose(who, requestId), 403, 'request_closed');
  });

  test('proposing: what no price, currency or time can be', async () => {
    const [requestId, who] = [await published(owner), await pro()];
    await unlock(who, requestId);
    for (const amount of [-300_000, 0, 1.5, 1e15])
      refused(await propose(who, requestId, { amount: { amount, currency: 'IQD' } }), 422, 'invalid');
    refused(await propose(who, requestId, { amount: { amount: 300, currency: 'USD' } }), 422, 'wrong_currency', {
      'amount.currency': ['wrong_currency'],
    });
    refused(await propose(who, requestId, { amount: { amount: 300, currency: 'XAU' } }), 422, 'invalid');
    refused(
      await propose(who, requestId, { startsAt: ahead(-2).toISOString(), endsAt: ahead(-1).toISOString() }),
      422,
      'in_the_past',
      { startsAt: ['in_the_past'] },
    );
    refused(await propose(who, requestId, { endsAt: ahead(29).toISOString() }), 422, 'invalid');
    refused(await propose(who, requestId, { startsAt: 'on Friday' }), 422, 'invalid');
    refused(await propose(who, requestId, { text: '   ' }), 422, 'invalid');
    refused(await propose(who, requestId, { serviceId: crypto.randomUUID() }), 422, 'invalid', {
      serviceId: ['unknown'],
    });
  });

  test('publishing with nothing filled in says what is missing, field by field', async () => {
    const { id, missing } = await ok<Own>(owner, 'createRequest', { body: {} });
    const answer = await call<Own & Problem>(owner, 'publishRequest', {
      params: { requestId: id },
      body: {},
      headers: english,
    });
    refused(answer, 422, 'invalid', missing);
    expect(Object.keys(missing).sort()).toEqual([
      'budgetMax',
      'category',
      'city',
      'currency',
      'description',
      'startsOn',
      'title',
    ]);
  });

  test('a request: negative and upside-down budgets, foreign words, days that are over, too much text', async () => {
    const create = (body: Json) => call<Own & Problem>(owner, 'createRequest', { body, headers: english });
    for (const body of [
      { budgetMax: -1 },
      { budgetMin: 0 },
      { currency: 'XAU' },
      { category: 'plumber' },
      { city: 'atlantis' },
      { startsOn: '2026-02-30' },
      { title: 'x'.repeat(121) },
      { description: 'x'.repeat(4001) },
      { visibility: 'public' },
      { contact: { name: '', email: 'not an address', phone: '' } },
    ])
      refused(await create(body), 422, 'invalid');
    for (const more of [{ startsOn: onDay(-2) }, { budgetMin: 500_000, budgetMax: 400_000 }, { endsOn: onDay(2) }]) {
      const created = await create({ ...whole(), ...more });
      if (created.status === 422) refused(created, 422, 'invalid');
      else
        refused(
          await call<Own & Problem>(owner, 'publishRequest', {
            params: { requestId: created.body.id },
            body: {},
            headers: english,
          }),
          422,
          'invalid',
        );
    }
    refused(
      (await call<Problem>(talent, 'createRequest', { body: whole(), headers: english })) as Reply<object>,
      403,
      'role_not_allowed',
    );
    refused(
      (await call<Problem>(null, 'createRequest', { body: whole(), headers: english })) as Reply<object>,
      401,
      'unauthenticated',
    );
  });

  test('deleting: with an unlock or a proposal it is in use; without, it is gone; somebody else’s never', async () => {
    const remove = (who: Who, requestId: string) =>
      call<Problem>(who, 'deleteRequest', { params: { requestId }, headers: english });
    const [used, unused, who] = [await published(owner), await published(owner), await free()];
    await unlock(who, used);
    refused(await remove(owner, used), 409, 'request_in_use');
    await propose(who, used);
    await close(owner, used);
    refused(await remove(owner, used), 409, 'request_in_use');
    refused(await remove(other, unused), 403, 'not_your_request');
    refused(await remove(talent, unused), 403, 'role_not_allowed');
    expect((await remove(owner, unused)).status).toBe(200);
    refused(await remove(owner, unused), 404, 'not_found');
  });

  test('writing before it is published, and empty words', async () => {
    const { id } = await draft(owner);
    refused(await say(owner, id), 403, 'request_not_open');
    expect(await read(owner, id)).toMatchObject({ messages: [], canPost: false, whyNot: 'request_not_open' });
    refused(await thread(talent, id), 404, 'not_found');
    const open = await published(owner);
    refused(await say(owner, open, '   '), 422, 'invalid');
    refused(await say(owner, open, 'x'.repeat(4001)), 422, 'invalid');
  });

  test('moves that are not there: publishing twice, closing twice, opening again too late or after a removal', async () => {
    const requestId = await published(owner);
    const move = (operation: string, id = requestId, body: Json = {}) =>
      call<Own & Problem>(owner, operation, { params: { requestId: id }, body, headers: english });
    refused(await move('publishRequest'), 409, 'wrong_state');
    refused(await move('reopenRequest'), 409, 'wrong_state');
    await close(owner, requestId);
    refused(await close(owner, requestId), 403, 'request_closed');
    expect((await move('reopenRequest')).body.state).toBe('OPEN');
    const removed = await published(owner);
    await ok(operator, 'removeRequest', {
      params: { requestId: removed },
      body: { reason: 'abuse', note: 'Insults.' },
    });
    refused(await move('reopenRequest', removed), 403, 'request_closed');
    await close(owner, requestId);
    await local('clock', { advance: 'P31D' });
    refused(await move('reopenRequest'), 409, 'too_late');
    await local('clock', { reset: true });
  });
});

describe('N9: credits come back', () => {
  test('taken off by an operator: at once', async () => {
    const [requestId, who] = [await published(owner), await free()];
    const before = await credits(who);
    await unlock(who, requestId);
    expect(await credits(who)).toBe(before - 1);
    const { creditsReturned } = await ok<{ creditsReturned: number }>(operator, 'removeRequest', {
      params: { requestId },
      body: { reason: 'fraud', note: 'Asks for a deposit.' },
    });
    expect([creditsReturned, await credits(who)]).toEqual([1, before]);
  });

  test('closed within the day, with nothing read: at once; sent words stay readable to their author', async () => {
    const [requestId, who] = [await published(owner), await pro()];
    const before = await credits(who);
    await unlock(who, requestId);
    await say(who, requestId, 'Nobody read this.');
    await close(owner, requestId);
    await until(
      'the credit to be back',
      () => credits(who),
      (now) => now === before,
    );
    expect(await heard(who, requestId)).toEqual(['Nobody read this.']);
    refused(await say(who, requestId), 403, 'request_closed');
  });

  test('not once its owner has read a word or a proposal', async () => {
    const [requestId, who] = [await published(owner), await free()];
    await unlock(who, requestId);
    const before = await credits(who);
    await propose(who, requestId);
    await ok(owner, 'listProposals', { params: { requestId } });
    await close(owner, requestId);
    await local('jobs/clock-requests', {});
    expect(await credits(who)).toBe(before);
  });
});

describe('the operator', () => {
  test('looks, checks, and takes off; nobody else finds these addresses', async () => {
    const requestId = await published(owner);
    const waiting = await ok<{ items: { id: string }[] }>(operator, 'listRequestsToCheck', { query: { limit: 100 } });
    expect(waiting.items.map(({ id }) => id)).toContain(requestId);
    for (const who of [owner, talent, freeTalent]) {
      refused((await call(who, 'listRequestsToCheck', { headers: english })) as Reply<object>, 404, 'not_found');
      refused(
        (await call(who, 'inspectRequest', { params: { requestId }, headers: english })) as Reply<object>,
        404,
        'not_found',
      );
      refused(
        (await call(who, 'checkRequest', { params: { requestId }, body: {}, headers: english })) as Reply<object>,
        404,
        'not_found',
      );
      const body = { reason: 'spam', note: 'Mine now.' };
      refused(
        (await call(who, 'removeRequest', { params: { requestId }, body, headers: english })) as Reply<object>,
        404,
        'not_found',
      );
    }
    await ok(operator, 'checkRequest', { params: { requestId }, body: {} });
    const { items } = await ok<{ items: { id: string; checked: boolean }[] }>(talent, 'listOpenRequests', {
      query: { limit: 50 },
    });
    expect(items.find(({ id }) => id === requestId)?.checked).toBe(true);
    await ok(owner, 'editRequest', { params: { requestId }, body: { title: 'Three guitarists' } });
    expect((await ok<{ checked: boolean }>(operator, 'inspectRequest', { params: { requestId } })).checked).toBe(false);
    await ok(operator, 'removeRequest', { params: { requestId }, body: { reason: 'spam', note: 'Again.' } });
    refused(
      (await call(operator, 'removeRequest', {
        params: { requestId },
        body: { reason: 'spam', note: 'Twice.' },
        headers: english,
      })) as Reply<object>,
      409,
      'wrong_state',
    );
  });
});

describe('from a request to a booking', () => {
  test('a FREE talent wins: the request is filled, the booking is quoted, agreed to, and talked about', async () => {
    const [requestId, winner, loser] = [await published(owner), await free(), await pro()];
    for (const who of [winner, loser]) await unlock(who, requestId);
    const [mine, theirs] = [await propose(winner, requestId), await propose(loser, requestId)];
    const accept = (who: Who, proposalId: string) =>
      call<{ bookingId: string } & Problem>(who, 'acceptProposal', {
        params: { proposalId },
        body: {},
        headers: english,
      });
    refused(await accept(other, mine.body.id), 404, 'not_found');
    refused(await accept(loser, mine.body.id), 404, 'not_found');
    const won = await accept(owner, mine.body.id);
    expect(won.status, won.text).toBe(200);
    const { bookingId } = won.body;
    expect((await ok<{ request: Own }>(owner, 'getRequest', { params: { requestId } })).request).toMatchObject({
      state: 'CLOSED',
      closedReason: 'filled',
    });
    const { items } = await ok<{ items: Proposal[] }>(loser, 'listMyProposals');
    expect(items.find(({ id }) => id === theirs.body.id)).toMatchObject({ state: 'not_chosen', moves: [] });
    refused(await accept(owner, theirs.body.id), 403, 'request_closed');
    refused(await say(winner, requestId), 403, 'request_closed');

    type Booking = { state: string; quoteVersion: number; priceAgreed: Json | null };
    const quoted = await ok<Booking>(owner, 'getBooking', { params: { bookingId } });
    expect(quoted).toMatchObject({ state: 'quoted', quoteVersion: 1 });
    const talk = await call(winner, 'sendBookingMessage', { params: { bookingId }, body: { body: 'Thank you!' } });
    expect(talk.status, talk.text).toBe(201);
    const agreed = await ok<Booking>(owner, 'acceptQuote', { params: { bookingId }, body: { quoteVersion: 1 } });
    expect(agreed).toMatchObject({ state: 'accepted', priceAgreed: { amount: 300_000, currency: 'IQD' } });
  });
});
