import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { blobStorage } from '../../integrations/storage/blobs.ts';
import { s3Storage } from '../../integrations/storage/s3.ts';
import { startBlobs } from '../../local/runner/blobs.ts';
import { startS3, type S3Twin } from '../../local/storage/s3.ts';
import { cast, seat, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import * as files from '../../testing/fake-files.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { sweepAttachments } from '../attachments/sweeping.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { getTalent } from '../discovery/service.ts';
import type { Storage } from '../storage.ts';
import { entitlementTable } from '../subscriptions/rules/entitlements.ts';
import { completeUpload } from './receiving.ts';
import { roomOf } from './rules/quota.ts';
import type { Announce } from './schema.ts';
import { addLink, announce, changeItem, getPortfolio, mine, orderItems, viewIn } from './service.ts';
import { removeItem } from './removing.ts';
import { openMedia } from './showing.ts';
import { sweepPortfolio } from './sweeping.ts';
import { tellPages } from './telling.ts';
import { uploadMedia } from './uploading.ts';

const home = mkdtempSync(join(tmpdir(), 'mawahib-portfolio-'));
const opening = new Date('2026-03-02T09:00:00Z');
const keys = { accessKeyId: 'AKIATWIN', secretAccessKey: 'secret of the twin', region: 'auto' };
let database: TestDatabase;
let stage: Stage;
let twin: S3Twin;
let blobs: Awaited<ReturnType<typeof startBlobs>>;
let storages: Record<'blobs' | 's3', Storage>;
let using: 'blobs' | 's3' = 'blobs';

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  twin = await startS3({ dir: join(home, 's3'), keys, now: () => stage.now });
  blobs = await startBlobs(home);
  process.env['NETLIFY_BLOBS_CONTEXT'] = blobs.context;
  storages = {
    blobs: blobStorage('https://mawahib.test'),
    s3: s3Storage({ endpoint: twin.endpoint, bucket: twin.bucket, ...keys }, { fetch, now: () => stage.now }),
  };
});
afterAll(async () => {
  delete process.env['NETLIFY_BLOBS_CONTEXT'];
  await Promise.all([database.close(), twin.close(), blobs.stop()]);
  rmSync(home, { recursive: true, force: true });
});
beforeEach(async () => {
  stage.now = opening;
  using = 'blobs';
  await database.query('delete from portfolio_items');
  await database.query('delete from removed_work');
});

const as = (userId: string | null): Ctx => {
  const ctx = stage.as(userId);
  const open = { current: async () => storages[using], named: async (name: string) => storages[name as 's3'] ?? null };
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
/** As a browser does: to the address it was given, with the headers it was given. */
async function send({ id, upload }: Told, bytes: Uint8Array): Promise<void> {
  const url = new URL(upload.url);
  if (using === 'blobs') {
    expect(url.pathname).toBe(`/api/portfolio-uploads/${id}`);
    const ticket = url.searchParams.get('ticket') ?? '';
    return uploadMedia(as(null), { itemId: id, ticket, body: new Uint8Array(bytes).buffer });
  }
  const answer = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: new Uint8Array(bytes) });
  if (!answer.ok) throw new Error(`the bucket said ${answer.status}`);
}
async function put(bytes: Uint8Array, said: Partial<Announce> = {}, who: string = cast.zainab): Promise<string> {
  const told = await say(bytes, said, who);
  await send(told, bytes);
  await completeUpload(as(who), { itemId: told.id });
  return told.id;
}
const fileOf = async (id: string) =>
  (await database.query<{ file: string }>('select file from portfolio_items where id = $1', [id]))[0]?.file ?? '';
const open = async (who: string | null, itemId: string, range: string | null = null) =>
  openMedia(as(who), { itemId, file: await fileOf(itemId), range, known: null });
const bytesOf = async (work: ReturnType<typeof open>) => {
  const media = await work;
  if (media.is !== 'here') throw new Error(media.is);
  return Buffer.from(await new Response(media.body).arrayBuffer());
};

