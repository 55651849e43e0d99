import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Locale } from '../../core/locale.ts';
import { boardStageOn, codeOf, type BoardStage } from '../../testing/board-stage.ts';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import type { Ctx, Mail } from '../ctx.ts';
import { setNotificationChoices } from '../notifications/choices.ts';
import { listNotifications } from '../notifications/service.ts';
import { unsubscribe } from '../notifications/unsubscribe.ts';
import { runOutbox } from '../outbox/service.ts';
import { lookForTalents } from './looking.ts';
import { createTalentSearchBody, editTalentSearchBody } from './schema/searches.ts';
import { createTalentSearch, deleteTalentSearch, editTalentSearch, listTalentSearches } from './searches.ts';

let database: TestDatabase;
let stage: Stage;
let board: BoardStage;
let mails: Mail[] = [];
const opening = new Date('2026-03-02T09:00:00Z');
/** eight in Baghdad on the days after */
const morning = (days: number) => new Date(Date.UTC(2026, 2, 2 + days, 5));

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  board = boardStageOn(database, stage);
});
afterAll(() => database.close());
beforeEach(async () => {
  stage.now = opening;
  mails = [];
  for (const table of [
    'deliveries',
    'notifications',
    'outbox',
    'notification_choices',
    'talent_searches',
    'blocks',
    'mail_stops',
  ])
    await database.query(`delete from ${table}`);
  // those of the tests before are no singers any more
  await database.query(`update talent_profiles set category = 'writer' where user_id like 'user_board_%'`);
  await database.query(`update users set locale = 'en', suspended_at = null where id = $1`, [cast.sara]);
});

const worker = (fails: () => boolean = () => false): Ctx => {
  const ctx = stage.as(null);
  const send = async (mail: Mail) => {
    if (fails()) throw new Error('the mail server does not answer');
    mails.push(mail);
  };
  return { ...ctx, ports: { ...ctx.ports, mail: { send } } };
};
const look = () => lookForTalents(worker());
const singers = { category: ['singer'] };
const save = (wish: Record<string, unknown> = {}, who: string = cast.sara) =>
  board.does(who, createTalentSearch, createTalentSearchBody.parse({ name: 'Singers', query: singers, ...wish }));
const edit = (searchId: string, changes: Record<string, unknown>) =>
  board.does(cast.sara, editTalentSearch, { searchId, changes: editTalentSearchBody.parse(changes) });
/** a talent of this trade, published at this moment */
async function appears(category = 'singer', change = ''): Promise<string> {
  const who = await board.person({ category, name: `New ${category}` });
  await database.query(
    `update talent_profiles set published_at = $2, headline = '{"en":"Nights"}' ${change && `, ${change}`} where user_id = $1`,
    [who, stage.now],
  );
  return who;
}
const lines = async (who: string = cast.sara) =>
  (await listNotifications(stage.as(who), { limit: 30 })).items
    .filter(({ name }) => name === 'talents.found')
    .map(({ text, path, kind }) => ({ text, path, kind }));
const letters = () => mails.filter(({ to }) => to.startsWith('sara-'));
/** the clock comes by, and what is due leaves */
async function morningOf(days: number): Promise<{ looked: number; told: number }> {
  stage.now = morning(days);
  const report = await look();
  await runOutbox(worker());
  return report;
}

