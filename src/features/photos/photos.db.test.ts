import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { blobStorage } from '../../integrations/storage/blobs.ts';
import { startBlobs } from '../../local/runner/blobs.ts';
import { cast, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import * as files from '../../testing/fake-files.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { sweepAttachments } from '../attachments/sweeping.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { getTalent } from '../discovery/service.ts';
import { ask } from '../inquiries/ask.ts';
import { issueForm } from '../inquiries/form.ts';
import type { Mail } from '../ctx.ts';
import { drainOutbox } from '../outbox/service.ts';
import type { Storage } from '../storage.ts';
import { closePhotoRequest, listPhotoRequests, requestPhotos, requestThroughInquiry, uploadWord } from './asking.ts';
import { askByForm } from './form.ts';
import { openUploadPage, sendByLink } from './link.ts';
import { photoLimits } from './rules.ts';
import { listMyPhotos, movePhoto, openPhoto, removePhoto } from './showing.ts';
import { tendPhotos } from './tend.ts';

const home = mkdtempSync(join(tmpdir(), 'mawahib-photos-'));
const opening = new Date('2026-03-02T09:00:00Z');
const day = 86_400_000;
let database: TestDatabase;
let stage: Stage;
let blobs: Awaited<ReturnType<typeof startBlobs>>;
let storage: Storage;
let mails: Mail[] = [];

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
  stage.told.length = 0;
  mails = [];
  await database.query('delete from service_photos');
  await database.query('delete from photo_requests');
  await database.query('delete from attachment_removals');
  await database.query('delete from deliveries');
  await database.query('delete from outbox');
  await database.query('delete from notifications');
  await database.query('delete from blocks');
  await database.query('delete from inquiries');
});

const as = (who: string | null): Ctx => {
  const ctx = stage.as(who);
  const storages = { current: async () => storage, named: async (name: string) => (name === 'blobs' ? storage : null) };
  const mail = { send: async (one: Mail) => void mails.push(one) };
  return { ...ctx, ports: { ...ctx.ports, storages, mail } };
};
const write = <Result>(who: string, work: (ctx: Ctx, tx: Tx) => Promise<Result>): Promise<Result> => {
  const ctx = as(who);
  return userDoor(ctx).write((tx) => work(ctx, tx));
};
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
const wedding = serviceIds.zainabWedding;
const requested = (wish = '', who: string = cast.sara, serviceId: string = wedding) =>
  write(who, (ctx, tx) => requestPhotos(ctx, tx, { serviceId, wish }));
const wordOf = (id: string) => uploadWord(as(null), id);
const picture = (bytes: Uint8Array, name = 'photo.jpg') => ({ bytes, name });
/** a picture like no other */
let shade = 0;
const another = () =>
  sharp({ create: { width: 30, height: 20, channels: 3, background: { r: (shade += 1), g: 20, b: 30 } } })
    .png()
    .toBuffer();
const send = (id: string, photos: { bytes: Uint8Array; name: string }[], more: { k?: string; show?: boolean } = {}) =>
  sendByLink(as(null), { requestId: id, k: more.k ?? wordOf(id), photos, show: more.show ?? true });
const bytesOf = async (id: string, who: string | null = null) => {
  const found = await openPhoto(as(who), { photoId: id, known: null });
  return found.is === 'here' ? Buffer.from(await new Response(found.body).arrayBuffer()) : Buffer.alloc(0);
};
const photoIds = async () =>
  (await database.query<{ id: string }>('select id from service_photos order by created_at, id')).map(({ id }) => id);
const stateOf = async (id: string) =>
  (await database.query<{ state: string }>('select state from photo_requests where id = $1', [id]))[0]?.state;
const visitorAsks = async (email: string) => {
  const ctx = as(null);
  const { formToken } = issueForm(ctx);
  stage.now = new Date(stage.now.getTime() + 3000);
  return { ctx: as(null), formToken, email };
};

