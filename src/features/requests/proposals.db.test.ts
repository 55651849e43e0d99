import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isRetryable } from '../../db/errors.ts';
import { boardStageOn, codeOf, type BoardStage } from '../../testing/board-stage.ts';
import { cast, seat, serviceIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { paymentStageOn } from '../../testing/payment-stage.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { acceptQuote, getBooking } from '../bookings/service.ts';
import { sendBookingMessage } from '../bookings/talk.ts';
import { editRequest } from './drafts.ts';
import { closeRequest, reopenRequest } from './moves.ts';
import { listMyProposals, listProposals } from './proposals.ts';

let database: TestDatabase;
let stage: Stage;
let board: BoardStage;
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
  await clearTheBoard();
});
/** An owner has so many open at once, and these tests open many more. */
const clearTheBoard = () =>
  database.query(
    `update requests set state = 'CLOSED', closed_reason = 'withdrawn', closed_at = opened_at where state = 'OPEN'`,
  );

const list = (who: string, requestId: string) => listProposals(stage.as(who), { requestId, limit: 20 });
const close = (requestId: string, reason: 'filled' | 'withdrawn' = 'withdrawn') =>
  board.does(cast.sara, closeRequest, { requestId, reason });
const block = (blocker: string, blocked: string) =>
  database.query('insert into blocks (blocker_id, blocked_id) values ($1, $2)', [blocker, blocked]);
const row = async (proposalId: string) =>
  (await database.query<{ state: string }>('select state from proposals where id = $1', [proposalId]))[0]?.state;

/** Open, and unlocked by these. */
async function unlockedBy(...talents: string[]): Promise<string> {
  const requestId = await board.open(cast.sara);
  for (const talent of talents) await board.unlock(talent, requestId);
  return requestId;
}

