// The studio from outside: what a talent changes is what the world reads, within moments; what is for members is in no public byte.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Locale } from '../../src/core/locale.ts';
import { accountMessages } from '../../src/i18n/catalogs/account.ts';
import { commonMessages } from '../../src/i18n/catalogs/common.ts';
import { studioMessages } from '../../src/i18n/catalogs/studio.ts';
import { translator } from '../../src/i18n/translate.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { call, http, ok, people, rest, until, type Json, type Person } from './outside.ts';

const locales = ['en', 'ar', 'ckb', 'fr'] as const;
type Own = Json & { slug: string; headline: Json; casting: Json };

// whom no other story needs; at the end everything is as it was
const talent = { clerkId: 'user_demo_talent_dj_noor_imad' };
/** A word of its own that no rule takes for a telephone number. */
const letters = () => crypto.randomUUID().replaceAll(/[^a-f]/g, '');
let member: Person;
let own: Own;
let putBack = async (): Promise<void> => undefined;
beforeAll(async () => {
  const everyone = await people();
  member = everyone.find(({ role, kind }) => role === 'customer' && kind === 'individual') as Person;
  own = await ok<Own>(talent, 'getMyProfile');
  const { slug, headline, casting } = own;
  putBack = async () => {
    await ok(talent, 'updateProfile', {
      body: { ...(own.slug !== slug && { slug }), headline, seenBy: 'everyone', inquiriesFrom: 'everyone' },
    });
    await ok(talent, 'setCasting', { body: casting });
  };
});
afterAll(() => putBack());
const page = (slug: string, locale: Locale = 'en') => http(`/${locale}/talents/${slug}/`);
const reads = (slug: string, text: string) =>
  until(
    `the page of ${slug}`,
    () => page(slug),
    ({ text: html }) => html.includes(text),
  );

describe('a published profile', () => {
  test('edited: the public page says the new words within ten seconds, in every language', async () => {
    const words = `Between two takes, ${letters()}`;
    await ok(talent, 'updateProfile', { body: { headline: { en: words, ar: words, ckb: words, fr: words } } });
    await reads(own.slug, words);
    for (const locale of locales) expect((await page(own.slug, locale)).text).toContain(words);
  });

  test('taken down: 410 at once, and back again', async () => {
    await ok(talent, 'unpublishProfile', { body: {} });
    await rest();
    for (const locale of locales) expect((await page(own.slug, locale)).status).toBe(410);
    expect((await call(null, 'getTalent', { params: { slug: own.slug } })).status).toBe(404);
    await ok(talent, 'publishProfile', { body: {} });
    await rest();
    expect((await page(own.slug)).status).toBe(200);
  });

  test('taken down: no list and no front page names them from then on', async () => {
    const lists = ['/', '/talents/', '/talents/as/dj/', '/talents/in/baghdad/', '/talents/as/dj/in/baghdad/'];
    const naming = async () => {
      const answers = await Promise.all(
        (['en', 'ckb'] as const).flatMap((locale) =>
          lists.map(async (path) => ({ path: `/${locale}${path}`, ...(await http(`/${locale}${path}`)) })),
        ),
      );
      for (const { path, status, text } of answers) {
        // a trade in a city that nobody is left in leads to the search
        expect(path.includes('/as/dj/in/') ? [200, 302] : [200], path).toContain(status);
        expect(text.match(/<script(?![^>]*application\/ld\+json)/g), path).toBeNull();
      }
      return answers.filter(({ text }) => text.includes(`/talents/${own.slug}/`)).map(({ path }) => path);
    };
    const before = await naming();
    expect(before).toEqual(expect.arrayContaining(['/en/talents/as/dj/in/baghdad/', '/ckb/talents/as/dj/in/baghdad/']));
    await ok(talent, 'unpublishProfile', { body: {} });
    await rest();
    expect(await naming()).toEqual([]);
    await ok(talent, 'publishProfile', { body: {} });
    await rest();
    expect((await page(own.slug)).status).toBe(200);
  });

  test('moved: the old address leads to the new one, static file or not, and nobody else gets it', async () => {
    const to = `${own.slug}-act`;
    await ok(talent, 'updateProfile', { body: { slug: to } });
    await rest();
    for (const locale of locales) {
      const old = await page(own.slug, locale);
      expect([old.status, new URL(old.headers.get('location') ?? '', 'http://x').pathname]).toEqual([
        301,
        `/${locale}/talents/${to}/`,
      ]);
      expect((await page(to, locale)).status).toBe(200);
    }
    const fresh = await http(`/fresh/en/talents/${own.slug}/`);
    expect([fresh.status, fresh.headers.get('location')]).toEqual([301, `/en/talents/${to}/`]);
    const api = await http(`/api/talents/${own.slug}`);
    expect([api.status, api.headers.get('location')]).toEqual([301, `/api/talents/${to}`]);
    const name = `Slug ${Date.now().toString(36)}`;
    const other = { email: `${name.replaceAll(' ', '-').toLowerCase()}@example.com`, name };
    await ok(other, 'completeOnboarding', {
      body: {
        kind: 'talent',
        name,
        locale: 'en',
        timeZone: 'Asia/Baghdad',
        category: 'actor',
        city: 'erbil',
        birthDate: '1994-05-17',
      },
    });
    expect((await call<Json>(other, 'updateProfile', { body: { slug: own.slug } })).body).toMatchObject({
      code: 'slug_taken',
    });
    own = await ok<Own>(talent, 'getMyProfile');
  });
});

