// Lists of talents, saved searches with their letter, and the search of whoever is signed in: from outside, then in a browser.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Locale } from '../../src/core/locale.ts';
import { collectionsMessages } from '../../src/i18n/catalogs/collections.ts';
import { commonMessages } from '../../src/i18n/catalogs/common.ts';
import { contactsMessages } from '../../src/i18n/catalogs/contacts.ts';
import { publicMessages } from '../../src/i18n/catalogs/public.ts';
import { searchMessages } from '../../src/i18n/catalogs/search.ts';
import { translator } from '../../src/i18n/translate.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { call, http, local, ok, person, until, type Json, type Person, type Who } from './outside.ts';
import { runJob } from './story.ts';

type Somebody = { email: string; name: string };
type Problem = Json & { code: string; upgradeUrl?: string; feature?: string; fields?: Record<string, string[]> };
type List = { id: string; name: string; talents: number; has: boolean | null };
type Lists = { items: List[]; room: Json; talent: { id: string; displayName: string } | null };
type Page_ = {
  items: {
    talentId: string;
    talent: { displayName: string } | null;
    note: string;
    addedBy: { name: string; me: boolean };
  }[];
  lists: number;
};
type Card = { id: string; slug: string; displayName: string };
type Search = {
  id: string;
  name: string;
  query: Json;
  rhythm: string;
  nextLookAt: string | null;
  toldAt: string | null;
};
type Mail = { to: string; subject: string; text: string; links: string[]; locale: string | null };

let made = 0;
async function newcomer(
  kind: 'individual' | 'professional' | 'company',
  membership?: 'mock:active',
): Promise<Somebody> {
  const name = `Lists ${Date.now().toString(36)} ${(made += 1)}`;
  const who = { name, email: `${name.replaceAll(' ', '-').toLowerCase()}@example.com` };
  await ok(who, 'completeOnboarding', { body: { kind, name, locale: 'en', timeZone: 'Asia/Baghdad' } });
  if (membership) await ok(who, 'mockSubscription', { body: { state: membership } });
  return who;
}
const cards = async (query: Record<string, string | number> = {}) =>
  (await ok<{ items: Card[] }>(null, 'searchTalents', { query: { limit: 30, ...query } })).items;
const lists = (who: Who, talent?: string) => ok<Lists>(who, 'listCollections', talent ? { query: { talent } } : {});
const make = (who: Who, body: Json) => ok<List>(who, 'createCollection', { body });
const list = (who: Who, collectionId: string, headers: Record<string, string> = {}) =>
  ok<Page_>(who, 'getCollection', { params: { collectionId }, headers });
const item = (collectionId: string, talentId: string) => ({ params: { collectionId, talentId } });

afterAll(() => local('clock', { reset: true }));

