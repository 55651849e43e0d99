// A portfolio from outside: files are announced, sent where the answer says, judged by what they are, and shown to whoever may see them.
import sharp from 'sharp';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { commonMessages } from '../../src/i18n/catalogs/common.ts';
import { portfolioMessages } from '../../src/i18n/catalogs/portfolio.ts';
import { translator } from '../../src/i18n/translate.ts';
import { film as filmOf } from '../../src/local/demo/film.ts';
import * as files from '../../src/testing/fake-files.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { call, http, ok, origin, tokenOf, until, type Json, type Who } from './outside.ts';

// a talent of the demo whom no other story needs, and another one
const talent = { clerkId: 'user_demo_talent_mehdi_benjelloun' };
const other = { clerkId: 'user_demo_talent_dj_noor_imad' };
const member = { clerkId: 'user_demo_sara_individual' };
const subscriber = { clerkId: 'user_demo_munaf_professional' };

type Item = {
  id: string;
  kind: string;
  media: { url: string; width: number; height: number } | null;
  visibility: string;
  file?: { url: string };
  poster?: { id: string; url: string; width: number; height: number };
};
type Portfolio = {
  items: Item[];
  portrait: { id: string; media: { url: string } } | null;
  slug: string;
  room: { items: { used: number; allowed: number } };
};
type Told = {
  id: string;
  upload: { method: string; url: string; headers: Record<string, string>; partBytes?: number };
};

const announce = (by: Who, bytes: Uint8Array, said: Json = {}) =>
  call<Told>(by, 'announceWork', { body: { kind: 'image', type: 'image/jpeg', size: bytes.byteLength, ...said } });
const put = ({ upload }: Told, bytes: Uint8Array) =>
  http(upload.url, { method: upload.method, headers: upload.headers, body: new Uint8Array(bytes) });
const complete = (by: Who, itemId: string) =>
  call<Portfolio & { fields?: Record<string, string[]> }>(by, 'completeWork', { params: { itemId }, body: {} });
async function sent(bytes: Uint8Array, said: Json = {}): Promise<Item> {
  const told = await announce(talent, bytes, said);
  expect(told.status, told.text).toBe(201);
  expect((await put(told.body, bytes)).status).toBeLessThan(300);
  const answer = await complete(talent, told.body.id);
  expect(answer.status, answer.text).toBe(200);
  const item = answer.body.items.find(({ id }) => id === told.body.id);
  if (!item) throw new Error('it was kept and is not there');
  return item;
}
async function fetched(by: Who | null, path: string, headers: Record<string, string> = {}) {
  const asked = new Headers(headers);
  if (by) asked.set('authorization', `Bearer ${'token' in by ? by.token : await tokenOf(by)}`);
  const answer = await fetch(new URL(path, origin()), { headers: asked, redirect: 'manual' });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}
const addressOf = (item: Item) => item.media?.url ?? item.file?.url ?? '';
let slug = '';
beforeAll(async () => {
  slug = (await ok<Portfolio>(talent, 'getPortfolio')).slug;
});

