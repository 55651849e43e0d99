import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { agentStageOn, type AgentStage } from '../../testing/agent-stage.ts';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { userDoor, type Mail } from '../ctx.ts';
import { drainOutbox } from '../outbox/service.ts';
import { deleteEndpoint, listEndpoints, rotateSecret, testEndpoint, updateEndpoint } from './endpoints.ts';
import { getDelivery, listDeliveries, replayDelivery } from './log.ts';
import { sendingLimits, waits } from './rules/sending.ts';
import { runAgents, sendDue } from './sending.ts';

let database: TestDatabase;
let stage: AgentStage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = agentStageOn(database);
});
afterAll(() => database.close());
afterEach(async () => {
  stage.shots.length = 0;
  stage.answers.length = 0;
  await database.query('delete from webhook_endpoints');
});

const rows = () =>
  database.query<{ state: string; attempts: number; event_id: string }>(
    'select state, attempts, event_id from webhook_deliveries order by id',
  );
const broken = { status: 503, ms: 5, answer: 'later' };
const log = async () => (await listDeliveries(stage.as(cast.zainab), { limit: 50 })).items;

test('a question by the form is told once, signed, masked, and marked as a stranger’s words', async () => {
  const { secret } = await stage.listens();
  const { inquiryId, threadId } = await stage.asks('Are you free? 0770 123 4567', 'Are you free? ••••');
  expect(await sendDue(stage.worker())).toEqual({ delivered: 1, failed: 0 });
  const [shot] = stage.shots;
  expect(JSON.parse(shot?.body ?? '')).toEqual({
    type: 'inquiry.received',
    timestamp: stage.stage.now.toISOString(),
    data: {
      kind: 'inquiry',
      threadId,
      inquiryId,
      basedOn: inquiryId,
      listing: null,
      language: 'ar',
      from: { name: 'Hana' },
      text: { untrusted: true, subject: 'A wedding', value: 'Are you free? ••••' },
    },
  });
  expect(shot?.secrets).toEqual([secret]);
  expect(shot?.body).not.toMatch(/hana-|0770/);
  expect(await sendDue(stage.worker())).toEqual({ delivered: 0, failed: 0 });
});

test('the same news twice is one delivery, and an address hears only what it asked for', async () => {
  await stage.listens(['message.received']);
  await stage.asks();
  expect(await rows()).toEqual([]);
  await stage.listens(['inquiry.received']);
  const { inquiryId } = await stage.asks();
  expect(await rows()).toHaveLength(1);
  const again = `insert into outbox (kind, payload, dedupe_key) values ('inquiry.received', '{"inquiryId":"${inquiryId}"}', 'inquiry.received:${inquiryId}') on conflict (dedupe_key) do nothing`;
  await stage.system(again);
  expect(await rows()).toHaveLength(1);
  const [{ event_id: eventId } = { event_id: '' }] = await rows();
  await expect(
    stage.system(
      `insert into webhook_deliveries (endpoint_id, user_id, event_id, kind, payload) select endpoint_id, user_id, '${eventId}', kind, payload from webhook_deliveries`,
    ),
  ).rejects.toThrow();
});

test('news that is rolled back is told to nobody', async () => {
  await stage.listens();
  await stage.stage.doors
    .asVisitor()
    .write(async (tx) => {
      const { inquiries } = await import('../../db/schema/inquiries.ts');
      const { talentIds } = await import('../../testing/cast.ts');
      await tx.insert(inquiries).values({
        talentId: talentIds.zainab,
        talentUserId: cast.zainab,
        message: 'Never said',
        senderName: 'Nobody',
        senderEmail: 'nobody@example.com',
        linkHash: 'never',
      });
      throw new Error('rolled back');
    })
    .catch(() => undefined);
  expect(await rows()).toEqual([]);
});