describe('asking', () => {
  test('the talent is told in the house and by a mail whose link takes photos; contact details in the wish are dots', async () => {
    const { id, known } = await requested('The stage at night, or call 0770 123 4567');
    expect(known).toBe(false);
    await drainOutbox(as(null));
    const [mail] = mails;
    expect(mails).toHaveLength(1);
    expect(mail?.to).toContain('zainab');
    expect(mail?.text).toContain(`https://mawahib.test/en/photos/${id}/?k=${wordOf(id)}`);
    expect(mail?.text).toContain('The stage at night, or call •••');
    expect(mail?.text).not.toContain('0770');
    expect(JSON.stringify(await database.query('select wish from photo_requests'))).not.toContain('0770');
    expect(await database.query(`select name, user_id from notifications`)).toEqual([
      { name: 'photos.asked', user_id: cast.zainab },
    ]);
  });

  test('asked again it is the same request, from two windows at once as well', async () => {
    const all = await Promise.all([requested(), requested(), requested()]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect((await requested()).known).toBe(true);
    expect(await database.query('select count(*)::int as n from photo_requests')).toEqual([{ n: 1 }]);
  });

  test.each([
    ['a talent', cast.omar, wedding, 'role_not_allowed'],
    ['the talent themselves', cast.zainab, wedding, 'role_not_allowed'],
    ['of a service that is not offered any more', cast.sara, serviceIds.zainabRetired, 'not_found'],
    ['of a profile nobody sees', cast.sara, serviceIds.nourDraft, 'not_found'],
    ['of nothing', cast.sara, talentIds.zainab, 'not_found'],
    ['a suspended account', cast.gone, wedding, 'account_suspended'],
    ['without a row', cast.stranger, wedding, 'onboarding_required'],
  ])('%s: refused', async (_, who, serviceId, why) => {
    expect(await code(requested('', who, serviceId))).toBe(why);
  });

  test('whoever is blocked, and whoever a talent does not let ask, asks for no photos either', async () => {
    await database.query(`insert into blocks (blocker_id, blocked_id) values ($1, $2)`, [cast.zainab, cast.sara]);
    expect(await code(requested())).toBe('blocked');
    await database.query('delete from blocks');
    await database.query(`update talent_profiles set inquiries_from = 'nobody' where id = $1`, [talentIds.zainab]);
    expect(await code(requested())).toBe('not_accepting');
    await database.query(`update talent_profiles set inquiries_from = 'everyone' where id = $1`, [talentIds.zainab]);
    stage.policy = 'casting';
    expect(await code(requested())).toBe('not_found');
    stage.policy = 'full';
  });

  test('ten a day, then later', async () => {
    for (let n = 0; n < photoLimits.askedPerDay; n += 1) {
      const { id } = await requested();
      await write(cast.sara, (ctx, tx) => closePhotoRequest(ctx, tx, { requestId: id }));
    }
    expect(await code(requested())).toBe('slow_down');
    stage.now = new Date(opening.getTime() + day + 1000);
    expect((await requested()).known).toBe(false);
  });

  test('without an account: the page writes an inquiry with all its checks, and the request hangs on it', async () => {
    const { ctx, formToken, email } = await visitorAsks('lina@example.com');
    const typed = { wish: 'The album', senderName: 'Lina', senderEmail: email };
    const sent = { serviceId: wedding, typed, formToken, trapped: false, network: '203.0.113.9' };
    const page = await askByForm(ctx, sent);
    expect(page.done).toBe('asked');
    const [row] = await database.query<{ inquiry_id: string; asker_id: null; asker_name: string; wish: string }>(
      'select inquiry_id, asker_id, asker_name, wish from photo_requests',
    );
    expect(row).toMatchObject({ asker_id: null, asker_name: 'Lina', wish: 'The album' });
    await drainOutbox(as(null));
    expect(mails.map(({ to, subject }) => [to.includes('lina') ? 'lina' : 'zainab', subject])).toEqual(
      expect.arrayContaining([
        ['lina', 'Your question is with Zainab Kareem'],
        ['zainab', 'Lina asks you something'],
        ['zainab', 'Lina would like to see more photos'],
      ]),
    );
    // the same form again: one inquiry, one request
    expect((await askByForm(ctx, sent)).done).toBe('known');
    expect(await database.query('select count(*)::int as n from photo_requests')).toEqual([{ n: 1 }]);
  });

  test('the page says which field is wrong, and a trap keeps nothing', async () => {
    const { ctx, formToken } = await visitorAsks('x');
    const typed = { wish: 'a'.repeat(600), senderName: ' ', senderEmail: 'nobody' };
    const sent = { serviceId: wedding, typed, formToken, trapped: false, network: null };
    expect((await askByForm(ctx, sent)).problems).toEqual(['wish', 'senderName', 'senderEmail']);
    const good = { wish: '', senderName: 'Bot', senderEmail: 'bot@example.com' };
    expect((await askByForm(ctx, { ...sent, typed: good, trapped: true })).done).toBe('asked');
    expect(await code(askByForm(ctx, { ...sent, typed: good, formToken: 'made-up' }))).toBe('unauthenticated');
    expect(await database.query('select count(*)::int as n from inquiries')).toEqual([{ n: 0 }]);
  });

  test('through an inquiry: its link opens it, another does not, and a foreign service is not there', async () => {
    const { ctx, formToken, email } = await visitorAsks('lina@example.com');
    const asked = {
      recipient: talentIds.zainab,
      listing: null,
      subject: '',
      message: 'Hello',
      senderName: 'Lina',
      senderEmail: email,
      formToken,
      network: null,
    };
    const { messageId: inquiryId } = await ctx.doors.asVisitor().write((tx) => ask(ctx, tx, asked));
    const k = ctx.ports.secretFor('inquiry', inquiryId);
    const through = (more: object) =>
      code(requestThroughInquiry(as(null), { serviceId: wedding, wish: '', inquiryId, k, ...more }));
    expect(await through({ k: 'guessed' })).toBe('not_found');
    expect(await through({ k: undefined })).toBe('unauthenticated');
    expect(await through({ serviceId: serviceIds.omarParty })).toBe('not_found');
    expect(await code(requestThroughInquiry(as(cast.zainab), { serviceId: wedding, wish: '', inquiryId }))).toBe(
      'not_found',
    );
    expect(await through({})).toBe('went through');
    // held for the operator: a good answer, and nothing is kept
    await database.query('delete from photo_requests');
    await database.query('update inquiries set held_at = app.now()');
    expect(await through({})).toBe('went through');
    expect(await database.query('select count(*)::int as n from photo_requests')).toEqual([{ n: 0 }]);
  });
});

describe('photos by the link', () => {
  test('a telephone’s picture arrives upright and without what its camera wrote, and stands on the page', async () => {
    const { id } = await requested();
    const page = await send(id, [picture(await files.jpegFromAPhone())]);
    expect(page?.sent).toMatchObject({ taken: 1, known: 0, refused: [], shown: true });
    const [photo = ''] = await photoIds();
    const bytes = await bytesOf(photo);
    expect(bytes.toString('latin1')).not.toContain(files.secretPlace);
    const facts = await sharp(bytes).metadata();
    expect(facts).toMatchObject({ format: 'jpeg', width: 40, height: 60 });
    expect(facts.exif).toBeUndefined();
    expect(facts.xmp).toBeUndefined();
    expect(stage.told).toEqual(['changed zainab-kareem']);
    const talent = await getTalent(as(null), { slug: 'zainab-kareem' });
    expect(talent.services[0]?.photos).toEqual([{ url: `/api/photos/${photo}`, width: 40, height: 60, alt: {} }]);
    expect(await stateOf(id)).toBe('answered');
  });

  test('whoever asked is told once, by mail and in the house', async () => {
    const { id } = await requested();
    await send(id, [picture(await another())]);
    await send(id, [picture(await another())]);
    await drainOutbox(as(null));
    const told = mails.filter(({ to }) => to.includes('sara'));
    expect(told.map(({ subject }) => subject)).toEqual(['New photos from Zainab Kareem']);
    expect(told[0]?.text).toContain('https://mawahib.test/en/talents/zainab-kareem/');
    expect(await database.query(`select name from notifications where user_id = $1`, [cast.sara])).toEqual([
      { name: 'photos.arrived' },
    ]);
  });

  test('kept back they wait: nobody sees them and nobody is told, until the talent shows one', async () => {
    const { id } = await requested();
    await send(id, [picture(await another())], { show: false });
    const [photo = ''] = await photoIds();
    expect(await stateOf(id)).toBe('open');
    expect(await code(openPhoto(as(null), { photoId: photo, known: null }))).toBe('not_found');
    expect(await code(openPhoto(as(cast.sara), { photoId: photo, known: null }))).toBe('not_found');
    expect((await bytesOf(photo, cast.zainab)).length).toBeGreaterThan(0);
    expect((await getTalent(as(null), { slug: 'zainab-kareem' })).services[0]?.photos ?? []).toEqual([]);
    expect((await listMyPhotos(as(cast.zainab))).items).toMatchObject([{ id: photo, state: 'waiting' }]);
    await write(cast.zainab, (ctx, tx) => movePhoto(ctx, tx, { photoId: photo, state: 'shown' }));
    expect(await stateOf(id)).toBe('answered');
    expect((await openPhoto(as(null), { photoId: photo, known: null })).isPublic).toBe(true);
  });

  test('each is judged alone, by what it is', async () => {
    const { id } = await requested();
    const page = await send(id, [
      picture(Buffer.from('<html><script>alert(1)</script></html>'), 'page.jpg'),
      picture(files.zipBomb(), 'bomb.png'),
      picture(files.pdf(), 'plan.png'),
      picture(files.hugePng(), 'country.png'),
      picture(await files.webp(), 'good.webp'),
      picture((await files.jpegFromAPhone()).subarray(0, 300), 'half.jpg'),
    ]);
    expect(page?.sent).toMatchObject({
      taken: 1,
      refused: [
        { name: 'page.jpg', why: 'type_differs' },
        { name: 'bomb.png', why: 'type_differs' },
        { name: 'plan.png', why: 'type_differs' },
        { name: 'country.png', why: 'too_many_pixels' },
        { name: 'half.jpg', why: 'damaged' },
      ],
    });
    expect(await photoIds()).toHaveLength(1);
  });

  test('a large one is kept no larger than a screen needs', async () => {
    const { id } = await requested();
    const large = sharp({ create: { width: 3000, height: 1500, channels: 3, background: '#a40' } });
    await send(id, [picture(await large.jpeg().toBuffer())]);
    expect(await database.query('select width, height from service_photos')).toEqual([{ width: 2000, height: 1000 }]);
  });

  test('the same photo twice is one', async () => {
    const { id } = await requested();
    const one = picture(await another());
    await send(id, [one]);
    expect((await send(id, [one, one]))?.sent).toMatchObject({ taken: 0, known: 2 });
    expect(await photoIds()).toHaveLength(1);
  });

  test('another word, another request’s word, or no request: the link opens nothing', async () => {
    const { id } = await requested();
    const other = await requested('', cast.acme);
    const open = (requestId: string, k: string) => openUploadPage(as(null), { requestId, k });
    expect(await open(id, wordOf(id))).not.toBeNull();
    expect(await open(id, wordOf(other.id))).toBeNull();
    expect(await open(id, '')).toBeNull();
    expect(await open(id, createHash('sha256').update(id).digest('base64url'))).toBeNull();
    const nowhere = '0190d3a0-0000-7000-8000-00000000ffff';
    expect(await open(nowhere, wordOf(nowhere))).toBeNull();
    expect(await send(id, [picture(await another())], { k: wordOf(other.id) })).toBeNull();
    expect(await photoIds()).toEqual([]);
  });

  test('over after fourteen days, closed by either side, gone with the service', async () => {
    const { id } = await requested();
    stage.now = new Date(opening.getTime() + photoLimits.openFor);
    expect((await send(id, [picture(await another())]))?.over).toBe('too_late');
    expect(await tendPhotos(as(null))).toMatchObject({ closed: 1 });
    expect(await stateOf(id)).toBe('closed');
    expect((await openUploadPage(as(null), { requestId: id, k: wordOf(id) }))?.over).toBe('too_late');

    stage.now = opening;
    const second = await requested();
    await write(cast.zainab, (ctx, tx) => closePhotoRequest(ctx, tx, { requestId: second.id }));
    expect((await send(second.id, [picture(await another())]))?.over).toBe('closed');
    expect(await code(write(cast.sara, (ctx, tx) => closePhotoRequest(ctx, tx, { requestId: second.id })))).toBe(
      'wrong_state',
    );
    expect(await code(write(cast.omar, (ctx, tx) => closePhotoRequest(ctx, tx, { requestId: second.id })))).toBe(
      'not_found',
    );

    const third = await requested('', cast.acme);
    await database.query('update services set active = false where id = $1', [wedding]);
    expect(await send(third.id, [picture(await another())])).toBeNull();
    await database.query('update services set active = true where id = $1', [wedding]);
    expect(await photoIds()).toEqual([]);
  });

  test('no more than it takes, however many come at once', async () => {
    const { id } = await requested();
    const batch = async (n: number) => Promise.all(Array.from({ length: n }, async () => picture(await another())));
    await send(id, await batch(6));
    const three = await Promise.all([send(id, await batch(3)), send(id, await batch(3)), send(id, await batch(3))]);
    const taken = three.reduce((sum, page) => sum + (page?.sent?.taken ?? 0), 0);
    expect(taken).toBe(photoLimits.perRequest - 6);
    expect(await photoIds()).toHaveLength(photoLimits.perRequest);
    expect((await send(id, await batch(1)))?.over).toBe('limit_reached');
    // nothing that was refused is left lying about
    expect(await database.query('select count(*)::int as n from attachment_removals')).toEqual([{ n: 0 }]);
  });

  test('too many and too heavy at once are said before anything is read', async () => {
    const { id } = await requested();
    const seven = await Promise.all(Array.from({ length: 7 }, async () => picture(await another())));
    expect((await send(id, seven))?.sent?.whole).toBe('too_many');
    expect((await send(id, [picture(new Uint8Array(photoLimits.together + 1))]))?.sent?.whole).toBe('too_heavy');
    expect((await send(id, []))?.sent?.whole).toBe('none');
  });
});

describe('taking down', () => {
  test('hidden is hidden, removed is removed with its bytes, and the page is told', async () => {
    const { id } = await requested();
    await send(id, [picture(await another())]);
    const [photo = ''] = await photoIds();
    const key =
      (await database.query<{ object_key: string }>('select object_key from service_photos'))[0]?.object_key ?? '';
    await write(cast.zainab, (ctx, tx) => movePhoto(ctx, tx, { photoId: photo, state: 'waiting' }));
    expect(await code(openPhoto(as(null), { photoId: photo, known: null }))).toBe('not_found');
    await write(cast.zainab, (ctx, tx) => removePhoto(ctx, tx, { photoId: photo }));
    expect(await storage.head(key)).not.toBeNull();
    await sweepAttachments(as(null));
    expect(await storage.head(key)).toBeNull();
    expect(await code(openPhoto(as(cast.zainab), { photoId: photo, known: null }))).toBe('not_found');
  });

  test('of a page only members see, the public site is told nothing', async () => {
    await database.query(`update talent_profiles set seen_by = 'members', inquiries_from = 'members' where id = $1`, [
      talentIds.zainab,
    ]);
    const { id } = await requested();
    stage.told.length = 0;
    await send(id, [picture(await another())]);
    expect(stage.told).toEqual([]);
    const [photo = ''] = await photoIds();
    expect(
      await write(cast.zainab, (ctx, tx) => movePhoto(ctx, tx, { photoId: photo, state: 'waiting' })),
    ).toMatchObject({ public: false });
    await database.query(`update talent_profiles set seen_by = 'everyone', inquiries_from = 'everyone' where id = $1`, [
      talentIds.zainab,
    ]);
  });

  test('nobody else shows, hides or removes it', async () => {
    const { id } = await requested();
    await send(id, [picture(await another())]);
    const [photo = ''] = await photoIds();
    for (const who of [cast.omar, cast.nour])
      expect(await code(write(who, (ctx, tx) => removePhoto(ctx, tx, { photoId: photo })))).toBe('not_found');
    expect(await code(write(cast.sara, (ctx, tx) => removePhoto(ctx, tx, { photoId: photo })))).toBe(
      'role_not_allowed',
    );
    // whether there is one comes before who may
    expect(await code(write(cast.sara, (ctx, tx) => removePhoto(ctx, tx, { photoId: id })))).toBe('not_found');
    expect(await photoIds()).toEqual([photo]);
  });

  test('with its service, or its profile, it is out of sight', async () => {
    const { id } = await requested();
    await send(id, [picture(await another())]);
    const [photo = ''] = await photoIds();
    await database.query('update services set active = false where id = $1', [wedding]);
    expect(await code(openPhoto(as(null), { photoId: photo, known: null }))).toBe('not_found');
    await database.query('update services set active = true where id = $1', [wedding]);
    await database.query('update talent_profiles set published_at = null where id = $1', [talentIds.zainab]);
    expect(await code(openPhoto(as(null), { photoId: photo, known: null }))).toBe('not_found');
    await database.query(`update talent_profiles set published_at = '2026-02-01T08:00:00Z' where id = $1`, [
      talentIds.zainab,
    ]);
    expect((await openPhoto(as(null), { photoId: photo, known: null })).isPublic).toBe(true);
  });
});

test('each side lists its requests: the talent with the link, whoever asked without', async () => {
  const { id } = await requested('The album');
  const talent = await listPhotoRequests(as(cast.zainab), { limit: 20 });
  expect(talent.items).toMatchObject([
    { id, side: 'talent', left: 12, uploadUrl: expect.stringContaining(wordOf(id)) },
  ]);
  const asker = await listPhotoRequests(as(cast.sara), { limit: 20 });
  expect(asker.items).toMatchObject([{ id, side: 'asker', uploadUrl: null }]);
  expect((await listPhotoRequests(as(cast.omar), { limit: 20 })).items).toEqual([]);
});
