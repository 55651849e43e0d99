// The public site as a whole, planted with words that only members, subscribers or nobody may read, built again, and then
// read byte for byte: files, functions and the API without a session.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentPageIds } from '../../src/core/content-pages.ts';
import { locales } from '../../src/core/locale.ts';
import * as fakes from '../../src/testing/fake-files.ts';
import { axe, complaints, desk, launch, open, overflow, phone } from './browser.ts';
import { call, http, local, ok, openapi, origin, tokenOf, type Json } from './outside.ts';

/** What was planted: a word, and where. None of these may be read by somebody without a session. */
const secrets = new Map<string, string>();
const secret = (where: string) => {
  const word = `Zqx${secrets.size}${crypto.randomUUID().slice(0, 8)}vk`;
  secrets.set(word, where);
  return word;
};
/** The control: a word everybody may read. A search that does not find it proves nothing. */
const publicWord = `Zqpublic${crypto.randomUUID().slice(0, 8)}`;
const planted = {
  open: '',
  closed: '',
  draft: '',
  items: [] as string[],
  /** the control: what stands in the place of a film for everybody */
  poster: '',
  /** files of work that were sent: where they lie, and who may have them */
  sent: [] as { visibility: string; url: string }[],
};

type Profile = Json & { slug: string; id: string };

/** Somebody new with everything a page needs. */
async function talentNamed(
  name: string,
  headline: string,
): Promise<{ who: { email: string; name: string }; slug: string }> {
  const who = { email: `${secret(`the e-mail address of ${name}`).toLowerCase()}@example.com`, name };
  await ok(who, 'completeOnboarding', {
    body: {
      kind: 'talent',
      name,
      locale: 'en',
      timeZone: 'Asia/Baghdad',
      category: 'actor',
      city: 'baghdad',
      birthDate: '1994-05-17',
    },
  });
  const { slug } = await ok<Profile>(who, 'updateProfile', {
    body: {
      headline: { en: headline },
      bio: { en: 'Twelve years on stage in Baghdad and Basra, comedy and drama, and two seasons of television.' },
      languages: ['ar', 'en'],
    },
  });
  await ok(who, 'createService', {
    body: {
      title: { en: 'A day of shooting' },
      description: { en: 'Ten hours on set.' },
      price: { amount: 300_000, currency: 'IQD' },
      durationMinutes: 600,
      place: 'on_site',
    },
  });
  return { who, slug };
}

type Person = Parameters<typeof tokenOf>[0];
type Sent = { id: string; media: { url: string } | null; file?: { url: string } };

/** A file sent as a browser sends it, with its address. */
async function sentBy(who: Person, bytes: Uint8Array, said: { kind: string; type: string; visibility: string }) {
  const told = await ok<{ id: string; upload: { method: string; url: string; headers: Record<string, string> } }>(
    who,
    'announceWork',
    { body: { ...said, size: bytes.byteLength } },
  );
  const { method, url, headers } = told.upload;
  expect((await http(url, { method, headers, body: new Uint8Array(bytes) })).status).toBeLessThan(300);
  const { items } = await ok<{ items: Sent[] }>(who, 'completeWork', { params: { itemId: told.id }, body: {} });
  const item = items.find(({ id }) => id === told.id);
  const address = item?.media?.url ?? item?.file?.url ?? '';
  expect(address).toContain(told.id);
  planted.sent.push({ visibility: said.visibility, url: address });
  if (said.visibility !== 'public') {
    planted.items.push(told.id);
    secrets.set(told.id, `the id of a ${said.kind} for ${said.visibility}`);
  }
  return address;
}

/** What stands in a film's place, with its address. */
async function posterBy(who: Person, posterOf: string, bytes: Uint8Array, visibility: string) {
  const told = await ok<{ id: string; upload: { method: string; url: string; headers: Record<string, string> } }>(
    who,
    'announceWork',
    { body: { kind: 'poster', type: 'image/png', size: bytes.byteLength, posterOf } },
  );
  const { method, url, headers } = told.upload;
  expect((await http(url, { method, headers, body: new Uint8Array(bytes) })).status).toBeLessThan(300);
  const { items } = await ok<{ items: (Sent & { poster?: { id: string; url: string } })[] }>(who, 'completeWork', {
    params: { itemId: told.id },
    body: {},
  });
  const poster = items.find(({ id }) => id === posterOf)?.poster;
  expect(poster?.id).toBe(told.id);
  planted.sent.push({ visibility, url: poster?.url ?? '' });
  if (visibility !== 'public') {
    planted.items.push(told.id);
    secrets.set(told.id, `the id of a poster for ${visibility}`);
  } else planted.poster = told.id;
  return poster?.url ?? '';
}

