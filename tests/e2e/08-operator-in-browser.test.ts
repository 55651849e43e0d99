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
import {
  becomes,
  booked,
  books,
  casesOf,
  clockRuns,
  elapse,
  inBooks,
  moveAt,
  opens,
  operator,
  sale,
  seen,
  stateOfBooking,
} from './money.ts';
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
  await page
    .getByRole('dialog')
    .getByRole('button', { name: label })
    .and(page.locator('[aria-haspopup=listbox]'))
    .click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** A booking that was paid at this gateway. */
async function paidAt(driver: string, price: Money): Promise<{ paymentId: string; ref: string; bookingId: string }> {
  const { customer } = await sale();
  const { id } = await booked(price);
  const { payment, ref } = await opens(customer, { kind: 'booking', id }, driver);
  await moveAt(driver, ref, { do: 'pay', notify: { times: 1 } });
  await becomes(payment.paymentId, 'paid', (one) => one.state === 'paid');
  return { paymentId: payment.paymentId, ref, bookingId: id };
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
  // where nothing waits, the empty state leads there as well as the tools
  const leads = hala.getByRole('link', { name: translator('en', accountMessages.en)('dashboard.admin') });
  await leads.first().click();
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

describe.each(['en', 'ar'] as const)('decided by a person, in %s', (locale) => {
  const t = words(locale);

  test('a case is closed, and what was found stays with it', async () => {
    const { paymentId, ref } = await paidAt('stripe', { amount: 60_000, currency: 'MAD' });
    await moveAt('stripe', ref, { do: 'chargeback', notify: { times: 1 } });
    await becomes(paymentId, 'clawed back', ({ state }) => state === 'charged_back');
    const page = await enter(await operator(), locale);
    await page.goto(`/${locale}/admin/cases/?kind=charged_back`);
    const card = page.getByRole('listitem').filter({ has: page.locator(`a[href*="${paymentId}"]`) });
    await card.waitFor();
    await look(page, `admin-case-open-${locale}`);
    await card.getByRole('button', { name: t('closeCase.open') }).click();
    const dialog = page.getByRole('dialog');
    // without a word of what was done nothing is closed
    await dialog.locator('button[type=submit]').click();
    await dialog.locator('[aria-invalid=true]').first().waitFor();
    expect(await casesOf(paymentId)).toMatchObject([{ closedAt: null }]);
    const note = `The bank was sent the signed quote (${locale}).`;
    await dialog.getByLabel(t('closeCase.words')).fill(note);
    await look(page, `admin-case-close-${locale}`);
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    await card.waitFor({ state: 'detached' });
    await page.goto(`/${locale}/admin/cases/?view=closed&kind=charged_back`);
    await card.getByText(note).waitFor();
    await look(page, `admin-case-closed-${locale}`);
    const hala = await operator();
    expect(await casesOf(paymentId)).toMatchObject([
      { kind: 'charged_back', closedAt: expect.any(String), closedBy: hala.clerkId, resolution: note },
    ]);
    expect((await seen(paymentId)).audit).toContainEqual(
      expect.objectContaining({ action: 'case.closed', actorId: hala.clerkId, reason: note }),
    );
  });

  test.each([
    { verdict: 'release', back: 0 },
    { verdict: 'part', back: 20_000 },
    { verdict: 'all', back: 80_000 },
  ] as const)('a dispute is decided: $verdict', async ({ verdict, back }) => {
    const price = { amount: 80_000, currency: 'USD' };
    const { paymentId, bookingId } = await paidAt('stripe', price);
    const { customer } = await sale();
    const reason = `He hung up after ten minutes (${locale}, ${verdict}).`;
    await ok(customer, 'disputeBooking', { params: { bookingId }, body: { reason } });
    const page = await enter(await operator(), locale);
    await page.goto(`/${locale}/admin/disputes/`);
    const card = page.getByRole('listitem').filter({ hasText: bookingId });
    await card.getByRole('button', { name: t('resolve.open') }).click();
    const dialog = page.getByRole('dialog');
    await choose(page, t('resolve.verdict'), t(`resolve.${verdict}`));
    if (verdict === 'part') {
      const sum = dialog.getByRole('textbox', { name: t('resolve.sum') });
      await sum.fill(String(back / 100));
      await sum.blur();
    }
    const said = `Both were heard (${verdict}).`;
    await dialog.getByLabel(t('resolve.words')).fill(said);
    await look(page, `admin-dispute-${verdict}-${locale}`);
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    await card.waitFor({ state: 'detached' });
    // what goes back the clock hands over to the gateway
    if (back > 0) await clockRuns('clock-bookings', 'clock-payments');
    // what stays is released behind the operator’s answer, not within it
    const after = await becomes(
      paymentId,
      'decided and settled',
      (one) => (back === 0 || one.refunds[0]?.state === 'done') && (inBooks(one).held ?? 0) === 0,
    );
    expect(after.refunds.map(({ amount, reason }) => ({ ...amount, reason }))).toEqual(
      back === 0 ? [] : [{ amount: back, currency: 'USD', reason: 'dispute' }],
    );
    const sums = inBooks(after);
    expect({ received: sums['received@stripe'], refunded: sums['refunded@stripe'] ?? 0, held: sums.held ?? 0 }).toEqual(
      {
        received: price.amount,
        refunded: 0 - back,
        held: 0,
      },
    );
    // what did not go back is the talent’s and the house’s
    expect((sums.owed ?? 0) + (sums.commission ?? 0)).toBe(back - price.amount);
    expect(await stateOfBooking(bookingId)).toBe('resolved');
    await page.goto(`/${locale}/admin/payments/${paymentId}/`);
    await look(page, `admin-dispute-decided-${verdict}-${locale}`);
    await evenBooks();
  });

  test('a slip is answered by a correction, and only by one that balances', async () => {
    const hala = await operator();
    const why = `The bank kept its fee for October (${locale}, ${crypto.randomUUID().slice(0, 8)}).`;
    const corrections = async () =>
      (
        await ok<{ items: { facts?: Json; lines: Json[] }[] }>(hala, 'listLedgerEntries', {
          query: { kind: 'correction', limit: 20 },
        })
      ).items.filter(({ facts }) => facts?.words === why);
    const page = await enter(hala, locale);
    await page.goto(`/${locale}/admin/ledger/`);
    await loaded(page);
    await button(page, t('correct.open')).click();
    const dialog = page.getByRole('dialog');
    const line = (number: number) => dialog.getByRole('group', { name: t('correct.line', { number }), exact: true });
    const fill = async (number: number, account: 'gateway_fee' | 'received', sum: number) => {
      await line(number)
        .getByRole('button', { name: t('col.account') })
        .click();
      await page.getByRole('option', { name: t(`account.${account}`), exact: true }).click();
      const amount = line(number).getByLabel(t('col.amount'));
      await amount.fill(String(sum));
      await amount.blur();
      await line(number).getByLabel(t('correct.where')).fill('bank');
    };
    await fill(1, 'gateway_fee', 2_500);
    await fill(2, 'received', 2_000);
    await dialog.getByLabel(t('correct.words')).fill(why);
    await dialog.getByText(t('correct.left')).waitFor();
    await look(page, `admin-correction-unbalanced-${locale}`);
    await dialog.locator('button[type=submit]').click();
    expect(await corrections()).toEqual([]);
    await fill(2, 'received', 2_500);
    await dialog.getByText(t('ledger.balanced'), { exact: true }).waitFor();
    await look(page, `admin-correction-${locale}`);
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(why).waitFor();
    await look(page, `admin-corrected-${locale}`);
    const written = await corrections();
    expect(written).toHaveLength(1);
    expect(written[0]?.lines.map(({ account, amount, driver }) => ({ account, amount, driver }))).toEqual(
      expect.arrayContaining([
        { account: 'gateway_fee', amount: 2_500, driver: 'bank' },
        { account: 'received', amount: -2_500, driver: 'bank' },
      ]),
    );
    await evenBooks();
  });
});

type Payouts = {
  items: {
    id: string;
    state: string;
    amount: number;
    reference: string | null;
    batchId: string;
  }[];
};

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

test('of one batch a payout is cancelled, another settled by hand', async () => {
  const t = words('en');
  const hala = await operator();
  const payouts = async (query: Record<string, string | number>) =>
    (await ok<Payouts>(hala, 'listPayouts', { query: { limit: 100, ...query } })).items;
  const due = await payouts({ state: 'due' });
  const batchId = due.find((one) => due.some((other) => other !== one && other.batchId === one.batchId))?.batchId;
  if (!batchId) throw new Error('no batch has two payouts to be made');
  const wasDue = (await payouts({ batchId, state: 'due' })).map(({ id }) => id);
  const page = await enter(hala, 'en');
  await page.goto(`/en/admin/payouts/?view=made&batchId=${batchId}&state=due`);
  await loaded(page);
  const dialog = page.getByRole('dialog');
  const rows = page.getByRole('button', { name: t('cancelPayout.open'), exact: true });
  await expect.poll(() => rows.count()).toBe(wasDue.length);
  await rows.first().click();
  await dialog.getByLabel(t('reason')).fill('The account number was closed.');
  await look(page, 'admin-payout-cancel-en');
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
  await until(
    'the cancelled one to be gone from what is due',
    () => rows.count(),
    (count) => count === wasDue.length - 1,
  );
  await button(page, t('settle.open')).click();
  await dialog.getByLabel(t('settle.reference')).fill('CASH-00217');
  await dialog.getByLabel(t('settle.from')).fill('cash');
  await look(page, 'admin-payout-by-hand-en');
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
  const now = (await payouts({ batchId })).filter(({ id }) => wasDue.includes(id));
  const cancelled = now.filter(({ state }) => state === 'cancelled');
  const paid = now.filter(({ state }) => state === 'paid');
  expect([cancelled.length, paid.length]).toEqual([1, 1]);
  expect(paid).toMatchObject([{ reference: 'CASH-00217' }]);
  await page.goto(`/en/admin/payouts/?view=made&batchId=${batchId}`);
  await page.getByText('CASH-00217').first().waitFor();
  await page.getByRole('row').getByText(t('payout.state.cancelled'), { exact: true }).first().waitFor();
  await look(page, 'admin-payout-cancelled-en');
  // only what was transferred is in the books as paid; what was cancelled is still owed
  const { items } = await ok<{ items: { source: string; lines: Json[] }[] }>(hala, 'listLedgerEntries', {
    query: { kind: 'payout_paid', limit: 20 },
  });
  expect(items.find(({ source }) => source === paid[0]?.id)?.lines).toContainEqual(
    expect.objectContaining({ account: 'paid_out', driver: 'cash', amount: -(paid[0]?.amount ?? 0) }),
  );
  expect(items.filter(({ source }) => source === cancelled[0]?.id)).toEqual([]);
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