describe('sending', () => {
  test('a talent on the free plan offers a price and a time; the owner and the author read it, nobody else', async () => {
    const [talent, other] = [await board.person(), await board.person()];
    const requestId = await unlockedBy(talent, other);
    const wish = board.wish();
    const sent = await board.propose(talent, requestId, wish);
    expect(sent).toMatchObject({
      requestId,
      requestTitle: 'Two guitarists for a garden',
      mine: true,
      amount: { amount: 300_000, currency: 'IQD' },
      startsAt: wish.startsAt,
      timeZone: 'Asia/Baghdad',
      state: 'active',
      readAt: null,
      bookingId: null,
      moves: ['withdraw'],
    });
    const [read] = (await list(cast.sara, requestId)).items;
    expect(read).toMatchObject({ id: sent.id, mine: false, readAt: null, moves: ['accept'] });
    expect((await list(talent, requestId)).items).toMatchObject([{ id: sent.id, mine: true }]);
    expect((await list(other, requestId)).items).toEqual([]);
    expect((await listMyProposals(stage.as(talent), { limit: 20 })).items).toMatchObject([{ id: sent.id }]);
    expect((await listMyProposals(stage.as(other), { limit: 20 })).items).toEqual([]);
  });

  test('what its owner was shown is read from then on', async () => {
    const talent = await board.person();
    const requestId = await unlockedBy(talent);
    await board.propose(talent, requestId, board.wish());
    const bell = () =>
      database.query(`select read_at from notifications where request_id = $1 and name = 'proposal.received'`, [
        requestId,
      ]);
    // its author looks, and nothing is read by that
    await list(talent, requestId);
    expect(await bell()).toEqual([{ read_at: null }]);
    stage.now = new Date(opening.getTime() + day);
    await list(cast.sara, requestId);
    expect((await list(cast.sara, requestId)).items).toMatchObject([{ readAt: stage.now.toISOString() }]);
    expect(await bell()).toEqual([{ read_at: stage.now }]);
  });

  test('contact in its words is dotted out for the owner, unless the request is private', async () => {
    const text = 'Call me on 0770 123 4567.';
    for (const [visibility, shown] of [
      ['transparent', 'Call me on •••.'],
      ['private', text],
    ] as const) {
      const talent = await board.person();
      const requestId = await board.open(cast.sara, { visibility });
      await board.unlock(talent, requestId);
      await board.propose(talent, requestId, board.wish({ text }));
      expect((await list(talent, requestId)).items).toMatchObject([{ text }]);
      expect((await list(cast.sara, requestId)).items).toMatchObject([{ text: shown }]);
    }
  });

  test('one at a time; withdrawn, it makes room for another', async () => {
    const talent = await board.person();
    const requestId = await unlockedBy(talent);
    const first = await board.propose(talent, requestId, board.wish());
    expect(await codeOf(board.propose(talent, requestId, board.wish()))).toBe('already_proposed');
    expect(await board.withdraw(talent, first.id)).toMatchObject({ state: 'withdrawn', moves: [] });
    expect(await codeOf(board.withdraw(talent, first.id))).toBe('wrong_state');
    const again = await board.propose(talent, requestId, board.wish());
    expect((await list(cast.sara, requestId)).items.map(({ id, state }) => [id, state])).toEqual([
      [again.id, 'active'],
      [first.id, 'withdrawn'],
    ]);
  });

  test('refusals, each with its code', async () => {
    const talent = await board.person();
    const requestId = await unlockedBy(talent);
    const wish = board.wish();
    const at = (iso: string) => ({ startsAt: iso, endsAt: new Date(Date.parse(iso) + 3_600_000).toISOString() });
    const said = {
      unknown: await codeOf(board.propose(talent, crypto.randomUUID(), wish)),
      owner: await codeOf(board.propose(cast.sara, requestId, wish)),
      customer: await codeOf(board.propose(cast.acme, requestId, wish)),
      locked: await codeOf(board.propose(await board.person(), requestId, wish)),
      suspended: await codeOf(board.propose(cast.gone, requestId, wish)),
      stranger: await codeOf(board.propose(cast.stranger, requestId, wish)),
      currency: await codeOf(
        board.propose(talent, requestId, board.wish({ amount: { amount: 5000, currency: 'MAD' } })),
      ),
      past: await codeOf(board.propose(talent, requestId, { ...wish, ...at('2026-03-02T08:00:00Z') })),
      farAhead: await codeOf(board.propose(talent, requestId, { ...wish, ...at('2028-03-02T08:00:00Z') })),
      backwards: await codeOf(board.propose(talent, requestId, { ...wish, endsAt: wish.startsAt })),
      aMoment: await codeOf(
        board.propose(talent, requestId, {
          ...wish,
          endsAt: new Date(Date.parse(wish.startsAt) + 60_000).toISOString(),
        }),
      ),
      anothersService: await codeOf(board.propose(talent, requestId, { ...wish, serviceId: serviceIds.zainabWedding })),
    };
    expect(said).toEqual({
      unknown: 'not_found',
      owner: 'own_request',
      customer: 'role_not_allowed',
      locked: 'unlock_required',
      suspended: 'account_suspended',
      stranger: 'onboarding_required',
      currency: 'wrong_currency',
      past: 'in_the_past',
      farAhead: 'too_far_ahead',
      backwards: 'invalid',
      aMoment: 'not_available',
      anothersService: 'invalid',
    });
    await block(cast.sara, talent);
    expect(await codeOf(board.propose(talent, requestId, wish))).toBe('blocked');
    await database.query('delete from blocks');
    // a deploy without the board has none of it
    stage.policy = 'casting';
    expect(await codeOf(board.propose(talent, requestId, wish))).toBe('not_found');
    expect(await codeOf(list(cast.sara, requestId))).toBe('not_found');
  });

  test('a service that rests, and a time that is taken, are no offer', async () => {
    const requestId = await unlockedBy(cast.zainab);
    const wish = board.wish();
    expect(await codeOf(board.propose(cast.zainab, requestId, { ...wish, serviceId: serviceIds.zainabRetired }))).toBe(
      'invalid',
    );
    await hold(cast.zainab, wish);
    expect(await codeOf(board.propose(cast.zainab, requestId, wish))).toBe('slot_taken');
  });

  test('closed in whichever way, nothing more is offered or taken back; opened again, it is', async () => {
    const [talent, other] = [await board.person(), await board.person()];
    const requestId = await unlockedBy(talent, other);
    const sent = await board.propose(talent, requestId, board.wish());
    await close(requestId);
    expect(await codeOf(board.propose(other, requestId, board.wish()))).toBe('request_closed');
    expect(await codeOf(board.withdraw(talent, sent.id))).toBe('request_closed');
    expect(await codeOf(board.accept(cast.sara, sent.id))).toBe('request_closed');
    await board.does(cast.sara, reopenRequest, { requestId });
    expect(await codeOf(board.accept(cast.sara, sent.id))).toBe('ok');
  });

  test('one whose time is over is closed, whether or not the clock has come by', async () => {
    const talent = await board.person();
    const requestId = await unlockedBy(talent);
    const sent = await board.propose(talent, requestId, board.wish());
    stage.now = new Date(opening.getTime() + 31 * day);
    expect(await codeOf(board.withdraw(talent, sent.id))).toBe('request_closed');
    expect(await codeOf(board.accept(cast.sara, sent.id))).toBe('request_closed');
    expect((await list(cast.sara, requestId)).items).toMatchObject([{ moves: [] }]);
  });

  test('looking: another customer, a talent without the unlock, a draft, an unknown one', async () => {
    const requestId = await unlockedBy();
    expect(await codeOf(list(cast.acme, requestId))).toBe('not_your_request');
    expect(await codeOf(list(await board.person(), requestId))).toBe('unlock_required');
    expect(await codeOf(list(cast.sara, crypto.randomUUID()))).toBe('not_found');
    expect(await codeOf(listMyProposals(stage.as(cast.sara), { limit: 20 }))).toBe('role_not_allowed');
  });

  test('pages: each once', async () => {
    const talents = [];
    for (let n = 0; n < 5; n += 1) talents.push(await board.person());
    const requestId = await unlockedBy(...talents);
    for (const talent of talents) await board.propose(talent, requestId, board.wish());
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await listProposals(stage.as(cast.sara), { requestId, limit: 2, cursor: cursor ?? undefined });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(5);
    expect(seen).toEqual(seen.toSorted().toReversed());
  });
});

