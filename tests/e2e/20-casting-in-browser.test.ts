// The casting board as three people use it: she writes and publishes, one talent unlocks and talks, another without a plan reads,
// proposes and is booked. Once in English, once in Arabic.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Locale } from '../../src/core/locale.ts';
import { boardMessages } from '../../src/i18n/catalogs/board.ts';
import { bookingMessages } from '../../src/i18n/catalogs/booking.ts';
import { castingDeskMessages } from '../../src/i18n/catalogs/casting-desk.ts';
import { commonMessages } from '../../src/i18n/catalogs/common.ts';
import { publicMessages } from '../../src/i18n/catalogs/public.ts';
import { requestThreadMessages } from '../../src/i18n/catalogs/request-thread.ts';
import { requestsMessages } from '../../src/i18n/catalogs/requests.ts';
import { translator } from '../../src/i18n/translate.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { ok, person } from './outside.ts';

type Someone = { email: string; name: string };
type Own = { id: string; title: string; state: string };

let browser: Browser;
const opened: BrowserContext[] = [];
beforeAll(async () => {
  browser = await launch();
});
afterEach(async ({ task }) => {
  for (const [at, context] of opened.splice(0).entries()) {
    if (task.result?.state === 'fail')
      for (const page of context.pages()) await shoot(page, `casting-failed-${at}`).catch(() => undefined);
    expect(complaints.get(context)).toEqual([]);
    await context.close();
  }
});
afterAll(() => browser.close());

const words = (locale: Locale) => ({
  requests: translator(locale, requestsMessages[locale]),
  board: translator(locale, boardMessages[locale]),
  thread: translator(locale, requestThreadMessages[locale]),
  booking: translator(locale, bookingMessages[locale]),
  common: translator(locale, commonMessages[locale]),
  label: translator(locale, publicMessages[locale]),
});

let made = 0;
async function newcomer(kind: 'individual' | 'talent', name: string, plan?: 'mock:active'): Promise<Someone> {
  const who = { email: `casting-${Date.now()}-${(made += 1)}@example.com`, name };
  const work = kind === 'talent' ? { category: 'musician', city: 'baghdad', birthDate: '1994-05-17' } : {};
  await ok(who, 'completeOnboarding', { body: { kind, name, locale: 'en', timeZone: 'Asia/Baghdad', ...work } });
  if (plan) await ok(who, 'mockSubscription', { body: { state: plan } });
  return who;
}
async function enter(who: Parameters<typeof signIn>[1], locale: Locale, viewport = desk): Promise<Page> {
  const context = await open(browser, { locale, viewport });
  opened.push(context);
  await signIn(context, who);
  return context.newPage();
}
async function look(page: Page, name: string): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('main [class*="animate-breathe"]'));
  await shoot(page, name);
  expect(await axe(page), name).toEqual([]);
  expect(await overflow(page), `${name} sticks out`).toBeLessThanOrEqual(0);
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: label }).and(page.locator('[aria-haspopup=listbox]')).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}
/** Dates and times are typed part by part, in whatever order the language has them. */
async function type(page: Page, group: string, parts: Record<string, number>): Promise<void> {
  const field = page.getByRole('group', { name: group }).first();
  for (const [part, value] of Object.entries(parts)) {
    await field.locator(`[data-type=${part}]`).click();
    await page.keyboard.type(String(value).padStart(2, '0'));
  }
}
const ahead = new Date(Date.now() + 40 * 86_400_000);
const day = { day: ahead.getUTCDate(), month: ahead.getUTCMonth() + 1, year: ahead.getUTCFullYear() };

const said = {
  en: {
    title: 'Two guitarists for the garden',
    text: 'Two hours of quiet music for sixty guests. The gate is opened by Sara, 0770 123 4567.',
    hidden: 'The gate is opened by Sara, •••.',
    place: 'Reading room in Karrada',
    welcome: 'Good evening, is there power on the stage?',
    answer: 'Yes, two sockets behind the piano.',
    offer: 'Two hours, two guitars, no amplifier.',
    thanks: 'Thank you, see you in the garden.',
    people: ['Sara Noor', 'Karam Strings', 'Layla Oud'],
  },
  ar: {
    title: 'عازفا غيتار لأمسية الحديقة',
    text: 'ساعتان من الموسيقى الهادئة لستين ضيفًا. تفتح الباب سارة، 0770 123 4567.',
    hidden: 'تفتح الباب سارة، •••.',
    place: 'قاعة القراءة في الكرادة',
    welcome: 'مساء الخير، هل توجد كهرباء على المسرح؟',
    answer: 'نعم، مقبسان خلف البيانو.',
    offer: 'ساعتان، غيتاران، بلا مكبّر.',
    thanks: 'شكرًا، نلتقي في الحديقة.',
    people: ['سارة نور', 'كرم الأوتار', 'ليلى العود'],
  },
} as const;