describe('who sees it', () => {
  test('narrowed to members: gone for visitors at once, there for a member who is signed in', async () => {
    await ok(talent, 'updateProfile', { body: { seenBy: 'members' } });
    await rest();
    for (const locale of locales) expect((await page(own.slug, locale)).status).toBe(410);
    expect((await call(null, 'getTalent', { params: { slug: own.slug } })).status).toBe(404);
    expect((await call(null, 'getTalentAsMember', { params: { slug: own.slug } })).status).toBe(401);
    expect(await ok(member, 'getTalentAsMember', { params: { slug: own.slug } })).toMatchObject({
      slug: own.slug,
      seenBy: 'members',
    });
    const list = await http('/api/talents?city=baghdad&category=dj&limit=50');
    expect(list.text).not.toContain(own.slug);
  });
  test('widened again: public at once', async () => {
    await ok(talent, 'updateProfile', { body: { seenBy: 'everyone', inquiriesFrom: 'everyone' } });
    await rest();
    expect((await page(own.slug)).status).toBe(200);
  });
  test('what casting looks for: public on the page; for members, in no byte of it', async () => {
    const planted = `skill-${letters()}`;
    await ok(talent, 'setCasting', { body: { ...own.casting, skills: [planted], seenBy: 'everyone' } });
    await reads(own.slug, planted);
    await ok(talent, 'setCasting', { body: { ...own.casting, skills: [planted], seenBy: 'members' } });
    const html = await until(
      'gone from the page',
      () => page(own.slug),
      ({ text }) => !text.includes(planted),
    );
    expect(html.text).toContain(`/en/talent/${own.slug}/`);
    expect((await http(`/api/talents/${own.slug}`)).text).not.toContain(planted);
    expect((await call(member, 'getTalentAsMember', { params: { slug: own.slug } })).text).toContain(planted);
    await ok(talent, 'setCasting', { body: own.casting });
  });
});