/** A booking of somebody else holds this time. */
async function hold(talentUserId: string, { startsAt, endsAt }: { startsAt: string; endsAt: string }): Promise<void> {
  await database.query(
    `insert into bookings (talent_id, talent_user_id, customer_id, state, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name, quote_version, price_agreed, auto_complete_at)
     select p.id, p.user_id, $2, 'paid', $3, $4, 'Asia/Baghdad', '{"en":"Held"}', 1000, 'IQD', 'Acme', p.display_name, 1, 1000, $4::timestamptz + interval '72 hours'
     from talent_profiles p where p.user_id = $1`,
    [talentUserId, cast.acme, startsAt, endsAt],
  );
}

describe('accepting', () => {
  test('fills the request, lets the others go, and makes a booking with the proposal as its first quote', async () => {
    const [winner, other] = [await board.person({ name: 'Winner' }), await board.person()];
    const requestId = await unlockedBy(winner, other);
    const wish = board.wish();
    const won = await board.propose(winner, requestId, wish);
    const lost = await board.propose(other, requestId, board.wish());
    const { proposal, bookingId } = await board.accept(cast.sara, won.id);
    expect(proposal).toMatchObject({ id: won.id, state: 'accepted', bookingId, moves: [] });
    expect(await row(lost.id)).toBe('not_chosen');
    expect(await database.query(`select state, closed_reason from requests where id = $1`, [requestId])).toEqual([
      { state: 'CLOSED', closed_reason: 'filled' },
    ]);
    const asked = await getBooking(stage.as(cast.sara), { bookingId });
    expect(asked).toMatchObject({
      state: 'quoted',
      startsAt: wish.startsAt,
      endsAt: wish.endsAt,
      timeZone: 'Asia/Baghdad',
      serviceTitle: { en: 'Two guitarists for a garden' },
      place: 'Karrada, the garden behind the reading room',
      quotes: [{ version: 1, amount: { amount: 300_000, currency: 'IQD' } }],
    });
    expect((await list(winner, requestId)).items).toMatchObject([{ bookingId }]);
    expect((await listMyProposals(stage.as(other), { limit: 20 })).items).toMatchObject([
      { state: 'not_chosen', bookingId: null },
    ]);
  });

  test('then the main job works: a free talent talks in the booking, the customer agrees, and the time is held', async () => {
    const winner = await board.person();
    const requestId = await unlockedBy(winner);
    const wish = board.wish();
    const sent = await board.propose(winner, requestId, wish);
    const { bookingId } = await board.accept(cast.sara, sent.id);
    expect(
      await codeOf(board.does(winner, sendBookingMessage, { bookingId, body: 'Thank you! What may we play?' })),
    ).toBe('ok');
    expect(await board.does(cast.sara, acceptQuote, { bookingId, quoteVersion: 1 })).toMatchObject({
      state: 'accepted',
      startsAt: wish.startsAt,
    });
    // and nobody else gets that time
    const next = await unlockedBy(winner);
    expect(await codeOf(board.propose(winner, next, { ...board.wish(), ...times(wish) }))).toBe('slot_taken');
  });

  test('and it is paid like any other: through the gateway, into the books, with what the talent earns', async () => {
    const winner = await board.person();
    const requestId = await unlockedBy(winner);
    const sent = await board.propose(winner, requestId, board.wish());
    const { bookingId } = await board.accept(cast.sara, sent.id);
    await board.does(cast.sara, acceptQuote, { bookingId, quoteVersion: 1 });
    const bank = paymentStageOn(database);
    bank.at(opening.toISOString());
    await bank.create(bookingId);
    const { refs } = await bank.rows(bookingId);
    bank.move(refs[0] ?? '', 'pay');
    await bank.call(bank.latest(refs[0] ?? ''));
    expect(await bank.rows(bookingId)).toMatchObject({ booking: 'paid', payment: 'paid' });
    const books = await bank.books(bookingId);
    expect(Object.values(books).reduce((sum, one) => sum + one, 0)).toBe(0);
    expect(Math.max(...Object.values(books).map(Math.abs))).toBe(300_000);
    expect(await getBooking(stage.as(winner), { bookingId })).toMatchObject({ state: 'paid' });
  });

  test('a service that is shown gives the booking its name', async () => {
    const requestId = await unlockedBy(cast.zainab);
    const sent = await board.propose(cast.zainab, requestId, {
      ...board.wish(),
      serviceId: serviceIds.zainabWedding,
    });
    const { bookingId } = await board.accept(cast.sara, sent.id);
    expect(await getBooking(stage.as(cast.sara), { bookingId })).toMatchObject({
      serviceTitle: { en: 'Wedding day' },
    });
  });

  test('a time taken since leaves everything as it was', async () => {
    const talent = await board.person();
    const requestId = await unlockedBy(talent);
    const wish = board.wish();
    const sent = await board.propose(talent, requestId, wish);
    await hold(talent, wish);
    expect(await codeOf(board.accept(cast.sara, sent.id))).toBe('slot_taken');
    expect(await row(sent.id)).toBe('active');
    expect(await database.query(`select state from requests where id = $1`, [requestId])).toEqual([{ state: 'OPEN' }]);
  });

  test('not by its author, nor by anybody else; nor once one of the two has gone or blocked', async () => {
    const talent = await board.person();
    const requestId = await unlockedBy(talent);
    const sent = await board.propose(talent, requestId, board.wish());
    expect(await codeOf(board.accept(talent, sent.id))).toBe('not_your_move');
    expect(await codeOf(board.withdraw(cast.sara, sent.id))).toBe('not_your_move');
    expect(await codeOf(board.accept(cast.acme, sent.id))).toBe('not_found');
    expect(await codeOf(board.withdraw(cast.zainab, sent.id))).toBe('not_found');
    expect(await codeOf(board.accept(cast.sara, crypto.randomUUID()))).toBe('not_found');
    await block(talent, cast.sara);
    expect(await codeOf(board.accept(cast.sara, sent.id))).toBe('blocked');
    await database.query('delete from blocks');
    await database.query('update users set suspended_at = now() where id = $1', [talent]);
    expect(await codeOf(board.accept(cast.sara, sent.id))).toBe('not_accepting');
    await database.query('update users set suspended_at = null where id = $1', [talent]);
    stage.now = new Date(Date.parse(sent.startsAt) + 1);
    await database.query(`update requests set expires_at = $2 where id = $1`, [
      requestId,
      new Date(stage.now.getTime() + day),
    ]);
    expect(await codeOf(board.accept(cast.sara, sent.id))).toBe('in_the_past');
    expect(await row(sent.id)).toBe('active');
  });

  test('a request with a proposal keeps its currency', async () => {
    const talent = await board.person();
    const requestId = await unlockedBy(talent);
    await board.propose(talent, requestId, board.wish());
    expect(await codeOf(board.does(cast.sara, editRequest, { requestId, changes: { currency: 'USD' } }))).toBe(
      'invalid',
    );
  });
});

