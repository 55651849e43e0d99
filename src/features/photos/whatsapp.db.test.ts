import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { blobStorage } from '../../integrations/storage/blobs.ts';
import { openWhatsApp } from '../../integrations/whatsapp.ts';
import { startBlobs } from '../../local/runner/blobs.ts';
import { openWhatsAppTwin, type WhatsAppTwin } from '../../local/whatsapp/twin.ts';
import { cast, seat, serviceIds, through } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import * as files from '../../testing/fake-files.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { drainOutbox } from '../outbox/service.ts';
import type { Storage } from '../storage.ts';
import type { WhatsApp } from '../whatsapp.ts';
import { requestPhotos } from './asking.ts';
import { confirmWhatsappNumber, forgetWhatsappNumber, giveWhatsappNumber } from './numbers.ts';
import { codeLimits } from './rules/numbers.ts';
import { photoRequests, servicePhotos, whatsappNotices, whatsappNumbers } from '../../db/schema/photos.ts';
import { hearWhatsApp, workThroughNotices } from './whatsapp.ts';

const home = mkdtempSync(join(tmpdir(), 'mawahib-whatsapp-'));
const opening = new Date('2026-03-02T09:00:00Z');
const number = '9647701234567';
let database: TestDatabase;
let stage: Stage;
let blobs: Awaited<ReturnType<typeof startBlobs>>;
let storage: Storage;
let twin: WhatsAppTwin;
let line: WhatsApp;
const appSecret = 'secret of whatsapp app';

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
  for (const table of [
    'service_photos',
    'photo_requests',
    'whatsapp_numbers',
    'whatsapp_notices',
    'deliveries',
    'outbox',
  ])
    await database.query(`delete from ${table}`);
  twin = openWhatsAppTwin({
    memory: { load: () => null, save: () => undefined },
    now: () => stage.now,
    secret: (name) => `secret of ${name}`,
    siteUrl: 'https://mawahib.test',
    app: webhook,
  });
  const env = twin.env('http://127.0.0.1:1');
  line = openWhatsApp(
    {
      apiUrl: env['WHATSAPP_API_URL'] ?? '',
      phoneNumberId: env['WHATSAPP_PHONE_NUMBER_ID'] ?? '',
      token: env['WHATSAPP_ACCESS_TOKEN'] ?? '',
      appSecret: env['WHATSAPP_APP_SECRET'] ?? '',
      verifyToken: env['WHATSAPP_VERIFY_TOKEN'] ?? '',
    },
    { fetch: (input, init) => twin.handle(new Request(input, init)) },
  );
});

const as = (who: string | null): Ctx => {
  const ctx = stage.as(who);
  const storages = { current: async () => storage, named: async () => storage };
  return { ...ctx, ports: { ...ctx.ports, storages, whatsapp: line, mail: { send: async () => undefined } } };
};
/** As the function does, without its work after the answer. */
async function webhook(request: Request): Promise<Response> {
  const heard = line.hear(new Uint8Array(await request.arrayBuffer()), request.headers.get('x-hub-signature-256'));
  if (heard === null) return new Response(null, { status: 404 });
  await hearWhatsApp(as(null), heard);
  return new Response(null, { status: 200 });
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (error: unknown) => (error instanceof AppError ? (error.details.fields?.['code']?.[0] ?? error.code) : error),
  );
const codeSent = () =>
  twin
    .state()
    .ours.findLast(({ template }) => template === 'mawahib_code')
    ?.text.slice(0, 6) ?? '';
async function proved(who: string = cast.zainab, to = number) {
  await giveWhatsappNumber(as(who), { number: `+${to}` });
  await confirmWhatsappNumber(as(who), { code: codeSent() });
  await twin.idle();
  await workThroughNotices(as(null));
}
const requested = (serviceId: string = serviceIds.zainabWedding) =>
  userDoor(as(cast.sara)).write((tx) => requestPhotos(as(cast.sara), tx, { serviceId, wish: '' }));