test('ten workers at once send each delivery once', async () => {
  await stage.listens();
  for (let n = 0; n < 6; n += 1) await stage.asks();
  await Promise.all(Array.from({ length: 10 }, () => sendDue(stage.worker())));
  // what one worker leaves to the others’ locks is taken by the next
  await sendDue(stage.worker());
  expect(stage.shots).toHaveLength(6);
  expect(new Set(stage.shots.map(({ id }) => id)).size).toBe(6);
});

test('what fails comes back after each wait of the table, then never by itself', async () => {
  await stage.listens();
  await stage.asks();
  for (let n = 0; n < waits.length; n += 1) {
    stage.answers.push(broken);
    expect(await sendDue(stage.worker())).toEqual({ delivered: 0, failed: 1 });
    const next = waits[n + 1];
    if (next === undefined) break;
    stage.later(next - 1);
    expect(await sendDue(stage.worker())).toEqual({ delivered: 0, failed: 0 });
    stage.later(1);
  }
  expect(await rows()).toMatchObject([{ state: 'failed', attempts: waits.length }]);
  stage.later(7 * 86_400_000);
  expect(await sendDue(stage.worker())).toEqual({ delivered: 0, failed: 0 });
  expect(new Set(stage.shots.map(({ id }) => id)).size).toBe(1);
});

test('an address may ask to be left alone for a while, and is', async () => {
  await stage.listens();
  await stage.asks();
  stage.answers.push({ status: 429, ms: 1, answer: '', wish: 3600 });
  await sendDue(stage.worker());
  stage.later(3_599_000);
  expect(await sendDue(stage.worker())).toEqual({ delivered: 0, failed: 0 });
  stage.later(1_000);
  expect(await sendDue(stage.worker())).toEqual({ delivered: 1, failed: 0 });
});

test('every attempt stands in the log with what was answered', async () => {
  await stage.listens();
  await stage.asks();
  stage.answers.push({ status: 500, ms: 12, answer: 'Oops' }, { error: 'timeout', ms: 10_000, answer: '' });
  await sendDue(stage.worker());
  stage.later(60_000);
  await sendDue(stage.worker());
  const [line] = await log();
  expect(line).toMatchObject({
    state: 'pending',
    attempts: 2,
    status: null,
    error: 'timeout',
    type: 'inquiry.received',
  });
  const { attempts, body } = await getDelivery(stage.as(cast.zainab), { deliveryId: line?.id ?? '' });
  expect(attempts).toMatchObject([
    { error: 'timeout', status: null, ms: 10_000, byHand: false },
    { status: 500, ms: 12, answer: 'Oops' },
  ]);
  expect(body).toContain('"untrusted":true');
});

test('by hand it goes again with the same id, and the clock’s plan stays as it was', async () => {
  await stage.listens();
  await stage.asks();
  stage.answers.push(broken, broken);
  await sendDue(stage.worker());
  const [before] = await log();
  const deliveryId = before?.id ?? '';
  await replayDelivery(stage.as(cast.zainab), { deliveryId });
  const [after] = await log();
  expect(after).toMatchObject({ state: 'pending', nextAttemptAt: before?.nextAttemptAt });
  await replayDelivery(stage.as(cast.zainab), { deliveryId });
  expect((await log())[0]).toMatchObject({ state: 'delivered', status: 200 });
  await replayDelivery(stage.as(cast.zainab), { deliveryId });
  expect(new Set(stage.shots.map(({ id }) => id)).size).toBe(1);
  expect(stage.shots).toHaveLength(4);
  await expect(replayDelivery(stage.as(cast.omar), { deliveryId })).rejects.toMatchObject({ code: 'not_found' });
});

