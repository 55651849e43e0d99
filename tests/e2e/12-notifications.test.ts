// Notifications from outside: what happens stands in the house and in the mailbox, in bursts, at once, once a day or never; the
// link that stops a kind; what a refusal does; then the bell, the page and the choices in a browser, in two languages.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Locale } from '../../src/core/locale.ts';
import { adminMessages } from '../../src/i18n/catalogs/admin.ts';
import { commonMessages } from '../../src/i18n/catalogs/common.ts';
import { notificationsMessages } from '../../src/i18n/catalogs/notifications.ts';
import { translator } from '../../src/i18n/translate.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { newcomer, operator } from './money.ts';
import { call, http, local, ok, orElse, person, until, type Person, type Who } from './outside.ts';
import { cast, request, runJob, type Booking } from './story.ts';

type Mail = { id: string; to: string; subject: string; text: string; html: string; links: string[]; locale: string };
type Line = {
  id: string;
  kind: string;
  name: string;
  text: string;
  count: number;
  path: string;
  read: boolean;
  at: string;
};
type Lines = { items: Line[]; nextCursor: string | null; unread: number };
type Choices = { choices: { kind: string; often: string; fixed: boolean }[]; failingSince: string | null };

const mailsTo = (to: string, subject: RegExp) =>
  local<Mail[]>(`mail?to=${encodeURIComponent(to)}`).then((all) => all.filter((one) => subject.test(one.subject)));
const lines = (who: Who, query = {}) => ok<Lines>(who, 'listNotifications', { query });
const unread = (who: Who) => ok<{ unread: number }>(who, 'countUnreadNotifications').then((answer) => answer.unread);
const say = (who: Who, bookingId: string, body: string) =>
  ok(who, 'sendBookingMessage', { params: { bookingId }, body: { body } });
const advance = (by: string) => local('clock', { advance: by });
const choose = (who: Who, choices: Record<string, string>) =>
  ok<Choices>(who, 'setNotificationChoices', { body: { choices } });

/** Somebody whom no other test writes to, with a talent and a booking they asked for. */
async function talking(): Promise<{ me: Awaited<ReturnType<typeof newcomer>>; talent: Person; booking: Booking }> {
  const { talent, service, slug, stranger } = await cast();
  const me = await newcomer('professional');
  const booking = await request({ customer: me as unknown as Person, talent, service, slug, stranger });
  return { me, talent, booking };
}

