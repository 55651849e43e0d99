// Registration from outside: each kind of account answers what it needs and gets a letter of its own; a draft goes on where it stopped, on
// another device as well; a minor is public with a guardian's consent and not a moment longer. Then the same in a browser.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Locale } from '../../src/core/locale.ts';
import { commonMessages } from '../../src/i18n/catalogs/common.ts';
import { onboardingMessages } from '../../src/i18n/catalogs/onboarding.ts';
import { publicMessages } from '../../src/i18n/catalogs/public.ts';
import { registrationMessages } from '../../src/i18n/catalogs/registration.ts';
import { translator } from '../../src/i18n/translate.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { call, http, local, ok, orElse, person, until, type Json, type Who } from './outside.ts';

type Somebody = { email: string; name: string };
type Me = { role: string; approval: { state: string }; talent: { slug: string; published: boolean } | null };
type Draft = { draft: { kind: string; step: string; answers: Json } | null; approvalFor: string[] };
type Letter = { to: string; subject: string; text: string; html: string };

let made = 0;
const somebody = (): Somebody => {
  const name = `Reg ${Date.now().toString(36)} ${(made += 1)}`;
  return { name, email: `${name.replaceAll(' ', '-').toLowerCase()}@example.com` };
};
const welcome = { locale: 'en', timeZone: 'Asia/Baghdad' };
const register = (who: Somebody, body: Json) =>
  ok<Me>(who, 'completeOnboarding', { body: { name: who.name, ...welcome, ...body } });
const letterTo = (email: string, which: (letter: Letter) => boolean) => {
  const find = async () => (await local<Letter[]>(`mail?to=${encodeURIComponent(email)}`)).find(which) ?? null;
  const there = (letter: Letter | null) => letter !== null;
  return until(`a letter to ${email}`, () => orElse('clock-outbox', find, there), there);
};

describe('each kind of account', () => {
  test.each([
    [{ kind: 'individual', city: 'erbil' }, 'customer', { city: 'erbil' }],
    [
      { kind: 'professional', profession: 'Casting director', hires: ['actor'], website: 'casting.example.com' },
      'customer',
      { profession: 'Casting director', website: 'https://casting.example.com' },
    ],
    [{ kind: 'company', contactName: 'Rand', size: '11-50' }, 'customer', { contactName: 'Rand', size: '11-50' }],
    [
      { kind: 'agency', category: 'actor', city: 'baghdad', contactName: 'Yasir', size: '6-25' },
      'talent',
      { contactName: 'Yasir', size: '6-25', city: 'baghdad' },
    ],
  ])('%o', async (body, role, kept) => {
    const who = somebody();
    expect(await register(who, body)).toMatchObject({ role, approval: { state: 'approved' } });
    expect(await ok(who, 'getAccountDetails')).toMatchObject({ kind: body.kind, ...kept });
    const letter = await letterTo(who.email, ({ subject }) => subject.includes('Mawahib'));
    expect(letter?.subject).toBe('Welcome to Mawahib');
  });

  test('a talent of age publishes without anybody’s consent', async () => {
    const who = somebody();
    await register(who, {
      kind: 'talent',
      category: 'singer',
      city: 'casablanca',
      headline: 'Songs',
      languages: ['fr'],
      birthDate: '1994-05-17',
    });
    expect(await ok(who, 'getMyProfile')).toMatchObject({ headline: { en: 'Songs' }, missing: ['services'] });
    expect(await ok(who, 'getGuardian')).toMatchObject({ birthDate: '1994-05-17', minor: false, guardian: null });
  });

  test('what another kind is asked is refused, field by field', async () => {
    const answer = await call(somebody(), 'completeOnboarding', {
      body: { kind: 'company', name: 'X', ...welcome, birthDate: '1994-05-17' },
    });
    expect(answer.status).toBe(422);
  });
});

test('a draft is kept as typed, is the same on another device, and is gone when one is through', async () => {
  const who = somebody();
  expect(await ok<Draft>(who, 'getRegistration')).toMatchObject({ draft: null });
  const said = { kind: 'company', step: 'work', answers: { name: 'Dijla', website: 'not yet' } };
  await ok(who, 'saveRegistration', { body: said });
  expect((await ok<Draft>(who, 'getRegistration')).draft).toMatchObject(said);
  await register(who, { kind: 'company' });
  expect((await ok<Draft>(who, 'getRegistration')).draft).toBeNull();
  const late = await call(who, 'saveRegistration', { body: said });
  expect([late.status, late.body.code]).toEqual([409, 'already_onboarded']);
});

