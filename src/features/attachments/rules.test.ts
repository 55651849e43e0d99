import { describe, expect, test } from 'vitest';
import * as files from '../../testing/fake-files.ts';
import { inspect } from './inspect.ts';
import {
  attachmentLimits,
  attachmentTypeNames,
  disposition,
  fileName,
  isWordless,
  judgeContent,
  kindOf,
  mostBytes,
  partAsked,
  plainName,
  shownHow,
  typeOf,
  whyNotAttach,
  wordless,
  type Attach,
  type Found,
} from './rules.ts';

describe('what may be attached', () => {
  test.each([
    ['image/jpeg', 'image/jpeg'],
    ['IMAGE/JPG', 'image/jpeg'],
    ['audio/x-m4a', 'audio/mp4'],
    ['audio/ogg; codecs=opus', 'audio/ogg'],
    ['audio/vnd.wave', 'audio/wav'],
    ['application/pdf', 'application/pdf'],
    ['image/svg+xml', null],
    ['image/heic', null],
    ['image/gif', null],
    ['text/html', null],
    ['video/mp4', null],
    ['application/zip', null],
    ['application/octet-stream', null],
    ['constructor', null],
    ['', null],
  ])('%s is %s', (said, known) => expect(typeOf(said)).toBe(known));

  test('sizes by kind, and never more than the storage takes', () => {
    expect(attachmentTypeNames.map((type) => [type, mostBytes(type) / 1024 / 1024])).toEqual(
      attachmentTypeNames.map((type) => [type, kindOf(type) === 'image' ? 10 : 25]),
    );
    expect(mostBytes('application/pdf', { upload: 4 * 1024 * 1024 })).toBe(4 * 1024 * 1024);
  });
});

describe('the content decides', () => {
  const said = { type: 'image/png', size: 100 } as const;
  const right: Found = { size: 100, type: 'image/png', hides: false, sides: { width: 10, height: 10 } };
  test.each<[string, Partial<Found>, string]>([
    ['what was announced', {}, 'taken'],
    ['a byte more', { size: 101 }, 'size_differs'],
    ['another picture', { type: 'image/jpeg' }, 'type_differs'],
    ['nothing known', { type: null }, 'type_differs'],
    ['another file inside', { hides: true }, 'hidden_content'],
    ['no sides', { sides: undefined }, 'damaged'],
    ['a side of nothing', { sides: { width: 0, height: 10 } }, 'damaged'],
    ['fifty million pixels', { sides: { width: 10_000, height: 5000 } }, 'taken'],
    ['one row more', { sides: { width: 10_000, height: 5001 } }, 'too_many_pixels'],
    ['a long side', { sides: { width: attachmentLimits.side + 1, height: 1 } }, 'too_many_pixels'],
  ])('%s: %s', (_, found, outcome) => {
    const verdict = judgeContent(said, { ...right, ...found });
    expect(verdict.ok ? 'taken' : verdict.why).toBe(outcome);
  });
  test('documents and sound have no sides', () => {
    const verdict = judgeContent(
      { type: 'application/pdf', size: 5 },
      { size: 5, type: 'application/pdf', hides: false },
    );
    expect(verdict.ok).toBe(true);
  });

  test.each([
    ['a PNG', files.png, 'image/png', false],
    ['a WebP', files.webp, 'image/webp', false],
    ['a JPEG', files.jpegFromAPhone, 'image/jpeg', false],
    ['a PDF', () => files.pdf(), 'application/pdf', false],
    ['a PDF that is not at the beginning', () => Buffer.concat([Buffer.from('\n'), files.pdf()]), null, false],
    ['a tone', files.wav, 'audio/wav', false],
    ['a recording', () => files.mp4('soun'), 'audio/mp4', false],
    ['a film', () => files.mp4('soun', 'vide'), null, false],
    ['a box without a track', () => files.mp4(), null, false],
    ['an archive', files.zipBomb, null, false],
    ['a page', () => Buffer.from('<html>'), null, false],
    ['nothing', () => Buffer.alloc(0), null, false],
    ['a PDF that is an archive', () => Buffer.concat([files.pdf(), files.zipBomb()]), 'application/pdf', true],
    [
      'a tone that is a page',
      () => Buffer.concat([files.wav().subarray(0, 60), Buffer.from('<html >'), files.wav()]),
      'audio/wav',
      true,
    ],
  ] as const)('%s', async (_, make, type, hides) => {
    const bytes = await make();
    expect(await inspect(bytes)).toEqual({ size: bytes.length, type, hides });
  });
});