let shade = 0;
const picture = async () => ({
  type: 'image/jpeg',
  bytes: new Uint8Array(
    await sharp({ create: { width: 30, height: 20, channels: 3, background: { r: (shade += 1), g: 0, b: 0 } } })
      .jpeg()
      .toBuffer(),
  ),
});
const photos = () =>
  database.query<{ request_id: string; source: string; state: string }>(
    'select request_id, source, state from service_photos',
  );
const delivery = async () =>
  (
    await database.query<{ state: string; address: string }>(
      `select state, address from deliveries where channel = 'whatsapp'`,
    )
  )[0];

describe('a number', () => {
  test('is theirs once the code is said back; wrong codes are counted, old ones are over', async () => {
    await giveWhatsappNumber(as(cast.zainab), { number: `+${number}` });
    const good = codeSent();
    const wrong = good === '111111' ? '222222' : '111111';
    for (let n = 0; n < codeLimits.tries; n += 1)
      expect(await code(confirmWhatsappNumber(as(cast.zainab), { code: wrong }))).toBe('wrong');
    expect(await code(confirmWhatsappNumber(as(cast.zainab), { code: good }))).toBe('spent');
    stage.now = new Date(opening.getTime() + 1000);
    await giveWhatsappNumber(as(cast.zainab), { number: `+${number}` });
    expect(codeSent()).not.toBe(good);
    stage.now = new Date(opening.getTime() + 1001 + codeLimits.goodFor);
    expect(await code(confirmWhatsappNumber(as(cast.zainab), { code: codeSent() }))).toBe('old');
    for (let n = 2; n < codeLimits.perDay; n += 1) await giveWhatsappNumber(as(cast.zainab), { number: `+${number}` });
    expect(await code(giveWhatsappNumber(as(cast.zainab), { number: `+${number}` }))).toBe('slow_down');
    expect(await code(confirmWhatsappNumber(as(cast.zainab), { code: codeSent() }))).toBe('went through');
    expect(await code(giveWhatsappNumber(as(cast.sara), { number: `+${number}` }))).toBe('role_not_allowed');
  });

  test('goes to whoever holds the telephone, and away with a word', async () => {
    await proved(cast.zainab);
    await proved(cast.omar);
    expect(await database.query('select user_id from whatsapp_numbers where verified_at is not null')).toEqual([
      { user_id: cast.omar },
    ]);
    await forgetWhatsappNumber(as(cast.omar));
    expect(await database.query('select * from whatsapp_numbers')).toEqual([]);
  });
});

describe('a request on WhatsApp', () => {
  test('leaves beside the mail; what becomes of it moves its state forward only', async () => {
    await proved();
    await requested();
    await drainOutbox(as(null));
    expect(await delivery()).toEqual({ state: 'sent', address: `+${number}` });
    await twin.idle();
    await workThroughNotices(as(null));
    expect((await delivery())?.state).toBe('delivered');
    const { id } = twin.state().ours.at(-1) ?? { id: '' };
    await twin.tell(id, 'failed');
    await twin.tell(id, 'sent');
    await workThroughNotices(as(null));
    expect((await delivery())?.state).toBe('delivered');
  });

  test('told before we wrote down that we sent it, it waits and is taken up', async () => {
    await proved();
    await hearWhatsApp(as(null), [
      { is: 'status', messageId: 'wamid.early', status: 'delivered', why: null, isNumber: false },
    ]);
    expect((await workThroughNotices(as(null))).waiting).toBe(1);
    await requested();
    await drainOutbox(as(null));
    await database.query(`update deliveries set provider_id = 'wamid.early' where channel = 'whatsapp'`);
    stage.now = new Date(stage.now.getTime() + 3_600_000);
    await workThroughNotices(as(null));
    expect((await delivery())?.state).toBe('delivered');
  });

  test('a number that is not there fails, and is known as failing', async () => {
    await proved();
    twin.unreachable(number);
    await requested();
    await drainOutbox(as(null));
    await twin.idle();
    await workThroughNotices(as(null));
    expect((await delivery())?.state).toBe('failed');
    expect(await database.query('select address from failing_addresses')).toEqual([{ address: `+${number}` }]);
    await database.query('delete from failing_addresses');
  });
});