describe('in the browser', () => {
  let browser: Browser;
  const opened: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterEach(async ({ task }) => {
    for (const [at, context] of opened.splice(0).entries()) {
      if (task.result?.state === 'fail')
        for (const open of context.pages()) await shoot(open, `studio-failed-${at}`).catch(() => undefined);
      expect(complaints.get(context)).toEqual([]);
      await context.close();
    }
  });
  afterAll(() => browser.close());
  async function enter(who: Pick<Person, 'clerkId'>, locale: Locale, viewport = desk, dark = false): Promise<Page> {
    const context = await open(browser, { locale, viewport, dark });
    opened.push(context);
    await signIn(context, who);
    return context.newPage();
  }
  async function look(shown: Page, name: string): Promise<void> {
    await shown.locator('main h1').first().waitFor();
    await shown.waitForFunction(() => !document.querySelector('main [class*="animate-breathe"]'));
    await shoot(shown, name);
    expect(await axe(shown), name).toEqual([]);
    expect(await overflow(shown), `${name} sticks out`).toBeLessThanOrEqual(0);
  }
  const words = (locale: Locale) => ({
    s: translator(locale, studioMessages[locale]),
    t: translator(locale, accountMessages[locale]),
    c: translator(locale, commonMessages[locale]),
  });

  test.each([
    ['en', desk, false],
    ['ar', phone, true],
  ] as const)(
    'the studio in %s: a word saved, a credit added and moved by keyboard',
    async (locale, viewport, dark) => {
      const { s, t, c } = words(locale);
      const credits = [{ title: 'Nights on the Tigris', kind: 'concert', year: 2024 }];
      await ok(talent, 'setCasting', { body: { ...own.casting, credits } });
      const shown = await enter(talent, locale, viewport, dark);
      await shown.goto(`/${locale}/profile/`);
      await look(shown, `studio-${locale}`);
      const part = (id: string) => shown.locator(`#${id}`);
      const save = (id: string) => part(id).getByRole('button', { name: c('action.save'), exact: true });

      const line = part('words').getByLabel(t('profile.headline'));
      await line.fill('Write to me: noor@example.com');
      await shown.getByText(s('unsaved'), { exact: true }).first().waitFor();
      await save('words').click();
      await part('words').getByText(s('wrong.contact')).waitFor();
      await line.fill(`On stage ${letters()}`);
      await save('words').click();
      await shown.getByText(s('saved'), { exact: true }).first().waitFor();

      await part('credits')
        .getByRole('button', { name: s('credits.add') })
        .press('Enter');
      await part('credits').getByLabel(s('credit.title')).fill('Zzz');
      await part('credits')
        .getByRole('button', { name: s('credits.done') })
        .press('Enter');
      const down = part('credits').locator('[data-move] button').nth(1);
      await down.focus();
      await shown.keyboard.press('Enter');
      await part('credits').locator('li').nth(1).getByText('Zzz').waitFor();
      // the focus went along
      await shown.waitForFunction(() => document.activeElement?.closest('li')?.textContent?.includes('Zzz'));
      await save('credits').click();
      await until(
        'the credit is kept',
        () => ok<{ casting: { credits: { title: string }[] } }>(talent, 'getMyProfile'),
        ({ casting }) => casting.credits[1]?.title === 'Zzz',
      );
      await ok(talent, 'setCasting', { body: own.casting });
    },
  );

  test('a press right after a number or a keyword is heard the first time', async () => {
    const { s, t, c } = words('en');
    type Kept = { tags: string[]; casting: { heightCm: number | null; playingAgeFrom: number | null } };
    const kept = () => ok<Kept>(talent, 'getMyProfile');
    const { tags } = await kept();
    await ok(talent, 'setCasting', { body: { ...own.casting, heightCm: 170 } });
    const shown = await enter(talent, 'en');
    await shown.goto('/en/profile/');
    const height = shown.locator('#casting').getByLabel(s('casting.height'));
    const save = (id: string) => shown.locator(`#${id}`).getByRole('button', { name: c('action.save'), exact: true });

    await height.selectText();
    await shown.keyboard.type('181');
    await save('casting').click();
    await until('the height is kept', kept, ({ casting }) => casting.heightCm === 181);
    const rests = () => shown.waitForFunction(() => document.querySelector('#casting [type=submit][disabled]'));
    await rests();

    // what is no such number is put right before it is sent, and what was typed and taken back is nothing new
    await height.selectText();
    await shown.keyboard.type('9');
    await save('casting').click();
    await until('the least there is', kept, ({ casting }) => casting.heightCm !== 181);
    expect((await kept()).casting.heightCm).toBeGreaterThan(9);
    await rests();

    const word = `Vinyl ${Date.now().toString(36)}`;
    await shown
      .locator('#known')
      .getByRole('textbox', { name: t('profile.tags') })
      .click();
    await shown.keyboard.type(word);
    await save('known').click();
    await until('the keyword is kept', kept, (now) => now.tags.includes(word));
    await shown.locator('#known').getByRole('row', { name: word }).waitFor();

    // a button elsewhere on the page, above which the first change makes a line appear
    await height.selectText();
    await shown.keyboard.type('175');
    await shown.getByRole('button', { name: t('profile.unpublish'), exact: true }).click();
    await shown.getByRole('alertdialog', { name: t('profile.unpublish.ask') }).waitFor();
    await ok(talent, 'setCasting', { body: own.casting });
    await ok(talent, 'updateProfile', { body: { tags } });
  });

  test('as others see it, and what a member sees', async () => {
    const { s } = words('en');
    await ok(talent, 'setCasting', { body: { ...own.casting, heightCm: 178, skills: ['Vinyl'], seenBy: 'members' } });
    const shown = await enter(talent, 'en', phone);
    await shown.goto(`/en/talent/${own.slug}/?as=visitor`);
    await look(shown, 'talent-as-visitor-en');
    expect(await shown.locator('#casting').count()).toBe(0);
    await shown.getByRole('button', { name: s('preview.member'), exact: true }).click();
    await shown.locator('#casting').waitFor();
    const theirs = await enter(member, 'ar');
    await theirs.goto(`/ar/talent/${own.slug}/`);
    await theirs.locator('#casting').waitFor();
    await look(theirs, 'talent-member-ar');
    expect(await theirs.getByRole('button', { name: words('ar').s('preview.visitor'), exact: true }).count()).toBe(0);
    await ok(talent, 'setCasting', { body: own.casting });
  });

  test('nobody without a session gets past the door', async () => {
    const sent = await http(`/en/talent/${own.slug}/`);
    expect([sent.status, sent.headers.get('location')]).toEqual([
      303,
      `/en/sign-in/?return=${encodeURIComponent(`/en/talent/${own.slug}/`)}`,
    ]);
  });
});
