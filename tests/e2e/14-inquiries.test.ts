// Questions before a booking: somebody without an account and without script asks from a talent's page, the talent answers in the
// inbox, the mail brings a link, a word goes back; then every endpoint, who may and who may not, and what people try.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Locale } from '../../src/core/locale.ts';
import { inboxMessages } from '../../src/i18n/catalogs/inbox.ts';
import { inquiriesMessages } from '../../src/i18n/catalogs/inquiries.ts';
import { commonMessages } from '../../src/i18n/catalogs/common.ts';
import { translator } from '../../src/i18n/translate.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { newcomer } from './money.ts';
import {
  call,
  http,
  local,
  ok,
  orElse,
  origin,
  tokenOf,
  until,
  type Answer,
  type Problem,
  type Who,
} from './outside.ts';
import { cast, runJob, type Cast } from './story.ts';

type Mail = { to: string; subject: string; text: string; links: string[] };
type Inquiry = {
  id: string;
  status: string;
  senderName: string;
  subject: string;
  message: string;
  replies: { reply: string }[];
  isEnded: boolean;
};
type List = { items: Inquiry[]; nextCursor: string | null; unread: number };
type Talent = { email: string; name: string };

const advance = (by: string) => local('clock', { advance: by });
const mailsTo = (to: string) => local<Mail[]>(`mail?to=${encodeURIComponent(to)}`);
const guest = () => `guest-${crypto.randomUUID().slice(0, 8)}@guests.example`;
const words = (locale: Locale) => translator(locale, inquiriesMessages[locale]);
const inboxOf = (who: Who, query = {}) => ok<List>(who, 'listBusinessMessages', { query });
const peek = (who: Who, messageId: string) =>
  ok<Inquiry>(who, 'getBusinessMessage', { params: { messageId }, query: { peek: 'true' } });

/** One machine is one network, and a network asks three times a day: each story has a day of its own. */
const aDayLater = () => advance('PT25H');

/** A talent nobody else of these tests writes to, with a page. */
async function somebodyNew(): Promise<{ talent: Talent; id: string; slug: string; serviceId: string }> {
  const talent = await newcomer('talent');
  await ok(talent, 'updateProfile', { body: { headline: { en: 'Words carried over with care' } } });
  await ok(talent, 'createService', {
    body: { title: { en: 'A page' }, price: { amount: 25000, currency: 'IQD' }, durationMinutes: 60, place: 'remote' },
  });
  const { id, slug, services } = await ok<{ id: string; slug: string; services: { id: string }[] }>(
    talent,
    'publishProfile',
  );
  return { talent, id, slug, serviceId: services[0]?.id ?? '' };
}

async function visitorAsks(
  recipient: string,
  more: Record<string, unknown> = {},
): Promise<Answer<{ messageId: string } & Problem>> {
  const { formToken } = await ok<{ formToken: string }>(null, 'issueFormToken');
  await advance('PT3S');
  const body = {
    recipient,
    message: 'Are you free in May?',
    senderName: 'Layla',
    senderEmail: guest(),
    formToken,
    ...more,
  };
  return call(null, 'submitCustomerMessage', { body });
}
const sendForm = (fields: Record<string, string>, path = '/api/customer/messages/') =>
  http(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
const tokenIn = (html: string) => /name="formToken" value="([^"]+)"/.exec(html)?.[1] ?? '';

let who: Cast;
let browser: Browser;
const opened: BrowserContext[] = [];
beforeAll(async () => {
  who = await cast();
  browser = await launch();
});
afterEach(async () => {
  for (const context of opened.splice(0)) {
    expect(complaints.get(context)).toEqual([]);
    await context.close();
  }
});
afterAll(() => browser.close());