const bytesAt = async (path: string, who: Person | null) => {
  const headers = new Headers(who ? { authorization: `Bearer ${await tokenOf(who)}` } : {});
  const answer = await fetch(new URL(path, origin()), { headers, redirect: 'manual' });
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
};

/** Sound whose samples spell a word: they are kept as they came, whatever is taken from around them. */
const spelling = (word: string): Buffer => {
  const sound = fakes.wav();
  sound.write(word, 600, 'latin1');
  return sound;
};

async function plant(): Promise<void> {
  const shown = await talentNamed('Planted Open', `On stage and on screen ${publicWord}`);
  planted.open = shown.slug;
  await ok(shown.who, 'setCasting', {
    body: {
      playingAgeFrom: 30,
      playingAgeTo: 45,
      heightCm: 181,
      hair: 'black',
      eyes: 'brown',
      skills: [secret('a skill for members')],
      accents: [secret('an accent for members')],
      credits: [
        {
          title: secret('the title of a credit for members'),
          role: secret('a role for members'),
          kind: 'film',
          year: 2021,
          production: secret('a production for members'),
        },
      ],
      seenBy: 'members',
    },
  });
  // contact details are kept as they were typed, and are in no byte for strangers: in what is told of a person, a service, a piece of work
  const contactIn = (where: string) => `Ask ${secret(`an address in the description of ${where}`)}@example.com`;
  const { services } = await ok<{ services: { id: string }[] }>(shown.who, 'updateProfile', {
    body: {
      bio: { en: `Twelve years on stage in Baghdad, comedy and drama, and television. ${contactIn('oneself')}` },
    },
  });
  const serviceId = services[0]?.id ?? '';
  await ok(shown.who, 'updateService', {
    params: { serviceId },
    body: { description: { en: contactIn('a service') } },
  });
  await ok(shown.who, 'addWorkLink', {
    body: { url: 'https://youtu.be/Zqeverybody', description: { en: contactIn('a piece of work') } },
  });
  const title = { en: 'Call 0770 999 0001' };
  for (const [operationId, what] of [
    ['updateService', { params: { serviceId }, body: { title } }],
    ['addWorkLink', { body: { url: 'https://youtu.be/Zqeverybod2', title } }],
  ] as const)
    expect((await call(shown.who, operationId, what)).body, operationId).toMatchObject({
      code: 'invalid',
      fields: { 'title.en': ['contact'] },
    });
  for (const visibility of ['members', 'subscribers'] as const) {
    const { items } = await ok<{ items: { id: string; visibility: string }[] }>(shown.who, 'addWorkLink', {
      body: {
        url: `https://youtu.be/${visibility === 'members' ? 'Zqmembers01' : 'Zqsubscrib1'}`,
        title: { en: secret(`the title of work for ${visibility}`) },
        description: { en: secret(`the description of work for ${visibility}`) },
        visibility,
      },
    });
    for (const item of items)
      if (item.visibility === visibility) {
        planted.items.push(item.id);
        secrets.set(item.id, `the id of work for ${visibility}`);
      }
  }
  secrets.set('Zqmembers01', 'the link of work for members').set('Zqsubscrib1', 'the link of work for subscribers');
  // a recording for members, one for subscribers, and for everybody one that proves the search
  for (const [visibility, word] of [
    ['members', secret('the sound of a recording for members')],
    ['subscribers', secret('the sound of a recording for subscribers')],
    ['public', publicWord],
  ] as const)
    await sentBy(shown.who, spelling(word), { kind: 'audio', type: 'audio/wav', visibility });
  // a picture is drawn anew, so what lies there is read as its owner before it is looked for
  const noise = {
    width: 64,
    height: 48,
    channels: 3 as const,
    background: 'white',
    noise: { type: 'gaussian' as const, mean: 128, sigma: 60 },
  };
  const picture = await sharp({ create: noise }).png().toBuffer();
  const address = await sentBy(shown.who, picture, { kind: 'image', type: 'image/png', visibility: 'members' });
  const kept = await bytesAt(address, shown.who);
  expect([kept.status, kept.bytes.length > 1000]).toEqual([200, true]);
  const heartOf = (bytes: Buffer) => bytes.subarray(bytes.length / 2, bytes.length / 2 + 32).toString('latin1');
  secrets.set(heartOf(kept.bytes), 'the bytes of a picture for members');
  // what stands in the place of a film: for those who see the film, whatever was said of it
  for (const visibility of ['members', 'subscribers', 'public'] as const) {
    const film = await sentBy(shown.who, fakes.filmFromAPhone(), { kind: 'video', type: 'video/mp4', visibility });
    const still = await sharp({ create: noise }).png().toBuffer();
    const poster = await posterBy(shown.who, film.split('/')[3] ?? '', still, visibility);
    const lain = await bytesAt(poster, shown.who);
    expect([lain.status, lain.bytes.length > 1000]).toEqual([200, true]);
    if (visibility !== 'public') secrets.set(heartOf(lain.bytes), `the bytes of a poster for ${visibility}`);
  }
  await ok(shown.who, 'publishProfile');
  const digits = String(7_700_000_000 + Math.floor(Math.random() * 99_999_999));
  secrets.set(digits, 'a telephone number');
  await ok(shown.who, 'giveWhatsappNumber', { body: { number: `+964${digits}` } });

  const closed = await talentNamed('Planted Closed', secret('the headline of a profile for members'));
  planted.closed = closed.slug;
  secrets.set(closed.slug, 'the address of a profile for members');
  await ok(closed.who, 'updateProfile', { body: { seenBy: 'members' } });
  await ok(closed.who, 'publishProfile');

  const draft = await talentNamed('Planted Draft', secret('the headline of a draft'));
  planted.draft = draft.slug;
  secrets.set(draft.slug, 'the address of a draft');
  const young = `${new Date().getUTCFullYear() - 12}-02-27`;
  secrets.set(young, 'a birth date');
  await ok(draft.who, 'changeBirthDate', { body: { birthDate: young } });
  const guardian = secret('a guardian’s name');
  await ok(draft.who, 'nameGuardian', {
    body: { name: guardian, email: `${secret('a guardian’s address').toLowerCase()}@example.com`, locale: 'en' },
  });
}