describe('names', () => {
  test.each([
    ['hall.png', 'image/png', 'hall.png'],
    ['hall.PNG', 'image/png', 'hall.png'],
    ['../../etc/passwd', 'image/png', 'passwd.png'],
    ['C:\\Users\\me\\hall.jpeg', 'image/jpeg', 'hall.jpg'],
    ['evil\u202egnp.exe', 'image/png', 'evilgnp.png'],
    ['a\u0000b\nc.pdf', 'application/pdf', 'ab c.pdf'],
    ['<script>.pdf', 'application/pdf', 'script.pdf'],
    ['.htaccess', 'image/png', 'htaccess.png'],
    ['...', 'audio/mpeg', 'audio.mp3'],
    ['', 'application/pdf', 'document.pdf'],
    ['صورة القاعة.png', 'image/png', 'صورة القاعة.png'],
    ['وێنەی هۆڵ.jpg', 'image/jpeg', 'وێنەی هۆڵ.jpg'],
    ['a.tar.gz.png', 'image/png', 'a.tar.gz.png'],
    ['x'.repeat(300), 'image/png', `${'x'.repeat(116)}.png`],
  ] as const)('%j as %s is %j', (said, type, name) => expect(fileName(said, type)).toBe(name));
  test('a plain name says what it is', () => expect(plainName('audio/mp4')).toBe('audio.m4a'));

  test.each([
    ['hall.png', `inline; filename="hall.png"; filename*=UTF-8''hall.png`],
    ['خطة.pdf', `inline; filename="file.pdf"; filename*=UTF-8''%D8%AE%D8%B7%D8%A9.pdf`],
    ['devis été.pdf', `inline; filename="devis ete.pdf"; filename*=UTF-8''devis%20%C3%A9t%C3%A9.pdf`],
    [`a"b\\c%'(*).pdf`, `inline; filename="abc'(*).pdf"; filename*=UTF-8''a%22b%5Cc%25%27%28%2A%29.pdf`],
  ])('%s in a header', (name, header) => {
    expect(disposition(name, 'inline')).toBe(header);
    // a header is one line of plain letters
    expect(header).toMatch(/^[\x20-\x7e]+$/);
  });
  test('documents are saved, the rest is shown', () =>
    expect(Object.fromEntries(attachmentTypeNames.map((type) => [type, shownHow(type)]))).toMatchObject({
      'application/pdf': 'attachment',
      'image/png': 'inline',
      'audio/mpeg': 'inline',
    }));
});

describe('parts', () => {
  test.each([
    [null, null],
    ['bytes=0-', { from: 0, to: 99 }],
    ['bytes=0-0', { from: 0, to: 0 }],
    ['bytes=10-19', { from: 10, to: 19 }],
    ['bytes=90-500', { from: 90, to: 99 }],
    ['bytes=-10', { from: 90, to: 99 }],
    ['bytes=-500', { from: 0, to: 99 }],
    ['bytes=100-', null],
    ['bytes=-0', null],
    ['bytes=20-10', null],
    ['bytes=0-1,5-6', null],
    ['bytes=-', null],
    ['lines=1-2', null],
    ['bytes=99999999999999999999-', null],
  ])('%s of a hundred bytes', (header, part) => expect(partAsked(header, 100)).toEqual(part));
});

describe('who may attach', () => {
  const may: Attach = {
    kind: 'direct',
    maySend: true,
    blocked: false,
    away: false,
    contact: 'accepted',
    unanswered: false,
    entitled: true,
    request: null,
  };
  const asked = { state: 'OPEN', owner: false, ownerAway: false, unlock: 'UNLOCKED' } as const;
  test.each<[string, Partial<Attach>, string | null]>([
    ['whoever may send', {}, null],
    ['nobody in an inquiry, though they may answer it', { kind: 'inquiry' }, 'not_here'],
    ['a request with no answer', { kind: 'booking', maySend: false, unanswered: true }, 'message_limit'],
    ['a booking that is over', { kind: 'booking', maySend: false }, 'booking_closed'],
    ['a booking that is over, blocked', { kind: 'booking', maySend: false, blocked: true }, 'blocked'],
    [
      'a request with no answer, blocked',
      { kind: 'booking', maySend: false, unanswered: true, blocked: true },
      'message_limit',
    ],
    ['a booking with somebody who has gone', { kind: 'booking', maySend: false, away: true }, 'not_accepting'],
    ['blocked before anything else', { maySend: false, blocked: true, contact: 'declined' }, 'blocked'],
    ['nobody is there any more', { maySend: false, away: true }, 'not_accepting'],
    ['declined', { maySend: false, contact: 'declined' }, 'contact_declined'],
    ['closed', { maySend: false, contact: 'closed' }, 'conversation_closed'],
    ['waiting', { maySend: false, contact: 'pending' }, 'contact_pending'],
    ['a request unlocked', { kind: 'request', request: asked }, null],
    ['its owner', { kind: 'request', request: { ...asked, owner: true, unlock: null } }, null],
    ['blocked', { kind: 'request', request: asked, blocked: true, maySend: false }, 'blocked'],
    ['closed', { kind: 'request', request: { ...asked, state: 'CLOSED' }, maySend: false }, 'request_closed'],
    [
      'its owner has gone',
      { kind: 'request', request: { ...asked, ownerAway: true }, maySend: false },
      'request_closed',
    ],
    ['a plan without talk', { kind: 'request', request: asked, entitled: false, maySend: false }, 'upgrade_required'],
    [
      'closed before any plan',
      { kind: 'request', request: { ...asked, state: 'CLOSED' }, entitled: false, maySend: false },
      'request_closed',
    ],
    ['returned', { kind: 'request', request: { ...asked, unlock: 'RETURNED' }, maySend: false }, 'unlock_required'],
    ['a site without the board', { kind: 'request', request: asked, maySend: false }, 'not_here'],
    ['the plan has run out', { maySend: false, entitled: false }, 'upgrade_required'],
  ])('%s', (_, facts, why) => expect(whyNotAttach({ ...may, ...facts })).toBe(why));
});

test('a message without words says its files’ names, and a screen knows it', () => {
  const body = wordless(['a.png', 'b.pdf']);
  expect(body).toBe('📎 a.png, b.pdf');
  expect([isWordless(body, 2), isWordless(body, 0), isWordless('See 📎', 1)]).toEqual([true, false, false]);
  expect(wordless(Array.from({ length: 10 }, () => 'x'.repeat(130))).length).toBeLessThanOrEqual(1000);
});
