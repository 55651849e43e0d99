// Files in a conversation, from outside: announced, sent to the address that was named, judged by what they are, sent with a message,
// seen by the two and by nobody else; and a person who does it with a mouse.
import sharp from 'sharp';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Locale } from '../../src/core/locale.ts';
import { bookingMessages } from '../../src/i18n/catalogs/booking.ts';
import { commonMessages } from '../../src/i18n/catalogs/common.ts';
import { translator } from '../../src/i18n/translate.ts';
import * as files from '../../src/testing/fake-files.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { call, http, local, ok, origin, tokenOf, type Answer, type Json, type Who } from './outside.ts';
import { cast, request, type Cast } from './story.ts';

let who: Cast;
/** a booking of the two that the talent has answered */
let booking: { id: string; thread: string };

type Shown = { id: string; name: string; type: string; size: number; width?: number; height?: number };
type Message = { id: string; body: string; attachments: Shown[] };
type Created = {
  id: string;
  upload: { method: string; url: string; headers: Record<string, string> };
  expiresAt: string;
};

beforeAll(async () => {
  who = await cast();
  const { id } = await request(who);
  await ok(who.talent, 'sendBookingMessage', { params: { bookingId: id }, body: { body: 'Show me the hall.' } });
  const view = await ok<{ thread: { id: string } }>(who.customer, 'getBooking', { params: { bookingId: id } });
  booking = { id, thread: view.thread.id };
});

type Said = { name?: string; type?: string; size?: number; threadId?: string };
const announce = (by: Who, bytes: Uint8Array, said: Said = {}) =>
  call<Created>(by, 'createAttachment', {
    body: { threadId: booking.thread, name: 'hall.png', type: 'image/png', size: bytes.byteLength, ...said },
  });
const put = ({ upload }: Created, bytes: Uint8Array) =>
  http(upload.url, { method: upload.method, headers: upload.headers, body: new Uint8Array(bytes) });
const complete = (by: Who, id: string) =>
  call<Shown>(by, 'completeAttachment', { params: { attachmentId: id }, body: {} });
async function ready(bytes: Uint8Array, said: Said = {}, by: Who = who.customer): Promise<Shown> {
  const { body, status, text } = await announce(by, bytes, said);
  expect(status, text).toBe(201);
  const sent = await put(body, bytes);
  expect(sent.status, sent.text).toBeLessThan(300);
  const answer = await complete(by, body.id);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}
const send = (by: Who, attachmentIds: string[], body?: string) =>
  call<Message>(by, 'sendBookingMessage', {
    params: { bookingId: booking.id },
    body: { attachmentIds, ...(body !== undefined && { body }) },
  });
async function fetched(by: Who, id: string, headers: Record<string, string> = {}, query = '') {
  const asked = new Headers(headers);
  if (by) asked.set('authorization', `Bearer ${'token' in by ? by.token : await tokenOf(by)}`);
  const answer = await fetch(new URL(`/api/attachments/${id}${query}`, origin()), {
    headers: asked,
    redirect: 'manual',
  });
  // where there is a bucket, what is saved comes from it, by an address that needs no session
  const elsewhere = answer.headers.get('location');
  const file = answer.status === 302 && elsewhere ? await fetch(elsewhere) : answer;
  return { status: file.status, headers: file.headers, bytes: Buffer.from(await file.arrayBuffer()) };
}
const code = (answer: Answer<unknown>) => (answer.body as Json).code;
const reason = (answer: Answer<unknown>) =>
  ((answer.body as Json).fields as Record<string, string[]> | undefined)?.file?.[0];