describe('an address that only fails', () => {
  const failFor = async (ms: number) => {
    const end = stage.stage.now.getTime() + ms;
    while (stage.stage.now.getTime() <= end) {
      await stage.asks();
      stage.answers.push(...Array.from({ length: 20 }, () => broken));
      await sendDue(stage.worker());
      stage.later(12 * 3_600_000);
    }
  };

  test('is told nothing more after five days, its owner hears of it once, and it can be switched on again', async () => {
    const { endpoint } = await stage.listens();
    await failFor(sendingLimits.patience - 13 * 3_600_000);
    expect((await listEndpoints(stage.as(cast.zainab))).items).toMatchObject([{ enabled: true }]);
    await failFor(24 * 3_600_000);
    expect((await listEndpoints(stage.as(cast.zainab))).items).toMatchObject([
      { enabled: false, disabledReason: 'failing' },
    ]);
    expect(
      await database.query(
        `select count(*)::int as told from outbox where kind = 'agent.endpoint_disabled' and payload ->> 'endpointId' = $1`,
        [endpoint.id],
      ),
    ).toEqual([{ told: 1 }]);
    expect((await rows()).some(({ state }) => state === 'pending')).toBe(false);
    const known = (await rows()).length;
    await stage.asks();
    expect(await rows()).toHaveLength(known);
    stage.answers.length = 0;
    const zainab = stage.as(cast.zainab);
    await userDoor(zainab).write((tx) => updateEndpoint(zainab, tx, { endpointId: endpoint.id, enabled: true }));
    await stage.asks();
    expect(await sendDue(stage.worker())).toEqual({ delivered: 1, failed: 0 });
  });

  test('but one success in between begins the days anew', async () => {
    await stage.listens();
    await failFor(4 * 86_400_000);
    await stage.asks();
    stage.answers.length = 0;
    await sendDue(stage.worker());
    await failFor(4 * 86_400_000);
    expect((await listEndpoints(stage.as(cast.zainab))).items).toMatchObject([{ enabled: true }]);
  });

  test('and one that is gone says so once', async () => {
    await stage.listens();
    await stage.asks();
    stage.answers.push({ status: 410, ms: 1, answer: '' });
    await sendDue(stage.worker());
    expect((await listEndpoints(stage.as(cast.zainab))).items).toMatchObject([
      { enabled: false, disabledReason: 'gone' },
    ]);
  });
});

test('while one secret replaces another both sign, and after a day only the new one', async () => {
  const { endpoint, secret: old } = await stage.listens();
  const { secret: young, endpoint: rotated } = await rotateSecret(stage.as(cast.zainab), { endpointId: endpoint.id });
  expect(rotated.oldSecretUntil).toBe(new Date(stage.stage.now.getTime() + sendingLimits.overlap).toISOString());
  await stage.asks();
  await sendDue(stage.worker());
  expect(stage.shots[0]?.secrets).toEqual([young, old]);
  stage.later(sendingLimits.overlap + 1);
  await runAgents(stage.worker());
  await stage.asks();
  await sendDue(stage.worker());
  expect(stage.shots.at(-1)?.secrets).toEqual([young]);
  expect(new Webhook(young).sign('a', stage.stage.now, 'b')).not.toBe(new Webhook(old).sign('a', stage.stage.now, 'b'));
});

test('a trial is sent at once and tried no more', async () => {
  const { endpoint } = await stage.listens();
  stage.answers.push({ error: 'refused', ms: 2, answer: '' });
  expect(await testEndpoint(stage.as(cast.zainab), { endpointId: endpoint.id })).toMatchObject({
    type: 'test.ping',
    state: 'failed',
    error: 'refused',
  });
  expect(await testEndpoint(stage.as(cast.zainab), { endpointId: endpoint.id })).toMatchObject({ state: 'delivered' });
  stage.later(86_400_000);
  await sendDue(stage.worker());
  expect(stage.shots).toHaveLength(2);
});

test('what was taken back or put away before it could be told is not told', async () => {
  await stage.listens();
  const { inquiryId } = await stage.asks();
  await database.query('update inquiries set is_spam = true where id = $1', [inquiryId]);
  await sendDue(stage.worker());
  expect(stage.shots).toEqual([]);
  expect(await rows()).toMatchObject([{ state: 'dropped' }]);
});