/** Everything the host serves as a file, as it lies on the disk. */
let files: { path: string; bytes: Buffer }[] = [];
let browser: Browser;
const htmlOf = (path: string) => files.find((file) => file.path === path)?.bytes.toString() ?? '';
const publicFiles = () =>
  files.filter(({ path, bytes }) => path.endsWith('/index.html') && bytes.includes('<link rel="canonical"'));

beforeAll(async () => {
  await plant();
  await local('rebuild', {});
  const { home } = await local<{ home: string }>('stack');
  const root = join(home, 'site');
  files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(root, path).replaceAll('\\', '/'), bytes: readFileSync(path) }));
  browser = await launch();
}, 400_000);
afterAll(() => browser?.close());

/** Bytes are looked through as bytes. */
const toldIn = (said: string | Buffer) => {
  const text = typeof said === 'string' ? said : said.toString('latin1');
  return [...secrets]
    .filter(([word]) => text.includes(word) || text.includes(word.toLowerCase()))
    .map(([, where]) => where);
};

describe('planted words', () => {
  test('are many, and the search finds what may be found', () => {
    expect(secrets.size).toBeGreaterThan(26);
    const found = files.filter(({ bytes }) => bytes.includes(publicWord)).map(({ path }) => path);
    for (const locale of locales) expect(found).toContain(`${locale}/talents/${planted.open}/index.html`);
    for (const locale of locales)
      expect(htmlOf(`${locale}/talents/${planted.open}/index.html`)).toContain(planted.poster);
    expect(toldIn(`control: ${[...secrets.keys()][0]}`)).toHaveLength(1);
  });

  test('are in no byte of the built site', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(files.flatMap(({ path, bytes }) => toldIn(bytes).map((where) => `${path}: ${where}`))).toEqual([]);
    expect(files.map(({ path }) => path).filter((path) => toldIn(path).length > 0)).toEqual([]);
  });

  test('are in no answer of the API to somebody without a session', async () => {
    const { operations } = await openapi();
    const gets = operations.filter(({ method }) => method === 'GET');
    expect(gets.length).toBeGreaterThan(60);
    const told: string[] = [];
    let control = 0;
    let answered = 0;
    for (const { operationId, path, parameters } of gets) {
      const slots = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
      const whom = slots.includes('slug')
        ? [planted.open, planted.closed, planted.draft]
        : slots.includes('itemId')
          ? planted.items
          : [''];
      for (const id of whom) {
        const params = Object.fromEntries(
          slots.map((name) => {
            const example = parameters.find((one) => one.name === name);
            const shown = example?.example ?? (example?.schema as Json | undefined)?.example;
            return [name, name === 'slug' || name === 'itemId' ? id : typeof shown === 'string' ? shown : 'x'];
          }),
        );
        const asked: Record<string, string>[] =
          operationId === 'searchTalents'
            ? [{ q: 'Planted' }, { q: 'stage television', category: 'actor' }, { city: 'baghdad', limit: '50' }]
            : [{}];
        for (const query of asked) {
          const { status, text } = await call(null, operationId, { params, query });
          answered += 1;
          expect(status, `${path} ${id}`).toBeLessThan(500);
          if (text.includes(publicWord)) control += 1;
          // an address that was asked for may be named in the refusal; it says nothing but what was asked
          const rest = id ? text.replaceAll(id, '') : text;
          told.push(...toldIn(rest).map((where) => `${operationId} ${id}: ${where}`));
        }
      }
    }
    expect(answered).toBeGreaterThan(gets.length);
    expect(control).toBeGreaterThan(1);
    expect(told).toEqual([]);
  });

  test('are in no file of work that somebody without a session gets, in any size or part of it', async () => {
    const told: string[] = [];
    const got: Record<string, number[]> = { public: [], members: [], subscribers: [] };
    expect(planted.sent.map(({ visibility }) => visibility).sort()).toEqual([
      ...Array<string>(4).fill('members'),
      ...Array<string>(3).fill('public'),
      ...Array<string>(3).fill('subscribers'),
    ]);
    for (const { visibility, url } of planted.sent)
      for (const path of [
        url,
        `${url}?v=1`,
        ...[320, 640, 1280].map((width) => `/.netlify/images?url=${encodeURIComponent(url)}&w=${width}`),
      ]) {
        const { status, bytes } = await bytesAt(path, null);
        expect(status, path).toBeLessThan(500);
        if (path === url) got[visibility]?.push(status);
        if (visibility !== 'public') expect(status, path).toBeGreaterThanOrEqual(400);
        told.push(...toldIn(bytes.toString('latin1')).map((where) => `${path}: ${where}`));
      }
    expect(got).toEqual({ public: [200, 200, 200], members: [404, 404, 404, 404], subscribers: [404, 404, 404] });
    const open = planted.sent.find(({ visibility }) => visibility === 'public');
    expect((await bytesAt(open?.url ?? '', null)).bytes.toString('latin1')).toContain(publicWord);
    expect(told).toEqual([]);
  });

  test('are on no page that a function makes, nor in its picture', async () => {
    const told: string[] = [];
    let control = 0;
    for (const locale of locales) {
      const paths = [
        ...[planted.open, planted.closed, planted.draft].flatMap((slug) => [
          `/${locale}/talents/${slug}/`,
          `/fresh/${locale}/talents/${slug}/`,
          `/og/${locale}/talents/${slug}.000000000000.jpg`,
        ]),
        `/${locale}/search/?q=Planted`,
        `/${locale}/search/?city=baghdad&category=actor`,
        '/sitemap-index.xml',
      ];
      for (const path of paths) {
        const { text, status } = await http(path);
        if (text.includes(publicWord)) control += 1;
        expect(status, path).toBeLessThan(500);
        const slug = [planted.closed, planted.draft].find((one) => path.includes(one));
        if (slug) expect(status, path).toBe(404);
        told.push(...toldIn(slug ? text.replaceAll(slug, '') : text).map((where) => `${path}: ${where}`));
      }
    }
    expect(control).toBeGreaterThan(3);
    expect(told).toEqual([]);
  });
});

