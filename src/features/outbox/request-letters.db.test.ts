import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { locales, type Locale } from '../../core/locale.ts';
import { boardStageOn, type BoardStage } from '../../testing/board-stage.ts';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import type { Ctx, Mail } from '../ctx.ts';
import { setNotificationChoices } from '../notifications/choices.ts';
import { defaultPatience } from '../notifications/rules/sending.ts';
import { listNotifications } from '../notifications/service.ts';
import { unsubscribe } from '../notifications/unsubscribe.ts';
import { closeRequest, reopenRequest } from '../requests/moves.ts';
import { listProposals } from '../requests/proposals.ts';
import { returnNow } from '../requests/returns.ts';
import { tendRequests } from '../requests/tend.ts';
import { drainOutbox } from './service.ts';

let database: TestDatabase;
let stage: Stage;
let board: BoardStage;
let mails: Mail[] = [];
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
  mails = [];
  await database.query(
    `update requests set state = 'CLOSED', closed_reason = 'withdrawn', closed_at = opened_at where state = 'OPEN'`,
  );
  for (const table of ['deliveries', 'notifications', 'outbox', 'notification_choices'])
    await database.query(`delete from ${table}`);
  await database.query(`update users set locale = 'en'`);
});

const worker = (): Ctx => {
  const ctx = stage.as(null);
  return { ...ctx, ports: { ...ctx.ports, mail: { send: async (mail) => void mails.push(mail) } } };
};
const drain = () => drainOutbox(worker());
/** Long enough for a burst to be over. */
const quiet = async () => {
  await drain();
  stage.now = new Date(stage.now.getTime() + defaultPatience.most);
  return drain();
};
const speaks = (who: string, locale: Locale) =>
  database.query('update users set locale = $2 where id = $1', [who, locale]);
const mailsTo = (who: string) => mails.filter(({ to }) => to.startsWith(who.replace('user_sara', 'sara') + '-'));
const inHouse = async (who: string) =>
  (await listNotifications(stage.as(who), { limit: 30 })).items.map(({ name, text, path, kind }) => ({
    name,
    text,
    path,
    kind,
  }));
/** What the outbox holds that nobody has taken up, or that has failed. */
const stuck = () =>
  database.query(`select kind, last_error from outbox where sent_at is null or failed_at is not null`);

async function unlockedBy(...talents: string[]): Promise<string> {
  const requestId = await board.open(cast.sara);
  for (const talent of talents) await board.unlock(talent, requestId);
  return requestId;
}
const close = (requestId: string, reason: 'filled' | 'withdrawn' = 'withdrawn') =>
  board.does(cast.sara, closeRequest, { requestId, reason });
/** An operator’s doing, through the system’s door. */
const remove = async (requestId: string) => {
  const ctx = stage.as(null);
  await ctx.doors.asSystem('test: remove').write(async (tx) => {
    await tx.execute(`select set_config('app.party', 'admin', true)`);
    await tx.execute(`update requests set state = 'CLOSED', closed_reason = 'removed' where id = '${requestId}'`);
  });
  await returnNow(worker(), requestId);
};

