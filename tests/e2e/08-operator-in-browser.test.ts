// The operator at work, in a browser: every screen in English and Arabic, a refund through a gateway and one by hand, a
// batch of payouts; afterwards the books say so. Every screen is looked at by axe, and nothing may be wrong on the console.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Locale } from '../../src/core/locale.ts';
import { accountMessages } from '../../src/i18n/catalogs/account.ts';
import { adminMessages } from '../../src/i18n/catalogs/admin.ts';
import { commonMessages } from '../../src/i18n/catalogs/common.ts';
import { translator } from '../../src/i18n/translate.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { becomes, booked, books, elapse, inBooks, moveAt, opens, operator, sale, seen } from './money.ts';
import { call, ok, person, until, type Json, type Person } from './outside.ts';
import type { Money } from './story.ts';

const words = (locale: Locale) => translator(locale, adminMessages[locale]);
const rooms = [
  '',
  'payments/',
  'cases/',
  'cases/?view=closed',
  'cases/?view=refunds',
  'disputes/',
  'payouts/',
  'payouts/?view=made',
  'ledger/',
  'subscriptions/',
  'commission/',
  'gateways/',
] as const;

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

async function enter(who: Person, locale: Locale, viewport = desk): Promise<Page> {
  const context = await open(browser, { locale, viewport });
  opened.push(context);
  await signIn(context, who);
  return context.newPage();
}

async function loaded(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('main [class*="animate-breathe"]'));
}
async function look(page: Page, name: string): Promise<void> {
  await loaded(page);
  await shoot(page, name);
  expect(await axe(page), name).toEqual([]);
  expect(await overflow(page), `${name} sticks out`).toBeLessThanOrEqual(0);
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first();
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** A booking that was paid at this gateway. */
async function paidAt(driver: string, price: Money): Promise<{ paymentId: string; ref: string }> {
  const { customer } = await sale();
  const { id } = await booked(price);
  const { payment, ref } = await opens(customer, { kind: 'booking', id }, driver);
  await moveAt(driver, ref, { do: 'pay', notify: { times: 1 } });
  await becomes(payment.paymentId, 'paid', (one) => one.state === 'paid');
  return { paymentId: payment.paymentId, ref };
}
const evenBooks = async () => expect((await books()).leftOver.filter(({ sum }) => sum !== 0)).toEqual([]);

describe.each(['en', 'ar'] as const)('in %s', (locale) => {
  test.each([
    ['a desk', desk],
    ['a phone', phone],
  ] as const)('every screen has something to say on %s', async (name, viewport) => {
    const page = await enter(await operator(), locale, viewport);
    for (const room of rooms) {
      await page.goto(`/${locale}/admin/${room}`);
      await loaded(page);
      expect(await page.getByRole('alert').allInnerTexts(), room).toEqual([]);
      await look(page, `admin-${room.replaceAll(/\W+/g, '-')}${locale}-${name.split(' ')[1]}`);
    }
  });
});

test('nobody else is told that there is anything', async () => {
  const { customer } = await sale();
  const page = await enter(customer, 'en');
  await page.goto('/en/admin/payouts/');
  await page.getByText(words('en')('notHere.text')).waitFor();
  await look(page, 'admin-not-here');
  expect(await page.getByRole('navigation', { name: words('en')('nav.label') }).count()).toBe(0);
  await page.goto('/en/dashboard/');
  await loaded(page);
  expect(await page.locator('main a[href*="/admin/"]').count()).toBe(0);
  const hala = await enter(await operator(), 'en');
  await hala.goto('/en/dashboard/');
  await hala.getByRole('link', { name: translator('en', accountMessages.en)('dashboard.admin') }).click();
  await hala.waitForURL('**/en/admin/');
  for (const operationId of ['getLedger', 'listPayouts', 'listDisputes', 'listSubscriptions', 'listCases'])
    expect(await call(customer, operationId)).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

describe.each(['en', 'ar'] as const)('money, in %s', (locale) => {
  const t = words(locale);

  test('a part goes back through Stripe, found by the gateway’s own reference', async () => {
    const { paymentId, ref } = await paidAt('stripe', { amount: 90_000, currency: 'USD' });
    const page = await enter(await operator(), locale);
    await page.goto(`/${locale}/admin/payments/?text=${encodeURIComponent(ref)}`);
    await loaded(page);
    await page.locator('tbody a').first().click();
    await page.waitForURL(`**/admin/payments/${paymentId}/`);
    await look(page, `admin-payment-${locale}`);
    await button(page, t('ask.do')).click();
    await page.getByText(t('ask.done', { count: 1 })).waitFor();

    await button(page, t('refund.open')).click();
    const dialog = page.getByRole('dialog');
    const amount = dialog.getByLabel(t('col.amount'));
    await amount.fill('250');
    await amount.blur();
    await dialog.getByText(t('refund.way.gateway', { gateway: 'Stripe' })).waitFor();
    await choose(page, t('refund.reason'), t('refund.reason.goodwill'));
    await dialog.getByLabel(t('refund.note')).fill('Half an hour was lost to the traffic.');
    await look(page, `admin-refund-${locale}`);
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    const after = await becomes(paymentId, 'given back in part', ({ refunds }) => refunds[0]?.state === 'done');
    expect(after).toMatchObject({ state: 'paid', refunds: [{ amount: { amount: 25_000, currency: 'USD' } }] });
    expect(inBooks(after)).toMatchObject({ 'received@stripe': 90_000, 'refunded@stripe': -25_000, held: -65_000 });
    await page.reload();
    await page.getByText(t('refund.state.done'), { exact: true }).waitFor();
    await look(page, `admin-payment-refunded-${locale}`);
    await evenBooks();
  });

  test('NassPay gives nothing back: a person does, and the reference stands for it', async () => {
    const { paymentId } = await paidAt('nasspay', { amount: 120_000, currency: 'IQD' });
    const page = await enter(await operator(), locale);
    await page.goto(`/${locale}/admin/payments/${paymentId}/`);
    await loaded(page);
    await button(page, t('refund.open')).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('.bg-saffron-soft').waitFor();
    await choose(page, t('refund.reason'), t('refund.reason.cancelled_by_talent'));
    await dialog.getByLabel(t('refund.note')).fill('She fell ill.');
    await look(page, `admin-refund-by-hand-${locale}`);
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    await becomes(paymentId, 'for a person to send', ({ refunds }) => refunds[0]?.state === 'by_hand');

    await page.goto(`/${locale}/admin/cases/?view=refunds`);
    const line = page.getByRole('listitem').filter({ has: page.locator(`a[href*="${paymentId}"]`) });
    await line.getByRole('button', { name: t('settleRefund.open') }).click();
    await dialog.getByLabel(t('settle.reference')).fill('FIB-20261121-0042');
    await look(page, `admin-refund-settle-${locale}`);
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    await line.waitFor({ state: 'detached' });
    const after = await seen(paymentId);
    expect(after.refunds).toMatchObject([{ state: 'done', manualReference: 'FIB-20261121-0042' }]);
    expect(inBooks(after)).toMatchObject({ 'received@nasspay': 120_000, 'refunded@bank': -120_000 });
    await evenBooks();
  });
});

type Payouts = { items: { id: string; state: string; amount: number; reference: string | null; batchId: string }[] };

test('a batch of payouts is made, and one of them settled with its reference', async () => {
  const t = words('en');
  const hala = await operator();
  // what is too fresh to be paid out ripens
  await until(
    'somebody to have money that can be paid',
    async () => {
      const { totals } = await ok<{ totals: { currency: string; people: number }[] }>(hala, 'getPayoutBalances');
      const found = totals.some(({ people }) => people > 0);
      if (!found) await elapse('P3D');
      return found;
    },
    (found) => found,
  );
  const page = await enter(hala, 'en');
  await page.goto('/en/admin/payouts/');
  await loaded(page);
  await button(page, t('batch.make')).click();
  await look(page, 'admin-batch-en');
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('batch.confirm') })
    .click();
  await page.waitForURL(/batchId=/);
  const batchId = new URL(page.url()).searchParams.get('batchId') ?? '';
  await button(page, t('settle.open')).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('settle.reference')).fill('TRX-77310');
  await look(page, 'admin-settle-en');
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('TRX-77310').waitFor();
  await look(page, 'admin-settled-en');
  const { items } = await ok<Payouts>(hala, 'listPayouts', { query: { batchId } });
  const paid = items.filter(({ state }) => state === 'paid');
  expect(paid).toMatchObject([{ reference: 'TRX-77310' }]);
  const download = page.waitForEvent('download');
  await button(page, t('payouts.csv')).click();
  expect((await download).suggestedFilename()).toBe(`payouts-${batchId}.csv`);
  const entries = await ok<{ items: { source: string; lines: Json[] }[] }>(hala, 'listLedgerEntries', {
    query: { kind: 'payout_paid', limit: 5 },
  });
  expect(entries.items.find(({ source }) => source === paid[0]?.id)?.lines).toContainEqual(
    expect.objectContaining({ account: 'paid_out', driver: 'bank', amount: -(paid[0]?.amount ?? 0) }),
  );
  await evenBooks();
});

