// Direct contact from outside: what product.md 3.9 says of C2 and C4, and blocks, reports and taking back around it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, http, local, ok, origin, people, person, tokenOf, type Json, type Person, type Who } from './outside.ts';
import { request, workAlways, type Cast, type Talent } from './story.ts';

type Contact = {
  id: string;
  threadId: string;
  state: string;
  canSend: boolean;
  whyNot: string | null;
  moves: string[];
};
type Started = { contact: Contact; outcome: string; message: { id: string } | null; whyNotSent: string | null };
type Message = { id: string; from: string; body: string; masked: boolean; takenBack: boolean };
type Thread = { state: string; messages: { items: Message[] }; canSend: boolean };
type Card = { id: string; preview: string; state: string; unread: number };
type Problem = Json & { code: string };

let talent: Person;
let page: Talent;
let operator: Person;
let free: Talent;
let freeTalent: Person;

const pageOf = async (who: Person): Promise<Talent> => {
  const me = await ok<{ talent: { slug: string } }>(who, 'getMe');
  return ok<Talent>(null, 'getTalent', { params: { slug: me.talent.slug } });
};
beforeAll(async () => {
  talent = await person((one) => one.role === 'talent' && one.plan === 'PRO');
  freeTalent = await person((one) => one.role === 'talent' && one.plan === 'FREE');
  operator = await person((one) => one.role === 'admin');
  await workAlways(talent);
  page = await pageOf(talent);
  free = await pageOf(freeTalent);
});
afterAll(() => local('clock', { reset: true }));

let made = 0;
/** Somebody nobody has met, of a kind, with a membership or without. */
async function newcomer(kind: 'individual' | 'professional' | 'company', membership?: 'mock:active' | 'mock:expired') {
  const name = `Contact ${Date.now().toString(36)} ${(made += 1)}`;
  const who = { email: `${name.replaceAll(' ', '-').toLowerCase()}@example.com`, name };
  await ok(who, 'completeOnboarding', { body: { kind, name, locale: 'en', timeZone: 'Asia/Baghdad' } });
  if (membership) await ok(who, 'mockSubscription', { body: { state: membership } });
  return who;
}
const member = () => newcomer('professional', 'mock:active');

const ask = (who: Who, body = 'Three evenings in June?', talentId = page.id, key?: string) =>
  call<Started & Problem>(who, 'startContact', { body: { talentId, body }, ...(key ? { key } : {}) });
const say = (who: Who, threadId: string, body = 'And one more thing.') =>
  call<Message & Problem>(who, 'sendMessage', { params: { threadId }, body: { body } });
const move = (who: Who, contactId: string, verb: 'accept' | 'decline' | 'close' | 'withdraw') =>
  call<Contact & Problem>(who, `${verb}Contact`, { params: { contactId }, body: {} });
const thread = (who: Who, threadId: string) => ok<Thread>(who, 'getThread', { params: { threadId } });
const inInbox = async (who: Who, threadId: string) =>
  (await ok<{ items: Card[] }>(who, 'listThreads', { query: { limit: 50 } })).items.find(({ id }) => id === threadId);
const told = ({ status, body }: { status: number; body: Problem }) => {
  const { requestId: _, ...said } = body;
  return { status, said };
};

describe('the button', () => {
  test('a plain link on a page without scripts; a visitor signs in and comes back', async () => {
    const { text } = await http(`/en/talents/${page.slug}/`);
    expect(text).toContain(`href="/en/contact/?talent=${page.slug}"`);
    expect(text.match(/<script(?![^>]*ld\+json)/g)).toBeNull();
    const sent = await http(`/en/contact/?talent=${page.slug}`);
    expect(sent.status).toBe(303);
    expect(sent.headers.get('location')).toBe(
      `/en/sign-in/?return=${encodeURIComponent(`/en/contact/?talent=${page.slug}`)}`,
    );
  });

  test.each([
    ['a visitor', async () => null, 'unauthenticated', null],
    ['an individual', () => newcomer('individual'), 'upgrade_required', null],
    ['a professional without a membership', () => newcomer('professional'), 'upgrade_required', 'professional'],
    ['a company whose membership ended', () => newcomer('company', 'mock:expired'), 'upgrade_required', 'company'],
    ['another talent', async () => freeTalent, 'role_not_allowed', null],
  ] as readonly [string, () => Promise<Who>, string, string | null][])('%s', async (_, who, code, membership) => {
    const asker = await who();
    const gate = await ok<Json & { refusal: Problem }>(asker, 'mayContact', { query: { talent: page.slug } });
    expect(gate).toMatchObject({ allowed: false, refusal: { code }, membership });
    const refused = await ask(asker);
    expect([refused.status, refused.body.code]).toEqual([code === 'unauthenticated' ? 401 : 403, code]);
    // S0-26, S4-T03, S4-T08
    if (code === 'upgrade_required')
      expect(refused.body).toMatchObject({ upgradeUrl: '/pricing', feature: 'messaging' });
  });

  test('nobody to write to', async () =>
    expect((await call(null, 'mayContact', { query: { talent: 'nobody-at-all' } })).status).toBe(404));
});

