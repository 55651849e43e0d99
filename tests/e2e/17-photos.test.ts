// Photos from outside: asked for on a page without script, sent by the link of a mail, seen on the talent's page, told to whoever asked;
// then WhatsApp: a number proved by its code, a request that arrives there, a picture that comes back, and calls nobody signed.
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Locale } from '../../src/core/locale.ts';
import { photosMessages } from '../../src/i18n/catalogs/photos.ts';
import { translator } from '../../src/i18n/translate.ts';
import { axe, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { newcomer } from './money.ts';
import { call, http, local, ok, person, rest, until } from './outside.ts';
import { runJob } from './story.ts';

type Mail = { id: string; to: string; subject: string; text: string; links: string[] };
type Sent = { id: string; to: string; text: string; template: string | null; link: string | null; statuses: string[] };
type Requested = { id: string; known: boolean };
type Talent = { services: { id: string; photos?: { url: string }[] }[] };

const slug = 'zainab-al-rubaie';
const serviceId = '0190d3a0-0000-7000-8000-000000000001';
const talent = () => person(({ clerkId }) => clerkId === 'user_demo_talent_photographer');
const mailsTo = (to: string) => local<Mail[]>(`mail?to=${encodeURIComponent(to)}`);
const whatsapp = () => local<{ ours: Sent[] }>('whatsapp');
const photosOf = async () =>
  (await ok<Talent>(null, 'getTalent', { params: { slug } })).services.find(({ id }) => id === serviceId)?.photos ?? [];
/** Of a colour of its own: a photo that was here before, in another run too, is known again. */
const picture = (width = 640, height = 420) =>
  sharp({
    create: { width, height, channels: 3, background: { r: randomInt(256), g: randomInt(256), b: randomInt(256) } },
  })
    .jpeg()
    .withExif({ IFD0: { Make: 'PLANTED-PLACE' } })
    .toBuffer();
const send = (link: string, files: [string, Buffer][], show = true) => {
  const form = new FormData();
  for (const [name, bytes] of files) form.append('photos', new Blob([new Uint8Array(bytes)]), name);
  if (show) form.append('show', 'yes');
  return http(link, { method: 'POST', body: form });
};
async function asked(wish = '') {
  const me = await newcomer('professional');
  const { id } = await ok<Requested>(me, 'requestPhotos', { params: { serviceId }, body: { wish } });
  return { me, id };
}
async function linkOf(id: string): Promise<string> {
  await runJob('clock-outbox');
  const { email } = await talent();
  const found = await until(
    'the mail with the link',
    async () => (await mailsTo(email)).flatMap(({ links }) => links).find((link) => link.includes(`/photos/${id}/`)),
    (link) => link !== undefined,
  );
  return found ?? '';
}

describe('a link that takes photos', () => {
  test('asked, sent, seen, told; and taken down it is gone', async () => {
    const { me, id } = await asked('The album from the inside');
    const link = await linkOf(id);
    expect((await http(link)).text).toContain('The album from the inside');
    const before = (await photosOf()).length;
    const answer = await send(link, [
      ['one.jpg', await picture()],
      ['page.jpg', Buffer.from('<script>alert(1)</script>')],
    ]);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('page.jpg');
    await rest();
    const photos = await photosOf();
    expect(photos).toHaveLength(before + 1);
    const url = photos[0]?.url ?? '';
    const seen = await http(url);
    expect(seen.status).toBe(200);
    expect(seen.headers.get('content-type')).toBe('image/jpeg');
    expect(seen.text).not.toContain('PLANTED-PLACE');
    expect((await http(`/en/talents/${slug}/`)).text).toContain(url);
    await runJob('clock-outbox');
    await until(
      'the news',
      () => mailsTo(me.email),
      (mails) => mails.some(({ subject }) => /^New photos/.test(subject)),
    );

    const photoId = url.split('/').at(-1) ?? '';
    expect((await call(await talent(), 'removePhoto', { params: { photoId } })).status).toBe(204);
    expect((await http(url)).status).toBe(404);
    expect((await http(`/en/talents/${slug}/`)).text).not.toContain(url);
  });

  test('a wrong word, a closed request, too much at once', async () => {
    const { me, id } = await asked();
    const link = await linkOf(id);
    expect((await http(link.replace(/k=.*/, 'k=guessed'))).status).toBe(404);
    expect((await http(link.replace(/\?.*/, ''))).status).toBe(404);
    expect((await send(link, [['big.jpg', Buffer.alloc(5 * 1024 * 1024)]])).status).toBe(413);
    expect((await send(link, [])).status).toBe(422);
    await ok(me, 'closePhotoRequest', { params: { requestId: id }, body: {} });
    const closed = await send(link, [['one.jpg', await picture()]]);
    expect(closed.status).toBe(410);
    expect(closed.headers.get('content-type')).toContain('text/html');
  });
});

describe('WhatsApp', () => {
  const number = '964750' + String(Date.now()).slice(-7);
  const phoneSends = (what: object) =>
    local<{ messageId: string; answers: number[] }>(`whatsapp/phone/${number}`, what);

  test('a number is proved by the code that comes there, then takes requests and gives photos, each once', async () => {
    const who = await talent();
    const given = await ok<{ verified: boolean }>(who, 'giveWhatsappNumber', { body: { number: `+${number}` } });
    expect(given.verified).toBe(false);
    const code = await until(
      'the code on the telephone',
      async () => (await whatsapp()).ours.find(({ to }) => to === number)?.text.match(/\d{6}/)?.[0] ?? '',
      (digits) => digits !== '',
    );
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    expect((await call(who, 'confirmWhatsappNumber', { body: { code: wrong } })).status).toBe(422);
    expect(await ok(who, 'confirmWhatsappNumber', { body: { code } })).toMatchObject({ verified: true });

    const { id } = await asked('At night');
    await runJob('clock-outbox');
    const request = await until(
      'the request on the telephone',
      async () => (await whatsapp()).ours.find(({ to, link }) => to === number && link?.includes(id)),
      (found) => found?.statuses.includes('delivered') ?? false,
    );
    const before = (await photosOf()).length;
    const bytes = { type: 'image/jpeg', base64: (await picture()).toString('base64') };
    const { answers } = await phoneSends({ picture: bytes, replyTo: request?.id, times: 3 });
    expect(answers).toEqual([200, 200, 200]);
    await until('the photo on the page', photosOf, (photos) => photos.length > before);
    await runJob('clock-photos');
    expect(await photosOf()).toHaveLength(before + 1);
    const thanks = async () =>
      (await whatsapp()).ours.filter(({ to, template }) => to === number && template === null).length;
    await until('thanks on the telephone', thanks, (said) => said > 0);
    await rest();
    expect(await thanks()).toBe(1);
  });

  test('what nobody signed, and what a stranger sends, changes nothing', async () => {
    const before = (await photosOf()).length;
    const bytes = { type: 'image/jpeg', base64: (await picture()).toString('base64') };
    expect((await phoneSends({ picture: bytes, forged: true })).answers).toEqual([404]);
    expect((await http('/api/webhooks/whatsapp', { method: 'POST', body: '{}' })).status).toBe(404);
    expect((await http('/api/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=7&hub.verify_token=no')).status).toBe(
      404,
    );
    const stranger = await local<{ answers: number[] }>('whatsapp/phone/96477099999', { picture: bytes });
    expect(stranger.answers).toEqual([200]);
    await runJob('clock-photos');
    expect((await photosOf()).length).toBe(before);
  });
});

describe('in a browser without script', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
    // One machine is one network, and a network asks three times a day: these stories have a day that no other file comes to.
    await local('clock', { advance: 'P60D' });
  });
  afterAll(async () => {
    await local('clock', { reset: true });
    await browser.close();
  });

  test.each([
    ['en', phone],
    ['ar', desk],
  ] as const)('asked on the page and answered by the link: %s', async (locale: Locale, viewport) => {
    const t = translator(locale, photosMessages[locale]);
    // a name nobody else of these stories has: it is how her mail is told from theirs
    const sender = `Lina of ${locale}`;
    const context = await open(browser, { locale, viewport, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`/${locale}/talents/${slug}/`);
    await page.locator(`a[href="/${locale}/photos/ask/${serviceId}/"]`).click();
    await page.locator('#wish').fill('Outdoors, please');
    await page.locator('#sender-name').fill(sender);
    const email = `lina-${Date.now()}@example.com`;
    await page.locator('#sender-email').fill(email);
    expect(await overflow(page)).toBeFalsy();
    await shoot(page, `photos-ask-${locale}`);
    await local('clock', { advance: 'PT5S' });
    await page.getByRole('button', { name: t('ask.send') }).click();
    await page.getByRole('heading', { name: t('ask.done') }).waitFor();
    await shoot(page, `photos-asked-${locale}`);

    await runJob('clock-outbox');
    const { email: hers } = await talent();
    const link = await until(
      'the link',
      async () =>
        (await mailsTo(hers))
          .find(({ subject, links }) => subject.includes(sender) && links.some((l) => /\/photos\/[^/]+\/\?k=/.test(l)))
          ?.links.find((l) => /\/photos\/[^/]+\/\?k=/.test(l)),
      (found) => found !== undefined,
    );
    await page.goto((link ?? '').replace(/\/(en|ar|ckb|fr)\/photos\//, `/${locale}/photos/`));
    await shoot(page, `photos-upload-${locale}`);
    const file = join(tmpdir(), `photo-${locale}-${Date.now()}.jpg`);
    writeFileSync(file, await picture());
    await page.locator('#photos').setInputFiles(file);
    await page.getByRole('button', { name: t('upload.send') }).click();
    await page.locator('#sent').waitFor();
    expect(await page.locator('#sent').textContent()).toContain(t('sent.shown', { count: 1 }));
    await shoot(page, `photos-sent-${locale}`);
    expect(await overflow(page)).toBeFalsy();
    await context.close();

    // axe needs script to look; the page itself has none
    const looking = await open(browser, { locale, viewport });
    const again = await looking.newPage();
    await again.goto((link ?? '').replace(/\/(en|ar|ckb|fr)\/photos\//, `/${locale}/photos/`));
    expect(await axe(again)).toEqual([]);
    await again.goto(`/${locale}/photos/ask/${serviceId}/`);
    expect(await axe(again)).toEqual([]);
    await looking.close();
  });

  test.each(['en', 'ar'] as const)('a talent sees requests, photos and their number: %s', async (locale) => {
    const t = translator(locale, photosMessages[locale]);
    const context = await open(browser, { locale, viewport: locale === 'en' ? desk : phone });
    await signIn(context, await talent());
    const page = await context.newPage();
    await page.goto(`/${locale}/photos/`);
    await page.getByRole('heading', { name: t('mine.photosTitle') }).waitFor();
    await page.getByText(t('number.show')).waitFor();
    await page
      .getByRole('button', { name: t('mine.remove') })
      .first()
      .waitFor();
    await shoot(page, `photos-mine-${locale}`);
    expect(await overflow(page)).toBeFalsy();
    expect(await axe(page)).toEqual([]);
    await context.close();
  });
});
