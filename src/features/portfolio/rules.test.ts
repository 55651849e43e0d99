import { expect, test } from 'vitest';
import { entitlementTable } from '../subscriptions/rules/entitlements.ts';
import { linkProviders, linkUrl, readLink } from './rules/links.ts';
import { bytesOf, fitsKind, longestSide } from './rules/media.ts';
import { isReordering, moved, stepped } from './rules/order.ts';
import { roomOf, whyNoRoom } from './rules/quota.ts';
import { partCount, partLength } from './rules/parts.ts';
import { posterMoments, seemsBlank } from './rules/poster.ts';
import { portraitSizes, posterSizes, sized, srcset } from './rules/sizes.ts';
import { workOf } from './rules/work.ts';

test.each([
  ['https://www.youtube.com/watch?v=M7lc1UVf-VE&t=43s', 'youtube', 'M7lc1UVf-VE'],
  ['youtu.be/M7lc1UVf-VE?si=tracking', 'youtube', 'M7lc1UVf-VE'],
  ['https://m.youtube.com/shorts/M7lc1UVf-VE', 'youtube', 'M7lc1UVf-VE'],
  ['https://www.youtube-nocookie.com/embed/M7lc1UVf-VE', 'youtube', 'M7lc1UVf-VE'],
  ['https://vimeo.com/76979871', 'vimeo', '76979871'],
  ['https://vimeo.com/channels/staffpicks/76979871', 'vimeo', '76979871'],
  ['https://player.vimeo.com/video/76979871?h=8272103f6e', 'vimeo', '76979871/8272103f6e'],
  ['https://dai.ly/x84sh87', 'dailymotion', 'x84sh87'],
  ['https://soundcloud.com/Forss/Flickermood?in=x', 'soundcloud', 'forss/flickermood'],
])('%s is a piece on %s', (pasted, provider, id) => {
  const link = readLink(pasted);
  expect(link).toEqual({ provider, id });
  // what we build leads to the same piece
  expect(readLink(linkUrl(link!))).toEqual(link);
});

test.each([
  'javascript:alert(1)',
  'https://youtube.com.evil.example/watch?v=M7lc1UVf-VE',
  'https://evil.example/youtube.com/watch?v=M7lc1UVf-VE',
  'https://user@youtube.com/watch?v=M7lc1UVf-VE',
  'https://youtube.com:8443/watch?v=M7lc1UVf-VE',
  'https://www.youtube.com/watch?v=<script>',
  'https://www.youtube.com/@somebody',
  'https://vimeo.com/somebody',
  'https://soundcloud.com/somebody',
  '',
  'x'.repeat(600),
])('%s is not', (pasted) => expect(readLink(pasted)).toBeNull());

test('every provider has an address', () =>
  expect(linkProviders.map((provider) => new URL(linkUrl({ provider, id: 'a/b' })).protocol)).toEqual(
    linkProviders.map(() => 'https:'),
  ));

const megabyte = 1024 * 1024;
const free = roomOf(entitlementTable.FREE.portfolio);
test.each([
  ['there is room', { items: 0, bytes: 0 }, 'image', megabyte, null],
  ['one too many', { items: 12, bytes: 0 }, 'link', 0, 'items'],
  ['a portrait is no piece of work', { items: 12, bytes: 0 }, 'portrait', megabyte, null],
  ['but its bytes are bytes', { items: 0, bytes: 150 * megabyte }, 'portrait', 1, 'bytes'],
  ['the last byte fits', { items: 11, bytes: 149 * megabyte }, 'image', megabyte, null],
  ['one more does not', { items: 11, bytes: 149 * megabyte }, 'image', megabyte + 1, 'bytes'],
  ['a film that is too large by itself', { items: 0, bytes: 0 }, 'video', 25 * megabyte + 1, 'video'],
] as const)('%s', (_, used, kind, bytes, why) => expect(whyNoRoom(used, free, { kind, bytes })).toBe(why));
test('who has no portfolio has no room', () =>
  expect(whyNoRoom({ items: 0, bytes: 0 }, roomOf(false), { kind: 'image', bytes: 1 })).toBe('items'));