describe('a saved search', () => {
  test('keeps what it asks for, and not how its answer was looked at', async () => {
    const made = await save({
      query: { q: '  wedding  night ', city: 'erbil,duhok', rating: '4', sort: 'rating', limit: 5, currency: '' },
    });
    expect(made).toMatchObject({
      name: 'Singers',
      query: { q: 'wedding night', city: ['erbil', 'duhok'], rating: '4' },
      rhythm: 'daily',
      nextLookAt: morning(1).toISOString(),
      toldAt: null,
    });
    expect(Object.keys(made.query).toSorted()).toEqual(['city', 'q', 'rating']);
    expect(await listTalentSearches(stage.as(cast.sara))).toMatchObject({ items: [{ id: made.id }], most: 20 });
  });

  test('is changed, switched off and forgotten by its owner alone', async () => {
    const { id } = await save();
    expect(await edit(id, { name: 'Voices', rhythm: 'weekly' })).toMatchObject({
      name: 'Voices',
      nextLookAt: morning(7).toISOString(),
    });
    expect(await edit(id, { rhythm: 'off' })).toMatchObject({ rhythm: 'off', nextLookAt: null });
    for (const attempt of [
      () => board.does(cast.acme, editTalentSearch, { searchId: id, changes: { name: 'Mine' } }),
      () => board.does(cast.acme, deleteTalentSearch, { searchId: id }),
    ])
      expect(await codeOf(attempt())).toBe('not_found');
    expect(await board.does(cast.sara, deleteTalentSearch, { searchId: id })).toEqual({ id });
    expect((await listTalentSearches(stage.as(cast.sara))).items).toEqual([]);
  });

  test('kept again is the same one, called as was said last, however many say it at once', async () => {
    const wish = { query: { category: ['singer', 'dj'], city: ['erbil'] } };
    const { id } = await save(wish);
    const again = { name: 'Voices', rhythm: 'weekly', query: { city: 'erbil', category: 'dj,singer' } };
    expect(await save(again)).toMatchObject({ id, name: 'Voices', rhythm: 'weekly' });
    const many = await Promise.all(Array.from({ length: 8 }, () => save({ query: { q: 'oud' } })));
    expect(new Set(many.map((one) => one.id)).size).toBe(1);
    expect((await listTalentSearches(stage.as(cast.sara))).items).toHaveLength(2);
  });

  test('asks for no day that is over, neither when it is kept nor when it is changed', async () => {
    const past = { free: '2026-03-01' };
    expect(await codeOf(save({ query: past }))).toBe('invalid');
    const { id } = await save({ query: { free: '2026-03-02' } });
    expect(await codeOf(edit(id, { query: past }))).toBe('invalid');
    stage.now = morning(5);
    // one that was kept in time is still called something else
    expect(await edit(id, { name: 'Then' })).toMatchObject({ name: 'Then' });
  });

  test('is for customers', async () => {
    expect(await codeOf(save({}, cast.zainab))).toBe('role_not_allowed');
    expect(await codeOf(listTalentSearches(stage.as(cast.zainab)))).toBe('role_not_allowed');
  });

  test('twenty at most, however many come at once', async () => {
    const said = await Promise.all(
      Array.from({ length: 25 }, (_, n) => codeOf(save({ name: `Search ${n}`, query: { q: `search ${n}` } }))),
    );
    const count = (code: string) => said.filter((one) => one === code).length;
    expect([count('ok'), count('limit_reached')]).toEqual([20, 5]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['no name', { name: ' ' }],
    ['a trade nobody has', { query: { category: ['wizard'] } }],
    ['a price without its currency', { query: { priceMax: 100 } }],
    ['a rhythm nobody keeps', { rhythm: 'hourly' }],
    ['more than it knows', { query: {}, told: true }],
    ['a filter nobody knows', { query: { colour: 'red' } }],
    ['a language nobody knows', { query: { language: 'xx' } }],
  ])('is refused with %s', (_, wish) =>
    expect(createTalentSearchBody.safeParse({ name: 'Singers', query: singers, ...wish }).success).toBe(false),
  );
});

describe('each morning', () => {
  test('whoever is new is told of once, by mail and in the house', async () => {
    await appears();
    await save();
    expect(await morningOf(1)).toEqual({ looked: 1, told: 0 });
    expect([mails, await lines()]).toEqual([[], []]);

    stage.now = new Date('2026-03-03T12:00:00Z');
    const who = await appears();
    await appears('dancer');
    expect(await look()).toEqual({ looked: 0, told: 0 });
    expect(await morningOf(2)).toEqual({ looked: 1, told: 1 });
    const [letter] = letters();
    expect(letters()).toHaveLength(1);
    expect(letter?.subject).toBe('One new talent for your saved search');
    expect(letter?.text).toContain('New singer, Singer in Baghdad (“Singers”)');
    expect(letter?.text).toContain(`/en/talents/${who.replaceAll('_', '-')}/`);
    expect(letter?.unsubscribe).toMatch(/\/en\/unsubscribe\/[\w.-]+$/);
    expect(await lines()).toEqual([
      { text: 'One new talent fits a search you saved', path: '/collections/?tab=searches', kind: 'searches' },
    ]);
    expect((await listTalentSearches(stage.as(cast.sara))).items[0]?.toldAt).toBe(morning(2).toISOString());

    // and nothing more when nobody is new
    for (const days of [3, 4]) expect(await morningOf(days)).toEqual({ looked: 1, told: 0 });
    expect(letters()).toHaveLength(1);
    expect(await lines()).toHaveLength(1);
  });

  test('whoever fits only since then is new as well, and whoever comes back is not', async () => {
    const who = await appears('dancer');
    await save();
    await morningOf(1);
    await database.query(`update talent_profiles set category = 'singer' where user_id = $1`, [who]);
    expect(await morningOf(2)).toEqual({ looked: 1, told: 1 });
    await database.query(`update talent_profiles set published_at = null where user_id = $1`, [who]);
    expect(await morningOf(3)).toEqual({ looked: 1, told: 0 });
    await database.query(`update talent_profiles set published_at = $2 where user_id = $1`, [who, stage.now]);
    expect(await morningOf(4)).toEqual({ looked: 1, told: 0 });
    expect(letters()).toHaveLength(1);
  });

  test('all searches of a person come in one letter, each talent once', async () => {
    await save();
    await save({ name: 'In Baghdad', query: { city: ['baghdad'] } });
    await save({ name: 'Weekly', query: { category: ['dj'] }, rhythm: 'weekly' });
    await appears();
    await appears('dj');
    expect(await morningOf(1)).toEqual({ looked: 1, told: 2 });
    expect(letters().map(({ subject }) => subject)).toEqual(['2 new talents for your saved searches']);
    expect(letters()[0]?.text.match(/New singer/g)).toHaveLength(1);
    // the weekly one has its own day
    expect(await morningOf(7)).toMatchObject({ told: 1 });
  });

  test('a letter names a few and counts the rest', async () => {
    await save();
    for (let n = 0; n < 11; n += 1) await appears();
    expect(await morningOf(1)).toMatchObject({ told: 11 });
    expect(letters()[0]?.text.match(/New singer/g)).toHaveLength(8);
    expect(letters()[0]?.text).toContain('and 3 more');
  });

  test('ten workers at once, and again, tell it once', async () => {
    await save();
    await appears();
    stage.now = morning(1);
    const reports = await Promise.all(Array.from({ length: 10 }, look));
    expect(reports.reduce((sum, { told }) => sum + told, 0)).toBe(1);
    await Promise.all(Array.from({ length: 5 }, () => runOutbox(worker())));
    await look();
    await runOutbox(worker());
    expect(letters()).toHaveLength(1);
    expect(await lines()).toHaveLength(1);
  });

  test('a mail server that does not answer gets it again, and the reader gets it once', async () => {
    await save();
    await appears();
    stage.now = morning(1);
    await look();
    let down = true;
    await runOutbox(worker(() => down));
    expect(letters()).toEqual([]);
    down = false;
    stage.now = new Date(stage.now.getTime() + 10 * 60_000);
    await runOutbox(worker(() => down));
    await runOutbox(worker(() => down));
    expect(letters()).toHaveLength(1);
  });

  test.each<[Locale, string, string]>([
    ['ar', 'موهبة جديدة لبحثك المحفوظ', 'rtl'],
    ['ckb', 'بەهرەمەندێکی نوێ بۆ گەڕانە پاشەکەوتکراوەکەت', 'rtl'],
    ['fr', 'Un nouveau talent pour votre recherche', 'ltr'],
  ])('in %s, the reader’s own language', async (locale, subject, dir) => {
    await database.query('update users set locale = $2 where id = $1', [cast.sara, locale]);
    await save();
    await appears();
    await morningOf(1);
    expect(letters()[0]?.subject).toBe(subject);
    expect(letters()[0]?.html).toContain(`dir="${dir}"`);
    expect(letters()[0]?.text).toContain(`/${locale}/collections/?tab=searches`);
  });
});

describe('who is told of whom', () => {
  test('members hear of members’ pages, by the member’s address', async () => {
    await save();
    const who = await appears('singer', `seen_by = 'members', inquiries_from = 'nobody'`);
    const hidden = await appears('singer', `seen_by = 'subscribers', inquiries_from = 'nobody'`);
    expect(await morningOf(1)).toMatchObject({ told: 1 });
    expect(letters()[0]?.text).toContain(`/en/talent/${who.replaceAll('_', '-')}/`);
    expect(letters()[0]?.text).not.toContain(hidden.replaceAll('_', '-'));
  });

  test('nobody who blocked or is blocked, or is suspended', async () => {
    await save();
    const [blocks, blocked, suspended] = [await appears(), await appears(), await appears()];
    await database.query('insert into blocks (blocker_id, blocked_id) values ($1, $2), ($2, $3)', [
      blocks,
      cast.sara,
      blocked,
    ]);
    await database.query('update users set suspended_at = now() where id = $1', [suspended]);
    expect(await morningOf(1)).toEqual({ looked: 1, told: 0 });
    expect(mails).toEqual([]);
  });

  test('whoever hides again before the letter leaves is not in it; where nobody is left there is none', async () => {
    await save();
    const who = await appears();
    stage.now = morning(1);
    expect(await look()).toMatchObject({ told: 1 });
    await database.query('update talent_profiles set published_at = null where user_id = $1', [who]);
    await runOutbox(worker());
    expect(mails).toEqual([]);
  });

  test('who is suspended searches for nobody', async () => {
    await save();
    await appears();
    await database.query('update users set suspended_at = now() where id = $1', [cast.sara]);
    expect(await morningOf(1)).toEqual({ looked: 1, told: 0 });
    expect(mails).toEqual([]);
  });

  test('what was found while it was off, or under another question, is no news', async () => {
    const { id } = await save({ rhythm: 'off' });
    await appears();
    expect(await morningOf(1)).toEqual({ looked: 0, told: 0 });
    await edit(id, { rhythm: 'daily' });
    expect(await morningOf(2)).toEqual({ looked: 1, told: 0 });
    await appears('dj');
    await edit(id, { query: { category: ['dj'] } });
    expect(await morningOf(3)).toEqual({ looked: 1, told: 0 });
    // the same question under another name goes on as before
    const since = await appears('dj');
    await edit(id, { name: 'Music', query: { category: ['dj'] } });
    expect(await morningOf(4)).toEqual({ looked: 1, told: 1 });
    expect(letters()[0]?.text).toContain(since.replaceAll('_', '-'));
  });

  test('a day that has passed is looked for no more', async () => {
    await save({ query: { category: ['singer'], free: '2026-03-02' } });
    await appears();
    expect(await morningOf(1)).toEqual({ looked: 1, told: 0 });
  });
});

describe('how they are stopped', () => {
  test('one click in the letter ends them all', async () => {
    await save();
    await appears();
    await morningOf(1);
    const link = letters()[0]?.unsubscribe?.split('/').at(-1) ?? '';
    expect(await unsubscribe(worker(), link)).toMatchObject({ kind: 'searches', userId: cast.sara });
    await appears();
    expect(await morningOf(2)).toMatchObject({ told: 1 });
    expect(letters()).toHaveLength(1);
    // in the house they are told all the same
    expect(await lines()).toMatchObject([{ text: '2 new talents fit searches you saved' }]);
  });

  test('whoever wants it in the mail of the day finds it there', async () => {
    await board.does(cast.sara, setNotificationChoices, { choices: { searches: 'daily' } });
    await save();
    await appears();
    await morningOf(1);
    await morningOf(2);
    expect(letters().map(({ text }) => text.includes('One new talent fits a search you saved'))).toEqual([true]);
  });
});
