// Memberships, plans and earnings as people click through them, in English and in Arabic: bought at two gateways, looked
// after, cancelled; every screen is looked at by axe, and nothing may be wrong on the console.
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Locale } from '../../src/core/locale.ts';
import { commonMessages } from '../../src/i18n/catalogs/common.ts';
import { mailMessages } from '../../src/i18n/catalogs/mail.ts';
import { paymentMessages } from '../../src/i18n/catalogs/payment.ts';
import { plansMessages } from '../../src/i18n/catalogs/plans.ts';
import { translator } from '../../src/i18n/translate.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { local, ok, origin, person, until, type Who } from './outside.ts';

const words = (locale: Locale) => ({
  common: translator(locale, commonMessages[locale]),
  payment: translator(locale, paymentMessages[locale]),
  plans: translator(locale, plansMessages[locale]),
  product: translator(locale, mailMessages[locale]),
});
const hole = '\u0000';
/** A message with values in it, as a pattern: what stands around them is what is looked for. */
const around = (message: string) =>
  new RegExp(
    message
      .split(hole)
      .map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*'),
  );

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

type Newcomer = { email: string; name: string };
async function enter(who: Newcomer | { clerkId: string }, locale: Locale, viewport = desk): Promise<Page> {
  const context = await open(browser, { locale, viewport });
  opened.push(context);
  await signIn(context, who);
  return context.newPage();
}

/** Somebody who has never bought anything here. */
async function newcomer(kind: 'individual' | 'professional', locale: Locale): Promise<Newcomer> {
  const who = {
    email: `${kind}-${crypto.randomUUID().slice(0, 8)}@example.org`,
    name: locale === 'ar' ? 'هدى سالم' : 'Huda Salim',
  };
  await ok(who, 'completeOnboarding', { body: { kind, name: who.name, locale, timeZone: 'Asia/Baghdad' } });
  return who;
}

/** Waits until the island has something to say, and looks at it. */
async function look(page: Page, name: string): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('main [class*="animate-breathe"]'));
  await shoot(page, name);
  expect(await axe(page), name).toEqual([]);
  expect(await overflow(page), `${name} sticks out`).toBeLessThanOrEqual(0);
}

/** A radio button of React Aria hides its input; people press the label around it. */
const press = (radio: Locator) => radio.locator('xpath=ancestor::label').click();
const radio = (page: Page, name: string) => page.getByRole('radio', { name: new RegExp(`^${name}`) });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first();
/** The mark beside the plan's name; a notice may say the same word. */
const state = (page: Page, name: string) => page.locator('main').getByText(name, { exact: true });
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).first();

type Bought = { ref: string; open: boolean; description: string | null };
async function paymentsAt(driver: string): Promise<Bought[]> {
  const list = await local<{ driver: string; payments: Bought[] }[]>('gateways');
  return list.find((one) => one.driver === driver)?.payments ?? [];
}
type MyPlan = {
  plan: string;
  subscription: { state: string; renewal: string; cancelAtPeriodEnd: boolean; price: object } | null;
};
const planOf = (who: Who) => ok<MyPlan>(who, 'getSubscription');