describe('a talent who is not of age', () => {
  const year = new Date().getFullYear() - 15;
  let who: Somebody;
  let guardian: string;
  let link: string;
  beforeAll(async () => {
    who = somebody();
    guardian = `guardian-of-${who.email}`;
    await register(who, {
      kind: 'talent',
      category: 'dancer',
      city: 'baghdad',
      headline: 'Modern dance',
      birthDate: `${year}-01-01`,
      guardian: { name: 'Um Yusuf', email: guardian },
    });
    await ok(who, 'createService', {
      body: {
        title: { en: 'Show' },
        price: { amount: 50_000, currency: 'IQD' },
        durationMinutes: 60,
        place: 'on_site',
      },
    });
    const letter = await letterTo(guardian, ({ text }) => text.includes('/guardian/'));
    link = /https?:\/\/\S+(\/en\/guardian\/[\w-]+\/)/.exec(letter?.text ?? '')?.[1] ?? '';
    expect(link).not.toBe('');
  });
  const say = (move: string) =>
    http(link, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `say=${move}`,
    });

  test('is not public, and is told why', async () => {
    const refused = await call<Json & { fields: Json }>(who, 'publishProfile');
    expect([refused.status, refused.body.fields]).toEqual([422, { guardian: ['required'] }]);
  });

  test('the link is a page for whoever holds it, without a script, and for nobody else', async () => {
    const page = await http(link);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Um Yusuf');
    expect(page.text).not.toMatch(/<script(?![^>]*ld\+json)/);
    // the age is asked about and said to nobody
    expect(page.text).not.toContain(String(year));
    expect(page.headers.get('cache-control')).toContain('no-store');
    expect((await http(`${link.slice(0, -8)}xxxxxxx/`)).status).toBe(404);
    expect((await http('/ar/guardian/short/')).status).toBe(404);
  });

  test('is public with the consent, and gone the moment it is taken back', async () => {
    expect((await say('give')).text).toContain('Thank you');
    await ok(who, 'publishProfile');
    const { talent } = await ok<Me>(who, 'getMe');
    const address = `/en/talents/${talent?.slug}/`;
    const shown = await http(address);
    expect(shown.status).toBe(200);
    // no birth date, no age, no guardian, in any public byte
    expect(shown.text).not.toContain(`${year}-01-01`);
    expect(shown.text).not.toContain('Um Yusuf');
    const publicly = await call(null, 'getTalent', { params: { slug: talent?.slug ?? '' } });
    expect(publicly.text).not.toContain(String(year));
    expect((await say('withdraw')).status).toBe(200);
    expect((await http(address)).status).toBe(410);
    expect((await call(who, 'publishProfile')).status).toBe(422);
  });

  test('whoever answers for them reads along when somebody writes', async () => {
    await say('give');
    await ok(who, 'publishProfile');
    const { talent } = await ok<Me>(who, 'getMe');
    const page = await ok<{ id: string }>(null, 'getTalent', { params: { slug: talent?.slug ?? '' } });
    const customer = await person((one) => one.kind === 'individual');
    const sent = await call(customer, 'submitCustomerMessage', {
      body: { recipient: page.id, listing: null, subject: 'A show', message: 'Call 0770 123 4567, please.' },
    });
    expect(sent.status, sent.text).toBeLessThan(300);
    const copy = await letterTo(guardian, ({ subject }) => subject.includes(customer.name));
    expect(copy?.text).not.toContain('0770');
    await ok(who, 'unpublishProfile');
  });
});

describe('who waits where a site looks at accounts first', () => {
  test('prepares and reaches nobody; an operator lets them in', async () => {
    const waiting = await person((one) => one.email.startsWith('aras-guitar'));
    const operator = await person((one) => one.role === 'admin');
    expect(await ok<Me>(waiting, 'getMe')).toMatchObject({ approval: { state: 'waiting' } });
    const refused = await call<Json>(waiting, 'publishProfile');
    expect([refused.status, refused.body.code]).toEqual([403, 'approval_pending']);
    const { items } = await ok<{ items: { userId: string }[] }>(operator, 'listApprovals');
    expect(items.map(({ userId }) => userId)).toContain(waiting.clerkId);
    expect((await call(waiting, 'listApprovals')).status).toBe(404);
    await ok(operator, 'decideApproval', { params: { userId: waiting.clerkId }, body: { decision: 'approved' } });
    await ok(waiting, 'publishProfile');
    // who comes after finds the directory as it was
    await ok(waiting, 'unpublishProfile');
    await letterTo(waiting.email, ({ text }) => text.includes('مەواهیب'));
  });
});