describe('in the house and in the mailbox', () => {
  test('a burst is one line with a count, and one mail once it is over', async () => {
    const { me, talent, booking } = await talking();
    for (const word of ['One', 'Two', 'Three, call 0770 123 4567']) await say(talent, booking.id, word);
    const { items } = await lines(me);
    expect(items).toMatchObject([{ kind: 'messages', count: 3, read: false, path: `/bookings/${booking.id}/` }]);
    expect(items[0]?.text).not.toContain('Three');
    await runJob('clock-outbox');
    expect(await mailsTo(me.email, /message/)).toEqual([]);
    await advance('PT3M');
    await runJob('clock-outbox');
    const [mail, ...more] = await until(
      'the mail',
      () => mailsTo(me.email, /message/),
      (found) => found.length > 0,
    );
    expect(more).toEqual([]);
    expect(mail?.subject).toMatch(/^3 new messages from /);
    expect(mail?.text).toContain('Three, call •••');
    expect(mail?.html).not.toContain('0770');
    await advance('PT1H');
    await runJob('clock-outbox');
    expect(await mailsTo(me.email, /message/)).toHaveLength(1);
  });

  test('read meanwhile is no mail, and the line is read too', async () => {
    const { me, talent, booking } = await talking();
    await say(talent, booking.id, 'One');
    const { items } = await ok<{ items: { id: string }[] }>(me, 'listBookingMessages', {
      params: { bookingId: booking.id },
    });
    await ok(me, 'markBookingRead', { params: { bookingId: booking.id }, body: { lastReadId: items[0]?.id } });
    expect(await unread(me)).toBe(0);
    await advance('PT15M');
    await runJob('clock-outbox');
    expect(await mailsTo(me.email, /message/)).toEqual([]);
  });

  test('a badge that asks again is told that nothing is new, until something is', async () => {
    const { me, talent, booking } = await talking();
    const first = await call(me, 'countUnreadNotifications');
    const tag = first.headers.get('etag') ?? '';
    const again = () => call(me, 'countUnreadNotifications', { headers: { 'if-none-match': tag } });
    expect((await again()).status).toBe(304);
    await say(talent, booking.id, 'One');
    expect(await again()).toMatchObject({ status: 200, body: { unread: 1 } });
    // the same answer for somebody else has another name
    const other = await call(await newcomer('talent'), 'countUnreadNotifications');
    expect(other.body).toEqual(first.body);
    expect(other.headers.get('etag')).not.toBe(tag);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
  });

  test('one is read, then all', async () => {
    const { me, talent, booking } = await talking();
    await say(talent, booking.id, 'One');
    await ok(talent, 'declineBooking', { params: { bookingId: booking.id }, body: {} });
    const { items } = await lines(me);
    expect(items.map(({ name }) => name)).toEqual(['decline.customer', 'message.customer']);
    expect(await ok(me, 'markNotificationsRead', { body: { ids: [items[0]?.id] } })).toEqual({ unread: 1 });
    expect((await lines(me, { unread: 'true' })).items.map(({ name }) => name)).toEqual(['message.customer']);
    expect(await ok(me, 'markNotificationsRead', { body: { all: true } })).toEqual({ unread: 0 });
    const french = await call<Lines>(me, 'listNotifications', { headers: { 'accept-language': 'fr' } });
    expect(french.body.items[0]?.text).toContain('ne peut pas prendre');
  });

  test.each([
    ['listNotifications', { query: { cursor: 'yesterday' } }],
    ['listNotifications', { query: { limit: 1000 } }],
    ['markNotificationsRead', { body: {} }],
    ['markNotificationsRead', { body: { ids: [] } }],
    ['markNotificationsRead', { body: { ids: ['x'] } }],
    ['markNotificationsRead', { body: { all: false } }],
    ['setNotificationChoices', { body: { choices: {} } }],
    ['setNotificationChoices', { body: { choices: { messages: 'sometimes' } } }],
    ['setNotificationChoices', { body: { choices: { weather: 'daily' } } }],
    ['setNotificationChoices', { body: { choices: { payments: 'never' } } }],
  ])('%s refuses %j', async (operationId, what) => {
    const answer = await call(await person((one) => one.role === 'customer'), operationId, what);
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid']);
  });

  test('nobody without a session; another’s lines are out of reach', async () => {
    for (const operationId of ['listNotifications', 'countUnreadNotifications', 'getNotificationChoices'])
      expect((await call(null, operationId)).status).toBe(401);
    const { me, talent, booking } = await talking();
    await say(talent, booking.id, 'One');
    const [mine] = (await lines(me)).items;
    const stranger = await newcomer('professional');
    await ok(stranger, 'markNotificationsRead', { body: { ids: [mine?.id] } });
    expect(await unread(me)).toBe(1);
  });
});

describe('choices', () => {
  test('never is never, but money is told', async () => {
    const { me, talent, booking } = await talking();
    const chosen = await choose(me, { messages: 'never', bookings: 'never' });
    expect(chosen.choices.filter(({ fixed }) => fixed)).toEqual([{ kind: 'payments', often: 'at_once', fixed: true }]);
    await say(talent, booking.id, 'One');
    await ok(talent, 'declineBooking', { params: { bookingId: booking.id }, body: {} });
    await advance('PT15M');
    await runJob('clock-outbox');
    expect((await lines(me)).unread).toBe(2);
    const letters = await local<Mail[]>(`mail?to=${encodeURIComponent(me.email)}`);
    expect(letters.map(({ subject }) => subject).filter((subject) => /message|cannot take/.test(subject))).toEqual([]);
    const hala = await operator();
    type Letters = { items: { name: string; reason: string | null }[] };
    await until(
      'both to be kept in silence',
      async () => {
        const { items } = await ok<Letters>(hala, 'listDeliveries', { query: { text: me.email } });
        return items.filter(({ reason }) => reason === 'never').map(({ name }) => name);
      },
      (names) => ['message.customer', 'decline.customer'].every((name) => names.includes(name)),
    );
  });

  test('once a day is one mail in the morning of the reader’s own clock', async () => {
    const { me, talent, booking } = await talking();
    await choose(me, { messages: 'daily' });
    await say(talent, booking.id, 'One');
    for (let hour = 0; hour < 25; hour += 1) {
      await advance('PT1H');
      await runJob('clock-outbox');
    }
    const daily = await until(
      'the mail of the day',
      () => mailsTo(me.email, /have not read/),
      (found) => found.length > 0,
    );
    expect(daily).toHaveLength(1);
    expect(daily[0]?.text).toContain('New message from');
    const { now } = await local<{ now: string }>('clock');
    expect(new Date(now).getTime()).toBeGreaterThan(0);
  }, 120_000);
});