const visit = async (locale: Locale, viewport = desk, javaScriptEnabled = false): Promise<Page> => {
  const context = await open(browser, { locale, viewport, javaScriptEnabled });
  opened.push(context);
  return context.newPage();
};
/** The checker runs scripts, the reader does not: the checker is shown the very page the reader has. */
async function look(page: Page, name: string, locale: Locale, viewport: typeof desk): Promise<void> {
  await shoot(page, name);
  const html = await page.content();
  expect(html, name).not.toMatch(/<script(?![^>]*ld\+json)/);
  const checker = await visit(locale, viewport, true);
  await checker.route('**/the-same-page', (route) =>
    route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }),
  );
  await checker.goto(`/${locale}/the-same-page`);
  expect(await axe(checker), name).toEqual([]);
  expect(await overflow(checker), `${name} sticks out`).toBeLessThanOrEqual(0);
  await checker.close();
}

describe.each([
  ['en', phone],
  ['ar', desk],
] as const)('without an account and without script, in %s', (locale, viewport) => {
  test('asked from the page, checked, sent, answered, followed up, ended', async () => {
    await aDayLater();
    const t = words(locale);
    const name = `${locale}-${viewport.width}`;
    const mine = guest();
    const page = await visit(locale, viewport);
    await page.goto(`/${locale}/talents/${who.slug}/`);
    // under a service, so that it is about it
    await page.locator('li details > summary').first().click();
    const form = page.locator('li details form').first();
    await look(page, `inquiry-form-${name}`, locale, viewport);
    await form.getByLabel(t('form.name')).fill('Layla Hassan');
    await form.getByLabel(t('form.email')).fill(mine);
    await form.getByLabel(t('form.message')).fill('Do you come for three hours?\nMy number: ٠٧٧٠ ١٢٣ ٤٥٦٧ <b>bold</b>');
    await form.getByRole('button').click();

    await page.getByRole('heading', { name: t('check.title'), level: 1 }).waitFor();
    await look(page, `inquiry-check-${name}`, locale, viewport);
    const main = page.getByRole('main');
    expect(await main.locator('section').first().innerText()).toContain('•••');
    expect(await main.locator('section').first().innerText()).toContain('<b>bold</b>');
    expect(await main.innerText()).toContain(mine);
    expect(await page.locator('textarea').inputValue()).toContain('٠٧٧٠ ١٢٣ ٤٥٦٧');

    await advance('PT3S');
    await page
      .getByRole('button', { name: t('check.send') })
      .first()
      .click();
    await page.getByRole('heading', { name: t('sent.title'), level: 1 }).waitFor();
    await look(page, `inquiry-sent-${name}`, locale, viewport);

    const come = (all: Mail[]) => all.length > 0;
    const [confirmed] = await until('the mail', () => orElse('clock-outbox', () => mailsTo(mine), come), come);
    const link = confirmed?.links.find((one) => one.includes('/inquiry/') && !one.includes('#')) ?? '';
    expect(link).toContain(`/${locale}/inquiry/`);
    // the address may be somebody else's: what was written is not mailed to it
    expect(confirmed?.text).not.toContain('three hours');
    const reader = await visit(locale, viewport);
    const seen = await reader.goto(link);
    expect(seen?.headers()).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex',
    });
    await reader.getByText(t('read.waiting', { name: who.talent.name })).waitFor();

    // the talent, in the inbox, with script
    const { items } = await inboxOf(who.talent, { limit: 50 });
    const inquiry = items.find(({ senderName, status }) => senderName === 'Layla Hassan' && status === 'unread');
    expect(inquiry?.message).toContain('•••');
    expect(JSON.stringify(items)).not.toContain(mine);
    const threads = await ok<{ items: { id: string; subjectId: string }[] }>(who.talent, 'listThreads', {
      query: { kind: 'inquiry', limit: 50 },
    });
    const thread = threads.items.find(({ subjectId }) => subjectId === inquiry?.id);
    const context = await open(browser, { locale, viewport });
    opened.push(context);
    await signIn(context, who.talent);
    const inbox = await context.newPage();
    await inbox.goto(`/${locale}/messages/${thread?.id}/`);
    const box = translator(locale, inboxMessages[locale]);
    await inbox.getByLabel(box('write')).fill('Yes, with pleasure. See me on example.com');
    await inbox.getByRole('button', { name: translator(locale, commonMessages[locale])('action.send') }).click();
    await inbox.getByRole('log').getByText('Yes, with pleasure.').waitFor();
    // the inbox shows a word before the house has it
    await until(
      'the answer',
      () => peek(who.talent, inquiry?.id ?? ''),
      ({ status }) => status === 'replied',
    );

    await advance('PT3M');
    await runJob('clock-outbox');
    await until(
      'the answer by mail',
      () => mailsTo(mine),
      (all) => all.length > 1,
    );
    await reader.goto(link);
    await reader.getByText('Yes, with pleasure. See me on •••').waitFor();
    await look(reader, `inquiry-read-${name}`, locale, viewport);
    await reader.getByLabel(t('read.reply')).fill('Thursday, then.');
    await reader.getByRole('button', { name: t('read.send') }).click();
    await reader.getByText(t('read.sent', { name: who.talent.name })).waitFor();
    await reader.getByText(t('read.left', { count: 4 })).waitFor();
    expect(await peek(who.talent, inquiry?.id ?? '')).toMatchObject({
      status: 'unread',
      replies: [{}, { reply: 'Thursday, then.' }],
    });

    await reader.getByRole('link', { name: t('read.notMe'), exact: true }).click();
    await reader.getByRole('heading', { name: t('read.notMe.title') }).waitFor();
    await look(reader, `inquiry-not-me-${name}`, locale, viewport);
    await reader.getByRole('button', { name: t('read.notMe.do') }).click();
    await reader.getByText(t('read.ended')).waitFor();
    const late = await call<Problem>(who.talent, 'replyToMessage', {
      params: { messageId: inquiry?.id ?? '' },
      body: { reply: 'Hello?' },
    });
    expect([late.status, late.body.code]).toEqual([403, 'conversation_closed']);
  });
});