describe('over HTTP', () => {
  test('a picture reaches the other side without what the camera wrote, and nobody else', async () => {
    const bytes = await files.jpegFromAPhone();
    const shown = await ready(bytes, { name: '..\\..\\IMG 0001.jpeg', type: 'image/jpeg' });
    expect(shown).toMatchObject({ name: 'IMG 0001.jpg', type: 'image/jpeg', width: 40, height: 60 });
    expect((await fetched(who.talent, shown.id)).status).toBe(404);
    const sent = await send(who.customer, [shown.id], 'The hall');
    expect(sent.status, sent.text).toBe(201);
    expect(sent.body.attachments).toEqual([shown]);

    const seen = await fetched(who.talent, shown.id);
    expect(seen.status).toBe(200);
    const { exif, xmp, orientation, width, height } = await sharp(seen.bytes).metadata();
    expect([exif, xmp, orientation, width, height]).toEqual([undefined, undefined, undefined, 40, 60]);
    expect(seen.bytes.includes(files.secretPlace)).toBe(false);
    expect(Object.fromEntries(seen.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': `inline; filename="IMG 0001.jpg"; filename*=UTF-8''IMG%200001.jpg`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-cache',
    });
    expect((await fetched(who.stranger, shown.id)).status).toBe(404);
    expect((await fetched(null, shown.id)).status).toBe(401);
    const etag = seen.headers.get('etag') ?? '';
    expect((await fetched(who.talent, shown.id, { 'if-none-match': etag })).status).toBe(304);
    expect((await fetched(who.stranger, shown.id, { 'if-none-match': etag })).status).toBe(404);
    const { body } = await call<{ items: Message[] }>(who.talent, 'listBookingMessages', {
      params: { bookingId: booking.id },
    });
    expect(body.items.at(-1)?.attachments).toEqual([shown]);
  });

  test('sound is heard from the middle', async () => {
    const tone = files.wav();
    const { id } = await ready(tone, { name: 'tone.wav', type: 'audio/wav' });
    const part = await fetched(who.customer, id, { range: 'bytes=44-53' });
    expect([part.status, part.headers.get('content-range'), part.bytes.equals(tone.subarray(44, 54))]).toEqual([
      206,
      `bytes 44-53/${tone.length}`,
      true,
    ]);
    const none = await fetched(who.customer, id, { range: 'bytes=999999-' });
    expect([none.status, none.bytes.equals(tone)]).toEqual([200, true]);
  });

  test('a document is saved, never opened; its name survives in every script', async () => {
    const { id } = await ready(files.pdf('/OpenAction<</S/JavaScript/JS(1)>>'), {
      name: 'خطة\u202Efdp.exe.pdf',
      type: 'application/pdf',
    });
    const seen = await fetched(who.customer, id);
    expect(seen.headers.get('content-disposition')).toMatch(/^attachment; filename="[\x20-\x7e]+\.pdf"; /);
    expect(seen.headers.get('content-disposition')).toContain(
      `filename*=UTF-8''${encodeURIComponent('خطةfdp.exe.pdf')}`,
    );
    expect(seen.headers.get('content-disposition')).not.toMatch(/%E2%80%AE/);
  });

  test.each([
    ['a zip bomb', () => files.zipBomb(), 'image/png', 'type_differs'],
    ['a page', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'image/png', 'type_differs'],
    ['a picture as wide as a country', () => files.hugePng(), 'image/png', 'too_many_pixels'],
    ['a torn picture', async () => (await files.png(400, 300)).subarray(0, 250), 'image/png', 'damaged'],
    [
      'a PDF with an archive behind it',
      () => Buffer.concat([files.pdf(), files.zipBomb()]),
      'application/pdf',
      'hidden_content',
    ],
  ] as const)('%s is refused with its reason, and is not there any more', async (_, make, type, why) => {
    const bytes = await make();
    const { body } = await announce(who.customer, bytes, { type });
    await put(body, bytes);
    const told = await complete(who.customer, body.id);
    expect([told.status, code(told), reason(told)]).toEqual([422, 'attachment_refused', why]);
    expect((await fetched(who.customer, body.id)).status).toBe(404);
    expect((await send(who.customer, [body.id])).status).toBe(422);
  });

  test('the address takes the announced bytes, once, from whoever holds it', async () => {
    const bytes = await files.png();
    const { body } = await announce(who.customer, bytes);
    expect(
      (
        await put(
          { ...body, upload: { ...body.upload, url: body.upload.url.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')) } },
          bytes,
        )
      ).status,
    ).toBeGreaterThanOrEqual(400);
    expect((await put(body, Buffer.concat([bytes, Buffer.from('x')]))).status).toBeGreaterThanOrEqual(400);
    expect((await put(body, bytes)).status).toBeLessThan(300);
    expect((await complete(who.customer, body.id)).status).toBe(200);
    await put(body, Buffer.alloc(bytes.length, '<'));
    expect((await fetched(who.customer, body.id)).bytes.includes('<<<<')).toBe(false);
  });

  test('what cannot be is said at once', async () => {
    const small = Buffer.alloc(10);
    for (const [said, status, what] of [
      [{ type: 'image/svg+xml' }, 422, 'invalid'],
      [{ type: 'text/html' }, 422, 'invalid'],
      [{ type: 'x'.repeat(5000) }, 422, 'invalid'],
      [{ size: 0 }, 422, 'invalid'],
      [{ size: 11 * 1024 * 1024 }, 422, 'invalid'],
      [{ size: 2 ** 40 }, 422, 'invalid'],
      [{ name: '' }, 422, 'invalid'],
      [{ threadId: 'x' }, 422, 'invalid'],
      [{ threadId: '0190d3a0-0000-7000-8000-0000000fffff' }, 404, 'not_found'],
    ] as const) {
      const told = await announce(who.customer, small, said);
      expect([JSON.stringify(said), told.status, code(told)]).toEqual([JSON.stringify(said), status, what]);
    }
    expect(code(await announce(who.stranger, small))).toBe('not_found');
    expect((await announce(null, small)).status).toBe(401);
    const early = await announce(who.customer, small);
    const told = await complete(who.customer, early.body.id);
    expect([told.status, reason(told)]).toEqual([422, 'not_uploaded']);
    for (const one of [who.talent, who.stranger]) expect((await complete(one, early.body.id)).status).toBe(404);
  });

  test('another’s file, the same file twice, eleven files: no', async () => {
    const hers = await ready(await files.png(), {}, who.talent);
    expect((await send(who.customer, [hers.id])).status).toBe(422);
    const mine = await ready(await files.png());
    expect((await send(who.customer, [mine.id, mine.id])).status).toBe(422);
    expect(
      (
        await send(
          who.customer,
          Array.from({ length: 11 }, () => crypto.randomUUID()),
        )
      ).status,
    ).toBe(422);
    expect((await send(who.customer, [])).status).toBe(422);
    const without = await send(who.customer, [mine.id]);
    expect([without.status, without.body.body]).toEqual([201, '📎 hall.png']);
    expect((await send(who.customer, [mine.id])).status).toBe(422);
    expect((await call(who.customer, 'deleteAttachment', { params: { attachmentId: mine.id } })).status).toBe(404);
    expect((await call(who.customer, 'deleteAttachment', { params: { attachmentId: hers.id } })).status).toBe(404);
    expect((await call(who.talent, 'deleteAttachment', { params: { attachmentId: hers.id } })).status).toBe(200);
    expect((await fetched(who.talent, hers.id)).status).toBe(404);
  });

  test('the same key sends one message with its file, however often', async () => {
    const { id } = await ready(await files.png());
    const key = crypto.randomUUID();
    const said = { params: { bookingId: booking.id }, body: { body: 'Once', attachmentIds: [id] }, key };
    const [first, second] = [
      await call(who.customer, 'sendBookingMessage', said),
      await call(who.customer, 'sendBookingMessage', said),
    ];
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body]);
  });

  test('the clock removes what nobody sent', async () => {
    const { ok: done, report } = await local<{ ok: boolean; report: Record<string, number> }>(
      'jobs/clock-attachments',
      {},
    );
    expect([done, report.failed]).toEqual([true, 0]);
  });
});