test.each([
  ['en', desk],
  ['ar', phone],
] as const)('from a request to a booking, in %s', async (locale, viewport) => {
  const t = words(locale);
  const words_ = said[locale];
  const [owner, pro, free] = await Promise.all([
    newcomer('individual', words_.people[0]),
    newcomer('talent', words_.people[1], 'mock:active'),
    newcomer('talent', words_.people[2]),
  ]);

  // she writes it, and it is a draft until she publishes it
  const hers = await enter(owner, locale, viewport);
  await hers.goto(`/${locale}/requests/`);
  await look(hers, `casting-${locale}-requests-empty`);
  await hers.goto(`/${locale}/requests/new/`);
  await hers.getByLabel(t.requests('field.title')).fill(words_.title);
  await hers.getByLabel(t.requests('field.description')).fill(words_.text);
  await choose(hers, t.requests('field.category'), t.label('category.musician'));
  await press(hers, t.requests('publish.do'));
  // what is missing is said in its place
  await hers.locator('main [data-invalid]').first().waitFor();
  await look(hers, `casting-${locale}-requests-new`);
  await choose(hers, t.requests('field.city'), t.label('city.baghdad'));
  await hers.getByLabel(t.requests('field.place')).fill(words_.place);
  await type(hers, t.requests('field.startsOn'), day);
  await choose(hers, t.requests('field.currency'), t.requests('currency.IQD'));
  await hers.getByLabel(t.requests('field.budgetMax')).fill('400000');
  // a number is taken when its box is left
  await hers.keyboard.press('Tab');
  await press(hers, t.requests('publish.do'));
  await hers.getByText(t.requests('did.publish')).first().waitFor();
  const { items } = await ok<{ items: Own[] }>(owner, 'listRequests');
  const [request] = items;
  expect(request).toMatchObject({ title: words_.title, state: 'OPEN' });
  const address = `/${locale}/requests/${request?.id}/`;
  await hers.goto(address);
  await hers.getByText(t.requests('proposals.none')).waitFor();
  await look(hers, `casting-${locale}-requests-overview`);

  // a talent with a plan finds it, sees the first words, spends a credit, and writes
  const his = await enter(pro, locale, viewport);
  await his.goto(`/${locale}/providers/marketplace/`);
  const card = his.locator('main li', { hasText: words_.title }).first();
  await card.waitFor();
  expect(await card.innerText()).toContain(words_.hidden);
  await look(his, `casting-${locale}-board`);
  await card.getByRole('link').first().click();
  await his.getByText(words_.hidden).waitFor();
  await look(his, `casting-${locale}-locked`);
  await press(his, t.board('unlock.button'));
  await press(his, t.board('unlock.confirm'));
  await his.getByText(words_.place).waitFor();
  await expect.poll(() => his.locator('main').innerText()).toContain('0770 123 4567');
  await look(his, `casting-${locale}-unlocked`);
  await his.getByRole('link', { name: t.board('thread.write') }).click();
  await his.waitForURL(`**${address}thread/`);
  await his.getByLabel(t.thread('write')).getByRole('textbox').fill(words_.welcome);
  await press(his, t.common('action.send'));
  await his.getByRole('log').getByText(words_.welcome).waitFor();
  await look(his, `casting-${locale}-thread-pro`);

  // one without a plan: no thread before the unlock, then all of it to read, and the plans in place of the box
  const theirs = await enter(free, locale, viewport);
  await theirs.goto(`${address}thread/`);
  await theirs.waitForURL(`**/${locale}/providers/marketplace/**`);
  await theirs.getByText(t.board('notice.unlock_required')).waitFor();
  await theirs.goto(address);
  await press(theirs, t.board('unlock.button'));
  await press(theirs, t.board('unlock.confirm'));
  await theirs.getByText(t.board('upgrade.title')).waitFor();
  await look(theirs, `casting-${locale}-unlocked-free`);
  await theirs.goto(`${address}thread/`);
  await theirs.getByRole('log').getByText(words_.welcome).waitFor();
  const first = theirs.locator('main').getByRole('heading', { level: 2 }).first();
  await expect.poll(() => first.innerText()).toBe(t.thread('upgrade.title'));
  const plans = theirs.locator('main').getByRole('link', { name: t.thread('upgrade.action') });
  expect(await plans.getAttribute('href')).toBe(`/${locale}/pricing/`);
  expect(await theirs.getByLabel(t.thread('write')).count()).toBe(0);
  await look(theirs, `casting-${locale}-thread-free`);

  // she answers the one who asked
  await hers.goto(`${address}thread/`);
  await hers.getByRole('log').getByText(words_.welcome).waitFor();
  await choose(hers, t.thread('to'), words_.people[1]);
  await hers.getByLabel(t.thread('write')).getByRole('textbox').fill(words_.answer);
  await press(hers, t.common('action.send'));
  await hers.getByRole('log').getByText(words_.answer).first().waitFor();
  await look(hers, `casting-${locale}-thread-owner`);
  await his.getByRole('log').getByText(words_.answer).first().waitFor();

  // the one without a plan proposes, and wins
  await theirs.goto(address);
  await press(theirs, t.board('proposal.write'));
  await theirs.getByLabel(t.board('proposal.price')).fill('350000');
  await theirs.keyboard.press('Tab');
  await type(theirs, t.board('proposal.from'), { hour: 18, minute: 0 });
  await type(theirs, t.board('proposal.until'), { hour: 20, minute: 0 });
  await theirs.getByLabel(t.board('proposal.text'), { exact: false }).fill(words_.offer);
  await look(theirs, `casting-${locale}-proposing`);
  await press(theirs, t.board('proposal.send'));
  await theirs.getByText(t.board('proposal.sentText')).first().waitFor();
  await look(theirs, `casting-${locale}-proposed`);

  await hers.goto(address);
  await hers.getByText(words_.offer).waitFor();
  await look(hers, `casting-${locale}-proposals`);
  await hers
    .getByRole('button', { name: t.requests('proposal.accept') })
    .or(hers.getByRole('button', { name: words_.people[2] }))
    .first()
    .click();
  await look(hers, `casting-${locale}-accepting`);
  await press(hers, t.requests('accept.do'));
  await hers.waitForURL(`**/${locale}/bookings/**`);
  const booking = new URL(hers.url()).pathname;
  await hers.getByText(words_.people[2]).first().waitFor();
  await look(hers, `casting-${locale}-booking`);

  // and may talk in the booking, where no plan is asked for
  await theirs.goto(booking);
  const box = theirs.getByLabel(t.booking('thread.write')).first();
  await box.fill(words_.thanks);
  await press(theirs, t.common('action.send'));
  await theirs.getByText(words_.thanks).first().waitFor();

  // the other finds it closed, with nowhere to write
  await his.goto(`${address}thread/`);
  await his.getByText(t.thread('closed.filled.talent')).waitFor();
  expect(await his.getByLabel(t.thread('write')).count()).toBe(0);
  await look(his, `casting-${locale}-thread-closed`);
});

