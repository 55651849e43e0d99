import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { messages } from '../../db/schema/messaging.ts';
import { blobStorage } from '../../integrations/storage/blobs.ts';
import { s3Storage } from '../../integrations/storage/s3.ts';
import { startBlobs } from '../../local/runner/blobs.ts';
import { startS3, type S3Twin } from '../../local/storage/s3.ts';
import { cast, openAlways, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import * as files from '../../testing/fake-files.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import * as bookings from '../bookings/service.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import type { Storage } from '../storage.ts';
import { attachmentsByMessage, attachmentsOf, attachTo } from './binding.ts';
import { incomingKey } from './keys.ts';
import { completeAttachment } from './receiving.ts';
import { attachmentLimits, type AttachmentType } from './rules.ts';
import { createAttachment, deleteAttachment, openAttachment } from './service.ts';
import { sweepAttachments } from './sweeping.ts';
import { uploadAttachment } from './uploading.ts';

const home = mkdtempSync(join(tmpdir(), 'mawahib-attachments-'));
const opening = new Date('2026-03-02T09:00:00Z');
const keys = { accessKeyId: 'AKIATWIN', secretAccessKey: 'secret of the twin', region: 'auto' };
let database: TestDatabase;
let stage: Stage;
let twin: S3Twin;
let blobs: Awaited<ReturnType<typeof startBlobs>>;
let storages: Record<'blobs' | 's3', Storage>;
let using: 'blobs' | 's3' = 'blobs';
/** the thread of a booking that Zainab has quoted to Sara */
let threadId = '';

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await openAlways(database, talentIds.zainab);
  stage = stageOn(database);
  twin = await startS3({ dir: join(home, 's3'), keys, now: () => stage.now });
  blobs = await startBlobs(home);
  process.env['NETLIFY_BLOBS_CONTEXT'] = blobs.context;
  storages = {
    blobs: blobStorage('https://mawahib.test'),
    s3: s3Storage({ endpoint: twin.endpoint, bucket: twin.bucket, ...keys }, { fetch, now: () => stage.now }),
  };
  threadId = await newThread();
  await bookingIn('quoted', threadId);
});
afterAll(async () => {
  delete process.env['NETLIFY_BLOBS_CONTEXT'];
  await Promise.all([database.close(), twin.close(), blobs.stop()]);
  rmSync(home, { recursive: true, force: true });
});
beforeEach(async () => {
  stage.now = opening;
  using = 'blobs';
  await database.query('delete from attachments where message_id is null');
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
    (error: unknown) =>
      error instanceof AppError
        ? error.code === 'attachment_refused'
          ? error.details.fields?.['file']?.[0]
          : error.code
        : error,
  );

let day = 0;
async function newThread(): Promise<string> {
  const startsAt = new Date(Date.UTC(2026, 3, 1 + (day += 1), 9)).toISOString();
  const wish = { serviceId: serviceIds.zainabWedding, startsAt, durationMinutes: 60, note: '', place: '' };
  const { id } = await write(cast.sara, (ctx, tx) => bookings.requestBooking(ctx, tx, wish));
  const [thread] = await database.query<{ id: string }>('select id from threads where booking_id = $1', [id]);
  return thread?.id ?? '';
}
const bookingIn = (state: string, thread: string) =>
  database.query(
    `update bookings set state = $1, state_at = $3, price_agreed = 1000, quote_version = 1, hold_expires_at = $3, auto_complete_at = $3 where id = (select booking_id from threads where id = $2)`,
    [state, thread, stage.now],
  );

type Announced = { type?: AttachmentType; name?: string; size?: number; thread?: string; by?: string };
const announce = (bytes: Uint8Array, said: Announced = {}) =>
  write(said.by ?? cast.sara, (ctx, tx) =>
    createAttachment(ctx, tx, {
      threadId: said.thread ?? threadId,
      name: said.name ?? 'picture.png',
      type: said.type ?? 'image/png',
      size: said.size ?? bytes.byteLength,
    }),
  );
type Created = Awaited<ReturnType<typeof announce>>;
/** As a browser does: to the address it was given, with the headers it was given. */
async function send({ id, upload }: Created, bytes: Uint8Array): Promise<void> {
  const url = new URL(upload.url);
  if (using === 'blobs') {
    expect(url.pathname).toBe(`/api/attachment-uploads/${id}`);
    const ticket = url.searchParams.get('ticket') ?? '';
    return uploadAttachment(as(null), { attachmentId: id, ticket, body: new Uint8Array(bytes).buffer });
  }
  const answer = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: new Uint8Array(bytes) });
  if (!answer.ok) throw new Error(`the bucket said ${answer.status}: ${await answer.text()}`);
}
const complete = (id: string, by: string = cast.sara) => completeAttachment(as(by), { attachmentId: id });
async function uploaded(bytes: Uint8Array, said: Announced = {}): Promise<string> {
  const created = await announce(bytes, said);
  await send(created, bytes);
  return created.id;
}
async function ready(bytes: Uint8Array, said: Announced = {}): Promise<string> {
  const id = await uploaded(bytes, said);
  await complete(id, said.by);
  return id;
}
const sendMessage = (ids: readonly string[], { thread = threadId, by = cast.sara as string, body = 'Look' } = {}) =>
  write(by, async (ctx, tx) => {
    const [sent] = await tx
      .insert(messages)
      .values({ threadId: thread, senderId: by, body })
      .returning({ id: messages.id });
    const messageId = sent?.id ?? '';
    await attachTo(ctx, tx, { threadId: thread, messageId, ids });
    return messageId;
  });
