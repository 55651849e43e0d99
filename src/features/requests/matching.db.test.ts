import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { boardStageOn, type BoardStage } from '../../testing/board-stage.ts';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import type { Ctx, Mail } from '../ctx.ts';
import { getNotificationChoices, setNotificationChoices } from '../notifications/choices.ts';
import { listNotifications } from '../notifications/service.ts';
import { resubscribe, unsubscribe } from '../notifications/unsubscribe.ts';
import { runOutbox } from '../outbox/service.ts';
import { matchRequests } from './matching.ts';
import { closeRequest, reopenRequest } from './moves.ts';
import { createSavedSearch } from './searches.ts';
import { tendRequests } from './tend.ts';

let database: TestDatabase;
let stage: Stage;
let board: BoardStage;
let mails: Mail[] = [];
/** after eight in Baghdad */
const opening = new Date('2026-03-02T09:00:00Z');
const day = 86_400_000;

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  board = boardStageOn(database, stage);
});
afterAll(() => database.close());
beforeEach(async () => {
  stage.now = opening;
  stage.policy = 'full';
  mails = [];
  await database.query(
    `update requests set state = 'CLOSED', closed_reason = 'withdrawn', closed_at = opened_at where state = 'OPEN'`,
  );
  for (const table of ['deliveries', 'notifications', 'outbox', 'notification_choices', 'saved_searches', 'blocks'])
    await database.query(`delete from ${table}`);
  // those of the tests before work elsewhere now
  await database.query(`update talent_profiles set city = 'agadir' where user_id like 'user_board_%'`);
});

const worker = (): Ctx => {
  const ctx = stage.as(null);
  return { ...ctx, ports: { ...ctx.ports, mail: { send: async (mail) => void mails.push(mail) } } };
};
const match = () => matchRequests(worker());
const lines = async (who: string) =>
  (await listNotifications(stage.as(who), { limit: 30 })).items
    .filter(({ name }) => name === 'board.matched')
    .map(({ text, path, kind }) => ({ text, path, kind }));
const search = (who: string, wish: Omit<Parameters<typeof createSavedSearch>[2], 'name'> = {}) =>
  board.does(who, createSavedSearch, { name: 'Mine', ...wish });
const wants = (who: string, often: 'at_once' | 'daily' | 'never') =>
  board.does(who, setNotificationChoices, { choices: { matches: often } });
const chosen = async (who: string) =>
  (await getNotificationChoices(stage.as(who))).choices.find(({ kind }) => kind === 'matches')?.often;
const mailsTo = (who: string) => mails.filter(({ to }) => to.startsWith(`${who}-`));