describe('lists from outside', () => {
  let talents: Card[];
  beforeAll(async () => {
    talents = await cards();
  });
  const nth = (at: number) => talents[at]?.id ?? '';

  test('an individual has one list of twenty, and is shown the way to more', async () => {
    const who = await newcomer('individual');
    expect((await lists(who)).room).toEqual({ lists: 1, talents: 20, shared: false });
    const { id } = await make(who, { name: '  Spring\u202e ', talentId: nth(0) });
    expect((await lists(who)).items).toMatchObject([{ name: 'Spring', talents: 1 }]);
    const second = await call<Problem>(who, 'createCollection', { body: { name: 'Second' } });
    expect(second.status).toBe(403);
    expect(second.body).toMatchObject({ code: 'upgrade_required', upgradeUrl: '/pricing', feature: 'collections' });
    // all at once, and two of each
    const answers = await Promise.all(
      [...talents.slice(0, 24), ...talents.slice(0, 24)].map(({ id: talentId }) =>
        call<Problem>(who, 'addToCollection', { ...item(id, talentId), body: {} }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 403]));
    expect((await list(who, id)).items).toHaveLength(20);
    const refused = answers.find(({ status }) => status === 403)?.body;
    expect(refused).toMatchObject({ code: 'upgrade_required', upgradeUrl: '/pricing' });
  });

  test('a member keeps several, moves talents between them, and takes back what was removed', async () => {
    const who = await newcomer('professional', 'mock:active');
    const [one, two] = [await make(who, { name: 'One' }), await make(who, { name: 'Two' })];
    for (const at of [0, 1, 2])
      await ok(who, 'addToCollection', { ...item(one.id, nth(at)), body: { note: `number ${at}` } });
    await ok(who, 'editCollectionItem', { ...item(one.id, nth(2)), body: { after: null } });
    const out = await ok<Json>(who, 'removeFromCollection', item(one.id, nth(0)));
    expect(out).toEqual({ talentId: nth(0), note: 'number 0', after: nth(2) });
    await ok(who, 'addToCollection', { ...item(one.id, nth(0)), body: { note: 'number 0', after: nth(2) } });
    expect((await list(who, one.id)).items.map(({ talentId }) => talentId)).toEqual([nth(2), nth(0), nth(1)]);
    await ok(who, 'moveToCollection', { ...item(one.id, nth(1)), body: { to: two.id, keep: false } });
    expect((await list(who, two.id)).items).toMatchObject([{ talentId: nth(1), note: 'number 1' }]);
    expect((await lists(who, talents[1]?.slug)).items.map(({ has }) => has)).toEqual([false, true]);
    // a membership that ends keeps what there is and takes nothing new
    await ok(who, 'mockSubscription', { body: { state: 'mock:expired' } });
    expect((await list(who, one.id)).items).toHaveLength(2);
    expect((await call<Problem>(who, 'addToCollection', { ...item(two.id, nth(5)), body: {} })).body.code).toBe(
      'upgrade_required',
    );
    await ok(who, 'deleteCollection', { params: { collectionId: one.id } });
    expect(await ok<List>(who, 'addToCollection', { ...item(two.id, nth(5)), body: {} })).toMatchObject({ talents: 2 });
  });

  test('strangers, talents and nobody learn nothing', async () => {
    const who = await newcomer('individual');
    const { id } = await make(who, { name: 'Secret', talentId: nth(0) });
    const other = await newcomer('individual');
    for (const [operation, what] of [
      ['getCollection', { params: { collectionId: id } }],
      ['editCollection', { params: { collectionId: id }, body: { name: 'Mine' } }],
      ['deleteCollection', { params: { collectionId: id } }],
      ['addToCollection', { ...item(id, nth(1)), body: {} }],
      ['removeFromCollection', item(id, nth(0))],
    ] as const) {
      const answer = await call<Problem>(other, operation, what);
      expect([operation, answer.status, answer.body.code]).toEqual([operation, 404, 'not_found']);
    }
    const talent = await person(({ role }) => role === 'talent');
    expect((await call<Problem>(talent, 'listCollections')).body.code).toBe('role_not_allowed');
    expect((await call(null, 'listCollections')).status).toBe(401);
  });

  test.each<[string, Json | string, number]>([
    ['no name', { name: ' \u200f ' }, 422],
    ['a name of a thousand letters', { name: 'x'.repeat(1000) }, 422],
    ['no text', { name: 7 }, 422],
    ['a field it does not know', { name: 'A', owner: 'somebody' }, 422],
    ['an unknown talent', { name: 'A', talentId: '0190d3a0-0000-7000-8000-00000000ffff' }, 404],
    ['a talent that is none', { name: 'A', talentId: 'zainab' }, 422],
    ['no JSON', '{', 400],
  ])('a list with %s is refused and leaves nothing', async (_, sent, status) => {
    const who = await newcomer('individual');
    const answer = await call<Problem>(
      who,
      'createCollection',
      typeof sent === 'string' ? { raw: sent } : { body: sent },
    );
    expect(answer.status).toBe(status);
    expect((await lists(who)).items).toEqual([]);
  });

  test('colleagues have a company’s lists in common, and it is known who put whom in', async () => {
    const company = await person(({ clerkId }) => clerkId === 'user_demo_tigris_company');
    const rand = await person(({ clerkId }) => clerkId === 'user_demo_rand_colleague');
    const as = { 'acting-for': company.clerkId };
    const { id } = await make(company, { name: `Shared ${Date.now()}`, talentId: nth(0) });
    await ok(rand, 'addToCollection', { ...item(id, nth(1)), body: { note: 'from Rand' }, headers: as });
    const [hers, theirs] = [await list(rand, id, as), await list(company, id)];
    expect(hers.items.map(({ addedBy }) => addedBy.me)).toEqual([false, true]);
    expect(theirs.items.map(({ addedBy }) => [addedBy.me, addedBy.name])).toEqual([
      [true, company.name],
      [false, rand.name],
    ]);
    expect((await call(rand, 'getCollection', { params: { collectionId: id } })).status).toBe(404);
    await ok(rand, 'deleteCollection', { params: { collectionId: id }, headers: as });
  });

  test('whoever takes their page away keeps a place without a name', async () => {
    const sirwa = await person(({ clerkId }) => clerkId === 'user_demo_talent_sirwa_mahmoud');
    const who = await newcomer('individual');
    const [card] = (await cards())
      .concat(await cards({ category: 'translator' }))
      .filter(({ slug }) => slug === 'sirwa-mahmoud');
    const { id } = await make(who, { name: 'Kept', talentId: card?.id ?? '' });
    await ok(who, 'editCollectionItem', { ...item(id, card?.id ?? ''), body: { note: 'my own words' } });
    await ok(sirwa, 'unpublishProfile', { body: {} });
    try {
      const page = await list(who, id);
      expect(page.items).toMatchObject([{ talent: null, note: 'my own words' }]);
      expect(JSON.stringify(page)).not.toContain(card?.displayName);
      expect((await lists(who, 'sirwa-mahmoud')).talent).toBeNull();
    } finally {
      await ok(sirwa, 'publishProfile', { body: {} });
    }
    expect((await list(who, id)).items[0]?.talent?.displayName).toBe(card?.displayName);
  });
});