test('a plan is given and ended, and a commission rule set and ended', async () => {
  const t = words('en');
  const talent = await person((one) => one.role === 'talent' && one.plan === 'FREE');
  const page = await enter(await operator(), 'en');
  const dialog = page.getByRole('dialog');
  await page.goto('/en/admin/commission/');
  await button(page, t('rule.set')).click();
  await dialog.getByRole('button', { name: t('rule.whom') }).click();
  await page.getByRole('option', { name: t('rule.oneTalent') }).click();
  await dialog.getByLabel(t('userId')).fill(talent.clerkId);
  await dialog.getByLabel(t('rule.share')).fill('7.5');
  await dialog.getByLabel(t('reason')).fill('The first of them.');
  await look(page, 'admin-rule-en');
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
  const rule = page.getByRole('row').filter({ hasText: '7.5%' });
  await rule.getByRole('button', { name: t('rule.end') }).click();
  await dialog.getByLabel(t('reason')).fill('It was only for a month.');
  await dialog.locator('button[type=submit]').click();
  await rule.waitFor({ state: 'detached' });

  await page.goto(`/en/admin/subscriptions/?userId=${talent.clerkId}`);
  await button(page, t('give.open')).click();
  await dialog.getByLabel(t('userId')).fill(talent.clerkId);
  await choose(page, t('col.product'), t('product.PRO'));
  await dialog.getByRole('button', { name: t('give.calendar') }).click();
  await page
    .getByRole('button', { name: translator('en', commonMessages.en)('action.next') })
    .first()
    .click();
  await page.locator('[role=gridcell] [role=button]:not([aria-disabled=true])').last().click();
  await dialog.getByLabel(t('reason')).fill('She helped us test the calendar.');
  await look(page, 'admin-give-en');
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
  const given = page.getByRole('row').filter({ hasText: talent.clerkId });
  await given.getByText(t('sub.state.comp'), { exact: true }).waitFor();
  await given.getByRole('button', { name: t('endSub.open') }).click();
  await dialog.getByLabel(t('reason')).fill('Given by mistake.');
  await dialog.locator('button[type=submit]').click();
  await given.getByText(t('sub.ending.operator'), { exact: true }).waitFor();
});