describe('the built site', () => {
  test('has no script on any public page, and no handler', () => {
    const plain = (html: string) =>
      html.replace(/<script type="application\/ld\+json">[^<]*<\/script>/g, '').replace(/="[^"]*"/g, '=""');
    const bad = publicFiles().filter(({ bytes }) => /<script|\son[a-z]+=""/i.test(plain(bytes.toString())));
    expect(publicFiles().length).toBeGreaterThan(400);
    expect(bad.map(({ path }) => path)).toEqual([]);
    // control: a page for people who are signed in has scripts
    expect(plain(htmlOf('en/messages/index.html'))).toContain('<script');
  });

  test('has a largest page of at most 14 KB, stylesheets and all', () => {
    const brotli = (bytes: Buffer) =>
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
    const sheets = (html: string) =>
      [...html.matchAll(/<link rel="stylesheet" href="\/([^"]+)"/g)].flatMap(
        ([, href]) => files.find(({ path }) => path === href)?.bytes ?? [],
      );
    // brotli takes its time: it weighs the few that are large by themselves
    const [largest] = files
      .filter(({ path }) => /^[a-z]+\/talents\/[^/]+\/index\.html$/.test(path))
      .sort((one, other) => other.bytes.length - one.bytes.length)
      .slice(0, 8)
      .map(({ path, bytes }) => {
        const all = [bytes, ...sheets(bytes.toString())];
        const sum = (weigh: (one: Buffer) => number) => all.reduce((total, one) => total + weigh(one), 0);
        return { path, files: all.length, gzip: sum((one) => gzipSync(one, { level: 9 }).length), brotli: sum(brotli) };
      })
      .sort((one, other) => other.brotli - one.brotli);
    console.log(`heaviest talent page: ${JSON.stringify(largest)}`);
    expect(largest?.files).toBeGreaterThan(1);
    expect(largest?.brotli).toBeLessThanOrEqual(14 * 1024);
  });

  test('has for every public page a picture that is there, of the promised size and light', async () => {
    const pictures = new Map<string, string>();
    for (const { path, bytes } of publicFiles()) {
      const html = bytes.toString();
      const of = (name: string) =>
        new RegExp(`<meta property="og:image${name}" content="([^"]+)"`).exec(html)?.[1] ?? '';
      expect([of(':width'), of(':height'), of(':alt') !== ''], path).toEqual(['1200', '630', true]);
      expect(html, path).toContain('<meta name="twitter:card" content="summary_large_image">');
      pictures.set(of(''), path);
    }
    expect(pictures.size).toBeGreaterThan(300);
    for (const [url, page] of pictures) {
      expect(url.startsWith(`${origin()}/og`), page).toBe(true);
      const file = files.find(({ path }) => `/${path}` === new URL(url).pathname);
      expect(file, `${page}: ${url}`).toBeDefined();
      expect(file?.bytes.length, url).toBeLessThan(150_000);
    }
    for (const url of [...pictures.keys()].slice(0, 12)) {
      const { width, height } = await sharp(
        files.find(({ path }) => `/${path}` === new URL(url).pathname)?.bytes,
      ).metadata();
      expect([width, height], url).toEqual([1200, 630]);
    }
  });

  test('names the languages of a page on each of them', () => {
    const alternates = (html: string) =>
      new Map(
        [...html.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"/g)].map(([, tag, to]) => [tag, to]),
      );
    const lost: string[] = [];
    for (const { path, bytes } of publicFiles()) {
      const here = `${origin()}/${path.replace(/index\.html$/, '')}`;
      const found = alternates(bytes.toString());
      if (found.get(path.split('/')[0]) !== here) lost.push(`${path} does not name itself`);
      for (const locale of locales) {
        const there = htmlOf(`${new URL(found.get(locale) ?? `${origin()}/none/`).pathname.slice(1)}index.html`);
        if (alternates(there).get(path.split('/')[0]) !== here) lost.push(`${path}: ${locale} does not lead back`);
      }
    }
    expect(lost).toEqual([]);
  });

  test('has no link of the house that leads nowhere', async () => {
    const known = new Set(files.map(({ path }) => `/${path.replace(/index\.html$/, '')}`));
    const asked = new Map<string, string>();
    const bare: string[] = [];
    for (const { path, bytes } of publicFiles())
      for (const [, raw = ''] of bytes.toString().matchAll(/<(?:a|form)\s[^>]*(?:href|action)="(\/[^"]*)"/g)) {
        const href = raw.replaceAll('&amp;', '&').replace(/#.*$/, '');
        const [target = ''] = href.split('?');
        if (known.has(target)) continue;
        // what is no page is a file, with an ending, or the API's
        if (!target.endsWith('/') && !target.startsWith('/api/') && !/\.[a-z0-9]{2,5}$/.test(target))
          bare.push(`${path}: ${href}`);
        // one of a kind is enough where only the id differs
        asked.set(
          target.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, 'id').replace(/^\/[a-z]+\/talents\/[^/]+\/$/, '/talent/'),
          href,
        );
      }
    expect(bare).toEqual([]);
    const lost: string[] = [];
    for (const href of asked.values()) {
      const { status } = await http(href);
      // 303: for people who are signed in; 405: takes what a form sends
      if (![200, 302, 303, 405].includes(status)) lost.push(`${href} answers ${status}`);
    }
    expect(lost).toEqual([]);
  });
});