const open = (id: string, by: string = cast.sara, range: string | null = null, save = false) =>
  openAttachment(as(by), { attachmentId: id, save, range, known: null });
async function content(id: string, by: string = cast.sara): Promise<Buffer> {
  const file = await open(id, by);
  if (file.is !== 'here') throw new Error(file.is);
  return Buffer.from(await new Response(file.body).arrayBuffer());
}
const rowOf = async (id: string) =>
  (await database.query<Record<string, unknown>>('select * from attachments where id = $1', [id]))[0];

describe.each(['blobs', 's3'] as const)('from the file to the other side, through %s', (driver) => {
  beforeEach(() => void (using = driver));

  test('announced, uploaded, read, sent, seen by the other and by nobody else', async () => {
    const bytes = await files.png();
    const id = await uploaded(bytes);
    expect(await code(open(id))).toBe('not_found');
    expect(await complete(id)).toMatchObject({ id, name: 'picture.png', type: 'image/png', width: 40, height: 30 });
    expect(await code(open(id, cast.zainab))).toBe('not_found');
    const messageId = await sendMessage([id]);
    const seen = await content(id, cast.zainab);
    expect((await sharp(seen).metadata()).format).toBe('png');
    for (const stranger of [cast.omar, cast.acme]) expect(await code(open(id, stranger))).toBe('not_found');
    expect(await code(open(id, cast.stranger))).toBe('onboarding_required');
    const { rows } = await userDoor(as(cast.zainab)).read((db) => ({ rows: attachmentsOf(db, [messageId]) }));
    expect(attachmentsByMessage(rows, true)(messageId)).toEqual([
      { id, name: 'picture.png', type: 'image/png', size: seen.length, width: 40, height: 30 },
    ]);
  });

  test('what a telephone wrote into a picture is gone, and it stands upright', async () => {
    const bytes = await files.jpegFromAPhone();
    const before = await sharp(bytes).metadata();
    expect([before.orientation, bytes.includes(files.secretPlace), before.exif === undefined]).toEqual([
      6,
      true,
      false,
    ]);
    const id = await uploaded(bytes, { type: 'image/jpeg', name: 'IMG_1.JPG' });
    expect(await complete(id)).toMatchObject({ name: 'IMG_1.jpg', width: 40, height: 60 });
    const kept = await content(id);
    const after = await sharp(kept).metadata();
    expect([after.width, after.height, after.orientation, after.exif, after.xmp, after.iptc]).toEqual([
      40,
      60,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    for (const trace of [files.secretPlace, 'Exif', 'GPS', 'xmpmeta', 'Phone'])
      expect(kept.includes(trace)).toBe(false);
    expect(await storages[driver].head(incomingKey(id))).toBeNull();
  });

  test('what is behind the end of a picture does not survive', async () => {
    const id = await ready(
      Buffer.concat([await files.png(), Buffer.from('<script>alert(1)</script>'), files.zipBomb()]),
    );
    const kept = await content(id);
    expect([kept.includes('<script>'), kept.includes('PK\x03\x04')]).toEqual([false, false]);
  });

  test('documents and sound are kept byte for byte; sound is heard in parts', async () => {
    for (const [bytes, type, name] of [
      [files.pdf(), 'application/pdf', 'plan.pdf'],
      [files.wav(), 'audio/wav', 'tone.wav'],
      [files.mp4('soun'), 'audio/mp4', 'voice.m4a'],
    ] as const) {
      const id = await ready(bytes, { type, name });
      const file = await open(id, cast.sara, 'bytes=10-19');
      if (type === 'application/pdf' && driver === 's3') {
        expect(file.is).toBe('elsewhere');
        continue;
      }
      if (file.is !== 'here') throw new Error(file.is);
      expect(file.part).toEqual({ from: 10, to: 19 });
      expect(Buffer.from(await new Response(file.body).arrayBuffer()).equals(bytes.subarray(10, 20))).toBe(true);
      expect((await content(id)).equals(bytes)).toBe(true);
      expect(await open(id, cast.sara, `bytes=${bytes.length}-`)).toMatchObject({ is: 'here', part: null });
    }
  });

  test('a document is saved, never shown, with script in it or without', async () => {
    const id = await ready(files.pdf('/OpenAction<</S/JavaScript/JS(app.alert(1))>>'), {
      type: 'application/pdf',
      name: 'خطة القاعة.pdf',
    });
    const file = await open(id);
    if (driver === 'blobs')
      return expect(file).toMatchObject({ is: 'here', disposition: expect.stringMatching(/^attachment; /) });
    if (file.is !== 'elsewhere') throw new Error(file.is);
    const answer = await fetch(file.url);
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="file\.pdf"; filename\*=UTF-8''%D8%AE/,
    );
    expect(answer.headers.get('content-type')).toBe('application/pdf');
  });

  test.each([
    ['a zip bomb called picture.png', () => files.zipBomb(), 'image/png', 'type_differs'],
    [
      'a page called picture.png',
      () => Buffer.from('<!doctype html><script>alert(1)</script>'),
      'image/png',
      'type_differs',
    ],
    [
      'a drawing with script',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      'image/png',
      'type_differs',
    ],
    ['a JPEG that says it is a PNG', files.jpegFromAPhone, 'image/png', 'type_differs'],
    ['a picture as wide as a country', () => files.hugePng(), 'image/png', 'too_many_pixels'],
    ['a line of pixels', () => files.hugePng(50_000, 10), 'image/png', 'too_many_pixels'],
    ['a torn picture', async () => (await files.png(400, 300)).subarray(0, 200), 'image/png', 'damaged'],
    ['a head without a picture', () => files.hugePng(100, 100), 'image/png', 'damaged'],
    ['a program', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 'application/pdf', 'type_differs'],
    [
      'a PDF with an archive behind it',
      () => Buffer.concat([files.pdf(), files.zipBomb()]),
      'application/pdf',
      'hidden_content',
    ],
    [
      'a page that is also a PDF',
      () => Buffer.concat([Buffer.from('%PDF-1.4\n<html><script>1</script>'), files.pdf()]),
      'application/pdf',
      'hidden_content',
    ],
    ['a PDF that never ends', () => files.pdf().subarray(0, 60), 'application/pdf', 'hidden_content'],
    ['a film called voice.m4a', () => files.mp4('soun', 'vide'), 'audio/mp4', 'type_differs'],
    [
      'sound with an archive behind it',
      () => Buffer.concat([files.wav(), files.zipBomb()]),
      'audio/wav',
      'hidden_content',
    ],
    ['noise', () => Buffer.alloc(300, 7), 'audio/mpeg', 'type_differs'],
  ] as const)('%s is refused and gone', async (_, make, type, why) => {
    const id = await uploaded(await make(), { type });
    expect(await code(complete(id))).toBe(why);
    expect(await code(complete(id))).toBe(why);
    expect(await rowOf(id)).toMatchObject({ state: 'refused', refusal: why, object_key: null });
    expect(await storages[driver].head(incomingKey(id))).toBeNull();
    expect(await code(sendMessage([id]))).toBe('invalid');
    expect(await code(open(id))).toBe('not_found');
  });

  test('another length than was announced is no upload', async () => {
    const bytes = await files.png();
    const created = await announce(bytes, { size: bytes.length - 1 });
    await expect(send(created, bytes)).rejects.toThrow();
    expect(await code(complete(created.id))).toBe('not_uploaded');
    // written past the address, as an operator's mistake could
    await storages[driver].write(incomingKey(created.id), bytes, 'image/png');
    expect(await code(complete(created.id))).toBe('size_differs');
  });

  test('nothing sent yet: it may still come', async () => {
    const bytes = await files.png();
    const created = await announce(bytes);
    expect(await code(complete(created.id))).toBe('not_uploaded');
    await send(created, bytes);
    expect(await complete(created.id)).toMatchObject({ id: created.id });
  });

  test('after its time the address takes nothing', async () => {
    const bytes = await files.png();
    const created = await announce(bytes);
    stage.now = new Date(stage.now.getTime() + attachmentLimits.uploadFor + 1000);
    await expect(send(created, bytes)).rejects.toThrow();
  });

  test('what is written to the address after it was read changes nothing', async () => {
    const bytes = await files.png();
    const created = await announce(bytes);
    await send(created, bytes);
    await complete(created.id);
    const page = Buffer.alloc(bytes.length, '<script>');
    await send(created, page).catch(() => undefined);
    expect(await complete(created.id)).toMatchObject({ type: 'image/png' });
    expect((await content(created.id)).includes('<script>')).toBe(false);
    // and does not stay
    stage.now = new Date(stage.now.getTime() + attachmentLimits.uploadFor + 1000);
    await sweepAttachments(as(null));
    expect(await storages[driver].head(incomingKey(created.id))).toBeNull();
  });

  test('five who say it is there at once are told the same, and one file is kept', async () => {
    const id = await uploaded(await files.png());
    const told = await Promise.all(Array.from({ length: 5 }, () => complete(id)));
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect((await content(id)).length).toBe(told[0]?.size);
  });

  test('what nobody sends in a day is swept, row and bytes; what was sent stays', async () => {
    const [kept, left, waiting] = [
      await ready(await files.png()),
      await ready(await files.png()),
      await uploaded(await files.png()),
    ];
    await sendMessage([kept]);
    const key = String((await rowOf(left))?.['object_key']);
    stage.now = new Date(stage.now.getTime() + attachmentLimits.unsentFor - 60_000);
    await sweepAttachments(as(null));
    expect(await rowOf(left)).toBeDefined();
    stage.now = new Date(stage.now.getTime() + 120_000);
    const report = await sweepAttachments(as(null));
    expect(report).toMatchObject({ failed: 0, unknown: 0 });
    expect(report.swept).toBeGreaterThanOrEqual(2);
    expect([await rowOf(left), await rowOf(waiting), (await rowOf(kept))?.['state']]).toEqual([
      undefined,
      undefined,
      'ready',
    ]);
    expect([await storages[driver].head(key), await storages[driver].head(incomingKey(waiting))]).toEqual([null, null]);
    expect((await content(kept)).length).toBeGreaterThan(0);
    expect((await sweepAttachments(as(null))).swept).toBe(0);
  });
});

describe('who may attach where', () => {
  const wish = { name: 'a.png', type: 'image/png', size: 10 } as const;
  const attach = (who: string, thread = threadId) =>
    code(write(who, (ctx, tx) => createAttachment(ctx, tx, { ...wish, threadId: thread })));

  test('the two of a booking; strangers learn nothing', async () => {
    expect(await attach(cast.sara)).toBe('went through');
    expect(await attach(cast.zainab)).toBe('went through');
    expect(await attach(cast.omar)).toBe('not_found');
    expect(await attach(cast.acme, '0190d3a0-0000-7000-8000-0000000fffff')).toBe('not_found');
    expect(await attach(cast.gone)).toBe('account_suspended');
    expect(await attach(cast.stranger)).toBe('onboarding_required');
  });
  test('nobody once the talk is over, and what was ready then is not sent', async () => {
    const thread = await newThread();
    const id = await ready(await files.png(), { thread });
    await bookingIn('declined', thread);
    stage.now = new Date(stage.now.getTime() + 8 * 86_400_000);
    expect(await attach(cast.sara, thread)).toBe('booking_closed');
    await expect(sendMessage([id], { thread })).rejects.toThrow();
    expect((await rowOf(id))?.['message_id']).toBeNull();
  });
  test('a customer who has said enough is told so', async () => {
    const thread = await newThread();
    for (let n = 0; n < 3; n += 1) await sendMessage([], { thread });
    expect(await attach(cast.sara, thread)).toBe('message_limit');
    expect(await attach(cast.zainab, thread)).toBe('went through');
  });
  test('inquiries take no files', async () => {
    await database.query(`update users set plan = plan where id = $1`, [cast.zainab]);
    const [inquiry] = await database.query<{ id: string }>(
      `insert into inquiries (talent_id, talent_user_id, sender_id, message, sender_name, sender_email, link_hash)
       select p.id, p.user_id, $1, 'Are you free?', 'Sara', 'sara@example.com', 'hash' from talent_profiles p where p.user_id = $2 returning id`,
      [cast.sara, cast.zainab],
    );
    let [thread] = await database.query<{ id: string }>('select id from threads where inquiry_id = $1', [inquiry?.id]);
    if (!thread) {
      [thread] = await database.query<{ id: string }>(
        `insert into threads (kind, inquiry_id) values ('inquiry', $1) returning id`,
        [inquiry?.id],
      );
      await database.query(
        `insert into thread_members (thread_id, user_id, side, kind, subject_id) values ($1, $2, 'talent', 'inquiry', $3)`,
        [thread?.id, cast.zainab, inquiry?.id],
      );
    }
    expect(await attach(cast.zainab, thread?.id)).toBe('not_here');
  });
  test('thirty that were not sent are enough', async () => {
    const thread = await newThread();
    await database.query(`delete from attachments where owner_id = $1 and message_id is null`, [cast.acme]);
    await database.query(
      `insert into attachments (thread_id, owner_id, name, type, size, storage, upload_until) select $1, $2, 'a.png', 'image/png', 10, 'blobs', now() from generate_series(1, 30)`,
      [thread, cast.zainab],
    );
    expect(await attach(cast.zainab, thread)).toBe('slow_down');
    await database.query(`delete from attachments where owner_id = $1 and message_id is null`, [cast.zainab]);
  });
  test('more than the storage takes in one upload is refused with the number', async () => {
    const wished = write(cast.sara, (ctx, tx) =>
      createAttachment(ctx, tx, { ...wish, threadId, size: 5 * 1024 * 1024 }),
    );
    await expect(wished).rejects.toMatchObject({
      code: 'attachment_refused',
      details: { fields: { file: ['too_large'] }, values: { megabytes: 4 } },
    });
  });
});

describe('what may be sent', () => {
  test('only what is mine, ready, of this thread, and not sent before', async () => {
    const other = await newThread();
    const mine = await ready(await files.png());
    const [hers, elsewhere, waiting] = [
      await ready(await files.png(), { by: cast.zainab }),
      await ready(await files.png(), { thread: other }),
      await uploaded(await files.png()),
    ];
    for (const ids of [[hers], [elsewhere], [waiting], [mine, hers], ['0190d3a0-0000-7000-8000-0000000fffff']])
      expect(await code(sendMessage(ids))).toBe('invalid');
    expect((await rowOf(mine))?.['message_id']).toBeNull();
    await sendMessage([mine]);
    expect(await code(sendMessage([mine]))).toBe('invalid');
  });
  test('of two messages with the same file one is sent, whole', async () => {
    const id = await ready(await files.png());
    const before = await database.query<{ n: number }>('select count(*)::int as n from messages where thread_id = $1', [
      threadId,
    ]);
    const told = await Promise.all([code(sendMessage([id])), code(sendMessage([id]))]);
    expect(told.toSorted()).toEqual(['invalid', 'went through']);
    const after = await database.query<{ n: number }>('select count(*)::int as n from messages where thread_id = $1', [
      threadId,
    ]);
    expect((after[0]?.n ?? 0) - (before[0]?.n ?? 0)).toBe(1);
  });
  test('in the order they were named', async () => {
    const ids = [
      await ready(await files.png()),
      await ready(await files.webp(), { type: 'image/webp', name: 'b.webp' }),
      await ready(files.wav(), { type: 'audio/wav', name: 'c.wav' }),
    ];
    const named = [ids[2] ?? '', ids[0] ?? '', ids[1] ?? ''];
    const messageId = await sendMessage(named);
    const { rows } = await userDoor(as(cast.zainab)).read((db) => ({ rows: attachmentsOf(db, [messageId]) }));
    expect(attachmentsByMessage(rows, true)(messageId).map((one) => one.id)).toEqual(named);
  });
  test('a number in a name is not read before contact details are', async () => {
    const id = await ready(await files.png(), { name: 'call 0770 123 4567.png' });
    const messageId = await sendMessage([id]);
    const { rows } = await userDoor(as(cast.zainab)).read((db) => ({ rows: attachmentsOf(db, [messageId]) }));
    expect(attachmentsByMessage(rows, false)(messageId)[0]?.name).toBe('image.png');
    expect(attachmentsByMessage(rows, true)(messageId)[0]?.name).toBe('call 0770 123 4567.png');
    expect(await open(id, cast.zainab)).toMatchObject({ disposition: expect.stringContaining('image.png') });
    await bookingIn('paid', threadId);
    expect(await open(id, cast.zainab)).toMatchObject({ disposition: expect.stringContaining('0770') });
  });
});

describe('what goes', () => {
  test('what was not sent is removed by its owner alone, and its bytes by the clock', async () => {
    const id = await ready(await files.png());
    const key = String((await rowOf(id))?.['object_key']);
    expect(await code(deleteAttachment(as(cast.zainab), { attachmentId: id }))).toBe('not_found');
    await deleteAttachment(as(cast.sara), { attachmentId: id });
    expect(await code(deleteAttachment(as(cast.sara), { attachmentId: id }))).toBe('not_found');
    await sweepAttachments(as(null));
    expect(await storages.blobs.head(key)).toBeNull();
  });
  test('what was sent is not removed by anybody', async () => {
    const id = await ready(await files.png());
    await sendMessage([id]);
    for (const who of [cast.sara, cast.zainab])
      expect(await code(deleteAttachment(as(who), { attachmentId: id }))).toBe('not_found');
  });
  test('a message that is taken back takes its files along, and they are erased a month later', async () => {
    const id = await ready(await files.png());
    const messageId = await sendMessage([id]);
    const key = String((await rowOf(id))?.['object_key']);
    await database.query('update messages set deleted_at = $2 where id = $1', [messageId, stage.now]);
    for (const who of [cast.sara, cast.zainab]) expect(await code(open(id, who))).toBe('not_found');
    await sweepAttachments(as(null));
    expect(await storages.blobs.head(key)).not.toBeNull();
    stage.now = new Date(stage.now.getTime() + attachmentLimits.withdrawnFor + 60_000);
    // somebody has reported it: it waits for whoever judges
    await database.query(`insert into reports (reporter_id, thread_id, reason) values ($1, $2, 'abuse')`, [
      cast.zainab,
      threadId,
    ]);
    await sweepAttachments(as(null));
    expect(await rowOf(id)).toBeDefined();
    await database.query(`update reports set state = 'dismissed', decided_at = now() where thread_id = $1`, [threadId]);
    await sweepAttachments(as(null));
    expect([await rowOf(id), await storages.blobs.head(key)]).toEqual([undefined, null]);
  });
  test('a message that is erased takes its files along', async () => {
    const id = await ready(await files.png());
    const messageId = await sendMessage([id]);
    const key = String((await rowOf(id))?.['object_key']);
    await database.query('delete from messages where id = $1', [messageId]);
    expect(await rowOf(id)).toBeUndefined();
    // erased past the doors, so by the machine's clock
    stage.now = new Date(Date.now() + 60_000);
    await sweepAttachments(as(null));
    expect(await storages.blobs.head(key)).toBeNull();
  });
  test('a storage in trouble, or one whose settings are gone, is asked again', async () => {
    using = 's3';
    const id = await ready(await files.png());
    const key = String((await rowOf(id))?.['object_key']);
    await deleteAttachment(as(cast.sara), { attachmentId: id });
    stage.now = new Date(stage.now.getTime() + attachmentLimits.uploadFor + 1000);
    twin.fail(500);
    const troubled = await sweepAttachments(as(null));
    expect(troubled.failed).toBeGreaterThan(0);
    const without = as(null);
    const gone = {
      ...without,
      ports: { ...without.ports, storages: { current: async () => storages.blobs, named: async () => null } },
    };
    expect((await sweepAttachments(gone)).unknown).toBeGreaterThan(0);
    await sweepAttachments(as(null));
    expect(await storages.s3.head(key)).toBeNull();
    expect(
      await database.query('select 1 from attachment_removals where storage = $1 and due_at <= $2', ['s3', stage.now]),
    ).toEqual([]);
  });
});