test('an address that would not be taken today is not called, whatever is kept', async () => {
  const { endpoint } = await stage.listens();
  await database.query(`update webhook_endpoints set url = 'http://169.254.169.254/latest' where id = $1`, [
    endpoint.id,
  ]);
  await stage.asks();
  await sendDue(stage.worker());
  expect(stage.shots).toEqual([]);
  expect((await log())[0]).toMatchObject({ error: 'not_allowed' });
});

test('to everybody else an address is not there, whatever their account', async () => {
  const { endpoint } = await stage.listens();
  const endpointId = endpoint.id;
  for (const who of [cast.sara, cast.omar]) {
    const ctx = stage.as(who);
    const write = userDoor(ctx).write;
    const deeds = [
      () => rotateSecret(ctx, { endpointId }),
      () => testEndpoint(ctx, { endpointId }),
      () => write((tx) => updateEndpoint(ctx, tx, { endpointId, enabled: false })),
      () => write((tx) => deleteEndpoint(ctx, tx, { endpointId })),
    ];
    for (const deed of deeds) await expect(deed()).rejects.toMatchObject({ code: 'not_found' });
  }
  expect((await listEndpoints(stage.as(cast.zainab))).items).toEqual([endpoint]);
  expect(stage.shots).toEqual([]);
});

test('ten addresses are enough, and one removed makes room', async () => {
  for (let n = 0; n < sendingLimits.endpoints; n += 1) await stage.listens();
  await expect(stage.listens()).rejects.toMatchObject({ code: 'limit_reached' });
  const zainab = stage.as(cast.zainab);
  const [first] = (await listEndpoints(zainab)).items;
  await userDoor(zainab).write((tx) => deleteEndpoint(zainab, tx, { endpointId: first?.id ?? '' }));
  await stage.listens();
});

test('by hand it goes ten times a minute, and no more', async () => {
  const { endpoint } = await stage.listens();
  stage.later(60_001);
  const trial = () => testEndpoint(stage.as(cast.zainab), { endpointId: endpoint.id });
  for (let n = 0; n < sendingLimits.byHand; n += 1) await trial();
  await expect(trial()).rejects.toMatchObject({ code: 'slow_down' });
  const [{ id: deliveryId } = { id: '' }] = await log();
  await expect(replayDelivery(stage.as(cast.zainab), { deliveryId })).rejects.toMatchObject({ code: 'slow_down' });
  expect(stage.shots).toHaveLength(sendingLimits.byHand);
  expect((await log())[0]).toMatchObject({ attempts: 1 });
  stage.later(60_001);
  await trial();
});

test('the log is forgotten after thirty days', async () => {
  await stage.listens();
  await stage.asks();
  await sendDue(stage.worker());
  stage.later(sendingLimits.logLife + 1);
  await runAgents(stage.worker());
  expect(await rows()).toEqual([]);
});

test.each([
  ['en', 'failing', 'Listener is told nothing more'],
  ['ar', 'gone', 'Listener لم يعد موجودًا'],
] as const)('whose address was given up is written to, in %s (%s)', async (locale, reason, subject) => {
  await database.query('delete from outbox');
  await database.query('update users set locale = $2 where id = $1', [cast.zainab, locale]);
  const { endpoint } = await stage.listens();
  await stage.asks();
  await database.query('delete from outbox');
  stage.answers.push(reason === 'gone' ? { status: 410, ms: 1, answer: '' } : broken);
  await database.query(
    `update webhook_endpoints set failing_since = $2::timestamptz - interval '6 days' where id = $1`,
    [endpoint.id, stage.stage.now],
  );
  await sendDue(stage.worker());
  const mails: Mail[] = [];
  const worker = stage.worker();
  await drainOutbox({ ...worker, ports: { ...worker.ports, mail: { send: async (mail) => void mails.push(mail) } } });
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ subject, locale });
  expect(mails[0]?.text).toContain('https://listener.example.com/hook');
  expect(mails[0]?.text).toContain(`/${locale}/agents/`);
});