describe('a proposal', () => {
  test('is told to the owner of the request, with its words and what it costs', async () => {
    const talent = await board.person({ name: 'Layth Guitar' });
    const requestId = await unlockedBy(talent);
    await board.propose(talent, requestId, board.wish({ text: 'Two guitars. Call 0770 123 4567.' }));
    await quiet();
    const [mail] = mailsTo(cast.sara);
    expect(mailsTo(cast.sara)).toHaveLength(1);
    expect(mail?.subject).toBe('Layth Guitar sent you a proposal');
    expect(mail?.text).toContain('Two guitars. Call •••.');
    expect(mail?.text).toContain('300,000');
    expect(mail?.text).toContain(`/en/requests/${requestId}/`);
    expect(`${mail?.html}${mail?.text}`).not.toContain('0770');
    expect(mail?.unsubscribe).toBeDefined();
    expect(await inHouse(cast.sara)).toEqual([
      {
        name: 'proposal.received',
        text: 'Layth Guitar sent a proposal for “Two guitarists for a garden”',
        path: `/requests/${requestId}/`,
        kind: 'requests',
      },
    ]);
    // its author knows
    expect(mailsTo(talent)).toEqual([]);
    expect(await stuck()).toEqual([]);
  });

  test('several in a row are one mail and one line', async () => {
    const talents = [await board.person(), await board.person(), await board.person({ name: 'The Last' })];
    const requestId = await unlockedBy(...talents);
    for (const talent of talents) await board.propose(talent, requestId, board.wish());
    await quiet();
    expect(mailsTo(cast.sara)).toHaveLength(1);
    expect(mailsTo(cast.sara)[0]?.subject).toBe('3 new proposals for “Two guitarists for a garden”');
    expect(mailsTo(cast.sara)[0]?.text).toContain('The Last');
    expect((await inHouse(cast.sara)).map(({ text }) => text)).toEqual([
      '3 new proposals for “Two guitarists for a garden”',
    ]);
    await quiet();
    expect(mailsTo(cast.sara)).toHaveLength(1);
  });

  test('what was read or withdrawn before the mail left is not in it', async () => {
    const [reads, withdraws] = [await board.person(), await board.person()];
    const first = await unlockedBy(reads);
    await board.propose(reads, first, board.wish());
    const second = await unlockedBy(withdraws);
    const { id } = await board.propose(withdraws, second, board.wish());
    await drain();
    await listProposals(stage.as(cast.sara), { requestId: first, limit: 20 });
    await board.withdraw(withdraws, id);
    await quiet();
    expect(mailsTo(cast.sara)).toEqual([]);
    expect(await database.query(`select distinct state, reason from deliveries`)).toEqual([
      { state: 'dropped', reason: 'read' },
    ]);
  });

  test('accepted and not chosen: each author hears, and the way leads to the booking', async () => {
    const [winner, other] = [await board.person(), await board.person()];
    const requestId = await unlockedBy(winner, other);
    const won = await board.propose(winner, requestId, board.wish());
    await board.propose(other, requestId, board.wish());
    const { bookingId } = await board.accept(cast.sara, won.id);
    await quiet();
    expect(mailsTo(winner).map(({ subject }) => subject)).toEqual(['Sara PLANTED-SECRET accepted your proposal']);
    expect(mailsTo(winner)[0]?.text).toContain(`/en/bookings/${bookingId}/`);
    // the request's own end is not told to them a second time
    expect(mailsTo(other).map(({ subject }) => subject)).toEqual([
      '“Two guitarists for a garden” went to someone else',
    ]);
    expect(mailsTo(other)[0]?.text).toContain('/en/providers/marketplace/');
    expect((await inHouse(winner)).map(({ name, path }) => [name, path])).toEqual([
      ['proposal.accepted', `/bookings/${bookingId}/`],
    ]);
    expect((await inHouse(other)).map(({ name, path }) => [name, path])).toEqual([
      ['proposal.not_chosen', `/requests/${requestId}/`],
    ]);
    // the owner did it, and has read what there was
    expect(mailsTo(cast.sara)).toEqual([]);
    expect((await listNotifications(stage.as(cast.sara), { limit: 30, unread: 'true' })).items).toEqual([]);
    expect(await stuck()).toEqual([]);
  });
});

describe('a request that ends', () => {
  test('closed by its owner: whoever unlocked it hears why, the owner knows', async () => {
    const [proposed, unlocked, locked] = [await board.person(), await board.person(), await board.person()];
    const requestId = await unlockedBy(proposed, unlocked);
    const sent = await board.propose(proposed, requestId, board.wish());
    await listProposals(stage.as(cast.sara), { requestId, limit: 20 });
    await close(requestId, 'filled');
    await returnNow(worker(), requestId);
    await quiet();
    for (const who of [proposed, unlocked]) {
      expect(mailsTo(who).map(({ subject }) => subject)).toEqual(['“Two guitarists for a garden” is closed']);
      expect(mailsTo(who)[0]?.text).toContain('has found someone for this request');
      expect((await inHouse(who)).map(({ name }) => name)).toEqual(['board.closed']);
    }
    for (const who of [locked, cast.sara]) expect(mailsTo(who)).toEqual([]);
    expect(sent.state).toBe('active');
    expect(await stuck()).toEqual([]);
  });

  test('its time is over: the owner hears too, and how to go on', async () => {
    const talent = await board.person();
    const requestId = await unlockedBy(talent);
    stage.now = new Date(opening.getTime() + 31 * day);
    await tendRequests(worker());
    await quiet();
    expect(mailsTo(cast.sara).map(({ subject }) => subject)).toEqual([
      'Your request “Two guitarists for a garden” has ended',
    ]);
    expect(mailsTo(cast.sara)[0]?.text).toContain(`/en/requests/${requestId}/`);
    expect(mailsTo(talent)[0]?.text).toContain('reached the end of its time');
    expect((await inHouse(cast.sara)).map(({ name }) => name)).toEqual(['board.expired']);
    expect((await inHouse(talent)).map(({ name }) => name)).toEqual(['board.closed']);
  });

  test('taken off the board: the owner hears, and talents once, with their credit', async () => {
    const talent = await board.person();
    const requestId = await unlockedBy(talent);
    await remove(requestId);
    await quiet();
    expect(mailsTo(cast.sara).map(({ subject }) => subject)).toEqual([
      'Your request “Two guitarists for a garden” was taken off the board',
    ]);
    expect(mailsTo(talent).map(({ subject }) => subject)).toEqual([
      'Your credit for “Two guitarists for a garden” is back',
    ]);
    expect(mailsTo(talent)[0]?.text).toContain('/en/plan/');
    expect((await inHouse(talent)).map(({ name, path }) => [name, path])).toEqual([['board.returned', '/plan/']]);
    expect((await inHouse(cast.sara)).map(({ name }) => name)).toEqual(['board.removed']);
    expect(await stuck()).toEqual([]);
  });

  test('closed at once and unread: the credit comes back, and that is the one letter', async () => {
    const talent = await board.person();
    const requestId = await unlockedBy(talent);
    await close(requestId);
    await returnNow(worker(), requestId);
    await quiet();
    expect(mailsTo(talent).map(({ subject }) => subject)).toEqual([
      'Your credit for “Two guitarists for a garden” is back',
    ]);
    expect(mailsTo(talent)[0]?.text).toContain('before anything was read');
  });

  test('opened again before the letter left: nobody is told that it is closed', async () => {
    const talent = await board.person();
    const requestId = await unlockedBy(talent);
    stage.now = new Date(opening.getTime() + 2 * day);
    await close(requestId);
    await board.does(cast.sara, reopenRequest, { requestId });
    await quiet();
    expect(mails).toEqual([]);
    expect(await stuck()).toEqual([]);
  });

  test('an owner who was suspended gets no letter about it, talents do', async () => {
    const talent = await board.person();
    const owner = await board.person({ role: 'customer' });
    const requestId = await board.open(owner);
    await board.unlock(talent, requestId);
    const ctx = stage.as(null);
    await ctx.doors
      .asSystem('test: suspend')
      .write((tx) => tx.execute(`update users set suspended_at = app.now() where id = '${owner}'`));
    await tendRequests(worker());
    await quiet();
    expect(mailsTo(owner)).toEqual([]);
    expect(mailsTo(talent)).toHaveLength(1);
    expect(await stuck()).toEqual([]);
  });
});