describe('who hears of a new request', () => {
  test('whoever works in its trade and city, and whoever saved a search that finds it; nobody else', async () => {
    const same = await board.person();
    const elsewhere = await board.person({ city: 'basra' });
    const otherTrade = await board.person({ category: 'dj' });
    const draft = await board.person({ published: false });
    const searches = await board.person({ category: 'dj', city: 'basra' });
    const silent = await board.person({ category: 'dj', city: 'basra' });
    const misses = await board.person({ category: 'dj', city: 'basra' });
    await search(searches, { words: 'GUITAR' });
    await search(silent, { words: 'guitar', told: false });
    await search(misses, { words: 'piano' });
    const requestId = await board.open(cast.sara);
    expect(await match()).toEqual({ matched: 1, told: 2 });
    for (const who of [same, searches])
      expect(await lines(who)).toEqual([
        {
          text: expect.stringMatching(/^New casting request: “Two guitarists for a garden”, .*2026.*, up to .*400,000/),
          path: `/requests/${requestId}/`,
          kind: 'matches',
        },
      ]);
    for (const who of [elsewhere, otherTrade, draft, silent, misses, cast.sara, cast.acme])
      expect(await lines(who)).toEqual([]);
  });

  test('never who blocked or was blocked, who rests, or who unlocked it already', async () => {
    const [blocks, blocked, rests, unlocked, hears] = [
      await board.person(),
      await board.person(),
      await board.person(),
      await board.person(),
      await board.person(),
    ];
    await database.query('insert into blocks (blocker_id, blocked_id) values ($1, $2), ($2, $3)', [
      blocks,
      cast.sara,
      blocked,
    ]);
    await database.query('update users set suspended_at = now() where id = $1', [rests]);
    const requestId = await board.open(cast.sara);
    await board.unlock(unlocked, requestId);
    expect(await match()).toEqual({ matched: 1, told: 1 });
    expect(await lines(hears)).toHaveLength(1);
  });

  test('a talent who searches for what they do hears once', async () => {
    const who = await board.person();
    await search(who);
    await search(who, { category: 'musician' });
    await search(who, { city: 'baghdad' });
    await search(who, { category: 'musician', city: 'baghdad' });
    await board.open(cast.sara);
    expect(await match()).toEqual({ matched: 1, told: 1 });
    expect(await match()).toEqual({ matched: 0, told: 0 });
    expect(await lines(who)).toHaveLength(1);
  });

  test('drafts, closed and lapsed ones are not told; on a deploy without the board, none', async () => {
    const who = await board.person();
    const closed = await board.open(cast.sara);
    await board.does(cast.sara, closeRequest, { requestId: closed, reason: 'withdrawn' });
    expect(await match()).toEqual({ matched: 0, told: 0 });
    await board.open(cast.sara);
    stage.now = new Date(opening.getTime() + 31 * day);
    expect(await match()).toEqual({ matched: 0, told: 0 });
    await board.open(cast.sara, { startsOn: '2026-06-01' });
    stage.policy = 'casting';
    expect(await match()).toEqual({ matched: 1, told: 0 });
    expect(await lines(who)).toEqual([]);
  });

  test('opened again it is told to those who did not hear of it', async () => {
    const first = await board.person();
    const requestId = await board.open(cast.sara);
    await match();
    await board.does(cast.sara, closeRequest, { requestId, reason: 'withdrawn' });
    // what cannot be answered any more is not news
    expect((await listNotifications(stage.as(first), { limit: 30, unread: 'true' })).items).toEqual([]);
    const second = await board.person();
    await board.does(cast.sara, reopenRequest, { requestId });
    expect(await match()).toEqual({ matched: 1, told: 1 });
    expect([await lines(first), await lines(second)].map(({ length }) => length)).toEqual([1, 1]);
  });

  test('four workers at once tell each once', async () => {
    const talents = [];
    for (let n = 0; n < 10; n += 1) talents.push(await board.person());
    for (let n = 0; n < 15; n += 1) await board.open(cast.sara, { title: `Request ${n}` });
    const reports = await Promise.all([match(), match(), match(), match()]);
    const total = reports.reduce((sum, one) => ({ matched: sum.matched + one.matched, told: sum.told + one.told }));
    console.log('four workers, 15 requests, 10 talents:', reports, total);
    expect(total).toEqual({ matched: 15, told: 150 });
    for (const who of talents) expect(await lines(who)).toHaveLength(15);
  });

  test('the clock of the requests does it', async () => {
    await board.person();
    await board.open(cast.sara);
    expect(await tendRequests(worker())).toMatchObject({ matched: 1, told: 1 });
  });
});