describe.each(['en', 'ar'] as const)('in %s', (locale) => {
  const t = words(locale);

  test('a membership from the price to the plan, in dinars with FIB; cancelled, and kept after all', async () => {
    const who = await newcomer('professional', locale);
    const page = await enter(who, locale, phone);
    await page.goto(`/${locale}/pricing/`);
    await look(page, `pricing-${locale}`);
    await page.locator('a[href*="product=professional"][href*="interval=month"][href*="currency=IQD"]').click();
    await page.waitForURL(/\/buy\/\?/);
    await radio(page, t.plans('interval.month')).waitFor({ state: 'attached' });
    await look(page, `buy-${locale}`);
    await press(radio(page, t.plans('buy.goesOn.hand')));
    await button(page, t.plans('buy.go')).click();

    await page.waitForURL(/\/checkout\/[0-9a-f-]{36}\//);
    await press(radio(page, 'FIB'));
    await look(page, `checkout-plan-${locale}`);
    const before = new Set((await paymentsAt('fib')).map((one) => one.ref));
    await button(page, around(t.payment('checkout.payWith', { price: hole, gateway: 'FIB' }))).click();
    await page.getByRole('img', { name: t.payment('pay.qrAlt') }).waitFor();
    await look(page, `checkout-plan-code-${locale}`);
    // the page loaded anew shows the same code, and opens nothing more
    await page.reload();
    await page.getByRole('img', { name: t.payment('pay.qrAlt') }).waitFor();
    const [made, ...more] = (await paymentsAt('fib')).filter((one) => !before.has(one.ref));
    expect(more).toEqual([]);

    const bank = await (await open(browser, { viewport: phone })).newPage();
    await bank.goto(`${origin()}/__local/gateways/fib/pay/${encodeURIComponent(made?.ref ?? '')}`);
    await bank.locator('button[value=pay]').click();
    await page.waitForURL(/\/payments\/[0-9a-f-]{36}\/$/);
    await bank.context().close();
    await page.getByText(t.payment('status.paid.bought')).waitFor();
    await look(page, `payment-plan-${locale}`);

    await link(page, t.payment('status.invoice')).click();
    await page.waitForURL(/\/receipts\//);
    await page.getByText(t.payment('invoice.title'), { exact: true }).first().waitFor();
    await look(page, `invoice-${locale}`);

    await page.goto(`/${locale}/plan/`);
    await state(page, t.plans('plan.state.active')).waitFor();
    await look(page, `plan-active-${locale}`);
    expect(await planOf(who)).toMatchObject({
      plan: 'professional',
      subscription: { state: 'active', renewal: 'by_hand', price: { amount: 35_000, currency: 'IQD' } },
    });

    await button(page, t.plans('plan.do.cancel')).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.waitFor();
    await look(page, `plan-cancel-${locale}`);
    await dialog.getByRole('button', { name: t.plans('plan.do.cancel') }).click();
    await state(page, t.plans('plan.state.ending')).waitFor();
    expect((await planOf(who)).subscription).toMatchObject({ cancelAtPeriodEnd: true, renewal: 'none' });
    await look(page, `plan-ending-${locale}`);
    await button(page, t.plans('plan.do.resume')).click();
    await state(page, t.plans('plan.state.active')).waitFor();
    expect((await planOf(who)).subscription).toMatchObject({ cancelAtPeriodEnd: false });
  });

  test('a membership in dirhams on Stripe’s page, declined first, then paid; it renews by itself until it is cancelled', async () => {
    const who = await newcomer('professional', locale);
    const page = await enter(who, locale);
    // the currencies of the price list are switched without a script
    await page.goto(`/${locale}/pricing/`);
    const yearIn = (currency: string) =>
      page.locator(`a[href*="product=professional"][href*="interval=year"][href*="currency=${currency}"]`);
    const shown = async () => [await yearIn('IQD').isVisible(), await yearIn('MAD').isVisible()];
    await expect.poll(shown).toEqual([true, false]);
    await press(radio(page, t.plans('currency.MAD')));
    await expect.poll(shown).toEqual([false, true]);
    await look(page, `pricing-dirhams-${locale}`);
    await yearIn('MAD').click();
    await radio(page, t.plans('buy.goesOn.self')).waitFor({ state: 'attached' });
    await look(page, `buy-stripe-${locale}`);
    await button(page, t.plans('buy.go')).click();
    await page.waitForURL(/\/checkout\//);
    const pay = button(page, around(t.payment('checkout.payWith', { price: hole, gateway: 'Stripe' })));
    await pay.waitFor();
    await look(page, `checkout-stripe-${locale}`);
    await pay.click();

    // Stripe's own page, as its twin has it: nothing of ours, and nothing of the card comes to us.
    await page.waitForURL(/\/gateways\/stripe\/pay\//);
    // left only when Stripe has heard it
    await Promise.all([
      page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().includes('/gateways/')),
      page.locator('button[value=decline]').click(),
    ]);
    await page.waitForLoadState();
    await page.goto(`/${locale}/payments/`);
    await page.locator('main a[href*="/payments/"]').first().click();
    await page.waitForURL(/\/payments\/[0-9a-f-]{36}\/$/);
    await look(page, `payment-declined-${locale}`);
    // whether Stripe still waits for another card or not, there is a way on from here, and nothing was bought
    expect((await planOf(who)).subscription).toBeNull();
    await page.locator('main a[href*="/checkout/"]').first().click();
    await page.waitForURL(/\/checkout\//);
    await page.getByRole('heading', { name: t.payment('checkout.how') }).waitFor();
    const again = page
      .getByRole('link', { name: t.payment('pay.goToGateway') })
      .or(
        page.getByRole('button', { name: around(t.payment('checkout.payWith', { price: hole, gateway: 'Stripe' })) }),
      );
    await again.first().waitFor();
    await look(page, `checkout-again-${locale}`);
    await again.first().click();
    await page.waitForURL(/\/gateways\/stripe\/pay\//);
    await page.locator('button[value=pay]').click();
    await page.waitForURL(/\/payments\/[0-9a-f-]{36}\//);
    await page.getByText(t.payment('status.paid.bought')).waitFor();
    await link(page, t.payment('status.toPlan')).click();

    await page.waitForURL(/\/plan\/$/);
    await state(page, t.plans('plan.state.active')).waitFor();
    await page
      .getByText(around(t.plans('plan.how.self', { gateway: hole })))
      .first()
      .waitFor();
    await look(page, `plan-stripe-${locale}`);
    expect((await planOf(who)).subscription).toMatchObject({
      renewal: 'by_gateway',
      price: { amount: 149_000, currency: 'MAD' },
    });
    // what renews by itself is not sold twice
    await page.goto(`/${locale}/buy/?product=professional&interval=year&currency=MAD`);
    await page.getByText(around(t.plans('buy.have.renews', { product: hole }))).waitFor();

    await page.goto(`/${locale}/plan/`);
    await button(page, t.plans('plan.do.cancel')).click();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t.plans('plan.do.cancel') })
      .click();
    await state(page, t.plans('plan.state.ending')).waitFor();
    await until(
      'Stripe to know that this year is the last',
      () => local<{ driver: string; payments: { agreement?: { nextDebitAt: string | null } }[] }[]>('gateways'),
      (list) => list.find((one) => one.driver === 'stripe')?.payments.at(-1)?.agreement?.nextDebitAt === null,
    );
  });

  test('the wrong kind of account, and no plan at all: said clearly, with a way out', async () => {
    const individual = await enter(await newcomer('individual', locale), locale, phone);
    await individual.goto(`/${locale}/buy/?product=company`);
    await individual.getByText(t.plans('buy.wrong.companies')).waitFor();
    await look(individual, `buy-wrong-${locale}`);
    expect(await button(individual, t.plans('buy.go')).count()).toBe(0);
    await individual.goto(`/${locale}/buy/`);
    await individual.getByText(t.plans('buy.unknown')).waitFor();
    await individual.goto(`/${locale}/plan/`);
    await individual.getByText(t.plans('plan.none.individual.text')).waitFor();
    await look(individual, `plan-none-${locale}`);
    await individual.goto(`/${locale}/earnings/`);
    await individual.getByText(t.plans('earnings.talentsOnly')).waitFor();
  });

  test('a talent’s credits, plan and earnings; where they are paid is checked before it is kept', async () => {
    const talent = await person((one) => one.plan === 'PRO');
    for (const viewport of [desk, phone]) {
      const page = await enter(talent, locale, viewport);
      for (const path of ['plan', 'earnings', 'buy/?product=credits&currency=IQD', 'buy/?product=AGENCY']) {
        await page.goto(`/${locale}/${path}`);
        await look(page, `talent-${path.replace(/\W+/g, '-')}-${viewport.width}-${locale}`);
      }
    }
    const page = await enter(talent, locale);
    await page.goto(`/${locale}/earnings/`);
    await button(page, t.plans('account.change')).click();
    const number = page.locator('input[name=number]');
    await number.fill('0770');
    await page.getByRole('button', { name: t.common('action.save'), exact: true }).click();
    const wrong = page.getByText(t.plans('account.wrong.phone')).or(page.getByText(t.plans('account.wrong.iban')));
    await wrong.waitFor();
    await look(page, `earnings-wrong-number-${locale}`);
    await number.fill('0770 123 4567');
    await page.getByRole('button', { name: t.common('action.save'), exact: true }).click();
    await page.getByText('+9647701234567').waitFor();
  });
});

test('bought by keyboard alone: the arrows choose, the focus is never lost', async () => {
  const t = words('en');
  const page = await enter(await newcomer('professional', 'en'), 'en');
  await page.goto('/en/buy/?product=professional&interval=month&currency=IQD');
  await radio(page, t.plans('interval.month')).waitFor({ state: 'attached' });
  const focused = () => page.evaluate(() => document.activeElement?.closest('label, button, a')?.textContent ?? '');
  const tabTo = async (wanted: RegExp) => {
    for (let stop = 0; stop < 40 && !wanted.test(await focused()); stop += 1) await page.keyboard.press('Tab');
    expect(await focused()).toMatch(wanted);
  };
  await tabTo(new RegExp(t.plans('interval.month')));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(focused).toContain(t.plans('interval.once'));
  await expect.poll(() => radio(page, t.plans('interval.once')).isChecked()).toBe(true);
  await tabTo(new RegExp(t.plans('buy.go')));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/checkout\//);
  await radio(page, 'FIB').waitFor({ state: 'attached' });
  await tabTo(/^FIB/);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => radio(page, 'FIB').isChecked()).toBe(false);
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => radio(page, 'FIB').isChecked()).toBe(true);
  await tabTo(around(t.payment('checkout.payWith', { price: hole, gateway: 'FIB' })));
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: t.payment('pay.qrAlt') }).waitFor();
  await tabTo(new RegExp(t.common('action.copy')));
});