describe('what needs no letter', () => {
  test('publishing, unlocking and withdrawing leave nothing in the outbox and nobody’s mail', async () => {
    const talent = await board.person();
    const requestId = await unlockedBy(talent);
    const sent = await board.propose(talent, requestId, board.wish());
    await board.withdraw(talent, sent.id);
    const kinds = await database.query<{ kind: string }>(`select kind from outbox order by kind`);
    expect(kinds.map(({ kind }) => kind)).toEqual([
      'proposal.sent',
      'proposal.withdrawn',
      'request.published',
      'request.unlocked',
    ]);
    await quiet();
    expect(mails).toEqual([]);
    expect(await stuck()).toEqual([]);
  });

  test('what somebody switched off is known as dropped, by choice or by the link of an earlier mail', async () => {
    const talent = await board.person();
    const requestId = await unlockedBy(talent);
    await board.propose(talent, requestId, board.wish());
    await quiet();
    const link = mailsTo(cast.sara)[0]?.unsubscribe?.split('/').at(-1) ?? '';
    expect(await unsubscribe(worker(), link)).toMatchObject({ kind: 'requests' });
    const other = await board.person();
    await board.unlock(other, requestId);
    await board.does(other, setNotificationChoices, { choices: { requests: 'never' } });
    const won = await board.propose(other, requestId, board.wish());
    await board.accept(cast.sara, won.id);
    await quiet();
    expect(mailsTo(cast.sara)).toHaveLength(1);
    expect(mailsTo(other)).toEqual([]);
    expect(await database.query(`select distinct reason from deliveries where state = 'dropped'`)).toEqual([
      { reason: 'never' },
    ]);
    expect((await inHouse(other)).map(({ name }) => name)).toEqual(['proposal.accepted']);
  });
});

/** every letter of the board, in every language and both directions, with nothing left unfilled */
test.each(locales)('in %s: all of them', async (locale) => {
  const [winner, other, third] = [await board.person(), await board.person(), await board.person()];
  for (const who of [cast.sara, winner, other, third]) await speaks(who, locale);
  const filled = await unlockedBy(winner, other, third);
  const won = await board.propose(winner, filled, board.wish());
  await board.propose(other, filled, board.wish());
  await quiet();
  await board.accept(cast.sara, won.id);
  const expired = await unlockedBy(third);
  const removed = await unlockedBy(third);
  await remove(removed);
  await drain();
  stage.now = new Date(opening.getTime() + 31 * day);
  await tendRequests(worker());
  await quiet();
  const names = await database.query<{ name: string }>(
    `select distinct name from deliveries where state = 'sent' order by name`,
  );
  expect(names.map(({ name }) => name)).toEqual([
    'board.closed',
    'board.expired',
    'board.removed',
    'board.returned',
    'proposal.accepted',
    'proposal.not_chosen',
    'proposal.received',
  ]);
  const rtl = locale === 'ar' || locale === 'ckb';
  for (const { subject, html, text, locale: written } of mails) {
    expect(written).toBe(locale);
    expect(html).toContain(`<html dir="${rtl ? 'rtl' : 'ltr'}" lang="${locale}">`);
    expect(`${subject} ${text}`).not.toMatch(/[{}]|undefined|null/);
    expect(subject).toMatch(locale === 'en' || locale === 'fr' ? /[a-z]/ : /[\u0600-\u06ff]/);
    expect(text).toContain(`https://mawahib.test/${locale}/`);
  }
  expect(expired).not.toBe(filled);
});
