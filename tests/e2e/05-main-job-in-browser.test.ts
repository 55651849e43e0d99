// The main job as two people play it, she on a phone and the talent at a desk, in English and in Arabic; every screen
// on the way is looked at by axe, and nothing may be wrong on the console.
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { languageNames } from '../../src/components/language-names.ts';
import { locales, type Locale } from '../../src/core/locale.ts';
import { accountMessages } from '../../src/i18n/catalogs/account.ts';
import { bookingMessages } from '../../src/i18n/catalogs/booking.ts';
import { commonMessages } from '../../src/i18n/catalogs/common.ts';
import { onboardingMessages } from '../../src/i18n/catalogs/onboarding.ts';
import { paymentMessages } from '../../src/i18n/catalogs/payment.ts';
import { translator } from '../../src/i18n/translate.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { origin } from './outside.ts';
import { accepted, cast, gatewayPayments, faults, request, settled, type Cast } from './story.ts';

/** The words on the screen, from where the screen has them. */
const words = (locale: Locale) => ({
  account: translator(locale, accountMessages[locale]),
  booking: translator(locale, bookingMessages[locale]),
  common: translator(locale, commonMessages[locale]),
  onboarding: translator(locale, onboardingMessages[locale]),
  payment: translator(locale, paymentMessages[locale]),
});
/** A message with values in it, as a pattern: what stands around them is what is looked for. */
const around = (message: string) =>
  new RegExp(
    message
      .split('\u0000')
      .map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*'),
  );
const hole = '\u0000';

let who: Cast;
let browser: Browser;
const opened: BrowserContext[] = [];

beforeAll(async () => {
  who = await cast();
});
// A browser of its own for each story: what one of them breaks is not the next one's.
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
afterAll(() => faults());

async function enter(
  person: Cast['customer'] | { email: string; name: string },
  locale: Locale,
  viewport = desk,
  dark = false,
): Promise<Page> {
  const context = await open(browser, { locale, viewport, dark });
  opened.push(context);
  await signIn(context, person);
  return context.newPage();
}

/** Goes there, waits until the island has something to say, and looks at it. */
async function look(page: Page, name: string): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('main [class*="animate-breathe"]'));
  await shoot(page, name);
  expect(await axe(page), name).toEqual([]);
  expect(await overflow(page), `${name} sticks out`).toBeLessThanOrEqual(0);
}

/** A radio button of React Aria hides its input; people press the label around it. */
const press = (radio: Locator) => radio.locator('xpath=ancestor::label').click();
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first();

