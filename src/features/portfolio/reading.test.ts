import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { film, tagged, webmOf } from '../../local/demo/film.ts';
import * as files from '../../testing/fake-files.ts';
import { readMedia } from './reading.ts';
import type { MediaType, UploadKind } from './rules/media.ts';

const read = (bytes: Uint8Array, type: MediaType, kind: UploadKind, size = bytes.byteLength) =>
  readMedia({ kind, type, size }, new Uint8Array(bytes));
const outcome = async (work: ReturnType<typeof read>) => {
  const found = await work;
  return 'refused' in found ? found.refused : 'kept';
};
const kept = async (work: ReturnType<typeof read>) => {
  const found = await work;
  if ('refused' in found) throw new Error(found.refused);
  return { ...found, text: Buffer.from(found.bytes).toString('latin1') };
};

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="36"><script>alert(1)</script></svg>';
const shape = { width: 64, height: 36, milliseconds: 1000 };
const plainFilm = () => film(3, shape, (x, y, frame) => [x, y, frame * 80]);

describe('what is taken', () => {
  test('a photo of a telephone, upright, without where it was taken, with a colour', async () => {
    const bytes = await files.jpegFromAPhone();
    expect(bytes.toString('latin1')).toContain(files.secretPlace);
    const found = await kept(read(bytes, 'image/jpeg', 'image'));
    expect(found).toMatchObject({
      type: 'image/jpeg',
      width: 40,
      height: 60,
      color: expect.stringMatching(/^#b[0-9a-f]5/),
    });
    expect(found.text).not.toContain(files.secretPlace);
    expect((await sharp(found.bytes).metadata()).exif).toBeUndefined();
  });
  test('a PNG becomes a WebP, made smaller where it is long', async () => {
    const found = await kept(read(await files.png(4000, 1000), 'image/png', 'image'));
    expect(found).toMatchObject({ type: 'image/webp', width: 2560, height: 640 });
  });
  test('a film of a telephone: its sides as it is watched, its length, and nothing of where', async () => {
    const bytes = files.filmFromAPhone();
    const found = await kept(read(bytes, 'video/mp4', 'video'));
    expect(found).toMatchObject({ width: 360, height: 640, seconds: 8 });
    expect(found.bytes.byteLength).toBe(bytes.byteLength);
    expect(found.text).not.toMatch(/PLANTED|\+33\.31|loci|uuid|udta|\xa9xyz/);
    // the samples are where they were
    expect(found.text.indexOf('mdat')).toBe(bytes.toString('latin1').indexOf('mdat'));
    expect(
      Buffer.from(found.bytes)
        .subarray(-64)
        .every((byte) => byte === 7),
    ).toBe(true);
  });
  test('a WebM without its tags', async () => {
    const plain = await plainFilm();
    const frames = [1, 2, 3].map(() => Buffer.from('frame'));
    const found = await kept(read(webmOf(frames, shape, [tagged(files.secretPlace)]), 'video/webm', 'video'));
    expect(found).toMatchObject({ width: 64, height: 36, seconds: 3 });
    expect(found.text).not.toContain(files.secretPlace);
    expect(await kept(read(plain, 'video/webm', 'video'))).toMatchObject({ seconds: 3 });
  });
  test('an MP3 without what hangs on both ends', async () => {
    const found = await kept(read(files.mp3WithTags(), 'audio/mpeg', 'audio'));
    expect(found).toMatchObject({ seconds: 2 });
    expect(found.text).not.toContain(files.secretPlace);
    expect(found.bytes.byteLength).toBe(80 * 417);
  });
  test('a WAV without its notes', async () => {
    const found = await kept(read(files.wavWithNotes(), 'audio/wav', 'audio'));
    expect(found).toMatchObject({ seconds: 1 });
    expect(found.text).not.toContain(files.secretPlace);
  });
  test('an MP4 without a picture is sound', async () => {
    expect(await outcome(read(files.filmFromAPhone(['soun']), 'audio/mp4', 'audio'))).toBe('kept');
    expect(await outcome(read(files.filmFromAPhone(['soun']), 'video/mp4', 'video'))).toBe('type_differs');
    expect(await outcome(read(files.filmFromAPhone(), 'audio/mp4', 'audio'))).toBe('type_differs');
  });
});

test.each<[string, () => Buffer | Promise<Buffer>, MediaType, UploadKind, string]>([
  ['an SVG that would run', () => Buffer.from(svg), 'image/png', 'image', 'type_differs'],
  [
    'a page called a picture',
    () => Buffer.from('<!doctype html><script>1</script>'),
    'image/jpeg',
    'image',
    'type_differs',
  ],
  ['a ZIP that unpacks to much more', () => files.zipBomb(), 'image/jpeg', 'image', 'type_differs'],
  ['200 megapixels in a few bytes', () => files.hugePng(20_000, 10_000), 'image/png', 'image', 'too_many_pixels'],
  ['a picture as wide as a country', () => files.hugePng(), 'image/png', 'image', 'too_many_pixels'],
  ['a picture that moves', () => files.animatedWebp(), 'image/webp', 'image', 'animated'],
  ['half a picture', async () => (await files.png(400, 300)).subarray(0, 90), 'image/png', 'image', 'damaged'],
  ['a JPEG called PNG', () => files.jpegFromAPhone(), 'image/png', 'image', 'type_differs'],
  ['a film with a track of places', () => files.filmFromAPhone(['vide', 'meta']), 'video/mp4', 'video', 'other_track'],
  ['half a film', () => files.filmFromAPhone().subarray(0, 300), 'video/mp4', 'video', 'damaged'],
  [
    'a film with an archive behind it',
    () => Buffer.concat([files.filmFromAPhone(), files.zipBomb()]),
    'video/mp4',
    'video',
    'hidden_content',
  ],
  ['a WebM cut off', async () => (await plainFilm()).subarray(0, 200), 'video/webm', 'video', 'damaged'],
  ['a document', () => files.pdf(), 'image/png', 'image', 'type_differs'],
  ['nothing', () => Buffer.alloc(0), 'image/png', 'image', 'type_differs'],
])('%s is refused: %s', async (_, make, type, kind, why) => {
  expect(await outcome(read(await make(), type, kind))).toBe(why);
});