describe('saved searches', () => {
  const day = 'PT24H';
  const mails = async (who: Somebody) =>
    (await local<Mail[]>(`mail?to=${encodeURIComponent(who.email)}`)).filter(({ text }) =>
      text.includes('/collections/?tab=searches'),
    );

  test('whoever is new is told of once, in one letter; a click in it ends them', async () => {
    const who = await newcomer('individual');
    // of letters alone, and so long that nothing written is near it
    const word = `Rabab${crypto
      .randomUUID()
      .replaceAll('-', '')
      .slice(0, 12)
      .replaceAll(/\d/g, (digit) => 'ghjklmnpqr'[Number(digit)] ?? '')}`;
    const found = async () =>
      (await ok<{ items: Card[] }>(who, 'searchAsMember', { query: { q: word } })).items.map(({ slug }) => slug);
    const saved = await ok<Search>(who, 'createTalentSearch', {
      body: { name: 'The rabab', query: { q: word, sort: 'rating' }, rhythm: 'daily' },
    });
    expect(saved).toMatchObject({ query: { q: word }, toldAt: null });
    await local('clock', { advance: day });
    await runJob('clock-requests');
    expect(await mails(who)).toEqual([]);

    const rebin = await person(({ clerkId }) => clerkId === 'user_demo_talent_rebin_ahmed');
    const before = await ok<{ headline: Record<string, string> }>(rebin, 'getMyProfile');
    await ok(rebin, 'updateProfile', { body: { headline: { ...before.headline, en: `Photographs of the ${word}` } } });
    try {
      await until('the new words to be found', found, (slugs) => slugs.includes('rebin-ahmed'));
      await local('clock', { advance: day });
      await Promise.all([runJob('clock-requests'), runJob('clock-requests'), runJob('clock-requests')]);
      const [letter] = await until(
        'the letter',
        async () => {
          await runJob('clock-outbox');
          return mails(who);
        },
        ({ length }) => length > 0,
      );
      expect(letter?.subject).toBe('One new talent for your saved search');
      expect(letter?.text).toContain('“The rabab”');
      expect(letter?.links.some((link) => link.endsWith('/en/talents/rebin-ahmed/'))).toBe(true);
      expect((await ok<{ items: Search[] }>(who, 'listTalentSearches')).items[0]?.toldAt).not.toBeNull();
      const told = await ok<{ items: { name: string; text: string }[] }>(who, 'listNotifications');
      expect(told.items.filter(({ name }) => name === 'talents.found').map(({ text }) => text)).toEqual([
        'One new talent fits a search you saved',
      ]);

      // nobody new, nothing sent, however often the clock comes by
      await local('clock', { advance: day });
      for (let run = 0; run < 3; run += 1) await runJob('clock-requests');
      await runJob('clock-outbox');
      expect(await mails(who)).toHaveLength(1);

      const stop = new URL(letter?.links.find((link) => link.includes('/unsubscribe/')) ?? '').pathname;
      const clicked = await http(stop, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      });
      expect(clicked.status).toBe(200);
      const { choices } = await ok<{ choices: { kind: string; often: string }[] }>(who, 'getNotificationChoices');
      expect(choices.find(({ kind }) => kind === 'searches')?.often).toBe('never');
    } finally {
      await ok(rebin, 'updateProfile', { body: { headline: before.headline } });
    }
  });

  test.each<[string, Json]>([
    ['a filter nobody has', { name: 'A', query: { category: ['wizard'] } }],
    ['a price without its currency', { name: 'A', query: { priceMin: 5 } }],
    ['a rhythm nobody keeps', { name: 'A', query: {}, rhythm: 'hourly' }],
    ['nothing', {}],
  ])('with %s is refused', async (_, body) => {
    const who = await newcomer('individual');
    expect((await call(who, 'createTalentSearch', { body })).status).toBe(422);
  });
});