describe('a picture', () => {
  test('of a telephone loses where it was taken, in every size it is served in', async () => {
    const bytes = await files.jpegFromAPhone();
    expect(bytes.toString('latin1')).toContain(files.secretPlace);
    expect((await sharp(bytes).metadata()).exif).toBeDefined();
    const item = await sent(bytes);
    const address = addressOf(item);
    for (const path of [address, `/.netlify/images?url=${address}&w=20&fm=webp`]) {
      const shown = await fetched(null, path);
      expect([path, shown.status]).toEqual([path, 200]);
      expect(shown.bytes.toString('latin1')).not.toContain(files.secretPlace);
      const { exif, xmp, width } = await sharp(shown.bytes).metadata();
      expect([exif, xmp]).toEqual([undefined, undefined]);
      expect(width).toBeLessThanOrEqual(40);
    }
    expect(item.media).toMatchObject({ width: 40, height: 60 });
  });

  test('may be kept for good under its address, is known again, and stands on the page within moments', async () => {
    const item = await sent(await files.png(900, 700), { type: 'image/png' });
    const address = addressOf(item);
    const shown = await fetched(null, address);
    expect(shown.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(shown.headers.get('netlify-cache-tag') ?? `talent-${slug}`).toContain(`talent-${slug}`);
    expect(shown.headers.get('content-security-policy')).toContain('sandbox');
    expect((await fetched(null, address, { 'if-none-match': shown.headers.get('etag') ?? '' })).status).toBe(304);
    const page = await until(
      'the page shows it',
      () => http(`/en/talents/${slug}/`),
      ({ text }) => text.includes(item.id),
    );
    expect(page.text).toContain(`/.netlify/images?url=${address}&amp;w=480&amp;fm=webp 480w`);
    expect(page.text).not.toMatch(/<script(?![^>]*ld\+json)/);
  });
});

describe('a portrait', () => {
  test('stands on the page and in search cut to the arch, in the sizes of the network, without where it was taken', async () => {
    const bytes = await sharp(await files.png(900, 1200))
      .jpeg()
      .withExif({ IFD0: { Copyright: files.secretPlace } })
      .toBuffer();
    expect(bytes.toString('latin1')).toContain(files.secretPlace);
    const told = await announce(talent, bytes, { kind: 'portrait' });
    expect(told.status, told.text).toBe(201);
    expect((await put(told.body, bytes)).status).toBeLessThan(300);
    const answer = await complete(talent, told.body.id);
    expect(answer.status, answer.text).toBe(200);
    const address = answer.body.portrait?.media.url ?? '';
    expect(address).toContain(told.body.id);
    const cut = (width: number, height: number) =>
      `/.netlify/images?url=${address}&w=${width}&h=${height}&fit=cover&fm=webp`;
    for (const where of [`/en/talents/${slug}/`, `/ar/search/?q=${slug.replaceAll('-', '+')}`]) {
      const page = await until(
        `${where} shows it`,
        () => http(where),
        ({ text }) => text.includes(told.body.id),
      );
      const html = page.text.replaceAll('&amp;', '&');
      expect(html).toContain(`srcset="${cut(240, 300)} 240w, ${cut(480, 600)} 480w, ${cut(900, 1125)} 900w"`);
      // its colour stands in its place, and it takes its place before it is there
      expect(html).toMatch(new RegExp(`width="900" height="1200"[^>]*class="[^"]*tint-\\d+`));
    }
    const small = await fetched(null, cut(240, 300));
    expect([small.status, small.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    const { width, height, exif } = await sharp(small.bytes).metadata();
    expect([width, height, exif]).toEqual([240, 300, undefined]);
  });
});

describe('what pretends is refused and said why', () => {
  test.each<[string, () => Buffer | Promise<Buffer>, Json, string]>([
    [
      'an SVG that would run',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      {},
      'type_differs',
    ],
    ['a page called a picture', () => Buffer.from('<!doctype html><script>alert(1)</script>'), {}, 'type_differs'],
    ['200 megapixels', () => files.hugePng(20_000, 10_000), { type: 'image/png' }, 'too_many_pixels'],
    ['a ZIP that grows', () => files.zipBomb(), {}, 'type_differs'],
    ['a picture that moves', () => files.animatedWebp(), { type: 'image/webp' }, 'animated'],
    ['half a picture', async () => (await files.png(400, 300)).subarray(0, 100), { type: 'image/png' }, 'damaged'],
    [
      'a film that knows where it flew',
      () => files.filmFromAPhone(['vide', 'meta']),
      { kind: 'video', type: 'video/mp4' },
      'other_track',
    ],
    ['half a film', () => files.filmFromAPhone().subarray(0, 300), { kind: 'video', type: 'video/mp4' }, 'damaged'],
  ])('%s', async (_, make, said, why) => {
    const bytes = await make();
    const told = await announce(talent, bytes, said);
    expect(told.status).toBe(201);
    await put(told.body, bytes);
    const answer = await complete(talent, told.body.id);
    expect([answer.status, (answer.body as unknown as Json).code, answer.body.fields?.['file']]).toEqual([
      422,
      'attachment_refused',
      [why],
    ]);
    // said in words, too
    expect(String((answer.body as unknown as Json).detail).length).toBeGreaterThan(20);
  });
  test.each([
    ['an SVG by name', { type: 'image/svg+xml' }, 422],
    ['a page by name', { type: 'text/html' }, 422],
    ['a film as a picture', { type: 'video/mp4' }, 422],
    ['nothing', { size: 0 }, 422],
    ['more than there is', { size: 10 ** 12 }, 422],
    ['a film larger than the plan takes', { kind: 'video', type: 'video/mp4', size: 150 * 1024 * 1024 }, 409],
  ])('%s is not even announced', async (_, said, status) =>
    expect((await announce(talent, Buffer.alloc(10), said)).status).toBe(status),
  );
  test('bytes nobody announced, or more of them, are turned away', async () => {
    const bytes = await files.png();
    const told = await announce(talent, bytes, { type: 'image/png' });
    const guessed = { ...told.body, upload: { ...told.body.upload, url: `${told.body.upload.url}x` } };
    expect((await put(guessed, bytes)).status).toBeGreaterThanOrEqual(400);
    expect((await put(told.body, Buffer.concat([bytes, bytes]))).status).toBeGreaterThanOrEqual(400);
  });
});

describe('who sees it', () => {
  test.each([
    ['members', [404, 200, 200]],
    ['subscribers', [404, 404, 200]],
  ] as const)('%s: nothing of it is in a public byte', async (visibility, statuses) => {
    const item = await sent(await files.png(300, 200), { type: 'image/png', visibility });
    const address = addressOf(item);
    const seen = await Promise.all([null, member, subscriber].map((who) => fetched(who, address)));
    expect(seen.map(({ status }) => status)).toEqual(statuses);
    expect(seen[2]?.headers.get('cache-control')).toBe('private, no-store');
    // a session opens nothing in the image CDN
    expect((await fetched(subscriber, `/.netlify/images?url=${address}&w=100`)).status).toBe(404);
    for (const path of [`/en/talents/${slug}/`, `/fresh/en/talents/${slug}/`, `/api/talents/${slug}`])
      expect((await http(path)).text).not.toContain(item.id);
  });
  test('hidden: gone for visitors at once, though caches had it', async () => {
    const item = await sent(await files.png(320, 200), { type: 'image/png' });
    const small = `/.netlify/images?url=${addressOf(item)}&w=100&fm=webp`;
    for (const path of [addressOf(item), small]) expect((await fetched(null, path)).status).toBe(200);
    await ok(talent, 'changeWork', { params: { itemId: item.id }, body: { visibility: 'members' } });
    for (const path of [addressOf(item), small])
      await until(
        `${path} is gone`,
        () => fetched(null, path),
        ({ status }) => status === 404,
      );
  });
  test('removed: gone for everybody', async () => {
    const item = await sent(await files.png(310, 200), { type: 'image/png' });
    expect((await fetched(null, addressOf(item))).status).toBe(200);
    await ok(talent, 'removeWork', { params: { itemId: item.id } });
    await until(
      'it is gone',
      () => fetched(null, addressOf(item)),
      ({ status }) => status === 404,
    );
    expect((await fetched(talent, addressOf(item))).status).toBe(404);
  });
  test('another talent changes, removes and completes nothing of it', async () => {
    const item = await sent(await files.png(330, 200), { type: 'image/png' });
    const params = { itemId: item.id };
    expect((await call(other, 'changeWork', { params, body: { title: { en: 'Mine' } } })).status).toBe(404);
    expect((await call(other, 'removeWork', { params })).status).toBe(404);
    expect((await complete(other, item.id)).status).toBe(404);
    expect((await call(member, 'getPortfolio')).status).toBe(403);
    expect((await call(null, 'getPortfolio')).status).toBe(401);
  });
});

test('a film is played in parts, without where it was taken', async () => {
  const item = await sent(files.filmFromAPhone(), { kind: 'video', type: 'video/mp4' });
  const address = addressOf(item);
  const part = await fetched(null, address, { range: 'bytes=0-15' });
  expect([part.status, part.bytes.length, part.headers.get('accept-ranges')]).toEqual([206, 16, 'bytes']);
  expect(part.headers.get('content-range')).toMatch(/^bytes 0-15\/\d+$/);
  const whole = await fetched(null, address);
  expect([whole.status, whole.bytes.toString('latin1').includes(files.secretPlace)]).toEqual([200, false]);
  await ok(talent, 'removeWork', { params: { itemId: item.id } });
});

test('a film larger than a request is sent in parts and is one film', async () => {
  const bytes = files.longFilm(6 * 1024 * 1024);
  const told = await announce(talent, bytes, { kind: 'video', type: 'video/mp4' });
  expect(told.status, told.text).toBe(201);
  const { partBytes } = told.body.upload;
  // a bucket takes it whole
  if (partBytes === undefined) expect((await put(told.body, bytes)).status).toBeLessThan(300);
  else
    for (let at = 0; at * partBytes < bytes.byteLength; at += 1) {
      const url = `${told.body.upload.url}&part=${at}`;
      const piece = bytes.subarray(at * partBytes, (at + 1) * partBytes);
      expect((await put({ ...told.body, upload: { ...told.body.upload, url } }, piece)).status).toBe(204);
    }
  const answer = await complete(talent, told.body.id);
  expect(answer.status, answer.text).toBe(200);
  const address = answer.body.items.find(({ id }) => id === told.body.id)?.file?.url ?? '';
  const seam = 4 * 1024 * 1024;
  const part = await fetched(null, address, { range: `bytes=${seam - 8}-${seam + 7}` });
  expect(part.status).toBe(206);
  expect(Buffer.compare(part.bytes, bytes.subarray(seam - 8, seam + 8))).toBe(0);
  await ok(talent, 'removeWork', { params: { itemId: told.body.id } });
});

describe('a poster', () => {
  const posterFor = async (posterOf: string, bytes: Buffer) => {
    const told = await announce(talent, bytes, { kind: 'poster', posterOf });
    expect(told.status, told.text).toBe(201);
    expect((await put(told.body, bytes)).status).toBeLessThan(300);
    const answer = await complete(talent, told.body.id);
    expect(answer.status, answer.text).toBe(200);
    return answer.body.items.find(({ id }) => id === posterOf)?.poster ?? { id: '', url: '', width: 0, height: 0 };
  };
  const page = (what: string, fits: (html: string) => boolean) =>
    until(
      what,
      async () => (await http(`/en/talents/${slug}/`)).text.replaceAll('&amp;', '&'),
      (html) => fits(html),
    );

  test('stands in its film’s place, in its shape, without where it was taken, and goes where the film goes', async () => {
    const used = (await ok<Portfolio>(talent, 'getPortfolio')).room.items.used;
    const film = await sent(files.filmFromAPhone(), { kind: 'video', type: 'video/mp4' });
    const poster = await posterFor(film.id, await files.jpegFromAPhone());
    expect([poster.width, poster.height]).toEqual([40, 60]);
    expect((await ok<Portfolio>(talent, 'getPortfolio')).room.items.used).toBe(used + 1);
    // the film stands, 360 by 640: of a picture of 40 by 60 that is 33 by 59
    const small = `/.netlify/images?url=${poster.url}&w=33&h=59&fit=cover&fm=webp`;
    const html = await page('the page shows it', (text) => text.includes(poster.id));
    expect(html).toContain(`poster="${small}" width="360" height="640"`);
    for (const path of [poster.url, small]) {
      const shown = await fetched(null, path);
      expect([path, shown.status]).toEqual([path, 200]);
      expect(shown.bytes.toString('latin1')).not.toContain(files.secretPlace);
      expect((await sharp(shown.bytes).metadata()).exif).toBeUndefined();
    }
    const gone = (path: string) =>
      until(
        `${path} is gone`,
        () => fetched(null, path),
        ({ status }) => status === 404,
      );
    await ok(talent, 'changeWork', { params: { itemId: film.id }, body: { visibility: 'subscribers' } });
    for (const path of [poster.url, small]) await gone(path);
    expect(await Promise.all([member, subscriber].map(async (who) => (await fetched(who, poster.url)).status))).toEqual(
      [404, 200],
    );
    await ok(talent, 'changeWork', { params: { itemId: film.id }, body: { visibility: 'public' } });
    await until(
      'it is shown again',
      () => fetched(null, poster.url),
      ({ status }) => status === 200,
    );
    await ok(talent, 'removeWork', { params: { itemId: film.id } });
    await gone(poster.url);
    await ok(talent, 'restoreWork', { params: { itemId: film.id } });
    await page('the page shows it again', (text) => text.includes(poster.id));
    await ok(talent, 'removeWork', { params: { itemId: poster.id } });
    await page('the film is there without it', (text) => !text.includes(poster.id) && text.includes(film.id));
    await ok(talent, 'removeWork', { params: { itemId: film.id } });
  });

  test('is refused to others, for what is no film, and for what is no picture', async () => {
    const film = await sent(files.filmFromAPhone(), { kind: 'video', type: 'video/mp4' });
    const picture = await sent(await files.png(), { type: 'image/png' });
    const bytes = await files.png();
    const said = { kind: 'poster', type: 'image/png', posterOf: film.id };
    expect((await announce(other, bytes, said)).status).toBe(404);
    expect((await announce(member, bytes, said)).status).toBe(403);
    expect((await announce(null as never, bytes, said)).status).toBe(401);
    expect((await announce(talent, bytes, { ...said, posterOf: picture.id })).status).toBe(404);
    for (const wrong of [{ posterOf: undefined }, { type: 'video/mp4' }, { kind: 'image' }, { posterOf: 'x' }])
      expect((await announce(talent, bytes, { ...said, ...wrong })).status, JSON.stringify(wrong)).toBe(422);
    await ok(talent, 'removeWork', { params: { itemId: film.id } });
    await ok(talent, 'removeWork', { params: { itemId: picture.id } });
  });
});

describe('links and order', () => {
  test('a link leads elsewhere and loads nothing from there', async () => {
    const after = await ok<Portfolio>(talent, 'addWorkLink', {
      body: { url: 'https://www.youtube.com/watch?v=aqz-KE-bpKQ&list=x', title: { en: 'A rabbit and three rodents' } },
    });
    expect(after.items.at(-1)).toMatchObject({ kind: 'link', link: { provider: 'youtube' } });
    const page = await until(
      'the page has the link',
      () => http(`/en/talents/${slug}/`),
      ({ text }) => text.includes('aqz-KE-bpKQ'),
    );
    expect(page.text).not.toMatch(/<iframe|<script(?![^>]*ld\+json)|ytimg/);
    for (const url of ['javascript:alert(1)', 'https://evil.example/watch?v=aqz-KE-bpKQ'])
      expect((await call(talent, 'addWorkLink', { body: { url } })).status).toBe(422);
  });
  test('all of it is put in order, or nothing', async () => {
    const ids = (await ok<Portfolio>(talent, 'getPortfolio')).items.map(({ id }) => id);
    const after = await ok<Portfolio>(talent, 'orderWork', { body: { ids: ids.toReversed() } });
    expect(after.items.map(({ id }) => id)).toEqual(ids.toReversed());
    expect((await call(talent, 'orderWork', { body: { ids: ids.slice(1) } })).status).toBe(409);
  });
  test('a full plan says what is used and where there is more', async () => {
    let answer = await announce(other, Buffer.alloc(10));
    for (let tries = 0; tries < 14 && answer.status === 201; tries += 1)
      answer = await announce(other, Buffer.alloc(10));
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'portfolio_full', upgradeUrl: '/pricing', feature: 'portfolio' },
    });
    expect(answer.text).toContain('12');
  });
});