describe('a member and a talent', () => {
  test('S0-24: a request, a talent without a plan who answers, a conversation', async () => {
    const who = await member();
    const first = await ask(who, 'Write to me at me@example.com, three evenings in June?', free.id);
    expect([first.status, first.body.outcome]).toEqual([201, 'new']);
    const { contact } = first.body;
    expect(await inInbox(freeTalent, contact.threadId)).toMatchObject({
      state: 'pending',
      unread: 1,
      preview: 'Write to me at •••, three evenings in June?',
    });
    const second = await ask(who, 'Did you see it?', free.id);
    expect([second.status, second.body.outcome, second.body.whyNotSent]).toEqual([200, 'found', 'contact_pending']);
    expect((await say(who, contact.threadId)).body.code).toBe('contact_pending');

    expect((await say(freeTalent, contact.threadId, 'Gladly.')).status).toBe(201);
    expect((await say(who, contact.threadId, 'My number is 0770 123 4567.')).status).toBe(201);
    const seen = await thread(freeTalent, contact.threadId);
    expect(seen.state).toBe('accepted');
    expect(seen.messages.items.map(({ body }) => body)).toEqual([
      'Write to me at me@example.com, three evenings in June?',
      'Gladly.',
      'My number is 0770 123 4567.',
    ]);
    expect(await thread(freeTalent, contact.threadId)).toEqual(seen);
  });

  test('twenty tabs make one conversation with one opening message', async () => {
    const who = await member();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(who, `Tab ${n}`)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
    expect(new Set(answers.map(({ body }) => body.contact.id)).size).toBe(1);
    const [{ body } = { body: null }] = answers;
    expect((await thread(who, body?.contact.threadId ?? '')).messages.items).toHaveLength(1);
  });

  test('the same key says the same', async () => {
    const who = await member();
    const [one, two] = [await ask(who, 'Once', page.id, 'k1'), await ask(who, 'Once', page.id, 'k1')];
    expect(one.text).toBe(two.text);
    expect([one.status, two.status]).toEqual([201, 201]);
  });

  test('S0-26: the membership ends: reading stays, writing stops, the talent may', async () => {
    const who = await member();
    const { contact } = (await ask(who)).body;
    await move(talent, contact.id, 'accept');
    await ok(who, 'mockSubscription', { body: { state: 'mock:expired' } });
    const refused = await say(who, contact.threadId);
    expect(refused).toMatchObject({ status: 403, body: { code: 'upgrade_required', upgradeUrl: '/pricing' } });
    expect((await thread(who, contact.threadId)).canSend).toBe(false);
    expect((await say(talent, contact.threadId, 'Are you there?')).status).toBe(201);
    await ok(who, 'mockSubscription', { body: { state: 'mock:active' } });
    expect((await say(who, contact.threadId)).status).toBe(201);
  });

  test('a withdrawn request is gone from the talent’s inbox', async () => {
    const who = await member();
    const { contact } = (await ask(who)).body;
    expect(await inInbox(talent, contact.threadId)).toBeDefined();
    expect((await move(who, contact.id, 'withdraw')).body).toMatchObject({ state: 'closed', moves: ['ask_again'] });
    expect(await inInbox(talent, contact.threadId)).toBeUndefined();
    expect((await thread(who, contact.threadId)).messages.items).toMatchObject([{ takenBack: true, body: '' }]);
  });

  test('what is not a move now is refused, and strangers learn nothing', async () => {
    const { contact } = (await ask(await member())).body;
    expect((await move(freeTalent, contact.id, 'accept')).status).toBe(404);
    expect((await move(await member(), contact.id, 'withdraw')).status).toBe(404);
    expect((await move(talent, contact.id, 'close')).body.code).toBe('wrong_state');
    expect((await call(freeTalent, 'getContact', { params: { contactId: contact.id } })).status).toBe(404);
  });

  test('the twenty-first of a day waits, and hears how long', async () => {
    const who = await member();
    const { contact } = (await ask(who)).body;
    for (let n = 1; n < 20; n += 1) {
      await move(who, contact.id, 'withdraw');
      expect((await ask(who, `Again ${n}`)).body.outcome).toBe('again');
    }
    // past the helper, which would let the day go by
    const response = await fetch(new URL('/api/contacts', origin()), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf(who)}` },
      body: JSON.stringify({ talentId: free.id, body: 'One more' }),
    });
    expect(response.status).toBe(429);
    const wait = Number(response.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(80_000);
    expect(wait).toBeLessThanOrEqual(86_400);
  });
});

describe('no', () => {
  test('declined and blocked look the same to the sender', async () => {
    const [one, other] = [await member(), await member()];
    const declined = (await ask(one)).body.contact;
    const blocked = (await ask(other)).body.contact;
    await move(talent, declined.id, 'decline');
    await ok(talent, 'createBlock', { body: { threadId: blocked.threadId } });
    expect(told(await say(other, blocked.threadId))).toEqual(told(await say(one, declined.threadId)));
    expect(told(await ask(other))).toEqual(told(await ask(one)));
    const eyes = async (who: Who, { id, threadId }: Contact) => {
      const {
        id: _,
        threadId: __,
        stateAt: ___,
        askAgainAt: ____,
        createdAt: _____,
        ...seen
      } = await ok<Json>(who, 'getContact', { params: { contactId: id } });
      const { state, unread } = (await inInbox(who, threadId)) ?? {};
      return { seen, state, unread };
    };
    expect(await eyes(other, blocked)).toEqual(await eyes(one, declined));
  });

  test('asked again after 30 days', async () => {
    const who = await member();
    const { contact } = (await ask(who)).body;
    await move(talent, contact.id, 'decline');
    expect((await ask(who)).body.code).toBe('contact_declined');
    await local('clock', { advance: 'P30D' });
    await ok(who, 'mockSubscription', { body: { state: 'mock:active' } });
    expect((await ask(who, 'A month later')).body).toMatchObject({ outcome: 'again', contact: { state: 'pending' } });
    await local('clock', { reset: true });
  });
});

describe('blocks', () => {
  test('both directions stop; lifted, the talent’s word opens it again', async () => {
    const who = await member();
    const { contact } = (await ask(who)).body;
    await move(talent, contact.id, 'accept');
    const { id } = await ok<{ id: string }>(who, 'createBlock', { body: { threadId: contact.threadId } });
    expect((await say(talent, contact.threadId)).body.code).toBe('not_accepting');
    expect((await say(who, contact.threadId)).body.code).toBe('blocked');
    const { items } = await ok<{ items: { id: string; name: string }[] }>(who, 'listBlocks');
    expect(items).toMatchObject([{ id, name: page.displayName }]);
    expect((await call(talent, 'deleteBlock', { params: { blockId: id } })).status).toBe(404);
    expect((await call(who, 'deleteBlock', { params: { blockId: id } })).status).toBe(204);
    expect((await say(talent, contact.threadId, 'Hello again')).status).toBe(201);
    expect((await say(who, contact.threadId)).status).toBe(201);
  });

  test('never by a person’s id, nor by somebody else’s conversation', async () => {
    const { contact } = (await ask(await member())).body;
    const other = await member();
    expect((await call(other, 'createBlock', { body: { threadId: contact.threadId } })).status).toBe(404);
    expect((await call(other, 'createBlock', { body: { userId: talent.clerkId } })).status).toBe(422);
  });

  test('C4: a live booking’s talk goes on, with its limit and its masks', async () => {
    const customer = await newcomer('individual');
    const [service] = page.services;
    if (!service) throw new Error('the talent has no service');
    const who = { customer, talent, stranger: talent, slug: page.slug, service } as unknown as Cast;
    const booking = await request(who);
    const write = (by: Who, body: string) =>
      call<Problem & { body: string }>(by, 'sendBookingMessage', { params: { bookingId: booking.id }, body: { body } });
    expect((await write(customer, 'Reach me at me@example.com')).body.body).toBe('Reach me at •••');
    expect((await write(customer, 'Two')).status).toBe(201);
    expect((await write(customer, 'Three')).status).toBe(201);
    expect((await write(customer, 'Four')).body.code).toBe('message_limit');
    const { items } = await ok<{ items: (Card & { subjectId: string })[] }>(talent, 'listThreads', {
      query: { kind: 'booking', limit: 50 },
    });
    const threadId = items.find(({ subjectId }) => subjectId === booking.id)?.id ?? '';
    const { id } = await ok<{ id: string }>(talent, 'createBlock', { body: { threadId } });
    expect((await write(talent, 'Still about the day')).status).toBe(201);
    expect((await write(customer, 'Thank you')).status).toBe(201);
    await ok(talent, 'declineBooking', { params: { bookingId: booking.id }, body: {} });
    expect((await write(customer, 'Why?')).body.code).toBe('blocked');
    expect((await write(talent, 'Sorry')).body.code).toBe('blocked');
    await call(talent, 'deleteBlock', { params: { blockId: id } });
  });
});

describe('words that are taken back, reported, looked at', () => {
  test('taken back: both see that something was there', async () => {
    const who = await member();
    const { contact } = (await ask(who)).body;
    await move(talent, contact.id, 'accept');
    const { body: said } = await say(who, contact.threadId, 'Oops');
    const params = { threadId: contact.threadId, messageId: said.id };
    expect((await call<Problem>(talent, 'takeBackMessage', { params })).body.code).toBe('not_your_move');
    expect((await call(await member(), 'takeBackMessage', { params })).status).toBe(404);
    expect((await call(who, 'takeBackMessage', { params })).status).toBe(204);
    for (const reader of [who, talent])
      expect((await thread(reader, contact.threadId)).messages.items.at(-1)).toMatchObject({
        id: said.id,
        body: '',
        takenBack: true,
      });
  });

  test('reported, read by an operator with a reason, decided once', async () => {
    const who = await member();
    const { contact, message } = (await ask(who, 'Pay me outside, 0770 123 4567')).body;
    const { threadId } = contact;
    const report = (by: Who) =>
      call<Json & { id: string; code: string }>(by, 'createReport', {
        params: { threadId },
        body: { reason: 'contact_details', note: 'Again.', messageId: message?.id },
      });
    const { status, body: made } = await report(talent);
    expect(status).toBe(201);
    expect((await report(talent)).body.code).toBe('already_reported');
    expect((await report(freeTalent)).status).toBe(404);

    const open = await ok<{ items: { id: string; kind: string }[] }>(operator, 'listReports');
    expect(open.items.find(({ id }) => id === made.id)).toMatchObject({ kind: 'direct', state: 'open' });
    expect((await call(talent, 'listReports')).status).toBe(404);

    const look = (by: Who, query: Record<string, string> = {}) =>
      call<Json & { messages: { body: string }[] }>(by, 'lookAtThread', { params: { threadId }, query });
    expect((await look(operator)).status).toBe(422);
    expect((await look(talent, { reason: 'curious' })).status).toBe(404);
    const seen = await look(operator, { reason: 'the report of today' });
    expect(seen.body.messages).toMatchObject([{ body: 'Pay me outside, 0770 123 4567' }]);

    const decide = () =>
      call<Json & { state: string; code: string }>(operator, 'decideReport', {
        params: { reportId: made.id },
        body: { decision: 'upheld', note: 'Warned.' },
      });
    expect((await decide()).body.state).toBe('upheld');
    expect((await decide()).body.code).toBe('wrong_state');
  });
});

test('the demo has somebody for each of these parts', async () => {
  const kinds = new Set((await people()).map(({ role, kind }) => `${role} ${kind}`));
  for (const part of ['customer individual', 'customer professional', 'customer company', 'talent free'])
    expect(kinds).toContain(part);
});