describe('in a browser', () => {
  let browser: Browser;
  const opened: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterEach(async ({ task }) => {
    for (const [at, context] of opened.splice(0).entries()) {
      if (task.result?.state === 'fail')
        for (const page of context.pages()) await shoot(page, `collections-failed-${at}`).catch(() => undefined);
      expect(complaints.get(context)).toEqual([]);
      await context.close();
    }
  });
  afterAll(() => browser.close());

  const words = (locale: Locale) => ({
    t: translator(locale, collectionsMessages[locale]),
    s: translator(locale, searchMessages[locale]),
    common: translator(locale, commonMessages[locale]),
    contacts: translator(locale, contactsMessages[locale]),
    label: translator(locale, publicMessages[locale]),
  });
  const isolated = (text: string) => `\u2068${text}\u2069`;
  async function enter(who: Somebody | Pick<Person, 'clerkId'>, locale: Locale, viewport = desk): Promise<Page> {
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

  test.each([
    ['en', desk],
    ['ar', phone],
  ] as const)('from a search to a sorted list, in %s', { timeout: 240_000 }, async (locale, viewport) => {
    const { t, s, label } = words(locale);
    const who = await newcomer('professional', 'mock:active');
    const page = await enter(who, locale, viewport);
    const status = page.getByRole('status').filter({ hasText: /\d/ });

    await page.goto(`/${locale}/discover/`);
    await look(page, `discover-${locale}`);
    const everybody = await status.innerText();
    // the question is in the address, and a step back asks the one before
    if (viewport === phone) await page.getByRole('button', { name: s('filters'), exact: true }).click();
    await page.locator('label:visible:has(input[value="actor"])').click();
    await page.waitForURL(/category=actor/);
    if (viewport === phone) {
      await look(page, `discover-${locale}-filters`);
      await page.getByRole('dialog').getByRole('button').last().click();
    }
    await page.getByRole('button', { name: s('remove', { choice: label('category.actor') }) }).waitFor();
    await until(
      'fewer people',
      () => status.innerText(),
      (said) => said !== everybody,
    );
    await page.goBack();
    await until(
      'everybody again',
      () => status.innerText(),
      (said) => said === everybody,
    );
    await page.goForward();
    await page.reload();
    await page.getByRole('button', { name: s('remove', { choice: label('category.actor') }) }).waitFor();

    // the search is kept
    await page.getByRole('button', { name: t('searches.save') }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: words(locale).common('action.save') })
      .click();
    await page.getByText(t('searches.savedText')).waitFor();

    // the first three go into a list that is made on the spot
    const items = page
      .getByRole('region', { name: s('results') })
      .getByRole('listitem')
      .filter({ has: page.locator('h2') });
    await items.nth(2).waitFor();
    await until(
      'the actors alone',
      () => status.innerText(),
      (said) => said !== everybody,
    );
    const names = (await items.locator('h2').allInnerTexts()).slice(0, 3).map((name) => name.trim());
    for (const [at, name] of names.entries()) {
      await items
        .nth(at)
        .getByRole('button', { name: t('save') })
        .click();
      const dialog = page.getByRole('dialog', { name: t('save.of', { name: isolated(name) }) });
      if (at === 0) {
        await dialog.getByLabel(t('lists.name')).fill('Portraits');
        await dialog.getByRole('button', { name: t('save.create') }).click();
      } else await dialog.locator('label').filter({ hasText: 'Portraits' }).click();
      await dialog.getByRole('checkbox', { name: /Portraits/, checked: true }).waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }

    await page.goto(`/${locale}/collections/`);
    await look(page, `collections-${locale}`);
    await page.getByRole('link', { name: 'Portraits' }).click();
    await page.waitForURL(/\/collections\/[0-9a-f-]{36}\//);
    const rows = page.getByRole('row');
    const order = async () => (await rows.locator('h2').allInnerTexts()).map((name) => name.trim());
    await until('all three', order, (said) => said.join() === names.join());
    await look(page, `collection-${locale}`);

    // the last to the front, with the keyboard alone
    await rows.first().focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Tab']) await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await page.locator('main [data-drop-target]').first().waitFor();
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'Enter']) await page.keyboard.press(key);
    const sorted = await until('another order', order, (said) => said.join() !== names.join());
    await until(
      'the order to be kept',
      async () => {
        const {
          items: [mine],
        } = await lists(who);
        return (await list(who, mine?.id ?? '')).items.map(({ talent }) => talent?.displayName).join();
      },
      (said) => said === sorted.join(),
    );

    // a note, and a removal that is taken back
    const [first = ''] = sorted;
    await page
      .getByRole('button', { name: t('item.noteAdd') })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('textbox').fill('Ask about May');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: words(locale).common('action.save') })
      .click();
    await page.getByText('Ask about May').waitFor();
    await page.getByRole('button', { name: t('item.more', { name: isolated(first) }) }).click();
    await page.getByRole('menuitem', { name: t('item.remove') }).click();
    await until('two left', order, ({ length }) => length === 2);
    await page.getByRole('button', { name: t('undo') }).click();
    await until('all three again', order, (said) => said.join() === sorted.join());
    await page.getByText('Ask about May').waitFor();

    // on paper there is the list, and nothing to press
    await page.emulateMedia({ media: 'print' });
    await shoot(page, `collection-${locale}-print`);
    expect(await page.getByRole('button', { name: t('list.print') }).isVisible()).toBe(false);
    expect(await page.getByText('Ask about May').isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });

    await page.goto(`/${locale}/collections/?tab=searches`);
    await page.getByRole('heading', { name: label('category.actor') }).waitFor();
    await look(page, `searches-${locale}`);
    await page.goto(`/${locale}/dashboard/`);
    await page.getByRole('link', { name: 'Portraits' }).waitFor();
  });

  test('the link of a public page leads through the sign-in into a list', async () => {
    const { t, contacts } = words('en');
    const who = await newcomer('individual');
    const context = await open(browser, {});
    opened.push(context);
    const page = await context.newPage();
    await page.goto('/en/talents/yasir-al-azzawi/');
    const link = page.getByRole('link', { name: contacts('list') });
    const href = (await link.getAttribute('href')) ?? '';
    await link.click();
    await page.waitForURL(/\/en\/sign-in\//);
    expect(new URL(page.url()).searchParams.get('return')).toBe(href);
    await signIn(context, who);
    await page.goto(href);
    const dialog = page.getByRole('dialog', { name: /Yasir Al-Azzawi/ });
    await dialog.getByLabel(t('lists.name')).fill('Directors');
    await dialog.getByRole('button', { name: t('save.create') }).click();
    await dialog.getByRole('checkbox', { name: /Directors/, checked: true }).waitFor();
    await look(page, 'collections-add');
    await dialog.getByRole('button', { name: t('save.done') }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('');
    expect((await lists(who, 'yasir-al-azzawi')).items).toMatchObject([{ name: 'Directors', has: true }]);
    // nobody, and who is not shown
    await page.goto('/en/collections/?add=nobody-of-this-name');
    await page.getByRole('dialog', { name: t('save.gone.title') }).waitFor();
  });

  test('talents search as well, and keep no lists', async () => {
    const { t, s } = words('en');
    const talent = await person(({ role }) => role === 'talent');
    const page = await enter(talent, 'en');
    await page.goto('/en/discover/?q=xqzvwk');
    await page.getByText(s('none.title')).waitFor();
    await look(page, 'discover-nobody');
    await page.goto('/en/discover/');
    await page.getByRole('region', { name: s('results') }).waitFor();
    expect(await page.getByRole('button', { name: t('searches.save') }).count()).toBe(0);
    expect(await page.getByText(t('save'), { exact: true }).count()).toBe(0);
    await page.goto('/en/collections/');
    await page.getByText(t('notForYou.title')).waitFor();
    await look(page, 'collections-not-for-you');
  });
});