describe('what goes wrong says whether money moved, and what to do next', () => {
  const t = words('en');
  const payFib = around(t.payment('checkout.payWith', { price: hole, gateway: 'FIB' }));

  /** At the counter with a code of FIB's, for one month. */
  async function atTheCode(): Promise<{ page: Page; who: Newcomer; ref: string }> {
    const who = await newcomer('professional', 'en');
    const page = await enter(who, 'en', phone);
    const purchase = await ok<{ id: string }>(who, 'createPurchase', {
      body: { product: 'professional', interval: 'once', currency: 'IQD' },
    });
    // the address a bank would lead back to: it does not say what is paid
    await page.goto(`/en/checkout/${purchase.id}/`);
    const before = new Set((await paymentsAt('fib')).map((one) => one.ref));
    await button(page, payFib).click();
    await page.getByRole('img', { name: t.payment('pay.qrAlt') }).waitFor();
    const [made] = (await paymentsAt('fib')).filter((one) => !before.has(one.ref));
    return { page, who, ref: made?.ref ?? '' };
  }

  test('another sum came in: nothing is bought, and nobody is asked to pay again', async () => {
    const { page, who, ref } = await atTheCode();
    await local(`gateways/fib/payments/${encodeURIComponent(ref)}`, { do: 'pay', amount: 1000, notify: { times: 1 } });
    await page.getByText(t.payment('status.review')).waitFor();
    await look(page, 'checkout-review-en');
    expect(await page.getByRole('button', { name: payFib }).count()).toBe(0);
    expect((await planOf(who)).subscription).toBeNull();
  });

  test('the time at the bank ran out: nothing was paid, and it can be paid again', async () => {
    const { page, who, ref } = await atTheCode();
    await local(`gateways/fib/payments/${encodeURIComponent(ref)}`, { do: 'expire', notify: { times: 1 } });
    await page.getByText(t.payment('fail.expired.text')).waitFor();
    await look(page, 'checkout-expired-en');
    await button(page, payFib).click();
    await page.getByRole('img', { name: t.payment('pay.qrAlt') }).waitFor();
    expect((await planOf(who)).subscription).toBeNull();
  });

  test('a bank that cannot be reached: the other ways stay open', async () => {
    const who = await newcomer('professional', 'en');
    const page = await enter(who, 'en', phone);
    const purchase = await ok<{ id: string }>(who, 'createPurchase', {
      body: { product: 'professional', interval: 'once', currency: 'IQD' },
    });
    await page.goto(`/en/checkout/${purchase.id}/?for=purchase`);
    await button(page, payFib).waitFor();
    await local('gateways/fib/faults', { next: ['429', '429', '429'] });
    await button(page, payFib).click();
    await page.getByText(t.payment('fail.orAnother')).waitFor();
    await look(page, 'checkout-unreachable-en');
    await local('gateways/fib/faults', { next: [] });
    await press(radio(page, 'FastPay'));
    await button(page, around(t.payment('checkout.payWith', { price: hole, gateway: 'FastPay' }))).click();
    await page.waitForURL(/\/gateways\/fastpay\/pay\//);
    await page.locator('button[value=pay]').click();
    await until(
      'the membership to be there',
      () => planOf(who),
      ({ plan }) => plan === 'professional',
    );
  });
});
