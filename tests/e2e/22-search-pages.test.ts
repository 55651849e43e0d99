// Finding somebody without an account and without script: the front page, the lists, the search; and whom an operator puts first.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Locale } from '../../src/core/locale.ts';
import { commonMessages } from '../../src/i18n/catalogs/common.ts';
import { featuredMessages } from '../../src/i18n/catalogs/featured.ts';
import { landingMessages } from '../../src/i18n/catalogs/landing.ts';
import { publicMessages } from '../../src/i18n/catalogs/public.ts';
import { searchMessages } from '../../src/i18n/catalogs/search.ts';
import { translator } from '../../src/i18n/translate.ts';
import { graphsOf } from '../../src/testing/schema-org.ts';
import { axe, awake, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { http, ok, origin, people as everybody, person } from './outside.ts';

type Card = { id: string; slug: string; displayName: string; category: string; city: string };

let browser: Browser;
/** People of the demo whose names nobody else has: other stories bring people too. */
let people: Card[];
const opened: BrowserContext[] = [];
beforeAll(async () => {
  browser = await launch();
  const { items } = await ok<{ items: Card[] }>(null, 'listTalents', { query: { limit: '50' } });
  const demo = (await everybody()).filter(({ clerkId }) => clerkId.startsWith('user_demo_'));
  const called = (wanted: string) => items.filter(({ displayName }) => displayName === wanted).length;
  people = items.filter(({ displayName: its }) => called(its) === 1 && demo.some(({ name }) => name === its));
  expect(people.length).toBeGreaterThan(2);
});
afterEach(async () => {
  for (const context of opened.splice(0)) {
    expect(complaints.get(context)).toEqual([]);
    await context.close();
  }
});
afterAll(() => browser.close());

const words = (locale: Locale) => ({
  search: translator(locale, searchMessages[locale]),
  label: translator(locale, publicMessages[locale]),
  landing: translator(locale, landingMessages[locale]),
});
/** A reader without script, as far as the pages are public: nothing of them may need it. */
async function reader(locale: Locale, viewport = phone, javaScriptEnabled = false): Promise<Page> {
  const context = await open(browser, { locale, viewport, javaScriptEnabled });
  opened.push(context);
  return context.newPage();
}
const scripts = (html: string) => html.match(/<script(?![^>]*application\/ld\+json)/g);
const resultCount = async (page: Page) => page.locator('main li h3').count();

describe.each(['en', 'ar'] as const)('%s', (locale) => {
  const { search, label, landing } = words(locale);

  test('from the front page to somebody: words, a city, a trade, taken back again, all without script', async () => {
    const page = await reader(locale);
    await page.goto(`/${locale}/`);
    const trade = people[0]?.category ?? '';
    await page.getByRole('searchbox').fill(people[0]?.displayName ?? '');
    await page.getByRole('search').getByRole('button').click();
    await page.waitForURL(/\/search\/\?q=/);
    // the city was left open, and the address says nothing of it
    expect(new URL(page.url()).search).not.toContain('city');
    await page.getByRole('heading', { level: 3, name: people[0]?.displayName ?? '' }).waitFor();
    await shoot(page, `search-${locale}-390-words`);

    await page.goto(`/${locale}/search/`);
    const everyone = await page.locator('main [role=status]').first().textContent();
    await page.locator('details.unfolds > summary').click();
    const option = page
      .locator('details.unfolds')
      .getByRole('link', { name: label(`categories.${trade}` as 'home.title') });
    const [, count] = /(\d+)\D*$/.exec((await option.textContent()) ?? '') ?? [];
    await option.click();
    await page.waitForURL(new RegExp(`/${locale}/search/\\?category=${trade}$`));
    expect(await resultCount(page)).toBe(Number(count));
    await page
      .getByRole('list', { name: search('chosen') })
      .getByRole('link')
      .click();
    await page.waitForURL(`**/${locale}/search/`);
    expect(await page.locator('main [role=status]').first().textContent()).toBe(everyone);
  });

  test('what is typed in the filters goes along with what was chosen, and comes back as it was understood', async () => {
    const page = await reader(locale, desk);
    await page.goto(`/${locale}/search/?city=baghdad`);
    await page.locator('summary', { hasText: search('filter.price') }).click();
    await page.locator('input[name=priceMax]').fill('٥٠٠٬٠٠٠');
    await page.locator('input[name=priceMin]').fill('900000');
    await page
      .locator('details[open]', { hasText: search('filter.price') })
      .getByRole('button')
      .last()
      .click();
    await page.waitForURL(/city=baghdad/);
    expect(new URL(page.url()).search).toBe('?city=baghdad&currency=IQD&priceMax=900000&priceMin=500000');
    const chips = page.getByRole('list', { name: search('chosen') });
    expect(await chips.getByRole('listitem').count()).toBe(3);
    await shoot(page, `search-${locale}-1280-filters`);
  });

  test('a search that finds nobody says what to take back, and every such link finds more', async () => {
    const page = await reader(locale);
    await page.goto(`/${locale}/search/?category=dj&city=agadir&rating=4.5&priceMin=900000000&currency=IQD`);
    await page.getByRole('heading', { name: search('none.title') }).waitFor();
    const ways = await page.locator('main section ul').last().getByRole('link').all();
    expect(ways.length).toBeGreaterThan(3);
    await shoot(page, `search-${locale}-390-none`);
    const all = await ways.at(-1)?.getAttribute('href');
    const { text } = await http(all ?? '');
    expect(text.match(/<h3/g)?.length ?? 0).toBeGreaterThan(5);
  });

  test.each([
    ['search', `/${locale}/search/`],
    ['results', `/${locale}/search/?city=baghdad&free=&q=`],
    ['nobody', `/${locale}/search/?q=qqqqqq&category=dj`],
    ['trade', `/${locale}/talents/as/photographer/`],
    ['city', `/${locale}/talents/in/erbil/`],
    ['home', `/${locale}/`],
  ])('%s: no script, nothing for axe to find, nothing sticks out', async (name, path) => {
    for (const [viewport, dark] of [
      [phone, true],
      [desk, false],
    ] as const) {
      const context = await open(browser, { locale, viewport, dark });
      opened.push(context);
      const page = await context.newPage();
      await page.goto(path);
      await shoot(page, `${name}-${locale}-${viewport.width}${dark ? '-dark' : ''}`);
      expect(await axe(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(scripts(await page.content())).toBeNull();
    }
  });

  test('a list of the house says what it is, and leads on', async () => {
    const { text } = await http(`/${locale}/talents/as/singer/`);
    expect(text).toContain(landing('trade.singer'));
    expect(text).toContain(`href="/${locale}/search/?category=singer"`);
    const [nodes] = graphsOf(text);
    expect(nodes?.map((node) => node['@type'])).toEqual(['CollectionPage', 'BreadcrumbList']);
  });
});

test('odd questions are answered kindly, and never with a failure', async () => {
  const odd = [
    `?q=${'a'.repeat(10_000)}`,
    '?zodiac=leo',
    '?category[]=dj&category[]=plumber&city=atlantis',
    '?free=2026-02-30&age=-1&heightMin=tall&priceMin=1e9',
    '?cursor=Jw&sort=price&sort=newest',
    '?q=%27%20or%201%3D1--&skill=%25&tag=%00',
    '?q=%F0%9F%98%80%E2%80%AE&exact=1',
  ];
  for (const query of odd) {
    const { status, text, headers } = await http(`/en/search/${query}`);
    // a clean way to write it, or the page with a word about what was left out
    expect([200, 303], query).toContain(status);
    if (status === 200) expect(text, query).toContain('role="status"');
    expect(headers.get('cache-control'), query).toContain('no-store');
  }
  const { text } = await http('/en/search/?zodiac=leo');
  expect(text).toContain('There is no filter called “zodiac”.');
  // no list of ours has numbers: whoever makes one up is led to its beginning
  const numbered = await http('/en/search/?page=5&q=oud');
  expect([numbered.status, new URL(numbered.headers.get('location') ?? '', origin()).search]).toEqual([303, '?q=oud']);
  expect((await http('/de/search/')).status).toBe(404);
});

test('search engines keep the search itself and the lists, and no other question', async () => {
  const head = async (path: string) => (await http(path)).text.split('</head>')[0] ?? '';
  expect(await head('/en/search/')).toContain(`<link rel="canonical" href="${origin()}/en/search/">`);
  expect(await head('/en/search/')).not.toContain('noindex');
  expect(await head('/en/search/?category=singer')).toContain(
    `<link rel="canonical" href="${origin()}/en/talents/as/singer/">`,
  );
  for (const query of ['?q=oud', '?category=singer&sort=newest', '?category=dj&category=singer'])
    expect(await head(`/en/search/${query}`), query).toContain('content="noindex"');
});

test('pages of results meet: everybody once, by links alone', async () => {
  const seen: string[] = [];
  let next: string | undefined = '/en/search/?sort=newest';
  for (let turn = 0; next !== undefined && turn < 10; turn += 1) {
    const { text, status } = await http(next);
    expect(status).toBe(200);
    seen.push(
      ...[...text.matchAll(/<h3[^>]*>\s*<a[^>]*href="\/en\/talents\/([^/]+)\//g)].map(([, slug]) => slug ?? ''),
    );
    next = /<a[^>]*rel="next"[^>]*href="([^"]+)"|<a[^>]*href="([^"]+)"[^>]*rel="next"/
      .exec(text)
      ?.slice(1)
      .find(Boolean)
      ?.replaceAll('&amp;', '&');
  }
  const { total } = await ok<{ total: number }>(null, 'searchTalents');
  expect(seen).toHaveLength(total);
  expect(new Set(seen).size).toBe(total);
});

test('the data of every kind of page has the shapes of schema.org', async () => {
  const { slug = '' } = people[0] ?? {};
  const kinds: Record<string, string[]> = {};
  for (const path of ['/en/', '/ar/talents/', '/ckb/talents/in/erbil/', `/fr/talents/${slug}/`]) {
    const { text } = await http(path);
    kinds[path] = graphsOf(text).flatMap((nodes) => nodes.map((node) => node['@type']));
  }
  expect(kinds).toEqual({
    '/en/': ['WebSite', 'Organization'],
    '/ar/talents/': ['CollectionPage', 'BreadcrumbList'],
    '/ckb/talents/in/erbil/': ['CollectionPage', 'BreadcrumbList'],
    [`/fr/talents/${slug}/`]: ['ProfilePage', 'Person', 'Service', 'BreadcrumbList'],
  });
});

test('the sitemap is XML; it names each published talent in each language with all the others, and nobody else', async () => {
  const page = await reader('en', desk, true);
  await page.goto('/en/');
  /** Read as a strict parser reads it: one wrong sign and there is no document. */
  const parse = (xml: string) =>
    page.evaluate((text) => {
      const document = new DOMParser().parseFromString(text, 'application/xml');
      if (document.querySelector('parsererror')) return null;
      return {
        root: document.documentElement.localName,
        entries: [...document.documentElement.children].map((entry) => ({
          loc: entry.querySelector('loc')?.textContent ?? '',
          lastmod: entry.querySelector('lastmod')?.textContent ?? '',
          alternates: [...entry.getElementsByTagNameNS('http://www.w3.org/1999/xhtml', 'link')].map((link) => [
            link.getAttribute('hreflang'),
            link.getAttribute('href'),
          ]),
        })),
      };
    }, xml);
  const robots = await http('/robots.txt');
  expect(robots.text).toContain(`Sitemap: ${origin()}/sitemap-index.xml`);
  const index = await parse((await http('/sitemap-index.xml')).text);
  expect(index?.root).toBe('sitemapindex');
  const files = index?.entries.map(({ loc }) => new URL(loc).pathname) ?? [];
  expect(files).toEqual(['/sitemap-talents-1.xml', '/sitemap-pages-0.xml']);

  const talents = await parse((await http(files[0] ?? '')).text);
  const listed = talents?.entries ?? [];
  const { total } = await ok<{ total: number }>(null, 'searchTalents');
  expect(listed).toHaveLength(total * 4);
  for (const { loc, lastmod, alternates } of listed) {
    expect(Date.parse(lastmod), loc).toBeGreaterThan(0);
    expect(alternates.map(([tag]) => tag)).toEqual(['en', 'ar', 'ckb', 'fr', 'x-default']);
    expect(alternates.map(([, href]) => href)).toContain(loc);
  }
  const pages = await parse((await http('/sitemap-pages-0.xml')).text);
  const paths = pages?.entries.map(({ loc }) => new URL(loc).pathname) ?? [];
  expect(paths).toEqual(expect.arrayContaining(['/en/', '/ar/talents/', '/ckb/talents/as/singer/', '/fr/pricing/']));
  expect(paths.filter((path) => /^\/..\w?\/talents\/(?!as\/|in\/)[^/]+\/$/.test(path))).toEqual([]);
  expect((await http('/sitemap-talents-99.xml')).status).toBe(404);
});

test('lists that had numbers lead to the search, and so does a trade in a city where nobody is', async () => {
  const to = async (path: string) => {
    const { status, headers } = await http(path);
    return [
      status,
      new URL(headers.get('location') ?? '', origin()).pathname +
        new URL(headers.get('location') ?? '', origin()).search,
    ];
  };
  expect(await to('/en/talents/page/2/')).toEqual([301, '/en/search/']);
  expect(await to('/ar/talents/as/dj/page/3/')).toEqual([301, '/ar/search/?category=dj']);
  expect(await to('/fr/talents/in/erbil/page/2/')).toEqual([301, '/fr/search/?city=erbil']);
  expect(await to('/en/talents/as/dj/in/atlantis/')).toEqual([302, '/en/search/?category=dj&city=atlantis']);
  const [one] = people;
  expect((await http(`/en/talents/as/${one?.category}/in/${one?.city}/`)).status).toBe(200);
});

test.each(['en', 'ar'] as const)('an operator puts somebody first with the keyboard alone: %s', async (locale) => {
  const t = translator(locale, featuredMessages[locale]);
  const c = translator(locale, commonMessages[locale]);
  const context = await open(browser, { locale, viewport: desk });
  opened.push(context);
  await signIn(context, await person((one) => one.role === 'admin'));
  const page = await context.newPage();
  await page.goto(`/${locale}/admin/featured/`);
  await awake(page);
  await page.getByRole('tab', { name: t('section.celebrations') }).click();
  const order = page.getByRole('list', { name: t('order', { section: t('section.celebrations') }) });
  const before = await order.getByRole('listitem').count();
  for (const { displayName } of people.slice(0, 2)) {
    const name = displayName;
    if ((await order.getByText(name, { exact: true }).count()) > 0) continue;
    await page.getByLabel(t('find.hint')).fill(name);
    await page.getByRole('button', { name: t('add', { name }) }).press('Enter');
    await order.getByText(name, { exact: true }).waitFor();
  }
  const [first = '', second = ''] = people.slice(0, 2).map(({ displayName }) => displayName);
  const names = () => order.locator('li p.font-semibold').allTextContents();
  const [upper] = await names();
  const mover = upper === first ? second : first;
  await page.getByRole('button', { name: t('up', { name: mover }) }).press('Enter');
  await expect.poll(async () => (await names())[0]).toBe(mover);
  // from today on, chosen from the house's calendar: the day is the operator's
  const opener = page.getByRole('button', { name: t('open', { end: t('from'), name: mover }) });
  await opener.press('Enter');
  await page.waitForFunction(() => document.activeElement?.closest('[role=grid]'));
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: t('clear', { end: t('from'), name: mover }) }).waitFor();
  expect(await axe(page)).toEqual([]);
  await shoot(page, `featured-${locale}-1280`);
  await page.getByRole('button', { name: t('save') }).press('Enter');
  await page.getByText(t('saved')).waitFor();
  type Item = { talent: Card; state: string; startsAt: string | null };
  const operator = await person((one) => one.role === 'admin');
  const { sections } = await ok<{ sections: { section: string; items: Item[] }[] }>(operator, 'listFeatured');
  const { timeZone } = await ok<{ timeZone: string }>(operator, 'getMe');
  const kept = sections.find(({ section }) => section === 'celebrations')?.items ?? [];
  expect(kept.map(({ talent, state }) => [talent.displayName, state])).toEqual([
    [mover, 'shown'],
    [mover === first ? second : first, 'shown'],
  ]);
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' });
  expect(clock.format(new Date(kept[0]?.startsAt ?? NaN))).toBe('00:00:00');
  expect(before).toBeLessThanOrEqual(2);
  expect(c('brand.name')).not.toBe('');
});

test('nobody else finds the operator’s screen', async () => {
  const context = await open(browser, { viewport: desk });
  opened.push(context);
  await signIn(context, await person((one) => one.role === 'customer'));
  const page = await context.newPage();
  await page.goto('/en/admin/featured/');
  await awake(page);
  expect(await page.getByRole('tab').count()).toBe(0);
});
