// Where a site looks at accounts first, played whole: the operator says which kinds; somebody registers, waits, prepares and reaches nobody;
// the operator lets them in, or does not and says why. From the browser of each, and with the letters they get.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Locale } from '../../src/core/locale.ts';
import { accountMessages } from '../../src/i18n/catalogs/account.ts';
import { commonMessages } from '../../src/i18n/catalogs/common.ts';
import { onboardingMessages } from '../../src/i18n/catalogs/onboarding.ts';
import { problemsMessages } from '../../src/i18n/catalogs/problems.ts';
import { registrationMessages } from '../../src/i18n/catalogs/registration.ts';
import { translator } from '../../src/i18n/translate.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { call, http, local, ok, orElse, person, until, type Json, type Person } from './outside.ts';

type Somebody = { email: string; name: string };
type Me = { userId: string; approval: { state: string }; talent: { slug: string; public: boolean } | null };
type Letter = { to: string; subject: string; text: string };
type Talents = { items: { id: string; slug: string }[] };

let made = 0;
const somebody = (first: string): Somebody => {
  const name = `${first} ${Date.now().toString(36)}${(made += 1)}`;
  return { name, email: `${name.replaceAll(' ', '-').toLowerCase()}@example.com` };
};
const letterTo = (email: string, which: (letter: Letter) => boolean) => {
  const find = async () => (await local<Letter[]>(`mail?to=${encodeURIComponent(email)}`)).find(which) ?? null;
  const there = (letter: Letter | null) => letter !== null;
  return until(`a letter to ${email}`, () => orElse('clock-outbox', find, there), there);
};
const refusalOf = async (who: Somebody, operationId: string, more: Parameters<typeof call>[2] = {}) => {
  const { status, body } = await call<Json>(who, operationId, more);
  return [status, body.code];
};