describe.each(['blobs', 's3'] as const)('a picture, in %s', (where) => {
  beforeEach(() => void (using = where));

  test('is announced, sent, read, and shown to everybody without where it was taken', async () => {
    const bytes = await files.jpegFromAPhone();
    const id = await put(bytes, { type: 'image/jpeg' });
    const shown = await bytesOf(open(null, id));
    expect(bytes.toString('latin1')).toContain(files.secretPlace);
    expect(shown.toString('latin1')).not.toContain(files.secretPlace);
    const [item] = (await getTalent(as(null), { slug: 'zainab-kareem' })).portfolio;
    expect(item).toMatchObject({
      id,
      kind: 'image',
      color: expect.stringMatching(/^#/),
      media: { width: 40, height: 60 },
    });
    expect(item?.media?.url).toBe(`/api/media/${id}/${await fileOf(id)}`);
    // nothing is left where it arrived
    expect(await storages[where].head(`incoming/${id}`)).toBeNull();
  });
  test('is refused for what it turns out to be, and says so again', async () => {
    const bytes = files.hugePng(20_000, 10_000);
    const told = await say(bytes);
    await send(told, bytes);
    const complete = () => code(completeUpload(as(cast.zainab), { itemId: told.id }));
    expect([await complete(), await complete()]).toEqual(['too_many_pixels', 'too_many_pixels']);
    expect((await getPortfolio(as(cast.zainab))).room.items.used).toBe(0);
  });
  test('that never came can still come', async () => {
    const bytes = await files.png();
    const told = await say(bytes);
    expect(await code(completeUpload(as(cast.zainab), { itemId: told.id }))).toBe('not_uploaded');
    await send(told, bytes);
    expect(await code(completeUpload(as(cast.zainab), { itemId: told.id }))).toBe('went through');
  });
  test('read twice at once is one picture', async () => {
    const bytes = await files.png();
    const told = await say(bytes);
    await send(told, bytes);
    const twice = [1, 2].map(() => code(completeUpload(as(cast.zainab), { itemId: told.id })));
    expect(await Promise.all(twice)).toEqual(['went through', 'went through']);
    expect((await getPortfolio(as(cast.zainab))).items).toHaveLength(1);
  });
  test('leaves no byte behind when it is removed', async () => {
    const id = await put(await files.png());
    const [row] = await database.query<{ object_key: string }>('select object_key from portfolio_items where id = $1', [
      id,
    ]);
    await write(cast.zainab, (ctx, tx) => removeItem(ctx, tx, { itemId: id }));
    stage.now = new Date(opening.getTime() + 2 * 3_600_000);
    await sweepAttachments(as(null));
    expect(await storages[where].head(row?.object_key ?? '')).toBeNull();
    expect(await code(open(null, id))).toBe('not_found');
  });
});

describe('a film', () => {
  test('is shown in parts, without where it was taken', async () => {
    const id = await put(files.filmFromAPhone(), { kind: 'video', type: 'video/mp4' });
    const part = await openMedia(as(null), { itemId: id, file: await fileOf(id), range: 'bytes=0-9', known: null });
    expect(part).toMatchObject({ is: 'here', part: { from: 0, to: 9 }, isPublic: true });
    expect((await bytesOf(open(null, id))).toString('latin1')).not.toContain(files.secretPlace);
    const [item] = (await getTalent(as(null), { slug: 'zainab-kareem' })).portfolio;
    expect(item).toMatchObject({ kind: 'video', media: null, file: { width: 360, height: 640, seconds: 8 } });
  });
  test('that is large goes out in parts of four megabytes, or by the storage’s own address', async () => {
    using = 's3';
    const film = files.filmFromAPhone();
    const padded = Buffer.concat([film.subarray(0, -72), mdat(6 * 1024 * 1024)]);
    const id = await put(padded, { kind: 'video', type: 'video/mp4' });
    expect(await open(null, id, 'bytes=0-')).toMatchObject({ is: 'here', part: { from: 0, to: 4 * 1024 * 1024 - 1 } });
    const whole = await open(null, id);
    expect(whole).toMatchObject({ is: 'elsewhere' });
    if (whole.is === 'elsewhere') expect((await fetch(whole.url)).headers.get('content-type')).toBe('video/mp4');
  });
});
function mdat(size: number): Buffer {
  const box = Buffer.alloc(size, 7);
  box.writeUInt32BE(size, 0);
  box.write('mdat', 4, 'latin1');
  return box;
}

describe('who sees it', () => {
  test.each([
    ['public', 'went through', 'went through', 'went through', true],
    ['members', 'not_found', 'went through', 'went through', false],
    ['subscribers', 'not_found', 'not_found', 'went through', false],
  ] as const)('%s', async (visibility, visitor, member, owner, listed) => {
    const id = await put(await files.png(), { visibility });
    expect([await code(open(null, id)), await code(open(cast.sara, id)), await code(open(cast.zainab, id))]).toEqual([
      visitor,
      member,
      owner,
    ]);
    const page = JSON.stringify(await getTalent(as(null), { slug: 'zainab-kareem' }));
    expect(page.includes(id)).toBe(listed);
  });
  test('what is hidden is gone for visitors at once', async () => {
    const id = await put(await files.png());
    await write(cast.zainab, (ctx, tx) => changeItem(ctx, tx, { itemId: id, visibility: 'members' }));
    expect(await code(open(null, id))).toBe('not_found');
  });
  test('another file name than its own is unknown', async () => {
    const id = await put(await files.png());
    const asked = { itemId: id, file: 'other.webp', range: null, known: null };
    expect(await code(openMedia(as(null), asked))).toBe('not_found');
  });
  test('work of a draft is its talent’s alone', async () => {
    const id = await put(await files.png(), {}, cast.nour);
    expect([await code(open(null, id)), await code(open(cast.nour, id))]).toEqual(['not_found', 'went through']);
  });
});

describe('a portrait', () => {
  const avatar = async () =>
    (
      await database.query<{ avatar: { url: string; alt: object; color?: string } | null }>(
        `select avatar from talent_profiles where id = $1`,
        [talentIds.zainab],
      )
    )[0]?.avatar;

  test('is on the page, takes the place of the one before, and leaves with its row', async () => {
    const first = await put(await files.png(), { kind: 'portrait' });
    expect((await avatar())?.url).toContain(first);
    expect((await avatar())?.color).toMatch(/^#[0-9a-f]{6}$/);
    const second = await put(await files.png(50, 60), { kind: 'portrait' });
    expect((await avatar())?.url).toContain(second);
    expect(await database.query('select 1 from portfolio_items')).toHaveLength(1);
    await write(cast.zainab, (ctx, tx) => changeItem(ctx, tx, { itemId: second, alt: { en: 'Zainab, laughing' } }));
    expect((await avatar())?.alt).toEqual({ en: 'Zainab, laughing' });
    expect(
      await code(write(cast.zainab, (ctx, tx) => changeItem(ctx, tx, { itemId: second, visibility: 'members' }))),
    ).toBe('invalid');
    expect((await getPortfolio(as(cast.zainab))).items).toEqual([]);
    await write(cast.zainab, (ctx, tx) => removeItem(ctx, tx, { itemId: second }));
    expect(await avatar()).toBeNull();
  });
});

describe('links and order', () => {
  const link = (id: string) =>
    write(cast.zainab, (ctx, tx) =>
      addLink(ctx, tx, { url: { provider: 'youtube', id }, title: { en: id }, description: {}, visibility: 'public' }),
    );
  test('a link is a piece of work without bytes, once', async () => {
    await link('M7lc1UVf-VE');
    expect(await code(link('M7lc1UVf-VE'))).toBe('already_done');
    const [item] = (await getTalent(as(null), { slug: 'zainab-kareem' })).portfolio;
    expect(item?.link).toEqual({ provider: 'youtube', url: 'https://www.youtube.com/watch?v=M7lc1UVf-VE' });
  });
  test('contact details are refused in what names and shows a piece, and are dots to strangers in what tells of it', async () => {
    const fieldsOf = (work: Promise<unknown>) =>
      work.then(
        () => 'went through',
        (error: unknown) => (error instanceof AppError ? error.details.fields : error),
      );
    const title = { en: 'www.itemmarker.com' };
    expect(
      await fieldsOf(
        write(cast.zainab, (ctx, tx) =>
          addLink(ctx, tx, {
            url: { provider: 'youtube', id: 'ddddddddddd' },
            title,
            description: {},
            visibility: 'public',
          }),
        ),
      ),
    ).toEqual({ 'title.en': ['contact'] });
    const itemId = await put(await files.png());
    const alt = { en: 'A bride', ar: 'www.altmarker.com 07709990004' };
    expect(await fieldsOf(write(cast.zainab, (ctx, tx) => changeItem(ctx, tx, { itemId, title, alt })))).toEqual({
      'title.en': ['contact'],
      'alt.ar': ['contact'],
    });
    const description = { en: 'it@marker.com 07709990003' };
    const { items } = await write(cast.zainab, (ctx, tx) => changeItem(ctx, tx, { itemId, description }));
    expect(items[0]?.description).toEqual(description);
    const [item] = (await getTalent(as(null), { slug: 'zainab-kareem' })).portfolio;
    expect(item?.description).toEqual({ en: '••• •••' });
  });
  test('work is put in order, all of it or nothing', async () => {
    for (const id of ['aaaaaaaaaaa', 'bbbbbbbbbbb', 'ccccccccccc']) await link(id);
    const before = (await getPortfolio(as(cast.zainab))).items.map(({ id }) => id);
    const wished = before.toReversed();
    const after = await write(cast.zainab, (ctx, tx) => orderItems(ctx, tx, { ids: wished }));
    expect(after.items.map(({ id }) => id)).toEqual(wished);
    expect(await code(write(cast.zainab, (ctx, tx) => orderItems(ctx, tx, { ids: wished.slice(1) })))).toBe(
      'lost_race',
    );
    expect(await code(write(cast.omar, (ctx, tx) => orderItems(ctx, tx, { ids: wished })))).toBe('lost_race');
  });
  test.each([
    ['changes', (id: string) => write(cast.omar, (ctx, tx) => changeItem(ctx, tx, { itemId: id, title: { en: 'x' } }))],
    ['removes', (id: string) => write(cast.omar, (ctx, tx) => removeItem(ctx, tx, { itemId: id }))],
    ['completes', (id: string) => completeUpload(as(cast.omar), { itemId: id })],
  ])('another talent %s nothing', async (_, work) =>
    expect(await code(work(await put(await files.png())))).toBe('not_found'),
  );
  test('customers have no portfolio', async () =>
    expect(await code(getPortfolio(as(cast.sara)))).toBe('role_not_allowed'));
});

describe('how much of it there may be', () => {
  const fill = (count: number, size = 1) =>
    database.query(
      `insert into portfolio_items (talent_id, media, size) select $1, '{"url":"/x.jpg","width":1,"height":1,"alt":{}}', $2 from generate_series(1, $3)`,
      [talentIds.omar, size, count],
    );
  test('SQL says what the rule says', async () => {
    const rows = await database.query<{ tier: string; items: number; bytes: string; video: string }>(
      `select t.tier, r.items, r.bytes, r.video_bytes as video from unnest($1::text[]) t (tier) left join app.portfolio_room(t.tier) r on true`,
      [Object.keys(entitlementTable)],
    );
    for (const { tier, ...said } of rows) {
      const { items, bytes, videoBytes } = roomOf(entitlementTable[tier as 'FREE'].portfolio);
      expect([tier, Number(said.items), Number(said.bytes), Number(said.video)]).toEqual([
        tier,
        items,
        bytes,
        videoBytes,
      ]);
    }
  });
  test('a full portfolio says what is used and what there may be', async () => {
    await fill(12);
    const error = await say(await files.png(), {}, cast.omar).catch((thrown: unknown) => thrown as AppError);
    expect(error).toMatchObject({
      code: 'portfolio_full',
      details: { upgradeUrl: '/pricing', feature: 'portfolio', values: { items: 12, itemsAllowed: 12 } },
    });
  });
  test('a film larger than the plan takes is refused before a byte is sent', async () =>
    expect(
      await code(say(Buffer.alloc(1), { kind: 'video', type: 'video/mp4', size: 30 * 1024 * 1024 }, cast.omar)),
    ).toBe('portfolio_full'));
  test('and one larger than the storage takes', async () =>
    expect(
      await code(say(Buffer.alloc(1), { kind: 'video', type: 'video/mp4', size: 20 * 1024 * 1024 }, cast.omar)),
    ).toBe('too_large'));
  test('of many who take the last place at once one gets it, past the rule too', async () => {
    await fill(11);
    const insert = () =>
      stage.doors
        .asSystem('test')
        .write((tx) =>
          tx.execute(
            `insert into portfolio_items (talent_id, kind, state, type, size, storage, upload_until) values ('${talentIds.omar}', 'image', 'waiting', 'image/png', 5, 'blobs', now())`,
          ),
        );
    await database.query('grant insert on portfolio_items to app_system');
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, insert));
    await database.query('revoke insert on portfolio_items from app_system');
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await database.query('select 1 from portfolio_items where talent_id = $1', [talentIds.omar])).length).toBe(
      12,
    );
  });
  test('and bytes are counted the same way', async () => {
    await fill(1, 150 * 1024 * 1024 - 200);
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => code(say(Buffer.alloc(150), {}, cast.omar))));
    expect(outcomes.toSorted()).toEqual([...Array<string>(5).fill('portfolio_full'), 'went through']);
  });
});