describe('by mail', () => {
  test('once a day unless said otherwise: one mail for all of them, and the next day nothing of it', async () => {
    const who = await board.person();
    expect(await chosen(who)).toBe('daily');
    // before eight in Baghdad
    stage.now = new Date('2026-03-03T04:00:00Z');
    await board.open(cast.sara, { title: 'First' });
    await board.open(cast.sara, { title: 'Second' });
    await match();
    await runOutbox(worker());
    expect(mailsTo(who)).toEqual([]);
    stage.now = new Date('2026-03-03T06:00:00Z');
    await runOutbox(worker());
    await runOutbox(worker());
    const [mail] = mailsTo(who);
    expect(mailsTo(who)).toHaveLength(1);
    expect(mail?.text).toContain('“First”');
    expect(mail?.text).toContain('“Second”');
    stage.now = new Date('2026-03-04T06:00:00Z');
    await runOutbox(worker());
    expect(mailsTo(who)).toHaveLength(1);
  });

  test('what was closed or unlocked meanwhile is not in it', async () => {
    const who = await board.person();
    stage.now = new Date('2026-03-03T04:00:00Z');
    const closed = await board.open(cast.sara, { title: 'Closed' });
    const unlocked = await board.open(cast.sara, { title: 'Unlocked' });
    await match();
    await board.does(cast.sara, closeRequest, { requestId: closed, reason: 'withdrawn' });
    await board.unlock(who, unlocked);
    stage.now = new Date('2026-03-03T06:00:00Z');
    await runOutbox(worker());
    expect(mailsTo(who)).toEqual([]);
  });

  test.each([
    ['en', 'New casting request: Two guitarists for a garden', 'Baghdad'],
    ['ar', 'طلب موهبة جديد', 'بغداد'],
    ['ckb', 'داواکاری نوێ', 'بەغدا'],
    ['fr', 'Nouvel appel à talents', 'Bagdad'],
  ])('at once for who wishes so, in %s', async (locale, subject, city) => {
    const who = await board.person();
    await database.query('update users set locale = $2 where id = $1', [who, locale]);
    await wants(who, 'at_once');
    const requestId = await board.open(cast.sara);
    await match();
    await runOutbox(worker());
    await runOutbox(worker());
    expect(mailsTo(who)).toHaveLength(1);
    const [mail] = mailsTo(who);
    expect(mail?.subject).toContain(subject);
    expect(mail?.html).toContain(`dir="${locale === 'ar' || locale === 'ckb' ? 'rtl' : 'ltr'}"`);
    expect(mail?.text).toContain(city);
    expect(mail?.text).toContain(`/${locale}/requests/${requestId}/`);
    expect(mail?.text).toContain('Two hours of quiet music');
    // what an unlock buys is in no mail
    expect(mail?.text).not.toContain('the garden behind the reading room');
  });

  test('whoever never wants one gets none, and sees it in the house', async () => {
    const who = await board.person();
    await wants(who, 'never');
    stage.now = new Date('2026-03-03T04:00:00Z');
    await board.open(cast.sara);
    await match();
    stage.now = new Date('2026-03-03T06:00:00Z');
    await runOutbox(worker());
    expect(mailsTo(who)).toEqual([]);
    expect(await lines(who)).toHaveLength(1);
  });

  test('a link stops them, and another begins them again as they were at first', async () => {
    const who = await board.person();
    await wants(who, 'at_once');
    await board.open(cast.sara);
    await match();
    await runOutbox(worker());
    const link = mailsTo(who)[0]?.unsubscribe?.split('/').at(-1) ?? '';
    expect(await unsubscribe(worker(), link)).toMatchObject({ kind: 'matches', userId: who });
    expect(await chosen(who)).toBe('never');
    await board.open(cast.sara, { title: 'Another' });
    await match();
    await runOutbox(worker());
    expect(mailsTo(who)).toHaveLength(1);
    await resubscribe(worker(), link);
    expect(await chosen(who)).toBe('daily');
  });

  test('the link in the mail of the day stops it, though nothing was ever chosen', async () => {
    const who = await board.person();
    stage.now = new Date('2026-03-03T04:00:00Z');
    await board.open(cast.sara);
    await match();
    stage.now = new Date('2026-03-03T06:00:00Z');
    await runOutbox(worker());
    await unsubscribe(worker(), mailsTo(who)[0]?.unsubscribe?.split('/').at(-1) ?? '');
    expect(await chosen(who)).toBe('never');
  });

  test('customers have nothing to choose about the board’s new requests', async () => {
    expect(await chosen(cast.sara)).toBeUndefined();
  });
});