describe('the link that stops a kind', () => {
  test('changes nothing when it is looked at, stops with one click without a session, and only that kind', async () => {
    const { me, talent, booking } = await talking();
    await say(talent, booking.id, 'One');
    await advance('PT3M');
    await runJob('clock-outbox');
    const [mail] = await until(
      'the mail',
      () => mailsTo(me.email, /message/),
      (found) => found.length > 0,
    );
    const link = mail?.links.find((one) => one.includes('/unsubscribe/')) ?? '';
    const often = async () =>
      Object.fromEntries((await ok<Choices>(me, 'getNotificationChoices')).choices.map((one) => [one.kind, one.often]));
    const path = new URL(link).pathname;
    for (let times = 0; times < 2; times += 1) {
      const page = await http(path);
      expect([page.status, page.text.includes('<script')]).toEqual([200, false]);
      expect(page.text).not.toContain(me.email);
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect((await often())['messages']).toBe('at_once');

    // forged in any way: nobody's
    for (const forged of [`${path.slice(0, -4)}AAAA`, path.replace(/\.[^.]*$/, ''), '/en/unsubscribe/x.y']) {
      const answer = await http(forged, {
        method: 'POST',
        body: 'List-Unsubscribe=One-Click',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect([forged === path, answer.status]).toEqual([false, 404]);
    }
    expect((await often())['messages']).toBe('at_once');

    // as a mail program does it (RFC 8058)
    const stopped = await http(path, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(stopped.status).toBe(200);
    expect(await often()).toMatchObject({ messages: 'never', bookings: 'at_once' });
    await say(talent, booking.id, 'Two');
    await advance('PT15M');
    await runJob('clock-outbox');
    expect(await mailsTo(me.email, /message/)).toHaveLength(1);
  });
});

test('an address that refuses is a failure at once; its owner and the operator see it, and it can be tried again', async () => {
  const { talent, service, slug, stranger } = await cast();
  const me = { email: `refuses-${crypto.randomUUID().slice(0, 8)}@e2e.example`, name: 'Rita Refused' };
  await ok(me, 'completeOnboarding', {
    body: { kind: 'professional', name: me.name, locale: 'en', timeZone: 'Asia/Baghdad' },
  });
  const hala = await operator();
  type Letters = {
    items: {
      deliveryId: string;
      state: string;
      reason: string | null;
      attempts: number;
      lastError: string | null;
      failingSince: string | null;
    }[];
  };
  const letters = () => ok<Letters>(hala, 'listDeliveries', { query: { text: me.email } });
  const refused = ({ items }: Letters) => items.some(({ state }) => state === 'failed');
  // the welcome
  const { items } = await until('the refusal', () => orElse('clock-outbox', letters, refused), refused);
  expect(items).toMatchObject([{ state: 'failed', attempts: 1, failingSince: expect.any(String) }]);
  expect(items[0]?.lastError).toContain('5.1.1');
  expect((await ok<Choices>(me, 'getNotificationChoices')).failingSince).toEqual(expect.any(String));
  // what comes after it is not sent there any more
  await request({ customer: me as unknown as Person, talent, service, slug, stranger });
  const spared = (found: Letters) => found.items.some(({ reason }) => reason === 'failing');
  const after = await until('the next to be spared', () => orElse('clock-outbox', letters, spared), spared);
  expect(after.items).toMatchObject([{ state: 'dropped', attempts: 0 }, { state: 'failed' }]);
  const params = { deliveryId: items[0]?.deliveryId ?? '' };
  expect(await ok(hala, 'retryDelivery', { params })).toMatchObject({ state: 'pending' });
  for (const who of [me, talent]) {
    expect((await call(who, 'listDeliveries')).status).toBe(404);
    expect((await call(who, 'retryDelivery', { params })).status).toBe(404);
  }
});

describe('in a browser', () => {
  let browser: Browser;
  const opened: BrowserContext[] = [];
  beforeEach(async () => {
    browser = await launch();
  });
  afterEach(async () => {
    for (const context of opened.splice(0)) {
      expect(complaints.get(context)).toEqual([]);
      await context.close();
    }
    await browser.close();
  });
  async function enter(
    who: Pick<Person, 'clerkId'> | { email: string; name: string },
    locale: Locale,
    viewport = desk,
  ) {
    const context = await open(browser, { locale, viewport });
    opened.push(context);
    await signIn(context, who);
    return context.newPage();
  }
  async function look(page: Page, name: string) {
    await page.locator('main h1').first().waitFor();
    await page.waitForFunction(() => !document.querySelector('main [class*="animate-breathe"]'));
    await shoot(page, name);
    expect(await axe(page), name).toEqual([]);
    expect(await overflow(page), `${name} sticks out`).toBeLessThanOrEqual(0);
  }

  test.each([
    ['en', desk],
    ['ar', phone],
  ] as const)('the bell, the page and the choices in %s', async (locale, viewport) => {
    const t = translator(locale, notificationsMessages[locale]);
    const c = translator(locale, commonMessages[locale]);
    const { me, talent, booking } = await talking();
    const page = await enter(me, locale, viewport);
    await page.goto(`/${locale}/notifications/`);
    await page.getByText(t('list.empty')).waitFor();
    await look(page, `notifications-empty-${locale}`);

    await say(talent, booking.id, 'One');
    await say(talent, booking.id, 'Two');
    await page.goto(`/${locale}/dashboard/`);
    const bell = page.getByRole('link', { name: c('nav.notifications') });
    await page
      .locator('#bell-count')
      .getByText(c('nav.unread', { count: 1 }))
      .waitFor();
    await bell.click();
    await page.waitForURL(`**/${locale}/notifications/`);
    const line = page.locator('main li a').first();
    await line.waitFor();
    await look(page, `notifications-${locale}`);

    // whoever goes there has read it
    await line.click();
    await page.waitForURL(`**/${locale}/bookings/${booking.id}/`);
    await until(
      'the line to be read',
      () => unread(me),
      (left) => left === 0,
    );
    await page.goto(`/${locale}/notifications/`);
    await page.locator('main li').first().waitFor();
    await expect.poll(() => page.locator('#bell-count').textContent()).toBe('');
    await page.getByText(t('list.onlyUnread')).click();
    await page.getByText(t('list.emptyUnread')).waitFor();

    await page.getByRole('tab', { name: t('tab.choices') }).click();
    await page.getByText(t('choices.title')).waitFor();
    await look(page, `choices-${locale}`);
    await page.getByRole('button', { name: t('kind.messages') }).click();
    await page.getByRole('option', { name: t('often.daily'), exact: true }).click();
    await page.getByText(t('choices.saved'), { exact: true }).waitFor();
    const { choices } = await ok<Choices>(me, 'getNotificationChoices');
    expect(choices.find(({ kind }) => kind === 'messages')?.often).toBe('daily');
  });

  test('the list says when it cannot be loaded, and tries again', async () => {
    const { me } = await talking();
    const page = await enter(me, 'en');
    let broken = true;
    await page.route('**/api/notifications?*', (route) => (broken ? route.abort() : route.continue()));
    await page.route('**/api/notifications', (route) => (broken ? route.abort() : route.continue()));
    await page.goto('/en/notifications/');
    const again = page.getByRole('button', { name: commonMessages.en['action.retry'] });
    await again.waitFor();
    broken = false;
    await again.click();
    await page.getByText(notificationsMessages.en['list.empty']).waitFor();
    complaints.set(
      page.context(),
      (complaints.get(page.context()) ?? []).filter((one) => !/ERR_FAILED/.test(one)),
    );
  });

  test('the page behind the link needs no script: it asks, stops, and can be undone', async () => {
    const { me, talent, booking } = await talking();
    await say(talent, booking.id, 'One');
    await advance('PT3M');
    await runJob('clock-outbox');
    const [mail] = await until(
      'the mail',
      () => mailsTo(me.email, /message/),
      (found) => found.length > 0,
    );
    const path = new URL(mail?.links.find((one) => one.includes('/unsubscribe/')) ?? '').pathname;
    const context = await open(browser, { locale: 'ckb', viewport: phone, javaScriptEnabled: false });
    opened.push(context);
    const page = await context.newPage();
    const t = translator('ckb', notificationsMessages.ckb);
    await page.goto(path.replace(/^\/en/, '/ckb'));
    expect(await page.locator('h1').textContent()).toBe(t('stop.title'));
    await shoot(page, 'unsubscribe-ckb');
    await page.getByRole('button', { name: t('stop.do') }).click();
    await page.getByRole('heading', { level: 1, name: t('stop.done'), exact: true }).waitFor();
    const often = async () =>
      (await ok<Choices>(me, 'getNotificationChoices')).choices.find(({ kind }) => kind === 'messages')?.often;
    expect(await often()).toBe('never');
    await page.getByRole('button', { name: t('stop.undo') }).click();
    await page.getByRole('heading', { level: 1, name: t('stop.undone'), exact: true }).waitFor();
    expect(await often()).toBe('at_once');
  });

  test.each(['en', 'ar'] as const)('the operator sees what became of letters, in %s', async (locale) => {
    const t = translator(locale, adminMessages[locale]);
    const page = await enter(await operator(), locale);
    await page.goto(`/${locale}/admin/deliveries/?state=failed`);
    await page.getByRole('heading', { level: 1, name: t('deliveries.title') }).waitFor();
    await look(page, `letters-failed-${locale}`);
    await page.goto(`/${locale}/admin/deliveries/`);
    await page.locator('main ul li').nth(12).waitFor();
    await look(page, `letters-${locale}`);
  });
});