test('uploads nobody finished are swept after a day, and count until then', async () => {
  await say(await files.png());
  expect((await getPortfolio(as(cast.zainab))).room.items.used).toBe(1);
  expect(await sweepPortfolio(as(null))).toEqual({ swept: 0 });
  stage.now = new Date(opening.getTime() + 25 * 3_600_000);
  expect(await sweepPortfolio(as(null))).toEqual({ swept: 1 });
});

describe('a film of more than one request', () => {
  const film = files.longFilm(9 * 1024 * 1024);
  const announced = () => say(film, { kind: 'video', type: 'video/mp4' });
  const up = ({ id, upload }: Told, part: number | undefined, body: Uint8Array) =>
    code(
      uploadMedia(as(null), {
        itemId: id,
        ticket: new URL(upload.url).searchParams.get('ticket') ?? '',
        part,
        body: new Uint8Array(body).buffer,
      }),
    );
  const partOf = ({ upload }: Told, at: number) => {
    const most = 'partBytes' in upload ? (upload.partBytes ?? 0) : 0;
    return film.subarray(at * most, (at + 1) * most);
  };

  test('comes in parts where there is no bucket, is read as one, and is played across their seams', async () => {
    const told = await announced();
    for (const at of [0, 1]) expect(await up(told, at, partOf(told, at))).toBe('went through');
    // not all of it is there
    expect(await code(completeUpload(as(cast.zainab), { itemId: told.id }))).toBe('not_uploaded');
    expect(await up(told, 2, partOf(told, 2))).toBe('went through');
    // and with the last one the word is used up
    expect(await up(told, 0, partOf(told, 0))).toBe('not_found');
    const [item] = (await completeUpload(as(cast.zainab), { itemId: told.id })).items;
    expect(item).toMatchObject({ kind: 'video', size: film.byteLength, file: { width: 360, height: 640 } });
    const seam = 4 * 1024 * 1024;
    const part = await bytesOf(open(null, told.id, `bytes=${seam - 10}-${seam + 10}`));
    expect(Buffer.compare(part, film.subarray(seam - 10, seam + 11))).toBe(0);
    const whole = await bytesOf(open(null, told.id));
    expect([whole.byteLength, whole.includes(files.secretPlace)]).toEqual([film.byteLength, false]);
    const [row] = await database.query<{ object_key: string }>('select object_key from portfolio_items where id = $1', [
      told.id,
    ]);
    await write(cast.zainab, (ctx, tx) => removeItem(ctx, tx, { itemId: told.id }));
    stage.now = new Date(opening.getTime() + 2 * 3_600_000);
    await sweepAttachments(as(null));
    for (const key of [row?.object_key ?? '', `incoming/${told.id}`])
      for (const one of [key, `${key}.0`, `${key}.1`, `${key}.2`]) expect(await storages.blobs.head(one)).toBeNull();
  });
  test('takes no part that is not its own, of another length, or before the first', async () => {
    const told = await announced();
    expect(await up(told, 1, partOf(told, 1))).toBe('not_uploaded');
    expect(await up(told, 3, partOf(told, 0))).toBe('not_found');
    expect(await up(told, 0, partOf(told, 2))).toBe('size_differs');
    expect(await up(told, 2, partOf(told, 0))).toBe('size_differs');
    expect(await up(told, undefined, partOf(told, 0))).toBe('size_differs');
  });
  test('that is nothing of the kind when it is put together is refused', async () => {
    const page = Buffer.concat([Buffer.from('<!doctype html>'), film.subarray(15)]);
    const told = await announced();
    for (const at of [0, 1, 2]) await up(told, at, page.subarray(at * 4 * 1024 * 1024, (at + 1) * 4 * 1024 * 1024));
    expect(await code(completeUpload(as(cast.zainab), { itemId: told.id }))).toBe('type_differs');
    expect(await storages.blobs.head(`incoming/${told.id}`)).toBeNull();
  });
  test('goes to a bucket in one piece', async () => {
    using = 's3';
    const told = await announced();
    expect('partBytes' in told.upload).toBe(false);
    expect(await up({ ...told, upload: { ...told.upload, url: 'https://x.test/?ticket=x' } }, 0, film)).toBe(
      'not_found',
    );
  });
});