describe('a picture from a telephone', () => {
  test('told three times it is one photo of the service that was asked about, and is thanked for once', async () => {
    await proved();
    const { id } = await requested();
    await twin.send(number, { picture: await picture(), times: 3 });
    await workThroughNotices(as(null));
    expect(await photos()).toEqual([{ request_id: id, source: 'whatsapp', state: 'shown' }]);
    expect(twin.state().ours.filter(({ template }) => template === null)).toHaveLength(1);
  });

  test('goes to the request it answers, else to the newest', async () => {
    await proved();
    const first = await requested();
    await drainOutbox(as(null));
    const asked = twin.state().ours.at(-1)?.id;
    stage.now = new Date(opening.getTime() + 60_000);
    const later = await userDoor(as(cast.acme)).write((tx) =>
      requestPhotos(as(cast.acme), tx, { serviceId: serviceIds.zainabWedding, wish: '' }),
    );
    await twin.send(number, { picture: await picture(), replyTo: asked });
    await workThroughNotices(as(null));
    await twin.send(number, { picture: await picture() });
    await workThroughNotices(as(null));
    expect((await photos()).map((one) => one.request_id)).toEqual([first.id, later.id]);
  });

  test('kept back where its talent says so', async () => {
    await proved();
    await requested();
    await database.query('update whatsapp_numbers set show_at_once = false');
    await twin.send(number, { picture: await picture() });
    await workThroughNotices(as(null));
    expect(await photos()).toMatchObject([{ state: 'waiting' }]);
  });

  test.each([
    ['another number', '9647700000000', undefined],
    ['no picture', number, Buffer.from('<script>')],
    ['too big', number, Buffer.alloc(11 * 1024 * 1024)],
    ['a picture as wide as a country', number, files.hugePng()],
  ])('%s: no photo', async (_, from, bytes) => {
    await proved();
    await requested();
    const sent = bytes ? { type: 'image/jpeg', bytes: new Uint8Array(bytes) } : await picture();
    await twin.send(from, { picture: sent });
    expect((await workThroughNotices(as(null))).ignored).toBeGreaterThanOrEqual(1);
    expect(await photos()).toEqual([]);
  });

  test('nobody asked, or not any more: no photo, and a word about it', async () => {
    await proved();
    await requested();
    await database.query(`update photo_requests set state = 'closed'`);
    await twin.send(number, { picture: await picture() });
    await workThroughNotices(as(null));
    expect(await photos()).toEqual([]);
    expect(twin.state().ours.at(-1)?.text).toMatch(/^Nobody waits/);
  });

  test('unsigned, signed by a stranger, or changed on the way: nothing is heard', async () => {
    await proved();
    await requested();
    expect((await twin.send(number, { picture: await picture(), forged: true })).answers).toEqual([404]);
    const raw = Buffer.from('{"object":"whatsapp_business_account","entry":[]}');
    const good = `sha256=${createHmac('sha256', appSecret).update(raw).digest('hex')}`;
    expect(line.hear(raw, good)).toEqual([]);
    expect(line.hear(raw, null)).toBeNull();
    expect(line.hear(raw, good.slice(0, -1))).toBeNull();
    expect(line.hear(Buffer.concat([raw, Buffer.from(' ')]), good)).toBeNull();
    const noise = Buffer.from('not json');
    expect(line.hear(noise, `sha256=${createHmac('sha256', appSecret).update(noise).digest('hex')}`)).toEqual([]);
    expect(await database.query(`select 1 from whatsapp_notices where heard->>'is' = 'message'`)).toEqual([]);
  });

  test('the address is proved with our own word alone', () => {
    const ask = (token: string, challenge = '1158201444') =>
      line.challenge(
        new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': challenge }),
      );
    expect(ask('secret of whatsapp verify')).toBe('1158201444');
    expect(ask('guessed')).toBeNull();
    expect(ask('secret of whatsapp verify', '<script>')).toBeNull();
  });
});