test('whoever comes to the wrong door is led to their own, with a word why', async () => {
  const [owner, other] = await Promise.all([newcomer('individual', 'Sara Noor'), newcomer('individual', 'Rami Aziz')]);
  const { id } = await ok<Own>(owner, 'createRequest', {
    body: {
      title: 'A host for one evening',
      description: 'Two hours, two languages.',
      category: 'event-host',
      city: 'baghdad',
      startsOn: ahead.toISOString().slice(0, 10),
      currency: 'IQD',
      budgetMax: 300_000,
    },
  });
  await ok(owner, 'publishRequest', { params: { requestId: id }, body: {} });
  const page = await enter(other, 'en');
  for (const address of [`/en/requests/${id}/`, `/en/requests/${id}/thread/`]) {
    await page.goto(address);
    await page.waitForURL('**/en/dashboard/**');
    await page.getByText(words('en').requests('notice.not_your_request')).waitFor();
  }
  await page.goto('/en/providers/marketplace/');
  await page.getByText(words('en').board('refused.title')).waitFor();
  await look(page, 'casting-en-board-customer');
});

test('an operator looks at what waits, checks one and takes one off', async () => {
  const owner = await newcomer('individual', 'Sara Noor');
  const publish = async (title: string) => {
    const { id } = await ok<Own>(owner, 'createRequest', {
      body: {
        title,
        description: 'Two hours, two languages.',
        category: 'event-host',
        city: 'baghdad',
        startsOn: ahead.toISOString().slice(0, 10),
        currency: 'IQD',
        budgetMax: 300_000,
        contact: { name: 'Sara', email: 'sara@garden.example', phone: '' },
      },
    });
    await ok(owner, 'publishRequest', { params: { requestId: id }, body: {} });
    return id;
  };
  const [good, bad] = [await publish('A host for the reading room'), await publish('Money for nothing')];
  const operator = await person((one) => one.role === 'admin');
  for (const [locale, viewport] of [
    ['en', desk],
    ['ar', phone],
  ] as const) {
    const t = translator(locale, castingDeskMessages[locale]);
    const page = await enter(operator, locale, viewport);
    await page.goto(`/${locale}/admin/requests/`);
    await page.getByRole('heading', { name: t('title'), level: 1 }).waitFor();
    await look(page, `casting-${locale}-operator-list`);
    const id = locale === 'en' ? good : bad;
    await page.goto(`/${locale}/admin/requests/?request=${id}`);
    await page.getByText('sara@garden.example').waitFor();
    await look(page, `casting-${locale}-operator-one`);
    if (locale === 'en') {
      await press(page, t('check'));
      await page.getByText(t('checkedNow')).first().waitFor();
    } else {
      await press(page, t('remove'));
      await choose(page, t('remove.why'), t('why.fraud'));
      await page.getByRole('dialog').getByLabel(t('remove.words')).fill('يطلب مالًا قبل العمل.');
      await look(page, `casting-${locale}-operator-removing`);
      await page
        .getByRole('dialog')
        .getByRole('button', { name: t('remove'), exact: true })
        .click();
      await page
        .getByText(t('removed', { count: 0 }))
        .first()
        .waitFor();
    }
    await look(page, `casting-${locale}-operator-done`);
  }
  expect(await ok(operator, 'inspectRequest', { params: { requestId: good } })).toMatchObject({ checked: true });
  expect(await ok(operator, 'inspectRequest', { params: { requestId: bad } })).toMatchObject({
    closedReason: 'removed',
  });
});