describe('pages about the site', () => {
  test.each(locales)('lead from section to section and to each other in %s', async (locale) => {
    for (const page of contentPageIds) {
      const { status, text } = await http(`/${locale}/${page}/`);
      expect(status, page).toBe(200);
      expect(text).not.toContain('{operator}');
      const anchors = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
      for (const [, to = ''] of text.matchAll(/href="#([^"]+)"/g)) expect(anchors.has(to), `${page}#${to}`).toBe(true);
      for (const other of contentPageIds) expect(text).toContain(`href="/${locale}/${other}/"`);
      // the same anchors in every language, so that a link to a section stays one
      for (const [, to] of htmlOf(`en/${page}/index.html`).matchAll(/href="(#[^"]+)"/g))
        expect(text).toContain(`href="${to}"`);
    }
  });

  test('an address without a language finds the reader’s', async () => {
    for (const page of contentPageIds) {
      const { status, headers } = await http(`/${page}`, { headers: { 'accept-language': 'ckb' } });
      expect([status, headers.get('location')]).toEqual([302, `/ckb/${page}/`]);
    }
  });
});

describe('where nothing is', () => {
  test('a page says so with 404, and offers the search and the trades in its language', async () => {
    for (const locale of locales) {
      const { status, text } = await http(`/${locale}/no/such/page/`);
      expect(status).toBe(404);
      expect(text).toContain(`action="/${locale}/search/"`);
      expect(text).toContain(`href="/${locale}/talents/as/photographer/"`);
    }
  });

  test('a profile taken down is 410 at once, its picture too, and the page leads on', async () => {
    const who = await talentNamed('Planted Leaver', 'Here for a minute');
    await ok(who.who, 'publishProfile');
    const path = `/en/talents/${who.slug}/`;
    const { text } = await http(path);
    const picture = new URL(/property="og:image" content="([^"]+)"/.exec(text)?.[1] ?? origin()).pathname;
    expect((await http(picture)).headers.get('content-type')).toBe('image/jpeg');
    await ok(who.who, 'unpublishProfile');
    const gone = await http(path);
    expect(gone.status).toBe(410);
    expect(gone.text).toContain('action="/en/search/"');
    expect((await http(picture)).status).toBe(410);
  });
});