test('an upload’s word is good once, and for its size', async () => {
  const bytes = await files.png();
  const told = await say(bytes);
  const ticket = new URL(told.upload.url).searchParams.get('ticket') ?? '';
  const up = (word: string, body: Uint8Array) =>
    code(uploadMedia(as(null), { itemId: told.id, ticket: word, body: new Uint8Array(body).buffer }));
  expect(await up('guessed', bytes)).toBe('not_found');
  expect(await up(ticket, bytes.subarray(1))).toBe('size_differs');
  expect(await up(ticket, bytes)).toBe('went through');
  expect(await up(ticket, bytes)).toBe('not_found');
});

test('a page that left the public site stays closed while its work changes', async () => {
  const seenBy = (audience: string, takes: string) =>
    database.query('update talent_profiles set seen_by = $1, inquiries_from = $2 where id = $3', [
      audience,
      takes,
      talentIds.zainab,
    ]);
  const change = async () => {
    stage.told.length = 0;
    await tellPages(as(cast.zainab), await getPortfolio(as(cast.zainab)), 'piece');
    return stage.told;
  };
  expect(await getPortfolio(as(cast.zainab))).toMatchObject({ published: true, public: true });
  expect(await change()).toEqual(['dropped work-piece', 'changed zainab-kareem']);
  await seenBy('members', 'members');
  expect(await getPortfolio(as(cast.zainab))).toMatchObject({ published: true, public: false });
  expect(await write(cast.zainab, async (ctx, tx) => viewIn(ctx, tx, await mine(ctx, tx)))).toMatchObject({
    public: false,
  });
  expect(await change()).toEqual(['dropped work-piece']);
  await seenBy('everyone', 'everyone');
});