const times = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }) => ({ startsAt, endsAt });

/** How many of these went through, and what the others were told; a circle of waiting is nothing anybody should meet. */
async function race(works: Promise<unknown>[]): Promise<Record<string, number>> {
  const count: Record<string, number> = {};
  for (const said of await Promise.all(
    works.map((work) =>
      codeOf(work).catch((error: unknown) => (isRetryable(error) ? 'deadlock' : Promise.reject(error))),
    ),
  ))
    count[said] = (count[said] ?? 0) + 1;
  return count;
}

describe('at the same time', () => {
  test('fifty sends of one talent are one active proposal', async () => {
    const talent = await board.person();
    const requestId = await unlockedBy(talent);
    const said = await race(Array.from({ length: 50 }, () => board.propose(talent, requestId, board.wish())));
    console.log('50 sends of one talent:', said);
    expect(said).toEqual({ ok: 1, already_proposed: 49 });
    expect(
      await database.query(`select count(*)::int as n from proposals where request_id = $1 and state = 'active'`, [
        requestId,
      ]),
    ).toEqual([{ n: 1 }]);
  });

  test('twenty talents send at once and each is there, and counted', async () => {
    const talents = [];
    for (let n = 0; n < 20; n += 1) talents.push(await board.person());
    const requestId = await unlockedBy(...talents);
    const said = await race(talents.map((talent) => board.propose(talent, requestId, board.wish())));
    console.log('20 talents send at once:', said);
    expect(said).toEqual({ ok: 20 });
    expect(await database.query(`select proposals from requests where id = $1`, [requestId])).toEqual([
      { proposals: 20 },
    ]);
  });

  test('two tabs of the owner accept two proposals: one is accepted, and there is one booking', async () => {
    const total: Record<string, number> = {};
    for (let round = 0; round < 30; round += 1) {
      const [one, two] = [await board.person(), await board.person()];
      const requestId = await unlockedBy(one, two);
      const first = await board.propose(one, requestId, board.wish());
      const second = await board.propose(two, requestId, board.wish());
      const said = await race([board.accept(cast.sara, first.id), board.accept(cast.sara, second.id)]);
      for (const [code, n] of Object.entries(said)) total[code] = (total[code] ?? 0) + n;
      expect(said).toEqual({ ok: 1, request_closed: 1 });
      expect([await row(first.id), await row(second.id)].sort()).toEqual(['accepted', 'not_chosen']);
      expect(
        await database.query(
          `select count(*)::int as n from bookings b join proposals p on p.id = b.proposal_id where p.request_id = $1`,
          [requestId],
        ),
      ).toEqual([{ n: 1 }]);
    }
    console.log('two tabs accept two proposals, 30 rounds:', total);
  });

  test('accepting against withdrawing: one of them, and the proposal says which', async () => {
    const total: Record<string, number> = {};
    for (let round = 0; round < 30; round += 1) {
      const talent = await board.person();
      const requestId = await unlockedBy(talent);
      const sent = await board.propose(talent, requestId, board.wish());
      const [accepted, withdrawn] = await Promise.all(
        round % 2 === 0
          ? [codeOf(board.accept(cast.sara, sent.id)), codeOf(board.withdraw(talent, sent.id))]
          : [codeOf(board.withdraw(talent, sent.id)), codeOf(board.accept(cast.sara, sent.id))].toReversed(),
      );
      const outcome = `accept ${accepted}, withdraw ${withdrawn}`;
      total[outcome] = (total[outcome] ?? 0) + 1;
      expect(['accept ok, withdraw request_closed', 'accept wrong_state, withdraw ok']).toContain(outcome);
      expect(await row(sent.id)).toBe(accepted === 'ok' ? 'accepted' : 'withdrawn');
      await clearTheBoard();
    }
    console.log('accept against withdraw, 30 rounds:', total);
  });

  test('sending against closing: what was sent was sent before the close', async () => {
    const total: Record<string, number> = {};
    for (let round = 0; round < 30; round += 1) {
      const talent = await board.person();
      const requestId = await unlockedBy(talent);
      const [sent, closed] = await Promise.all([
        codeOf(board.propose(talent, requestId, board.wish())),
        codeOf(close(requestId)),
      ]);
      const outcome = `send ${sent}, close ${closed}`;
      total[outcome] = (total[outcome] ?? 0) + 1;
      expect(['send ok, close ok', 'send request_closed, close ok']).toContain(outcome);
    }
    console.log('send against close, 30 rounds:', total);
  });
});