describe('the endpoints', () => {
  test('each does what it is for, with its slash and without', async () => {
    const { talent, id, serviceId } = await somebodyNew();
    const me = await newcomer('professional');
    const sent = await ok<{ messageId: string; confirmation: string }>(me, 'submitCustomerMessage', {
      body: {
        recipient: id,
        listing: serviceId,
        subject: 'A letter',
        message: 'Two pages. Reach me at lina@example.com',
      },
    });
    const { messageId } = sent;
    expect(sent.confirmation).toContain(me.email);
    const token = await tokenOf(talent);
    const headers = { authorization: `Bearer ${token}` };
    for (const path of [
      '/api/business/messages/',
      '/api/business/messages',
      `/api/business/messages/${messageId}?peek=1`,
    ])
      expect([path, (await http(path, { headers })).status]).toEqual([path, 200]);
    expect(await ok(talent, 'countUnreadMessages')).toEqual({
      total: 1,
      byListing: [{ listing: serviceId, title: { en: 'A page' }, unread: 1 }],
    });
    const prefetched = await http(`/api/business/messages/${messageId}/`, {
      headers: { ...headers, 'sec-purpose': 'prefetch' },
    });
    expect(prefetched.body).toMatchObject({ status: 'unread' });
    expect(await ok(talent, 'getBusinessMessage', { params: { messageId } })).toMatchObject({
      status: 'read',
      message: 'Two pages. Reach me at •••',
      senderName: me.name,
      isArchived: false,
      isSpam: false,
      canReply: true,
    });
    expect((await inboxOf(talent, { status: 'unread' })).items).toEqual([]);
    expect((await inboxOf(talent, { listing: serviceId, status: 'read' })).items).toHaveLength(1);
    expect((await inboxOf(talent, { listing: 'general' })).items).toEqual([]);
    const early = await call<Problem>(me, 'followUp', { params: { messageId }, body: { reply: 'Hello?' } });
    expect([early.status, early.body.code]).toEqual([403, 'message_limit']);
    const key = crypto.randomUUID();
    const reply = () =>
      call<{ id: string }>(talent, 'replyToMessage', { params: { messageId }, body: { reply: 'Gladly.' }, key });
    const [first, again] = [await reply(), await reply()];
    expect([first.status, again.body]).toEqual([201, first.body]);
    await ok(me, 'followUp', { params: { messageId }, body: { reply: 'Thank you.' } });
    expect(await ok(me, 'getConversation', { params: { messageId } })).toMatchObject({
      message: 'Two pages. Reach me at lina@example.com',
      replies: [
        { author: 'talent', reply: 'Gladly.' },
        { author: 'sender', reply: 'Thank you.' },
      ],
      followUpsLeft: 4,
    });
    expect(
      await ok(talent, 'fileBusinessMessage', { params: { messageId }, body: { status: 'archived' } }),
    ).toMatchObject({ isArchived: true });
    expect(await ok(talent, 'fileBusinessMessage', { params: { messageId }, body: { isSpam: true } })).toMatchObject({
      isSpam: true,
    });
    expect((await inboxOf(talent, { spam: 'true' })).items).toHaveLength(1);
    expect((await call(talent, 'deleteBusinessMessage', { params: { messageId } })).status).toBe(204);
    expect((await call(talent, 'getBusinessMessage', { params: { messageId } })).status).toBe(404);
    expect(await ok(me, 'getConversation', { params: { messageId } })).toMatchObject({ canReply: true });
  });

  test('another talent, another customer, a visitor and an operator without a reason find nothing', async () => {
    const { id } = await somebodyNew();
    const other = await newcomer('talent');
    const me = await newcomer('professional');
    const stranger = await newcomer('professional');
    const { messageId } = await ok<{ messageId: string }>(me, 'submitCustomerMessage', {
      body: { recipient: id, message: 'Hello' },
    });
    const params = { messageId };
    const said = async (by: Who, operationId: string, body?: unknown) =>
      (await call(by, operationId, { params, body })).status;
    for (const operationId of ['getBusinessMessage', 'deleteBusinessMessage'])
      expect(await said(other, operationId)).toBe(404);
    expect(await said(other, 'fileBusinessMessage', { isSpam: true })).toBe(404);
    expect(await said(other, 'replyToMessage', { reply: 'x' })).toBe(404);
    expect(await said(stranger, 'getConversation')).toBe(404);
    for (const operationId of ['getBusinessMessage', 'deleteBusinessMessage'])
      expect(await said(stranger, operationId)).toBe(404);
    expect(await said(stranger, 'followUp', { reply: 'x' })).toBe(404);
    expect(await said(null, 'getConversation')).toBe(401);
    expect(await said(null, 'followUp', { reply: 'x' })).toBe(404);
    expect(await said(null, 'listBusinessMessages')).toBe(401);
    expect(await said(stranger, 'listHeldMessages')).toBe(404);
    expect((await call(other, 'submitCustomerMessage', { body: { recipient: id, message: 'x' } })).status).toBe(403);
  });

  test('who may ask is the talent’s to say, on the page and in the API', async () => {
    await aDayLater();
    const { talent, id, slug } = await somebodyNew();
    const page = () => http(`/en/talents/${slug}/`);
    const forms = (html: string) => html.match(/action="\/api\/customer\/messages\/"/g)?.length ?? 0;
    expect(forms((await page()).text)).toBe(2);
    expect((await visitorAsks(id)).status).toBe(201);
    await ok(talent, 'updateProfile', { body: { inquiriesFrom: 'members' } });
    expect((await visitorAsks(id)).body.code).toBe('unauthenticated');
    expect(
      (
        await call(await newcomer('professional'), 'submitCustomerMessage', {
          body: { recipient: id, message: 'Hello' },
        })
      ).status,
    ).toBe(201);
    await ok(talent, 'updateProfile', { body: { inquiriesFrom: 'nobody' } });
    expect((await visitorAsks(id)).body.code).toBe('not_accepting');
    await until('the page without a form', page, ({ text }) => forms(text) === 0);
    const refused = await sendForm({
      locale: 'fr',
      recipient: id,
      slug,
      message: 'Bonjour ?',
      senderName: 'Jean',
      senderEmail: guest(),
    });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('lang="fr"');
    expect(refused.text).toContain('Bonjour ?');
  });
});