describe('in a browser', () => {
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => void (browser = await launch()), 60_000);
  afterAll(() => browser.close());
  afterEach(async () => {
    const heard = complaints.get(context) ?? [];
    await context.close();
    expect(heard).toEqual([]);
  });

  test('files are chosen, several at once; one is refused, and says so; the rest is put in order with buttons', async () => {
    context = await open(browser, { viewport: desk });
    await signIn(context, talent);
    const page = await context.newPage();
    const t = translator('en', portfolioMessages.en);
    const u = translator('en', commonMessages.en);
    await page.goto('/en/profile/portfolio/');
    const rows = page.getByRole('grid', { name: t('list') }).getByRole('row');
    await rows.first().waitFor();
    const before = await rows.count();
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([
        { name: 'one.png', mimeType: 'image/png', buffer: await files.png(640, 480) },
        { name: 'pretends.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<svg onload="alert(1)"></svg>') },
      ]);
    await page
      .getByRole('list', { name: t('uploads') })
      .getByRole('alert')
      .filter({ hasText: /not what the file/ })
      .waitFor();
    await expect.poll(() => rows.count()).toBe(before + 1);
    await page.getByRole('button', { name: u('attachment.remove', { name: 'pretends.jpg' }) }).click();
    const last = rows.last();
    const name = (await last.getAttribute('aria-label')) ?? (await last.locator('p').first().innerText());
    await last.getByRole('button', { name: t('earlier', { name }) }).click();
    await page
      .getByRole('status')
      .filter({ hasText: String(before) })
      .waitFor();
    await last.getByRole('button', { name: /^Edit / }).click();
    const dialog = page.getByRole('dialog', { name: t('form.title') });
    await dialog.getByRole('textbox', { name: t('form.name') }).fill('Before the guests come');
    await dialog.getByRole('button', { name: t('form.save') }).click();
    await page.getByText('Before the guests come').first().waitFor();
    expect(await axe(page)).toEqual([]);
  });

  test('a film that arrives gets its picture by itself; what cannot be played is offered one, by keyboard too', async () => {
    context = await open(browser, { viewport: desk });
    await signIn(context, talent);
    const page = await context.newPage();
    const t = translator('en', portfolioMessages.en);
    const standing = { name: 'own.png', mimeType: 'image/png', buffer: await files.png(360, 640) };
    // heard from the start: a browser that is told to listen in the moment of the press may show its own window
    page.on('filechooser', (chooser) => void chooser.setFiles([standing]));
    await page.goto('/en/profile/portfolio/');
    const rows = page.getByRole('grid', { name: t('list') }).getByRole('row');
    await rows.first().waitFor();
    const before = (await ok<Portfolio>(talent, 'getPortfolio')).items;
    expect(before.filter(({ kind, poster }) => kind === 'video' && !poster)).toEqual([]);
    const known = new Set(before.map(({ id }) => id));
    const added = async () =>
      (await ok<Portfolio>(talent, 'getPortfolio')).items.filter(({ id, kind }) => kind === 'video' && !known.has(id));
    // black at first: the picture is taken where there is something to see
    const bytes = await filmOf(20, { width: 320, height: 180, milliseconds: 200 }, (x, y, frame) =>
      frame < 4 ? [0, 0, 0] : [x % 256, (y * 3) % 256, 120],
    );
    const input = page.locator('input[type=file]').first();
    await input.setInputFiles([{ name: 'sea.webm', mimeType: 'video/webm', buffer: bytes }]);
    const [film] = await until('it has a picture', added, ([one]) => one?.poster !== undefined);
    const poster = film?.poster;
    expect([poster?.width, poster?.height]).toEqual([320, 180]);
    const { channels } = await sharp((await fetched(talent, poster?.url ?? '')).bytes).stats();
    expect(channels[0]?.stdev).toBeGreaterThan(20);
    await page.locator(`img[src="${poster?.url}"]`).first().waitFor();
    expect(await page.getByRole('list', { name: t('uploads') }).count()).toBe(0);

    // nothing in it decodes: no word about it but the offer; more than one request carries, it comes in parts
    known.add(film?.id ?? '');
    const heavy = files.longFilm(5 * 1024 * 1024);
    await input.setInputFiles([{ name: 'IMG_1.MP4', mimeType: 'video/mp4', buffer: heavy }]);
    await page.getByText(t('poster.noneCount', { count: 1 })).waitFor();
    await expect.poll(() => page.getByRole('list', { name: t('uploads') }).count()).toBe(0);
    expect(await page.getByRole('alert').count()).toBe(0);
    const [mute] = await added();
    expect([mute?.kind, mute?.poster]).toEqual(['video', undefined]);
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: t('poster.give') }).press('Enter');
    const dialog = page.getByRole('dialog', { name: t('form.title') });
    await dialog.getByText(t('poster.textOwn')).waitFor();
    expect(await dialog.getByRole('button', { name: t('poster.take') }).count()).toBe(0);
    await dialog.getByRole('button', { name: t('poster.choose') }).press('Enter');
    const remove = dialog.getByRole('button', { name: t('poster.remove') });
    await remove.waitFor();
    expect((await added())[0]?.poster).toMatchObject({ width: 360, height: 640 });
    expect(await axe(page)).toEqual([]);
    await remove.press('Enter');
    await expect.poll(() => remove.count()).toBe(0);
    expect((await added())[0]?.poster).toBeUndefined();
    await page.keyboard.press('Escape');

    // of the one that plays, another moment
    const one = rows.filter({ has: page.locator(`img[src="${poster?.url}"]`) });
    await one.getByRole('button', { name: /^Edit / }).click();
    const player = dialog.locator('video');
    await player.evaluate(
      (video: HTMLVideoElement) =>
        new Promise((done) => {
          video.addEventListener('seeked', done, { once: true });
          video.currentTime = 2;
        }),
    );
    await dialog.getByRole('button', { name: t('poster.take') }).click();
    await until(
      'it has another picture',
      async () => (await ok<Portfolio>(talent, 'getPortfolio')).items.find(({ id }) => id === film?.id)?.poster?.id,
      (id) => id !== undefined && id !== poster?.id,
    );
    await page.keyboard.press('Escape');
    for (const id of [film?.id, mute?.id]) await ok(talent, 'removeWork', { params: { itemId: id ?? '' } });
  });

  test.each([
    ['en', desk, false],
    ['ar', phone, false],
    ['en', phone, true],
    ['ar', desk, true],
  ] as const)('the screen in %s, %o, dark: %s', async (locale, viewport, dark) => {
    context = await open(browser, { locale, viewport, dark });
    await signIn(context, talent);
    const page = await context.newPage();
    await page.goto(`/${locale}/profile/portfolio/`);
    await page.getByRole('grid').getByRole('row').first().waitFor();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await axe(page)).toEqual([]);
    await shoot(page, `24-portfolio-${locale}-${viewport.width}${dark ? '-dark' : ''}`);
  });

  test.each([
    ['en', desk],
    ['ar', phone],
  ] as const)('the public page in %s, %o', async (locale, viewport) => {
    context = await open(browser, { locale, viewport, javaScriptEnabled: true });
    const page = await context.newPage();
    await page.goto(`/${locale}/talents/zainab-al-rubaie/`);
    const film = page.locator('video').first();
    expect(await film.getAttribute('preload')).toBe('none');
    await film.scrollIntoViewIfNeeded();
    // its picture is there, small and in the film's shape, and takes the place it was promised
    const still = await film.evaluate(
      (video: HTMLVideoElement) =>
        new Promise<string>((done) => {
          const picture = new Image();
          picture.onload = () => done(`${picture.naturalWidth} × ${picture.naturalHeight}`);
          picture.onerror = () => done(`nothing at ${video.poster}`);
          picture.src = video.poster;
        }),
    );
    expect(still).toBe('384 × 216');
    expect(await film.getAttribute('poster')).toContain('/.netlify/images?url=/api/media/');
    const box = await film.boundingBox();
    expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(16 / 9, 1);
    // it is a film, and the page's policy lets it play
    const length = await film.evaluate(
      (video: HTMLVideoElement) =>
        new Promise((done) => {
          video.addEventListener('loadedmetadata', () => done(video.duration));
          video.addEventListener('error', () => done(video.error?.message ?? 'error'));
          video.load();
          video.preload = 'metadata';
        }),
    );
    expect(length).toBeCloseTo(5, 0);
    const picture = page.locator('#work ~ ul img').first();
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    expect(await picture.evaluate((image: HTMLImageElement) => image.currentSrc)).toContain(
      '/.netlify/images?url=/api/media/',
    );
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await axe(page)).toEqual([]);
    await shoot(page, `24-public-work-${locale}-${viewport.width}`);
  });
});