test('moving and stepping keep everything', () => {
  expect(moved(['a', 'b', 'c', 'd'], ['d'], 'b', 'before')).toEqual(['a', 'd', 'b', 'c']);
  expect(moved(['a', 'b', 'c', 'd'], ['a', 'c'], 'd', 'after')).toEqual(['b', 'd', 'a', 'c']);
  expect(moved(['a', 'b'], ['a'], 'a', 'before')).toEqual(['a', 'b']);
  expect(stepped(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c']);
  expect(stepped(['a', 'b', 'c'], 'c', 1)).toEqual(['a', 'b', 'c']);
  expect(isReordering(['a', 'b'], ['b', 'a'])).toBe(true);
  expect([isReordering(['a', 'b'], ['a']), isReordering(['a', 'b'], ['a', 'a']), isReordering(['a'], ['b'])]).toEqual([
    false,
    false,
    false,
  ]);
});

test('only what we serve is made smaller, in few widths, never wider than it is', () => {
  const url = '/api/media/0190d3a0-0000-7000-8000-000000000095/a1b2.jpg';
  expect(srcset(url, 1200)).toBe(
    [480, 960, 1200].map((w) => `/.netlify/images?url=${url}&w=${w}&fm=webp ${w}w`).join(', '),
  );
  expect(srcset(url, 300)).toBeUndefined();
  expect(srcset('/__local/media/a/1.svg', 1200)).toBeUndefined();
  expect(sized('https://elsewhere.example/a.jpg', 480)).toBe('https://elsewhere.example/a.jpg');
});

test('a portrait is cut to the arch, no wider than it has pixels for, and goes as it is where the network may not look', () => {
  const url = '/api/media/0190d3a0-0000-7000-8000-000000000095/a1b2.jpg';
  const cut = (w: number, h: number) => `/.netlify/images?url=${url}&w=${w}&h=${h}&fit=cover&fm=webp`;
  expect(portraitSizes({ url, width: 1280, height: 1600 })).toEqual({
    src: cut(480, 600),
    srcset: `${cut(240, 300)} 240w, ${cut(480, 600)} 480w, ${cut(960, 1200)} 960w`,
  });
  // wide: its height says how wide the arch can be
  expect(portraitSizes({ url, width: 1600, height: 400 })).toEqual({
    src: cut(320, 400),
    srcset: `${cut(240, 300)} 240w, ${cut(320, 400)} 320w`,
  });
  expect(portraitSizes({ url, width: 200, height: 200 })).toEqual({ src: cut(160, 200) });
  for (const other of ['/__local/media/a/avatar.svg', 'https://elsewhere.example/a.jpg', `${url}?v=1`])
    expect(portraitSizes({ url: other, width: 1280, height: 1600 })).toEqual({ src: other });
});

test('what a piece does not have is left out', () => {
  const row = {
    id: 'x',
    kind: 'video' as const,
    media: null,
    file: 'ab.webm',
    type: 'video/webm' as const,
    width: 640,
    height: 360,
    seconds: null,
    color: null,
    provider: null,
    linkId: null,
    poster: null,
    title: {},
    description: {},
  };
  expect(workOf(row)).toEqual({
    id: 'x',
    kind: 'video',
    media: null,
    file: { url: '/api/media/x/ab.webm', type: 'video/webm', width: 640, height: 360 },
    title: {},
    description: {},
  });
  for (const kind of ['portrait', 'poster'] as const) expect(() => workOf({ ...row, kind })).toThrow();
  const poster = { id: 'y', url: '/api/media/y/cd.jpg', width: 640, height: 360, color: null };
  expect(workOf({ ...row, poster }).poster).toEqual({ id: 'y', url: '/api/media/y/cd.jpg', width: 640, height: 360 });
  expect(workOf({ ...row, poster: { ...poster, color: '#203040' } }).poster).toMatchObject({ color: '#203040' });
});

test('the parts of a file are the file', () => {
  for (const size of [1, 9, 10, 11, 20, 47]) {
    const lengths = Array.from({ length: partCount(size, 10) }, (_, at) => partLength(size, 10, at) ?? 0);
    expect(lengths.reduce((sum, one) => sum + one, 0)).toBe(size);
    expect(lengths.every((one) => one > 0 && one <= 10)).toBe(true);
    for (const at of [-1, 0.5, lengths.length, Number.NaN]) expect(partLength(size, 10, at)).toBeNull();
  }
});

test('a poster is a picture, and as large as a page asks for', () => {
  expect([bytesOf('poster'), bytesOf('portrait'), bytesOf('video')]).toEqual(['image', 'image', 'video']);
  expect([fitsKind('image/jpeg', 'poster'), fitsKind('video/mp4', 'poster')]).toEqual([true, false]);
  expect(longestSide('poster')).toBeLessThan(longestSide('image'));
});

test.each([
  ['a long film a second in', 600, 1],
  ['a short one a tenth in', 5, 0.5],
  ['one that does not say how long it is', Infinity, 1],
  ['one that is over before it begins', 0, 1],
])('%s', (_, seconds, first) => {
  const moments = posterMoments(seconds);
  expect(moments[0]).toBe(first);
  if (Number.isFinite(seconds) && seconds > 0)
    expect(moments.every((moment, at) => moment < seconds && moment > (moments[at - 1] ?? 0))).toBe(true);
});

test('one colour is nothing to see, whichever it is; a grain in it is not yet something; a shape is', () => {
  const of = (...greys: number[]) => greys.flatMap((grey) => [grey, grey, grey, 255]);
  for (const grey of [0, 128, 255]) expect(seemsBlank(of(grey, grey, grey))).toBe(true);
  expect(seemsBlank(of(16, 18, 15))).toBe(true);
  expect(seemsBlank(of(16, 90, 15))).toBe(false);
  expect(seemsBlank([])).toBe(true);
});

test('a poster takes its film’s shape on the way, no wider than it has pixels for', () => {
  const url = '/api/media/0190d3a0-0000-7000-8000-000000000096/a1b2.jpg';
  const cut = (w: number, h: number) => `/.netlify/images?url=${url}&w=${w}&h=${h}&fit=cover&fm=webp`;
  const film = { width: 1920, height: 1080 };
  expect(posterSizes({ url, width: 1600, height: 900 }, film)).toEqual({ src: cut(960, 540), ...film });
  // a picture that stands, before a film that lies
  expect(posterSizes({ url, width: 600, height: 800 }, film)).toEqual({ src: cut(600, 338), ...film });
  // a wide one before a film that stands
  expect(posterSizes({ url, width: 1600, height: 400 }, { width: 1080, height: 1920 }).src).toBe(cut(225, 400));
  // a film that never said its sides takes its poster's
  expect(posterSizes({ url, width: 400, height: 300 }, {})).toEqual({ src: cut(400, 300), width: 400, height: 300 });
  expect(posterSizes({ url: '/x.svg', width: 4, height: 3 }, film)).toEqual({ src: '/x.svg', ...film });
});