describe('a site that looks at accounts first', () => {
  let browser: Browser;
  let operator: Person;
  const opened: BrowserContext[] = [];
  /** Whoever registers after this file is let in as before it. */
  const letEverybodyIn = () => ok(operator, 'setApprovalSetting', { body: { kinds: [] } });
  beforeAll(async () => {
    browser = await launch();
    operator = await person((one) => one.role === 'admin');
  });
  afterEach(async () => {
    await letEverybodyIn();
    for (const context of opened.splice(0)) {
      expect(complaints.get(context)).toEqual([]);
      await context.close();
    }
  });
  afterAll(() => browser.close());

  const enter = async (who: Somebody | Person, locale: Locale, viewport = desk): Promise<Page> => {
    const context = await open(browser, { locale, viewport });
    opened.push(context);
    await signIn(context, who);
    return context.newPage();
  };
  const look = async (page: Page, name: string) => {
    expect(await axe(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await shoot(page, name);
  };
  const words = (locale: Locale) => ({
    a: translator(locale, accountMessages[locale]),
    t: translator(locale, onboardingMessages[locale]),
    r: translator(locale, registrationMessages[locale]),
    p: translator(locale, problemsMessages[locale]),
  });
  const chip = (page: Page, label: string) => page.getByRole('checkbox', { name: label, exact: true });

  test.each([
    ['en', desk],
    ['ar', phone],
  ] as const)('a talent registers, waits, is let in and is public, in %s', async (locale, viewport) => {
    const { a, t, r, p } = words(locale);
    // the operator says whom to look at
    const list = await enter(operator, locale, viewport);
    await list.goto(`/${locale}/admin/approvals/`);
    await chip(list, t('kind.talent')).check({ force: true });
    await list.getByRole('button', { name: r('looked.save') }).click();
    await until(
      'the setting to count',
      () => ok<{ kinds: string[] }>(operator, 'getApprovalSetting'),
      ({ kinds }) => kinds.join() === 'talent',
    );
    await list.getByText(r('looked.setBy')).waitFor();
    await look(list, `approvals-setting-${locale}`);

    // somebody registers, and is told before and after
    const who = somebody('Tara');
    await ok(who, 'saveRegistration', {
      body: {
        kind: 'talent',
        step: 'age',
        answers: {
          name: who.name,
          city: 'baghdad',
          locale,
          timeZone: 'Asia/Baghdad',
          category: 'singer',
          languages: ['ar'],
          birthDate: '1994-05-17',
        },
      },
    });
    const page = await enter(who, locale, viewport);
    await page.goto(`/${locale}/onboarding/`);
    await page.getByText(t('resumed')).waitFor();
    await page.getByRole('button', { name: t('send') }).click();
    await page.getByRole('heading', { name: t('done.waiting.title') }).waitFor();
    await look(page, `approval-done-${locale}`);
    await page.goto(`/${locale}/dashboard/`);
    await page.getByRole('heading', { name: r('waiting.title') }).waitFor();
    await look(page, `approval-waiting-${locale}`);
    await letterTo(who.email, ({ subject }) => subject !== '');
    const { userId, talent } = await ok<Me>(who, 'getMe');
    const address = `/${locale}/talents/${talent?.slug}/`;

    // prepares all of it, and reaches nobody
    await ok(who, 'createService', {
      body: {
        title: { en: 'Songs', ar: 'أغانٍ' },
        price: { amount: 50_000, currency: 'IQD' },
        durationMinutes: 60,
        place: 'on_site',
      },
    });
    await ok(who, 'updateProfile', { body: { headline: { en: 'Songs', ar: 'أغانٍ' } } });
    await page.goto(`/${locale}/profile/`);
    // the page says so before anything is pressed, and what can be done meanwhile
    await page.getByRole('heading', { name: r('waiting.title') }).waitFor();
    await page.getByText(r('waiting.profile')).waitFor();
    const publish = page.getByRole('button', { name: a('profile.publish') });
    await publish.click();
    await page.getByText(p('approval_pending.detail')).waitFor();
    await look(page, `approval-refuses-${locale}`);
    expect((await http(address)).status).toBe(404);
    expect((await call(null, 'getTalent', { params: { slug: talent?.slug ?? '' } })).status).toBe(404);

    // the operator is told, reads what was answered and lets them in
    await letterTo(operator.email, ({ subject }) => subject.includes(who.name));
    await list.goto(`/${locale}/admin/approvals/`);
    const applicant = list.getByRole('listitem').filter({ hasText: who.name });
    await applicant.getByText(who.email).waitFor();
    await applicant.getByRole('button', { name: r('approvals.approve') }).click();
    const dialog = list.getByRole('dialog');
    await dialog.getByLabel(r('approvals.approve.words')).fill('Welcome among us.');
    await dialog.getByRole('button', { name: r('approvals.approve'), exact: true }).click();
    await list.getByText(r('approvals.done.approved')).waitFor();
    await applicant.waitFor({ state: 'detached' });

    // who is let in gets a letter, and the door that was closed opens
    await letterTo(who.email, ({ text }) => text.includes('Welcome among us.'));
    await publish.click();
    await page.getByText(a('profile.did.public')).waitFor();
    await page.getByText(r('waiting.profile')).waitFor({ state: 'detached' });
    expect((await http(address)).status).toBe(200);
    await page.goto(`/${locale}/dashboard/`);
    await page.getByRole('main').getByRole('heading').first().waitFor();
    await until(
      'the note to be gone',
      () => page.getByRole('heading', { name: r('waiting.title') }).count(),
      (count) => count === 0,
    );
    await ok(who, 'unpublishProfile');
    expect((await ok<Me>(who, 'getMe')).userId).toBe(userId);
  });

  test('a company is declined with a reason, reads what comes next, and is let in when it is put right', async () => {
    const { r, p } = words('en');
    await ok(operator, 'setApprovalSetting', { body: { kinds: ['company'] } });
    const who = somebody('Dijla');
    await ok(who, 'completeOnboarding', {
      body: { kind: 'company', name: who.name, locale: 'en', timeZone: 'Asia/Baghdad', website: 'dijla.example.com' },
    });
    // kinds that were not named are let in as ever
    const other = somebody('Noor');
    expect(
      await ok<Me>(other, 'completeOnboarding', {
        body: { kind: 'individual', name: other.name, locale: 'en', timeZone: 'Asia/Baghdad' },
      }),
    ).toMatchObject({ approval: { state: 'approved' } });

    const [talent] = (await ok<Talents>(null, 'listTalents')).items;
    const ask = {
      body: { recipient: talent?.id, listing: null, subject: 'An evening', message: 'Are you free in May?' },
    };
    const order = { body: { product: 'company', interval: 'month', currency: 'IQD' } };
    expect(await refusalOf(who, 'submitCustomerMessage', ask)).toEqual([403, 'approval_pending']);
    expect(await refusalOf(who, 'startContact', { body: { talentId: talent?.id, body: 'Hello' } })).toEqual([
      403,
      'approval_pending',
    ]);
    expect(await refusalOf(who, 'createPurchase', order)).toEqual([403, 'approval_pending']);

    const list = await enter(operator, 'en');
    await list.goto('/en/admin/approvals/');
    const applicant = list.getByRole('listitem').filter({ hasText: who.name });
    await applicant.getByRole('button', { name: r('approvals.refuse') }).click();
    const dialog = list.getByRole('dialog');
    await dialog.getByLabel(r('approvals.refuse.words')).fill('The website does not open.');
    await dialog.getByRole('button', { name: r('approvals.refuse'), exact: true }).click();
    await list.getByText(r('approvals.done.refused')).waitFor();
    await applicant.waitFor({ state: 'detached' });

    await letterTo(who.email, ({ text }) => text.includes('The website does not open.') && text.includes('/account/'));
    expect(await refusalOf(who, 'submitCustomerMessage', ask)).toEqual([403, 'approval_refused']);
    const page = await enter(who, 'en', phone);
    await page.goto('/en/account/');
    await page.getByRole('heading', { name: r('refused.title') }).waitFor();
    await page.getByText('The website does not open.').waitFor();
    await look(page, 'approval-refused-next-en');
    // asking again the same day is too early, and is said so
    await page.getByRole('button', { name: r('refused.again') }).click();
    await page.getByText(p('slow_down.title')).waitFor();

    await list.goto('/en/admin/approvals/?view=refused');
    await applicant.getByText('The website does not open.').waitFor();
    await applicant.getByRole('button', { name: r('approvals.approve') }).click();
    await list
      .getByRole('dialog')
      .getByRole('button', { name: r('approvals.approve'), exact: true })
      .click();
    await list.getByText(r('approvals.done.approved')).waitFor();
    await letterTo(who.email, ({ subject }) => subject === 'Your account is approved');
    expect((await call(who, 'submitCustomerMessage', ask)).status).toBeLessThan(300);
    expect(await ok<Me>(who, 'getMe')).toMatchObject({ approval: { state: 'approved' } });
  });
});

describe('an account that an operator suspends', () => {
  test.each([
    ['en', desk],
    ['ar', phone],
  ] as const)('is found, shut for a reason, told why, and given back, in %s', async (locale, viewport) => {
    const r = translator(locale, registrationMessages[locale]);
    const p = translator(locale, problemsMessages[locale]);
    const c = translator(locale, commonMessages[locale]);
    const operator = await person((one) => one.role === 'admin');
    const who = somebody('Shilan');
    await ok(who, 'completeOnboarding', {
      body: {
        kind: 'talent',
        name: who.name,
        locale,
        timeZone: 'Asia/Baghdad',
        category: 'singer',
        city: 'erbil',
        birthDate: '1991-03-04',
      },
    });
    await ok(who, 'createService', {
      body: {
        title: { en: 'Songs', ar: 'أغانٍ' },
        price: { amount: 50_000, currency: 'IQD' },
        durationMinutes: 60,
        place: 'on_site',
      },
    });
    await ok(who, 'updateProfile', { body: { headline: { en: 'Songs', ar: 'أغانٍ' } } });
    await ok(who, 'publishProfile');
    const { talent } = await ok<Me>(who, 'getMe');
    const address = `/${locale}/talents/${talent?.slug}/`;
    const status = async () => (await http(address)).status;
    await until('the page to be there', status, (code) => code === 200);

    const browser = await launch();
    try {
      const enter = async (one: Somebody | Person) => {
        const context = await open(browser, { locale, viewport });
        await signIn(context, one);
        return { context, page: await context.newPage() };
      };
      const desk_ = await enter(operator);
      const list = desk_.page;
      const theirs = await enter(who);
      await theirs.page.goto(`/${locale}/dashboard/`);
      await theirs.page.locator('main h1').first().waitFor();

      await list.goto(`/${locale}/admin/accounts/`);
      await list.getByLabel(r('accounts.find')).fill(who.name);
      await list.getByLabel(r('accounts.find')).press('Enter');
      const line = list.getByRole('listitem').filter({ hasText: who.email });
      await line.getByText(r('accounts.pagePublic')).waitFor();
      expect(await axe(list)).toEqual([]);
      expect(await overflow(list)).toBeLessThanOrEqual(0);
      await shoot(list, `accounts-${locale}`);
      await line.getByRole('button', { name: r('accounts.suspend'), exact: true }).click();
      const dialog = list.getByRole('dialog');
      await dialog.getByLabel(r('accounts.suspend.words')).fill('The songs are somebody else’s.');
      expect(await axe(list)).toEqual([]);
      await shoot(list, `accounts-suspend-${locale}`);
      await dialog.getByRole('button', { name: r('accounts.suspend'), exact: true }).click();
      await list.getByText(r('accounts.suspend.done')).waitFor();
      await line.getByText('The songs are somebody else’s.').waitFor();

      // every door is shut, the page is gone, and a letter says why
      expect(await refusalOf(who, 'getMyProfile')).toEqual([403, 'account_suspended']);
      await until('the page to be gone', status, (code) => code === 410);
      await letterTo(who.email, ({ text }) => text.includes('The songs are somebody else’s.'));
      await theirs.page.goto(`/${locale}/profile/`);
      await theirs.page.getByText(p('account_suspended.action')).waitFor();
      await theirs.page.getByRole('button', { name: c('nav.signOut') }).waitFor();
      expect(await axe(theirs.page)).toEqual([]);
      await shoot(theirs.page, `account-suspended-${locale}`);

      await list.getByRole('tab', { name: r('accounts.suspended') }).click();
      await line.getByRole('button', { name: r('accounts.reinstate'), exact: true }).click();
      await dialog.getByRole('button', { name: r('accounts.reinstate'), exact: true }).click();
      await list.getByText(r('accounts.reinstate.done')).waitFor();
      await ok(who, 'publishProfile');
      await until('the page to be back', status, (code) => code === 200);
      await ok(who, 'unpublishProfile');
      expect(complaints.get(desk_.context)).toEqual([]);
      expect(complaints.get(theirs.context)).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

describe('starting over', () => {
  test.each([
    ['en', desk],
    ['ckb', phone],
  ] as const)('what was answered is gone here and on the server, in %s', async (locale, viewport) => {
    const t = translator(locale, onboardingMessages[locale]);
    const who = somebody('Rand');
    const browser = await launch();
    try {
      const context = await open(browser, { locale, viewport });
      await signIn(context, who);
      const page = await context.newPage();
      await ok(who, 'saveRegistration', {
        body: { kind: 'company', step: 'you', answers: { name: 'Dijla', city: 'erbil' } },
      });
      await page.goto(`/${locale}/onboarding/`);
      await page.getByText(t('resumed')).waitFor();
      await page.getByRole('button', { name: t('again'), exact: true }).click();
      const asked = page.getByRole('alertdialog');
      await asked.waitFor();
      expect(await axe(page)).toEqual([]);
      await shoot(page, `registration-again-${locale}`);
      // thought better of it
      await asked.getByRole('button', { name: t('again.keep') }).click();
      await asked.waitFor({ state: 'detached' });
      expect(await page.getByLabel(t('name.company')).inputValue()).toBe('Dijla');
      await page.getByRole('button', { name: t('again'), exact: true }).click();
      await asked.getByRole('button', { name: t('again.confirm') }).click();
      await asked.waitFor({ state: 'detached' });
      await page.locator('input[type=radio][value=talent]').waitFor({ state: 'attached' });
      expect(await page.getByText(t('resumed')).count()).toBe(0);
      expect(await ok(who, 'getRegistration')).toMatchObject({ draft: null });
      await page.reload();
      await page.locator('input[type=radio][value=talent]').waitFor({ state: 'attached' });
      expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
      expect(complaints.get(context)).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

describe('a birth date that was typed wrong', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  const welcome = { locale: 'en', timeZone: 'Asia/Baghdad' };
  const talent = { kind: 'talent', category: 'dancer', city: 'baghdad', headline: 'Dance', ...welcome };
  const year = new Date().getFullYear();

  /** The year of the date that stands in the form, typed anew. */
  const typeYear = async (page: Page, locale: Locale, to: number) => {
    const r = translator(locale, registrationMessages[locale]);
    await page.getByRole('button', { name: r('age.mend'), exact: true }).click();
    const part = page.getByRole('group', { name: r('age.mend.label') }).locator('[data-type=year]');
    await part.click();
    await part.pressSequentially(String(to));
    await page.getByRole('button', { name: r('age.mend'), exact: true }).click();
  };

  test.each([
    ['en', desk],
    ['ar', phone],
  ] as const)('is mended once by its owner, and no child comes of age by it, in %s', async (locale, viewport) => {
    const r = translator(locale, registrationMessages[locale]);
    const p = translator(locale, problemsMessages[locale]);
    const adult = somebody('Lana');
    await ok(adult, 'completeOnboarding', { body: { ...talent, name: adult.name, birthDate: '1994-05-17' } });
    const child = somebody('Yara');
    const guardian = { name: 'Um Yara', email: `guardian-of-${child.email}` };
    const born = `${year - 15}-01-01`;
    await ok(child, 'completeOnboarding', { body: { ...talent, name: child.name, birthDate: born, guardian } });

    const context = await open(browser, { locale, viewport });
    await signIn(context, adult);
    const page = await context.newPage();
    await page.goto(`/${locale}/account/`);
    await page.getByText(r('age.once')).waitFor();
    await typeYear(page, locale, 1995);
    await page.getByText(r('age.settled')).waitFor();
    expect(await page.getByRole('button', { name: r('age.mend'), exact: true }).count()).toBe(0);
    expect(await ok(adult, 'getGuardian')).toMatchObject({ birthDate: '1995-05-17', mendable: false });
    const again = await call<Json>(adult, 'changeBirthDate', { body: { birthDate: '1994-05-17' } });
    expect([again.status, again.body.code]).toEqual([409, 'birth_date_settled']);
    expect(complaints.get(context)).toEqual([]);
    await context.close();

    const other = await open(browser, { locale, viewport });
    await signIn(other, child);
    const theirs = await other.newPage();
    await theirs.goto(`/${locale}/account/`);
    await theirs.getByText(r('age.once')).waitFor();
    await typeYear(theirs, locale, 1995);
    await theirs.getByText(p('age_needs_a_look.detail')).waitFor();
    expect(await axe(theirs)).toEqual([]);
    expect(await overflow(theirs)).toBeLessThanOrEqual(0);
    await shoot(theirs, `birth-date-refused-${locale}`);
    expect(await ok(child, 'getGuardian')).toMatchObject({ birthDate: born, minor: true, mendable: true });
    expect(complaints.get(other)).toEqual([]);
    await other.close();
  });
});