describe('who may do what with the tables', () => {
  const everyone = ['visitor', 'sara', 'acme', 'omar', 'zainab', 'system'] as const;
  test('each sees what is theirs', async () => {
    await proved();
    await requested();
    await twin.send(number, { picture: await picture() });
    await workThroughNotices(as(null));
    await database.query(`update service_photos set state = 'waiting', shown_at = null`);
    const through_ = through(stage.doors);
    const count = (who: (typeof everyone)[number], table: 'requests' | 'photos' | 'numbers' | 'notices') =>
      through_(who, async (tx) => {
        if (table === 'requests') return (await tx.select({ id: photoRequests.id }).from(photoRequests)).length;
        if (table === 'photos') return (await tx.select({ id: servicePhotos.id }).from(servicePhotos)).length;
        if (table === 'numbers') return (await tx.select({ n: whatsappNumbers.number }).from(whatsappNumbers)).length;
        return (await tx.select({ id: whatsappNotices.id }).from(whatsappNotices)).length > 0 ? 1 : 0;
      }).catch(() => 'refused');
    const seen = Object.fromEntries(
      await Promise.all(
        everyone.map(async (who) => [
          who,
          [
            await count(who, 'requests'),
            await count(who, 'photos'),
            await count(who, 'numbers'),
            await count(who, 'notices'),
          ],
        ]),
      ),
    );
    expect(seen).toEqual({
      visitor: ['refused', 0, 'refused', 'refused'],
      sara: [1, 0, 0, 'refused'],
      acme: [0, 0, 0, 'refused'],
      omar: [0, 0, 0, 'refused'],
      zainab: [1, 1, 1, 'refused'],
      system: [1, 1, 1, 1],
    });
  });

  test('nobody writes past the verbs', async () => {
    await requested();
    const through_ = through(stage.doors);
    const row = {
      serviceId: serviceIds.zainabWedding,
      talentId: serviceIds.zainabWedding,
      talentUserId: cast.omar,
      expiresAt: new Date('2099-01-01'),
    };
    const tried = (who: (typeof everyone)[number], work: Parameters<typeof through_>[1]) =>
      through_(who, work).then(
        () => 'went through',
        () => 'refused',
      );
    expect(await tried('omar', (tx) => tx.insert(photoRequests).values({ ...row, askerId: cast.omar }))).toBe(
      'refused',
    );
    expect(await tried('acme', (tx) => tx.insert(photoRequests).values({ ...row, askerId: cast.sara }))).toBe(
      'refused',
    );
    expect(await tried('visitor', (tx) => tx.insert(photoRequests).values({ ...row, askerId: cast.sara }))).toBe(
      'refused',
    );
    // what the caller says of whose service it is, and until when, counts for nothing
    expect(await tried('acme', (tx) => tx.insert(photoRequests).values({ ...row, askerId: cast.acme }))).toBe(
      'went through',
    );
    const [made] = await database.query<{ talent_user_id: string; expires_at: Date }>(
      `select talent_user_id, expires_at from photo_requests where asker_id = $1`,
      [cast.acme],
    );
    expect(made?.talent_user_id).toBe(cast.zainab);
    expect(new Date(made?.expires_at ?? 0).getUTCFullYear()).toBe(2026);
    expect(
      await tried('sara', (tx) => tx.update(photoRequests).set({ state: 'answered', answeredAt: stage.now })),
    ).toBe('refused');
    expect(await tried('sara', (tx) => tx.update(photoRequests).set({ wish: 'changed' }))).toBe('refused');
    expect(await tried('zainab', (tx) => tx.delete(photoRequests))).toBe('refused');
    expect(
      await tried('zainab', (tx) =>
        tx.insert(whatsappNumbers).values({ userId: cast.zainab, number: '+9647700000001', verifiedAt: stage.now }),
      ),
    ).toBe('refused');
  });
});