describe('what people try', () => {
  test('a hundred thousand signs, nothing, no name, a bent address: said field by field, never lost', async () => {
    const { id, slug } = await somebodyNew();
    const body = { recipient: id, message: 'x'.repeat(100_000) };
    const me = await newcomer('professional');
    const long = await call<Problem>(me, 'submitCustomerMessage', { body });
    expect([long.status, long.body.fields]).toEqual([422, { message: ['too_big'] }]);
    expect(
      (await call<Problem>(me, 'submitCustomerMessage', { body: { ...body, message: '\u200b\u202e ' } })).body.code,
    ).toBe('invalid');
    expect(
      (await call<Problem>(me, 'submitCustomerMessage', { body: { ...body, message: 'x', extra: 1 } })).status,
    ).toBe(422);
    expect(
      (await call<Problem>(me, 'submitCustomerMessage', { body: { message: 'x', recipient: 'nobody' } })).status,
    ).toBe(422);
    const page = await sendForm({
      locale: 'en',
      recipient: id,
      slug,
      message: 'Are you free?',
      senderName: '',
      senderEmail: 'layla@',
    });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Are you free?');
    expect(page.text.match(/aria-invalid="true"/g)).toHaveLength(2);
    expect(page.text).toMatch(/<details[^>]* open/);
  });

  test('markup is text, turning marks are gone, emoji stay, a number in any dress is masked', async () => {
    const { talent, id } = await somebodyNew();
    const me = await newcomer('professional');
    const message = '<script>alert(1)</script> \u202eevil\u202c 👩‍👩‍👧 call 0\u200b7\u200b7\u200b0 1️⃣2️⃣3️⃣ ４５６７';
    const { messageId } = await ok<{ messageId: string }>(me, 'submitCustomerMessage', {
      body: { recipient: id, message },
    });
    const kept = await peek(talent, messageId);
    expect(kept.message).toBe('<script>alert(1)</script> evil 👩‍👩‍👧 call •••');
  });

  test('a form filled in by a machine looks accepted, and nothing is kept', async () => {
    const { talent, id, slug } = await somebodyNew();
    const me = await newcomer('professional');
    const trapped = await call(me, 'submitCustomerMessage', {
      body: { recipient: id, message: 'Buy', website: 'http://x.example' },
    });
    expect(trapped.status).toBe(201);
    const fields = { locale: 'en', recipient: id, slug, message: 'Buy', senderName: 'Bot', senderEmail: guest() };
    const formToken = tokenIn((await sendForm(fields)).text);
    await advance('PT3S');
    const thanked = await sendForm({ ...fields, formToken, website: 'http://x.example' });
    expect([thanked.status, thanked.text.includes(words('en')('sent.title'))]).toEqual([201, true]);
    expect((await inboxOf(talent)).items).toEqual([]);
  });

  test('a form is good once, for one question; a forged or a stale one comes back to be sent again', async () => {
    await aDayLater();
    const { talent, id, slug } = await somebodyNew();
    const fields = {
      locale: 'en',
      recipient: id,
      slug,
      message: 'Are you free?',
      senderName: 'Layla',
      senderEmail: guest(),
    };
    const formToken = tokenIn((await sendForm(fields)).text);
    // in the same breath it comes again with nothing lost; asked by hand, for whoever is told to wait here lets the time pass
    const hasty = await fetch(new URL('/api/customer/messages/', origin()), {
      method: 'POST',
      body: new URLSearchParams({ ...fields, formToken }),
    });
    const page = await hasty.text();
    expect([hasty.status, page.includes(words('en')('note.too_fast')), tokenIn(page)]).toEqual([429, true, formToken]);
    await advance('PT3H');
    const stale = await sendForm({ ...fields, formToken });
    expect([stale.status, stale.text.includes('Are you free?')]).toEqual([409, true]);
    expect((await sendForm({ ...fields, formToken: `${formToken.slice(0, -3)}abc` })).status).toBe(409);
    const fresh = tokenIn(stale.text);
    await advance('PT3S');
    expect(
      await Promise.all([1, 2, 3].map(async () => (await sendForm({ ...fields, formToken: fresh })).status)),
    ).toEqual([201, 201, 201]);
    expect((await inboxOf(talent)).items).toHaveLength(1);
    expect((await sendForm({ ...fields, message: 'Another', formToken: fresh })).status).toBe(422);
    expect((await sendForm(fields, `/api/customer/messages/${id}/replies/`)).status).toBe(415);
  });

  test('from one network three a day; the fourth is told when', async () => {
    await aDayLater();
    const { id } = await somebodyNew();
    for (let n = 0; n < 3; n += 1) expect((await visitorAsks(id)).status).toBe(201);
    const { formToken } = await ok<{ formToken: string }>(null, 'issueFormToken');
    await advance('PT3S');
    // asked by hand: whoever is told to wait here does not let the time pass
    const fourth = await fetch(new URL('/api/customer/messages/', origin()), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ recipient: id, message: 'Hello?', senderName: 'L', senderEmail: guest(), formToken }),
    });
    expect([fourth.status, ((await fourth.json()) as Problem).code]).toEqual([429, 'slow_down']);
    expect(Number(fourth.headers.get('retry-after'))).toBeGreaterThan(80_000);
  });

  test('five hundred a minute are turned away at the door', async () => {
    const { id } = await somebodyNew();
    const body = JSON.stringify({ recipient: id, message: 'Again', senderName: 'L', senderEmail: guest() });
    const statuses: number[] = [];
    for (let round = 0; round < 10; round += 1)
      statuses.push(
        ...(await Promise.all(
          Array.from({ length: 50 }, async () => {
            const answer = await fetch(new URL('/api/customer/messages/', origin()), {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body,
            });
            await answer.arrayBuffer();
            return answer.status;
          }),
        )),
      );
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(380);
    await advance('PT61S');
  });

  test('a link with a wrong word, of another question, or of none opens nothing', async () => {
    const gone = words('en')('gone.title');
    for (const path of [
      '/en/inquiry/0190d3a0-0000-7000-8000-000000000072/',
      '/en/inquiry/0190d3a0-0000-7000-8000-000000000072/?k=guess',
      '/en/inquiry/nonsense/?k=guess',
      `/en/inquiry/0190d3a0-0000-7000-8000-0000000000ff/?k=${'x'.repeat(300)}`,
    ]) {
      const { status, text } = await http(path);
      expect([path, status, text.includes(gone)]).toEqual([path, 404, true]);
    }
  });
});

test('five thousand questions are read a page at a time', async () => {
  const { items: cards } = await ok<{ items: { slug: string; displayName: string }[] }>(null, 'listTalents', {
    query: { limit: 50 },
  });
  const ensemble = cards.find(({ slug }) => slug === 'khashaba-al-faw');
  expect(ensemble).toBeDefined();
  const busy = { clerkId: 'user_demo_talent_khashaba_al_faw' };
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const page: List = await inboxOf(busy, { limit: 50, ...(cursor && { cursor }) });
    for (const { id } of page.items) seen.add(id);
    cursor = page.nextCursor;
  } while (cursor);
  const spam = await inboxOf(busy, { limit: 50, spam: 'true' });
  expect(seen.size).toBeGreaterThan(4_500);
  expect(spam.items.length).toBeGreaterThan(20);
});
