import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { blobStorage } from '../../integrations/storage/blobs.ts';
import { startBlobs } from '../../local/runner/blobs.ts';
import { cast, seat, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import * as files from '../../testing/fake-files.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { sweepAttachments } from '../attachments/sweeping.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { getTalentAsMember } from '../discovery/members.ts';
import { getTalent } from '../discovery/service.ts';
import { receiveClerkWebhook } from '../identity/service.ts';
import { getMyProfile } from '../profiles/service.ts';
import type { Storage } from '../storage.ts';
import { completeUpload } from './receiving.ts';
import { removeItem, restoreItem } from './removing.ts';
import { mediaLimits } from './rules/media.ts';
import type { Announce } from './schema.ts';
import { announce, changeItem, getPortfolio, orderItems } from './service.ts';
import { openMedia } from './showing.ts';
import { sweepPortfolio } from './sweeping.ts';
import { uploadMedia } from './uploading.ts';

const home = mkdtempSync(join(tmpdir(), 'mawahib-posters-'));
const opening = new Date('2026-03-02T09:00:00Z');
let database: TestDatabase;
let stage: Stage;
let storage: Storage;
let blobs: Awaited<ReturnType<typeof startBlobs>>;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  blobs = await startBlobs(home);
  process.env['NETLIFY_BLOBS_CONTEXT'] = blobs.context;
  storage = blobStorage('https://mawahib.test');
});
afterAll(async () => {
  delete process.env['NETLIFY_BLOBS_CONTEXT'];
  await Promise.all([database.close(), blobs.stop()]);
  rmSync(home, { recursive: true, force: true });
});
beforeEach(async () => {
  stage.now = opening;
  for (const table of ['portfolio_items', 'removed_work', 'attachment_removals'])
    await database.query(`delete from ${table}`);
});

const as = (userId: string | null): Ctx => {
  const ctx = stage.as(userId);
  const open = { current: async () => storage, named: async () => storage };
  return { ...ctx, ports: { ...ctx.ports, storages: open } };
};
const write = <Result>(who: string, work: (ctx: Ctx, tx: Tx) => Promise<Result>): Promise<Result> => {
  const ctx = as(who);
  return userDoor(ctx).write((tx) => work(ctx, tx));
};
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (error: unknown) => (error instanceof AppError ? (error.details.fields?.['file']?.[0] ?? error.code) : error),
  );
const say = (bytes: Uint8Array, said: Partial<Announce> = {}, who: string = cast.zainab) =>
  write(who, (ctx, tx) =>
    announce(ctx, tx, { kind: 'image', type: 'image/png', size: bytes.byteLength, visibility: 'public', ...said }),
  );
type Told = Awaited<ReturnType<typeof say>>;
const send = ({ id, upload }: Told, bytes: Uint8Array) =>
  uploadMedia(as(null), {
    itemId: id,
    ticket: new URL(upload.url).searchParams.get('ticket') ?? '',
    body: new Uint8Array(bytes).buffer,
  });
async function put(bytes: Uint8Array, said: Partial<Announce> = {}, who: string = cast.zainab): Promise<string> {
  const told = await say(bytes, said, who);
  await send(told, bytes);
  await completeUpload(as(who), { itemId: told.id });
  return told.id;
}
const film = (said: Partial<Announce> = {}, who: string = cast.zainab) =>
  put(files.filmFromAPhone(), { kind: 'video', type: 'video/mp4', ...said }, who);
const posterFor = async (posterOf: string, bytes?: Uint8Array) =>
  put(bytes ?? (await files.png(64, 36)), { kind: 'poster', posterOf });
const own = () => getPortfolio(as(cast.zainab));
const theirs = async () => (await getTalent(as(null), { slug: 'zainab-kareem' })).portfolio;
const open = async (who: string | null, itemId: string) => {
  const [row] = await database.query<{ file: string }>('select file from portfolio_items where id = $1', [itemId]);
  return openMedia(as(who), { itemId, file: row?.file ?? '', range: null, known: null });
};
const remove = (itemId: string) => write(cast.zainab, (ctx, tx) => removeItem(ctx, tx, { itemId }));
const restore = (itemId: string) => write(cast.zainab, (ctx, tx) => restoreItem(ctx, tx, { itemId }));
const keysOf = async (...ids: string[]) =>
  (
    await database.query<{ key: string }>(
      'select object_key as key from portfolio_items where id = any ($1::uuid[]) order by id',
      [`{${ids.join()}}`],
    )
  ).map(({ key }) => key);
const lies = (keys: readonly string[]) => Promise.all(keys.map(async (key) => (await storage.head(key)) !== null));
const later = async (ms: number) => {
  stage.now = new Date(opening.getTime() + ms);
  await sweepPortfolio(as(null));
  await sweepAttachments(as(null));
};