describe('in a browser', () => {
  let browser: Browser;
  const opened: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const context of opened.splice(0)) {
      expect(complaints.get(context)).toEqual([]);
      await context.close();
    }
  });
  const enter = async (who: Who & object, locale: Locale, viewport = desk): Promise<Page> => {
    const context = await open(browser, { locale, viewport });
    opened.push(context);
    await signIn(context, who as Parameters<typeof signIn>[1]);
    return context.newPage();
  };
  const look = async (page: Page, name: string) => {
    expect(await axe(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await shoot(page, name);
  };
  const words = (locale: Locale) => ({
    t: translator(locale, onboardingMessages[locale]),
    r: translator(locale, registrationMessages[locale]),
    c: translator(locale, commonMessages[locale]),
    p: translator(locale, publicMessages[locale]),
  });

  test.each(['en', 'ar'] as const)('a company stops midway and goes on on another device, in %s', async (locale) => {
    const { t, p } = words(locale);
    const who = somebody();
    const page = await enter(who, locale, phone);
    await page.goto(`/${locale}/onboarding/`);
    await page.getByRole('radio', { name: new RegExp(t('kind.company')) }).check({ force: true });
    await look(page, `registration-kind-${locale}`);
    await page.getByRole('button', { name: t('next') }).click();
    await page.getByLabel(t('name.company')).fill('Dijla Events');
    // a city is missing, and the form says so where it is
    await page.getByRole('button', { name: t('next') }).click();
    await page.getByText(commonMessages[locale]['field.tooShort']).first().waitFor();
    await page.getByText(t('save.saved'), { exact: true }).waitFor();
    await look(page, `registration-wrong-${locale}`);
    await page.context().close();
    opened.pop();

    const elsewhere = await enter(who, locale);
    await elsewhere.goto(`/${locale}/onboarding/`);
    await elsewhere.getByText(t('resumed')).waitFor();
    await expect.poll(() => elsewhere.getByLabel(t('name.company')).inputValue()).toBe('Dijla Events');
    await elsewhere.getByRole('button', { name: new RegExp(t('city')) }).click();
    await elsewhere.getByRole('option', { name: p('city.baghdad') }).click();
    await elsewhere.getByRole('button', { name: t('next') }).click();
    await elsewhere.getByRole('heading', { name: t('step.work.company') }).waitFor();
    await elsewhere.getByLabel(t('website')).fill('nowhere');
    await elsewhere.getByRole('button', { name: t('send') }).click();
    await elsewhere.getByText(t('wrong.website')).waitFor();
    await elsewhere.getByLabel(t('website')).fill('dijla.example.com');
    await look(elsewhere, `registration-work-${locale}`);
    await elsewhere.getByRole('button', { name: t('send') }).click();
    await elsewhere.getByRole('heading', { name: t('done.title') }).waitFor();
    await look(elsewhere, `registration-done-${locale}`);
    expect(await elsewhere.getByRole('link', { name: t('done.plan.see') }).getAttribute('href')).toBe(
      `/${locale}/buy/?product=company`,
    );
    await elsewhere.getByRole('link', { name: t('done.later') }).click();
    await elsewhere.waitForURL(`**/${locale}/dashboard/`);
    expect(await ok(who, 'getAccountDetails')).toMatchObject({
      city: 'baghdad',
      website: 'https://dijla.example.com',
    });
  });

  test('what could not be saved stays on the screen, and goes out when the line is back', async () => {
    const { t } = words('en');
    const who = somebody();
    const page = await enter(who, 'en');
    await page.goto('/en/onboarding/');
    await page.getByRole('radio', { name: new RegExp(t('kind.individual')) }).check({ force: true });
    await page.getByRole('button', { name: t('next') }).click();
    await page.getByText(t('save.saved'), { exact: true }).waitFor();
    await page.route('**/api/me/registration', (route) =>
      route.request().method() === 'PUT' ? route.abort() : route.continue(),
    );
    await page.getByLabel(t('name.individual')).fill('Noor Salman');
    await page.getByText(t('save.failed')).waitFor();
    await page.reload();
    await expect.poll(() => page.getByLabel(t('name.individual')).inputValue()).toBe('Noor Salman');
    await page.unroute('**/api/me/registration');
    await page.getByText(t('save.saved'), { exact: true }).waitFor();
    expect((await ok<Draft>(who, 'getRegistration')).draft?.answers).toMatchObject({ name: 'Noor Salman' });
    // the line was cut on purpose
    complaints.set(page.context(), []);
  });

  test.each([
    ['en', desk],
    ['ar', phone],
  ] as const)('account details, a guardian, and the operator’s list, in %s', async (locale, viewport) => {
    const { r } = words(locale);
    const minor = await person((one) => one.email.startsWith('yusuf-dance'));
    const page = await enter(minor, locale, viewport);
    await page.goto(`/${locale}/account/`);
    await page.getByRole('heading', { name: r('age.title') }).waitFor();
    await page.getByRole('button', { name: r('age.askAgain') }).waitFor();
    await look(page, `account-minor-${locale}`);
    const refused = await person((one) => one.email.startsWith('safwan-media'));
    const theirs = await enter(refused, locale, viewport);
    await theirs.goto(`/${locale}/account/`);
    await theirs.getByRole('heading', { name: r('refused.title') }).waitFor();
    await theirs.locator('form').first().waitFor();
    await look(theirs, `account-refused-${locale}`);
    const operator = await person((one) => one.role === 'admin');
    const desk_ = await enter(operator, locale, viewport);
    await desk_.goto(`/${locale}/admin/approvals/?view=refused`);
    await desk_.getByText('safwan-media@demo.mawahib.example').waitFor();
    await look(desk_, `approvals-${locale}`);
  });
});