// home, lists and pricing are looked at in 04
const looked = ['search/', 'not-found/', 'gone/', ...contentPageIds.map((id) => `${id}/`)];

describe.each(['en', 'ar'])('to axe in %s', (locale) => {
  test.each([
    ['day', phone, false],
    ['night', desk, true],
  ] as const)('nothing is wrong by %s, and nothing sticks out', async (_, viewport, dark) => {
    const context = await open(browser, { locale, viewport, dark });
    const page = await context.newPage();
    for (const path of [...looked, `talents/${planted.open}/`]) {
      await page.goto(`/${locale}/${path}`);
      expect(await axe(page), path).toEqual([]);
      expect(await overflow(page), path).toBeLessThanOrEqual(0);
    }
    expect(complaints.get(context)).toEqual([]);
    await context.close();
  });
});

test('on paper a page is dark on white, without what only a screen needs', async () => {
  const context = await open(browser, { dark: true });
  const page = await context.newPage();
  await page.emulateMedia({ media: 'print' });
  for (const path of ['/en/terms/', `/ar/talents/${planted.open}/`]) {
    await page.goto(path);
    const seen = await page.evaluate(() => ({
      header: getComputedStyle(document.querySelector('body > header') ?? document.body).display,
      footer: getComputedStyle(document.querySelector('body > footer') ?? document.body).display,
      ground: getComputedStyle(document.documentElement).backgroundColor,
    }));
    expect(seen, path).toEqual({ header: 'none', footer: 'none', ground: 'rgb(255, 255, 255)' });
  }
  await context.close();
});

test('nothing moves for a reader who asked for stillness', () => {
  for (const { path, bytes } of files.filter((file) => file.path.endsWith('.css'))) {
    const css = bytes.toString();
    const at = css.indexOf('@view-transition');
    if (at < 0) continue;
    const before = css.slice(0, at);
    expect(before.slice(before.lastIndexOf('@media')), path).toMatch(
      /^@media[^{]*prefers-reduced-motion:\s*no-preference/,
    );
  }
});
