// The inbox as two people use it: she on a phone in English, the talent at a desk in Arabic. Words arrive, are read, found,
// filed, and kept when the network fails.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Locale } from '../../src/core/locale.ts';
import { commonMessages } from '../../src/i18n/catalogs/common.ts';
import { inboxMessages } from '../../src/i18n/catalogs/inbox.ts';
import { translator } from '../../src/i18n/translate.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { local, ok, origin } from './outside.ts';
import { cast, request, type Cast } from './story.ts';

const words = (locale: Locale) => ({
  inbox: translator(locale, inboxMessages[locale]),
  common: translator(locale, commonMessages[locale]),
});

let who: Cast;
let browser: Browser;
const opened: BrowserContext[] = [];
beforeAll(async () => {
  who = await cast();
  // other files have talked at hours to come, and the inbox begins with the newest
  await local('clock', { advance: 'P20D' });
  browser = await launch();
});
afterEach(async () => {
  for (const context of opened.splice(0)) {
    expect(complaints.get(context)).toEqual([]);
    await context.close();
  }
});
afterAll(async () => {
  await local('clock', { reset: true });
  await browser.close();
});

async function enter(person: Cast['customer'], locale: Locale, viewport = desk): Promise<Page> {
  const context = await open(browser, { locale, viewport });
  opened.push(context);
  await signIn(context, person);
  return context.newPage();
}
async function look(page: Page, name: string): Promise<void> {
  await page.waitForFunction(() => !document.querySelector('main [class*="animate-breathe"]'));
  await shoot(page, name);
  expect(await axe(page), name).toEqual([]);
  expect(await overflow(page), `${name} sticks out`).toBeLessThanOrEqual(0);
}
type Thread = { id: string; kind: string; subjectId: string; unread: number };
const threadOf = async (person: Cast['customer'], subjectId: string): Promise<Thread> => {
  const { items } = await ok<{ items: Thread[] }>(person, 'listThreads', { query: { kind: 'booking', limit: 50 } });
  const found = items.find((one) => one.subjectId === subjectId);
  if (!found) throw new Error('the booking has no row in the inbox');
  return found;
};
const send = (page: Page, locale: Locale, text: string) => {
  const t = words(locale);
  return page
    .getByLabel(t.inbox('write'))
    .fill(text)
    .then(() => page.getByRole('button', { name: t.common('action.send') }).click());
};
const row = (page: Page, id: string) => page.locator('main li', { has: page.locator(`a[href*="/messages/${id}/"]`) });

test('two people talk, and each sees what the other does', async () => {
  const booking = await request(who);
  const { id } = await threadOf(who.customer, booking.id);
  const en = words('en').inbox;
  const ar = words('ar').inbox;

  const customer = await enter(who.customer, 'en', phone);
  await customer.goto('/en/messages/');
  await row(customer, id).waitFor();
  await look(customer, 'inbox-list-en-phone');
  await row(customer, id).getByRole('link').click();
  await customer.waitForURL(`**/en/messages/${id}/`);
  await send(customer, 'en', 'Is there room for forty guests? Call 0770 123 4567');
  await customer.getByRole('log').getByText('Is there room for forty guests?').waitFor();

  const talent = await enter(who.talent, 'ar', desk);
  await talent.goto('/ar/messages/?box=unread');
  await row(talent, id).waitFor();
  expect(await row(talent, id).innerText()).toContain('•••');
  await row(talent, id).getByRole('link').click();
  // the number stays hidden until the booking is paid
  await talent.getByText('Is there room for forty guests? Call •••').first().waitFor();
  await look(talent, 'inbox-thread-ar-desk');
  await send(talent, 'ar', 'نعم، والحديقة تتسع لستين.');
  await talent.getByRole('log').getByText('نعم، والحديقة تتسع لستين.').waitFor();

  // it comes by itself, and her words are marked read
  await customer.getByRole('log').getByText('نعم، والحديقة تتسع لستين.').waitFor();
  await customer.getByText(en('seen'), { exact: true }).waitFor();
  await look(customer, 'inbox-thread-en-phone');
  expect((await threadOf(who.talent, booking.id)).unread).toBe(0);

  // back on a phone leads to the list
  await customer.goBack();
  await row(customer, id).waitFor();

  // found by a word of it, filed away and found in the archive
  await talent.goto('/ar/messages/');
  await talent.getByRole('searchbox', { name: ar('search') }).fill('forty guests');
  await talent.waitForURL(/q=forty/);
  await row(talent, id).waitFor();
  await row(talent, id).getByRole('link').click();
  await talent.getByRole('button', { name: ar('more') }).click();
  await look(talent, 'inbox-menu-ar-desk');
  await talent.getByRole('menuitem', { name: ar('archive') }).click();
  await talent.waitForURL(/\/ar\/messages\/(\?|$)/);
  await talent.goto('/ar/messages/?box=archived');
  await row(talent, id).waitFor();
  await look(talent, 'inbox-archive-ar-desk');
  await talent.goto('/ar/messages/?q=nobody-ever-said-this');
  await talent.getByText(ar('search.none')).waitFor();
});

test('what did not arrive is kept, and said once when the network is back', async () => {
  const booking = await request(who);
  const { id } = await threadOf(who.customer, booking.id);
  const t = words('en').inbox;
  const customer = await enter(who.customer, 'en', desk);
  await customer.goto(`/en/messages/${id}/`);
  await customer.getByLabel(t('write')).waitFor();
  // the answer is lost on the way back: the server has the words, the browser does not know
  let lost = 0;
  await customer.route(`${origin()}/api/threads/${id}/messages`, async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort();
  });
  await send(customer, 'en', 'The gate opens at four.');
  await customer.getByText(t('notSent')).waitFor();
  await shoot(customer, 'inbox-not-sent-en-desk');
  await customer.getByRole('button', { name: t('again') }).click();
  await customer.getByText(t('notSent')).waitFor({ state: 'hidden' });
  const { messages } = await ok<{ messages: { items: { body: string }[] } }>(who.talent, 'getThread', {
    params: { threadId: id },
  });
  expect(messages.items.filter(({ body }) => body === 'The gate opens at four.')).toHaveLength(1);
  // the failed call is a line on the console, as it should be; nothing else is
  const context = customer.context();
  complaints.set(
    context,
    (complaints.get(context) ?? []).filter((line) => !line.includes('net::ERR_FAILED')),
  );
  // a draft outlives the page
  await customer.getByLabel(t('write')).fill('Half a sentence');
  await customer.reload();
  await customer.waitForFunction(() => document.querySelector('textarea')?.value === 'Half a sentence');
});

test('somebody else’s conversation cannot be found, and a new account has an empty inbox', async () => {
  const booking = await request(who);
  const { id } = await threadOf(who.customer, booking.id);
  const t = words('en').inbox;
  const stranger = await enter(who.stranger, 'en', phone);
  await stranger.goto(`/en/messages/${id}/`);
  await stranger.getByText(t('gone')).waitFor();
  await look(stranger, 'inbox-gone-en-phone');
});