describe.each(['en', 'ar'] as const)('in %s', (locale) => {
  const t = words(locale);

  test('asked, quoted, accepted, paid, done and reviewed', async () => {
    const customer = await enter(who.customer, locale, phone);
    const talent = await enter(who.talent, locale, desk);

    // She finds the talent and asks for a time.
    await customer.goto(`/${locale}/talents/${who.slug}/`);
    await customer.locator(`a[href="/${locale}/book/${who.service.id}/"]`).first().click();
    await customer.waitForURL(`**/${locale}/book/${who.service.id}/`);
    await look(customer, `book-${locale}`);
    const day = customer.locator('[role=gridcell] [role=button]:not([aria-disabled=true])').last();
    for (let month = 0; month < 4 && !(await day.isVisible()); month += 1)
      await button(customer, t.common('action.next')).click();
    await day.click();
    await press(customer.getByRole('radio').last());
    await customer
      .locator('textarea')
      .first()
      .fill(
        locale === 'ar'
          ? 'حفلة صغيرة في الحديقة، نحو أربعين ضيفاً.'
          : 'A small party in the garden, about forty guests.',
      );
    await look(customer, `book-chosen-${locale}`);
    await button(customer, t.booking('request.send')).click();
    await customer.waitForURL(/\/bookings\/[0-9a-f-]{36}\/$/);
    const id = customer.url().split('/').at(-2) ?? '';
    await customer.getByText(t.booking('state.requested'), { exact: true }).first().waitFor();
    await look(customer, `booking-requested-${locale}`);

    // The talent finds the request, answers in words and with a price.
    await talent.goto(`/${locale}/dashboard/`);
    await talent.locator(`a[href*="/bookings/${id}/"]`).first().waitFor();
    await look(talent, `dashboard-talent-${locale}`);
    await talent.goto(`/${locale}/bookings/${id}/`);
    await button(talent, t.booking('do.quote')).click();
    await look(talent, `quote-${locale}`);
    const said = locale === 'ar' ? 'مع التنقل وساعة للتحضير.' : 'With travel and an hour to set up.';
    await talent.getByLabel(t.booking('quote.message')).fill(said);
    await button(talent, t.booking('quote.send')).click();
    await talent.getByText(t.booking('state.quoted'), { exact: true }).first().waitFor();
    await talent.getByRole('textbox', { name: t.booking('thread.write') }).fill('…☀️');
    await button(talent, t.common('action.send')).click();
    await talent.getByText('…☀️').waitFor();

    // She reads it without reloading, and accepts.
    await customer.getByText(said).first().waitFor();
    await look(customer, `booking-quoted-${locale}`);
    await button(customer, around(t.booking('do.accept', { price: hole }))).click();
    await customer.waitForURL(`**/checkout/${id}/`);
    await button(customer, around(t.payment('checkout.payWith', { price: hole, gateway: 'FIB' }))).waitFor();
    await look(customer, `checkout-${locale}`);

    // FIB: a code to scan, to type, or to open on this phone; and the time that is left.
    const before = new Set((await gatewayPayments()).map((one) => one.ref));
    await button(customer, around(t.payment('checkout.payWith', { price: hole, gateway: 'FIB' }))).click();
    await customer.getByRole('img', { name: t.payment('pay.qrAlt') }).waitFor();
    await look(customer, `checkout-code-${locale}`);
    const [payment, ...more] = (await gatewayPayments()).filter((one) => !before.has(one.ref));
    expect(more).toEqual([]);
    await customer.getByText(payment?.code ?? 'no code').waitFor();

    // She pays in the bank's app, on another device, and the page notices by itself.
    const bank = await (await open(browser, { viewport: phone })).newPage();
    await bank.goto(`${origin()}/__local/gateways/fib/pay/${encodeURIComponent(payment?.ref ?? '')}`);
    await bank.locator('button[value=pay]').click();
    await customer.waitForURL(/\/payments\/[0-9a-f-]{36}\/$/);
    const receipt = customer.locator('a[href*="/receipts/"]').first();
    await receipt.waitFor();
    await look(customer, `payment-${locale}`);
    await receipt.click();
    await customer.waitForURL(/\/receipts\//);
    await customer.getByText(t.payment('receipt.title'), { exact: true }).first().waitFor();
    await look(customer, `receipt-${locale}`);
    await bank.context().close();

    // The work is done: both say so.
    for (const page of [customer, talent]) {
      await page.goto(`/${locale}/bookings/${id}/`);
      await button(page, t.booking('do.complete')).click();
      const dialog = page.getByRole('alertdialog');
      await dialog.waitFor();
      if (page === customer) await look(page, `complete-${locale}`);
      await dialog.getByRole('button', { name: t.booking('do.complete') }).click();
      await dialog.waitFor({ state: 'detached' });
    }
    await talent.getByText(t.booking('state.completed'), { exact: true }).first().waitFor();

    // And what they think of each other.
    for (const [page, stars] of [
      [customer, 5],
      [talent, 4],
    ] as const) {
      await page.goto(`/${locale}/bookings/${id}/`);
      const star = page.getByRole('radio', { name: new RegExp(`^${stars}:`) });
      await star.waitFor({ state: 'attached' });
      await press(star);
      await page
        .getByLabel(t.booking('review.comment'))
        .fill(locale === 'ar' ? 'كل شيء كما اتفقنا، شكراً.' : 'Everything as agreed, thank you.');
      if (page === customer) await look(page, `review-${locale}`);
      await button(page, t.booking('review.send')).click();
      await page.getByText(t.booking('did.review')).first().waitFor();
    }
    const end = await settled(who.customer, id, 'reviewed');
    expect(end.reviews).toMatchObject({ mine: { rating: 5 }, theirs: { rating: 4 } });
    await customer.goto(`/${locale}/bookings/?group=past`);
    await customer.locator(`a[href*="/bookings/${id}/"]`).first().waitFor();
    await look(customer, `bookings-past-${locale}`);
  });

  test('the other screens: dashboard, lists and profile, by day and by night', async () => {
    for (const dark of [false, true]) {
      const customer = await enter(who.customer, locale, dark ? desk : phone, dark);
      for (const path of ['dashboard', 'bookings']) {
        await customer.goto(`/${locale}/${path}/`);
        await look(customer, `${path}-${locale}${dark ? '-dark' : ''}`);
      }
      const talent = await enter(who.talent, locale, dark ? phone : desk, dark);
      await talent.goto(`/${locale}/profile/`);
      await look(talent, `profile-${locale}${dark ? '-dark' : ''}`);
    }
  });

  test('somebody new is asked once who they are, and comes where they wanted to go', async () => {
    const email = `new-${locale}-${Date.now()}@example.org`;
    const page = await enter({ email, name: locale === 'ar' ? 'هدى سالم' : 'Huda Salim' }, locale, phone);
    await page.goto(`/${locale}/bookings/`);
    await page.waitForURL(/\/onboarding\//);
    await look(page, `onboarding-${locale}`);
    await press(page.getByRole('radio', { name: new RegExp(t.onboarding('kind.individual')) }));
    await button(page, t.onboarding('next')).click();
    await page.getByRole('heading', { name: t.onboarding('step.you') }).waitFor();
    await look(page, `onboarding-you-${locale}`);
    await button(page, t.onboarding('send')).click();
    await page.waitForURL(`**/${locale}/bookings/`);
    await page.locator('main h1').waitFor();
    await look(page, `bookings-empty-${locale}`);
    await page.goto(`/${locale}/onboarding/`);
    await page.getByText(t.onboarding('already.title')).waitFor();
  });
});

test('signed out, an account page leads to the sign-in and back', async () => {
  const context = await open(browser, { viewport: phone });
  opened.push(context);
  const page = await context.newPage();
  await page.goto('/en/bookings/?group=past');
  await page.waitForURL(/\/en\/sign-in\/\?/);
  await page.getByRole('button', { name: who.customer.name, exact: true }).first().waitFor();
  await look(page, 'sign-in-en');
  await page.getByRole('button', { name: who.customer.name, exact: true }).first().click();
  await page.waitForURL('**/en/bookings/?group=past');
  await page.locator('main h1').waitFor();
  await page.goto('/en/dashboard/');
  await button(page, words('en').common('nav.signOut')).click();
  await page.waitForURL('**/en/');
  await page.goto('/en/dashboard/');
  await page.waitForURL(/\/en\/sign-in\//);
});

describe('by keyboard alone', () => {
  test('a dialog takes the focus, keeps it, and gives it back', async () => {
    const booking = await request(who);
    const page = await enter(who.customer, 'en');
    await page.goto(`/en/bookings/${booking.id}/`);
    const withdraw = button(page, words('en').booking('do.withdraw'));
    await withdraw.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('alertdialog');
    await dialog.waitFor();
    const within = () => dialog.evaluate((element) => element.contains(document.activeElement));
    await expect.poll(within).toBe(true);
    for (let stop = 0; stop < 6; stop += 1) {
      await page.keyboard.press('Tab');
      expect(await within()).toBe(true);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    // Given back a frame after the dialog is gone.
    const hasFocus = await withdraw.elementHandle();
    await page.waitForFunction((element) => element === document.activeElement, hasFocus);
  });

  test('the header stands on one row at a desk, and its menus open, lead on and close', async () => {
    for (const locale of locales) {
      const t = words(locale);
      const page = await enter(who.customer, locale);
      await page.goto(`/${locale}/dashboard/`);
      await page.locator('main h1').first().waitFor();
      const header = page.locator('header').first();
      const row = async (part: Locator) => {
        const box = await part.boundingBox();
        return box ? Math.round((box.y + box.height / 2) / 20) : null;
      };
      const rooms = header.getByRole('navigation', { name: t.common('nav.label'), exact: true });
      const languages = header.getByRole('navigation', { name: t.common('nav.language'), exact: true });
      expect(await row(languages.locator('summary')), locale).toBe(await row(rooms));

      const more = rooms.locator('summary');
      const payments = rooms.getByRole('link', { name: t.common('nav.payments'), exact: true });
      const hasFocus = async (part: Locator) =>
        page.waitForFunction((element) => element === document.activeElement, await part.elementHandle());
      expect(await payments.isVisible()).toBe(false);
      await more.focus();
      await page.keyboard.press('Enter');
      await payments.waitFor();
      await page.keyboard.press('Tab');
      await hasFocus(payments);
      await page.keyboard.press('Escape');
      await payments.waitFor({ state: 'hidden' });
      await hasFocus(more);
      // one menu at a time, and none once one looks elsewhere
      await page.keyboard.press('Enter');
      await payments.waitFor();
      await languages.locator('summary').click();
      await payments.waitFor({ state: 'hidden' });
      await look(page, `header-languages-${locale}`);
      const other = locale === 'ar' ? 'en' : 'ar';
      await languages.getByRole('link', { name: languageNames[other], exact: true }).click();
      await page.waitForURL(`**/${other}/dashboard/`);
    }
  });

  test('a time is asked for without a mouse, and the arrows follow the direction of writing', async () => {
    for (const locale of ['en', 'ar'] as const) {
      const t = words(locale);
      const page = await enter(who.customer, locale);
      await page.goto(`/${locale}/book/${who.service.id}/`);
      await page.locator('[role=gridcell] [role=button]:not([aria-disabled=true])').first().waitFor();
      await page.locator('[role=gridcell] [role=button][tabindex="0"]').first().focus();
      const here = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
      const start = await here();
      await page.keyboard.press(locale === 'ar' ? 'ArrowLeft' : 'ArrowRight');
      await expect.poll(here).not.toBe(start);
      // To a day that is free, however many steps away.
      for (
        let step = 0;
        step < 45 && (await page.evaluate(() => document.activeElement?.getAttribute('aria-disabled') === 'true'));
        step += 1
      )
        await page.keyboard.press(locale === 'ar' ? 'ArrowLeft' : 'ArrowRight');
      await page.keyboard.press('Enter');
      await page.getByRole('radio').first().waitFor({ state: 'attached' });
      await page.getByRole('radio').first().focus();
      await page.keyboard.press('Space');
      await expect.poll(() => button(page, t.booking('request.send')).isEnabled()).toBe(true);
    }
  });
});

test.each([
  // Nothing was read, so the page may ask again; or nobody knows whether it was, so only she may.
  ['turns callers away', '429', () => words('en').common('action.retry')],
  ['breaks inside', '500', () => words('en').payment('doubt.newAttempt')],
] as const)(
  'the bank %s: she is told what to do, nothing is opened behind her back, and she can still pay',
  async (_, fault, goOn) => {
    const t = words('en');
    const booking = await accepted(who);
    const before = (await gatewayPayments()).length;
    const page = await enter(who.customer, 'en', phone);
    await page.goto(`/en/checkout/${booking.id}/`);
    await faults(fault, fault, fault);
    await button(page, around(t.payment('checkout.payWith', { price: hole, gateway: 'FIB' }))).click();
    await button(page, goOn()).waitFor();
    await look(page, `checkout-bank-${fault}-en`);
    expect(await gatewayPayments()).toHaveLength(before);
    await faults();
    await button(page, goOn()).click();
    await page.getByRole('img', { name: t.payment('pay.qrAlt') }).waitFor();
    expect(await gatewayPayments()).toHaveLength(before + 1);
  },
);