describe('with a mouse', () => {
  let browser: Browser;
  const opened: BrowserContext[] = [];
  beforeAll(async () => void (browser = await launch()));
  afterEach(async () => {
    for (const context of opened.splice(0)) {
      expect(complaints.get(context)).toEqual([]);
      await context.close();
    }
  });
  afterAll(() => browser.close());
  const enter = async (person: Cast['customer'], locale: Locale, viewport = desk): Promise<Page> => {
    const context = await open(browser, { locale, viewport });
    opened.push(context);
    await signIn(context, person);
    const page = await context.newPage();
    await page.goto(`/${locale}/bookings/${booking.id}/`);
    await page.getByRole('log').waitFor();
    return page;
  };
  const words = (locale: Locale) => ({
    common: translator(locale, commonMessages[locale]),
    booking: translator(locale, bookingMessages[locale]),
  });
  const look = async (page: Page, name: string) => {
    await shoot(page, name);
    expect(await axe(page), name).toEqual([]);
    expect(await overflow(page), `${name} sticks out`).toBeLessThanOrEqual(0);
  };

  test('she chooses a picture, a lie and a tone; the lie is explained and removed, the rest arrives', async () => {
    const t = words('en').common;
    const page = await enter(who.customer, 'en', phone);
    const picture = await sharp({
      create: { width: 640, height: 420, channels: 3, background: { r: 196, g: 120, b: 80 } },
    })
      .jpeg()
      .toBuffer();
    await page.locator('input[type=file]').setInputFiles([
      { name: 'The terrace.jpg', mimeType: 'image/jpeg', buffer: picture },
      { name: 'cat.png', mimeType: 'image/png', buffer: files.zipBomb() },
      { name: 'greeting.wav', mimeType: 'audio/wav', buffer: files.wav() },
    ]);
    const tray = page.getByRole('list', { name: t('attachment.files') });
    await tray.getByText(t('attachment.ready')).nth(1).waitFor();
    await tray.getByRole('alert').waitFor();
    const button = page.getByRole('button', { name: t('action.send') });
    await expect.poll(() => button.isDisabled()).toBe(true);
    await look(page, 'attachments-tray-en-phone');
    await page.getByRole('button', { name: t('attachment.remove', { name: 'cat.png' }) }).click();
    await button.click();
    const log = page.getByRole('log');
    const seen = log.getByRole('img', { name: 'The terrace.jpg' }).last();
    await seen.waitFor();
    await expect.poll(() => seen.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth)).toBe(640);
    await expect.poll(() => tray.count()).toBe(0);
    await expect
      .poll(() =>
        log
          .locator('audio')
          .last()
          .evaluate((sound: HTMLAudioElement) => sound.duration),
      )
      .toBeCloseTo(0.5, 1);
    await look(page, 'attachments-sent-en-phone');
  });

  test('the talent sees them in Arabic, and answers with a document', async () => {
    const t = words('ar').common;
    const page = await enter(who.talent, 'ar');
    const log = page.getByRole('log');
    const seen = log.getByRole('img', { name: 'The terrace.jpg' }).last();
    await seen.scrollIntoViewIfNeeded();
    await expect.poll(() => seen.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth)).toBe(640);
    await page
      .locator('input[type=file]')
      .setInputFiles([{ name: 'عرض السعر.pdf', mimeType: 'application/pdf', buffer: files.pdf() }]);
    await page.getByText(t('attachment.ready')).waitFor();
    await page.getByRole('textbox', { name: words('ar').booking('thread.write') }).fill('هذا العرض مفصلاً');
    await page.getByRole('button', { name: t('action.send') }).click();
    const link = log.getByRole('link', { name: 'عرض السعر.pdf' });
    await link.waitFor();
    await look(page, 'attachments-sent-ar-desk');
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toBe('عرض السعر.pdf');
  });
});