describe('a poster', () => {
  test('is sent as any picture: drawn anew, without where it was taken, with its colour, and stands beside its film', async () => {
    const filmId = await film();
    const bytes = await files.jpegFromAPhone();
    expect(bytes.toString('latin1')).toContain(files.secretPlace);
    const told = await say(bytes, { kind: 'poster', type: 'image/jpeg', posterOf: filmId });
    await send(told, bytes);
    const now = await completeUpload(as(cast.zainab), { itemId: told.id });
    const poster = now.items[0]?.poster;
    expect(poster).toMatchObject({
      id: told.id,
      width: 40,
      height: 60,
      color: expect.stringMatching(/^#[0-9a-f]{6}$/),
    });
    const media = await open(null, told.id);
    if (media.is !== 'here') throw new Error(media.is);
    const shown = Buffer.from(await new Response(media.body).arrayBuffer()).toString('latin1');
    expect([shown.length > 100, shown.includes(files.secretPlace)]).toEqual([true, false]);
    // copies of it are let go with its film's
    expect(media.filmId).toBe(filmId);
    expect(await theirs()).toMatchObject([{ id: filmId, kind: 'video', poster }]);
    const preview = await getTalentAsMember(as(cast.zainab), { slug: 'zainab-kareem', as: 'visitor' });
    expect(preview.portfolio).toMatchObject([{ id: filmId, poster }]);
  });

  test('is drawn no larger than a page asks for', async () => {
    await posterFor(await film(), await files.png(3000, 1500));
    expect((await own()).items[0]?.poster).toMatchObject({ width: 1600, height: 800 });
  });

  test('takes the place of the one before, and is removed by itself, for good', async () => {
    const filmId = await film();
    const first = await posterFor(filmId);
    const kept = await keysOf(first);
    const second = await posterFor(filmId);
    expect((await own()).items[0]?.poster?.id).toBe(second);
    expect(await code(open(null, first))).toBe('not_found');
    const now = await remove(second);
    expect([now.removed, now.items.length, now.items[0]?.poster]).toEqual([undefined, 1, undefined]);
    expect(await code(restore(second))).toBe('not_found');
    await later(2 * mediaLimits.uploadFor);
    expect(await lies(kept)).toEqual([false]);
  });

  test('is no piece of work: it counts nowhere and needs no room', async () => {
    const filmId = await film();
    const before = await own();
    const complete = (await getMyProfile(as(cast.zainab))).completeness;
    await posterFor(filmId);
    const after = await own();
    expect(after.room).toEqual(before.room);
    expect(after.items.map(({ id }) => id)).toEqual([filmId]);
    expect((await getMyProfile(as(cast.zainab))).completeness).toEqual(complete);
    expect((await getMyProfile(as(cast.zainab))).portfolio).toHaveLength(1);
    await write(cast.zainab, (ctx, tx) => orderItems(ctx, tx, { ids: [filmId] }));
    // a plan that is full to the last piece and the last byte
    await database.query(
      `insert into portfolio_items (talent_id, media, size) select $1, '{"url":"/x.jpg","width":1,"height":1,"alt":{}}', 36000000 from generate_series(1, 59)`,
      [talentIds.zainab],
    );
    expect(await code(say(Buffer.alloc(30_000_000), { size: 1_000_000 }))).toBe('portfolio_full');
    await posterFor(filmId);
    expect((await own()).items.find(({ id }) => id === filmId)?.poster).toBeDefined();
  });

  test('has no words of its own and hides behind nothing but its film', async () => {
    const poster = await posterFor(await film());
    for (const changes of [{ visibility: 'members' as const }, { title: { en: 'x' } }, { alt: { en: 'x' } }])
      expect(await code(write(cast.zainab, (ctx, tx) => changeItem(ctx, tx, { itemId: poster, ...changes })))).toBe(
        'invalid',
      );
  });

  test('is asked for by nobody but the film’s talent, and of a film', async () => {
    const filmId = await film();
    const picture = await put(await files.png());
    const bytes = await files.png();
    expect(await code(say(bytes, { kind: 'poster', posterOf: filmId }, cast.omar))).toBe('not_found');
    expect(await code(say(bytes, { kind: 'poster', posterOf: picture }))).toBe('not_found');
    expect(await code(say(bytes, { kind: 'poster', posterOf: crypto.randomUUID() }))).toBe('not_found');
    const waiting = await say(Buffer.alloc(9), { kind: 'video', type: 'video/mp4' });
    expect(await code(say(bytes, { kind: 'poster', posterOf: waiting.id }))).toBe('not_found');
    expect(await code(say(bytes, { kind: 'poster', posterOf: filmId }, cast.sara))).toBe('role_not_allowed');
  });

  test('of which two are announced is the later one; what pretends leaves the one that is there', async () => {
    const filmId = await film();
    const shown = await posterFor(filmId);
    const bytes = await files.png(50, 30);
    const first = await say(bytes, { kind: 'poster', posterOf: filmId });
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    const second = await say(page, { kind: 'poster', posterOf: filmId });
    expect(await code(send(first, bytes))).toBe('not_found');
    await send(second, page);
    expect(await code(completeUpload(as(cast.zainab), { itemId: second.id }))).toBe('type_differs');
    expect((await own()).items[0]?.poster?.id).toBe(shown);
    // and the next one is not in its way
    const third = await posterFor(filmId);
    expect((await own()).items[0]?.poster?.id).toBe(third);
    expect(await database.query(`select 1 from portfolio_items where kind = 'poster'`)).toHaveLength(1);
  });
});

describe('who sees it', () => {
  test.each([
    ['members', false, true, false],
    ['subscribers', false, false, true],
  ] as const)('of a film for %s', async (visibility, visitor, member, subscriber) => {
    const filmId = await film({ visibility });
    const poster = await posterFor(filmId);
    await database.query(
      `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
       values ($1, 'company', 'once', 0, 'IQD', 'comp', '2025-01-01', '2025-01-01', '2099-01-01') on conflict do nothing`,
      [cast.acme],
    );
    const opens = async (who: string | null) => (await code(open(who, poster))) === 'went through';
    expect([await opens(null), await opens(cast.sara), await opens(cast.acme), await opens(cast.zainab)]).toEqual([
      visitor,
      member,
      member || subscriber,
      true,
    ]);
    expect(JSON.stringify(await theirs())).not.toContain(poster);
    for (const [eyes, sees] of [
      ['visitor', visitor],
      ['member', member],
      ['subscriber', true],
    ] as const)
      expect([
        eyes,
        JSON.stringify(await getTalentAsMember(as(cast.zainab), { slug: 'zainab-kareem', as: eyes })).includes(poster),
      ]).toEqual([eyes, sees]);
  });

  test('follows the film, there and back, and while one is on its way', async () => {
    const filmId = await film();
    const shown = await posterFor(filmId);
    const bytes = await files.png(50, 30);
    const told = await say(bytes, { kind: 'poster', posterOf: filmId });
    const to = (visibility: 'public' | 'members') =>
      write(cast.zainab, (ctx, tx) => changeItem(ctx, tx, { itemId: filmId, visibility }));
    await to('members');
    expect(await code(open(null, shown))).toBe('not_found');
    await send(told, bytes);
    await completeUpload(as(cast.zainab), { itemId: told.id });
    expect(await code(open(null, told.id))).toBe('not_found');
    await to('public');
    expect(await code(open(null, told.id))).toBe('went through');
  });
});

describe('a film that goes', () => {
  test('takes its poster along and brings it back, bytes and all', async () => {
    const filmId = await film();
    const poster = await posterFor(filmId);
    const kept = await keysOf(filmId, poster);
    const before = await own();
    await remove(filmId);
    expect(await database.query('select 1 from portfolio_items')).toEqual([]);
    await later(mediaLimits.undoFor - 1);
    expect(await lies(kept)).toEqual([true, true]);
    expect(await restore(filmId)).toEqual(before);
    expect(await code(open(null, poster))).toBe('went through');
    await later(2 * mediaLimits.uploadFor);
    expect(await lies(kept)).toEqual([true, true]);
  });

  test('and stays away leaves no byte of either', async () => {
    const filmId = await film();
    const kept = await keysOf(filmId, await posterFor(filmId));
    await remove(filmId);
    await later(mediaLimits.undoFor);
    expect(await lies(kept)).toEqual([true, true]);
    await later(mediaLimits.erasedAfter);
    expect(await lies(kept)).toEqual([false, false]);
  });

  test('meanwhile takes what was on its way along: nothing is shown of it later', async () => {
    const filmId = await film();
    const bytes = await files.png();
    const told = await say(bytes, { kind: 'poster', posterOf: filmId });
    await send(told, bytes);
    const [removed, completed] = await Promise.all([
      code(remove(filmId)),
      code(completeUpload(as(cast.zainab), { itemId: told.id })),
    ]);
    expect(removed).toBe('went through');
    expect(['went through', 'not_found']).toContain(completed);
    expect(await database.query('select 1 from portfolio_items')).toEqual([]);
    // it was in its place when the film went, or it was not: half of it is nowhere
    const poster = (await restore(filmId)).items[0]?.poster;
    if (completed === 'went through') expect(poster?.id).toBe(told.id);
    if (poster) expect(await lies(await keysOf(told.id))).toEqual([true]);
    else expect(await database.query(`select 1 from portfolio_items where kind = 'poster'`)).toEqual([]);
  });

  test('with its talent’s account leaves no poster and, after the clock, no bytes', async () => {
    const filmId = await film({}, cast.omar);
    const bytes = await files.png();
    const poster = await put(bytes, { kind: 'poster', posterOf: filmId }, cast.omar);
    const kept = await keysOf(filmId, poster);
    await receiveClerkWebhook(stage.as(null), { eventId: 'msg_posters', type: 'user.deleted', userId: cast.omar });
    expect(await database.query('select 1 from portfolio_items')).toEqual([]);
    await later(2 * mediaLimits.uploadFor);
    expect(await lies(kept)).toEqual([false, false]);
  });
});
