import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { databaseError } from '../../db/errors.ts';
import { bookingEvents, bookingQuotes, bookings, reviews } from '../../db/schema/bookings.ts';
import { messages } from '../../db/schema/messaging.ts';
import { cast, seat, serviceIds, through, talentIds, type Seer } from '../../testing/cast.ts';
import { openCells } from '../../testing/cells.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { userDoor } from '../ctx.ts';
import { writeOnce } from '../endpoint.ts';
import { canMessageInBooking } from '../messaging/rules.ts';
import { createReview } from '../reviews/service.ts';
import { bookingPayable } from './payable.ts';
import { bookingStates, bookingMachine, movers, type BookingState, type Party } from './rules.ts';
import { bookingView } from './schema.ts';
import * as service from './service.ts';
import * as talk from './talk.ts';

let database: TestDatabase;
let stage: Stage;
const opening = new Date('2026-03-02T09:00:00Z');

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
});
afterAll(() => database.close());
beforeEach(() => void (stage.now = opening));

const later = (milliseconds: number) => void (stage.now = new Date(stage.now.getTime() + milliseconds));
const hours = (n: number) => n * 3_600_000;

type Write<Input, Output> = (ctx: ReturnType<Stage['as']>, tx: never, input: Input) => Promise<Output>;
const does = <Input, Output>(who: string, verb: Write<Input, Output>, input: Input): Promise<Output> => {
  const ctx = stage.as(who);
  return userDoor(ctx).write((tx) => verb(ctx, tx as never, input));
};
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );

let day = 0;
/** A time nobody has asked for yet, at noon of a day she works: Friday and Saturday are hers. */
const freeTime = (): string => {
  const at = new Date(Date.UTC(2026, 3, 1 + (day += 1), 9));
  return [5, 6].includes(at.getUTCDay()) ? freeTime() : at.toISOString();
};

const requested = (startsAt = freeTime()) =>
  does(cast.sara, service.requestBooking, {
    serviceId: serviceIds.zainabWedding,
    startsAt,
    durationMinutes: 60,
    note: 'Two families',
    place: 'Karrada',
  });
const quoted = async (startsAt?: string) =>
  does(cast.zainab, service.sendQuote, {
    bookingId: (await requested(startsAt)).id,
    amount: { amount: 300_000, currency: 'IQD' as const },
    message: '',
  });
const accepted = async (startsAt?: string) =>
  does(cast.sara, service.acceptQuote, { bookingId: (await quoted(startsAt)).id, quoteVersion: 1 });
const pay = (id: string) =>
  stage.doors
    .asSystem('test')
    .write((tx) => bookingPayable.paid(tx, id, stage.now, { driver: 'fib', agreement: null }));
const paid = async (startsAt?: string) => {
  const { id } = await accepted(startsAt);
  await pay(id);
  return service.getBooking(stage.as(cast.sara), { bookingId: id });
};
const completed = async () => {
  const { id } = await paid();
  await does(cast.sara, service.completeBooking, { bookingId: id });
  return does(cast.zainab, service.completeBooking, { bookingId: id });
};

test('the main job: asked, quoted, accepted, paid, done by both, reviewed by both', async () => {
  const { id } = await completed();
  await does(cast.sara, createReview, { bookingId: id, rating: 5, comment: 'Wonderful' });
  const seen = await service.getBooking(stage.as(cast.zainab), { bookingId: id });
  expect(seen.reviews).toEqual({ mine: null, theirs: null });
  const after = await does(cast.zainab, createReview, { bookingId: id, rating: 4, comment: 'Kind people' });
  expect(after.state).toBe('reviewed');
  expect(after.reviews.theirs).toMatchObject({ rating: 5, published: true });
  expect(after.events.map((event) => `${event.by} ${event.move}`)).toEqual([
    'customer request',
    'talent quote',
    'customer accept',
    'system pay',
    'customer mark_done',
    'talent complete',
    'customer review',
  ]);
  expect(bookingView.safeParse(after).success).toBe(true);
  const news = await database.query<{ kind: string }>(
    `select kind from outbox where payload ->> 'bookingId' = $1 order by id`,
    [id],
  );
  expect(news.map((row) => row.kind)).toEqual([
    'booking.request',
    'booking.quote',
    'booking.accept',
    'booking.pay',
    'booking.mark_done',
    'booking.complete',
    'review.written',
    'booking.review',
    'review.written',
  ]);
});

test('reading a booking is one round trip, and so is the list', async () => {
  const { id } = await requested();
  const before = await database.counters();
  await service.getBooking(stage.as(cast.sara), { bookingId: id });
  await service.listBookings(stage.as(cast.sara), { limit: 20 });
  expect((await database.counters()).http - before.http).toBe(2);
});

describe('fifty hands on one time', () => {
  test('one wins, forty-nine are told it is taken, and nothing overlaps', async () => {
    const startsAt = freeTime();
    const waiting = [];
    for (let n = 0; n < 50; n += 1) waiting.push(await quoted(startsAt));
    const answers = await Promise.all(
      waiting.map(({ id }) => code(does(cast.sara, service.acceptQuote, { bookingId: id, quoteVersion: 1 }))),
    );
    expect(answers.filter((answer) => answer === 'went through')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'slot_taken')).toHaveLength(49);
    expect(
      await database.query(`select 1 from bookings where state = 'accepted' and starts_at = $1`, [startsAt]),
    ).toHaveLength(1);
  }, 60_000);

  test('without the constraint the same race is lost: the test can fail', async () => {
    const control = await freshDatabase();
    try {
      await seat(control);
      await control.query('alter table bookings drop constraint bookings_never_overlap');
      const kept = { database, stage };
      database = control;
      stage = stageOn(control);
      const startsAt = freeTime();
      const waiting = [await quoted(startsAt), await quoted(startsAt)];
      for (const { id } of waiting) await does(cast.sara, service.acceptQuote, { bookingId: id, quoteVersion: 1 });
      expect(
        await control.query(`select 1 from bookings where state = 'accepted' and starts_at = $1`, [startsAt]),
      ).toHaveLength(2);
      ({ database, stage } = kept);
    } finally {
      await control.close();
    }
  });
});

describe('holds', () => {
  test('a hold that ran out is expired when read, and frees its time for the next', async () => {
    const startsAt = freeTime();
    const first = await accepted(startsAt);
    const second = await code(quoted(startsAt));
    expect(second).toBe('slot_taken');
    later(31 * 60_000);
    expect((await service.getBooking(stage.as(cast.sara), { bookingId: first.id })).state).toBe('expired');
    for (const group of ['open', 'upcoming', 'past'] as const) {
      const { items } = await service.listBookings(stage.as(cast.sara), { group, limit: 50 });
      expect([group, items.some((item) => item.id === first.id)]).toEqual([group, group === 'past']);
    }
    expect((await accepted(startsAt)).state).toBe('accepted');
  });

  test('money for a lapsed hold confirms when the time is free, and goes back when it is not', async () => {
    const free = await accepted();
    const startsAt = freeTime();
    const gone = await accepted(startsAt);
    later(31 * 60_000);
    await accepted(startsAt);
    expect(await pay(free.id)).toBe('confirmed');
    expect(await pay(gone.id)).toBe('time_gone');
    expect(await pay(free.id)).toBe('already_paid');
  });

  test('an unanswered request lapses after 72 hours, with an event at the time it lapsed', async () => {
    const { id, expiresAt } = await requested();
    later(hours(80));
    expect(
      await code(
        does(cast.zainab, service.sendQuote, {
          bookingId: id,
          amount: { amount: 1000, currency: 'IQD' as const },
          message: '',
        }),
      ),
    ).toBe('too_late');
    await service.tidyBookings(stage.as(null));
    const [event] = await database.query<{ by: string; at: Date }>(
      `select by, at from booking_events where booking_id = $1 and move = 'expire'`,
      [id],
    );
    expect(event).toEqual({ by: 'clock', at: new Date(expiresAt ?? 0) });
  });

  test('a paid booking completes by itself 72 hours after its end', async () => {
    const { id, endsAt } = await paid();
    stage.now = new Date(new Date(endsAt).getTime() + hours(72));
    expect((await service.getBooking(stage.as(cast.sara), { bookingId: id })).state).toBe('completed');
    expect((await does(cast.sara, createReview, { bookingId: id, rating: 5, comment: '' })).state).toBe('reviewed');
  });
});

describe('what is refused changes nothing', () => {
  test('an old version of a quote', async () => {
    const { id } = await quoted();
    await does(cast.zainab, service.sendQuote, {
      bookingId: id,
      amount: { amount: 350_000, currency: 'IQD' as const },
      message: 'with travel',
    });
    expect(await code(does(cast.sara, service.acceptQuote, { bookingId: id, quoteVersion: 1 }))).toBe('quote_changed');
    expect((await does(cast.sara, service.acceptQuote, { bookingId: id, quoteVersion: 2 })).priceAgreed).toEqual({
      amount: 350_000,
      currency: 'IQD',
    });
  });

  test.each([
    ['a past time', { startsAt: '2026-03-02T08:59:59Z' }, 'in_the_past'],
    ['a time a year ahead', { startsAt: '2028-01-01T00:00:00Z' }, 'too_far_ahead'],
    ['an unknown service', { serviceId: '0190d3a0-0000-7000-9000-00000000ffff' }, 'not_found'],
    ['a retired service', { serviceId: serviceIds.zainabRetired }, 'not_found'],
    ['a draft talent’s service', { serviceId: serviceIds.nourDraft }, 'not_found'],
  ])('%s', async (_name, wish, why) => {
    const input = { serviceId: serviceIds.zainabWedding, startsAt: freeTime(), note: '', place: '', ...wish };
    expect(await code(does(cast.sara, service.requestBooking, input))).toBe(why);
  });

  test('a talent, a stranger and a suspended person cannot ask', async () => {
    const input = { serviceId: serviceIds.zainabWedding, startsAt: freeTime(), note: '', place: '' };
    expect(await code(does(cast.omar, service.requestBooking, input))).toBe('role_not_allowed');
    expect(await code(does(cast.stranger, service.requestBooking, input))).toBe('onboarding_required');
    expect(await code(does(cast.gone, service.requestBooking, input))).toBe('account_suspended');
  });

  test('a quote in another currency', async () => {
    const { id } = await requested();
    expect(
      await code(
        does(cast.zainab, service.sendQuote, {
          bookingId: id,
          amount: { amount: 100, currency: 'USD' as const },
          message: '',
        }),
      ),
    ).toBe('wrong_currency');
  });

  test('a foreign booking does not exist', async () => {
    const { id } = await requested();
    for (const stranger of [cast.acme, cast.omar]) {
      expect(await code(service.getBooking(stage.as(stranger), { bookingId: id }))).toBe('not_found');
      expect(await code(does(stranger, service.acceptQuote, { bookingId: id, quoteVersion: 1 }))).toBe('not_found');
      expect(await code(does(stranger, talk.sendBookingMessage, { bookingId: id, body: 'hello' }))).toBe('not_found');
      expect(await code(talk.listBookingMessages(stage.as(stranger), { bookingId: id, limit: 50 }))).toBe('not_found');
    }
  });

  test('two reviews of one side', async () => {
    const { id } = await completed();
    const review = { bookingId: id, rating: 5, comment: '' };
    const answers = await Promise.all([
      code(does(cast.sara, createReview, review)),
      code(does(cast.sara, createReview, review)),
    ]);
    expect(answers.sort()).toEqual(['already_reviewed', 'went through']);
  });
});

test('the same key gives the same booking once, twenty at a time; with other words it is refused', async () => {
  const input = { serviceId: serviceIds.zainabWedding, startsAt: freeTime(), durationMinutes: 60, note: '', place: '' };
  const ctx = stage.as(cast.sara);
  const send = (wish: typeof input) =>
    writeOnce(ctx, { operation: 'requestBooking', key: 'one', input: wish, answer: bookingView }, (tx) =>
      service.requestBooking(ctx, tx, wish),
    );
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(input)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await database.query('select 1 from bookings where starts_at = $1', [input.startsAt])).toHaveLength(1);
  expect(await code(send({ ...input, note: 'other' }))).toBe('idempotency_mismatch');
});

describe('by hand, past the verbs, the database holds', () => {
  const as =
    (who: Seer) =>
    <Result>(work: Parameters<ReturnType<typeof through>>[1]) =>
      through(stage.doors)(who, work) as Promise<Result>;
  const refusal = (work: Promise<unknown>) =>
    work.then(
      (value) => (Array.isArray(value) && value.length === 0 ? 'no rows' : 'went through'),
      (error: unknown) => databaseError(error)?.code ?? error,
    );

  test.each<[Seer, number]>([
    ['sara', 1],
    ['zainab', 1],
    ['acme', 0],
    ['omar', 0],
    ['stranger', 0],
    ['system', 1],
  ])('%s sees %i', async (who, seen) => {
    const { id } = await quoted();
    await does(cast.zainab, talk.sendBookingMessage, { bookingId: id, body: 'Hello' });
    const rows = await through(stage.doors)(who, async (tx) => ({
      booking: await tx.select({ id: bookings.id }).from(bookings).where(eq(bookings.id, id)),
      quotes: await tx.select({ v: bookingQuotes.version }).from(bookingQuotes).where(eq(bookingQuotes.bookingId, id)),
      said: await tx
        .select({ id: messages.id })
        .from(messages)
        .where(sql`${messages.threadId} = (select id from threads where booking_id = ${id})`),
    }));
    expect([rows.booking.length, rows.quotes.length, rows.said.length]).toEqual([seen, seen, seen]);
    const events = await through(stage.doors)(who, (tx) =>
      tx.select({ id: bookingEvents.id }).from(bookingEvents).where(eq(bookingEvents.bookingId, id)),
    );
    expect(events).toHaveLength(seen * 2);
  });

  test('a visitor may not even look', async () => {
    expect(await refusal(as('visitor')((tx) => tx.select({ id: bookings.id }).from(bookings)))).toBe('42501');
    expect(await refusal(as('visitor')((tx) => tx.select({ id: messages.id }).from(messages)))).toBe('42501');
  });

  test('nobody sets what is agreed, pays by hand, or speaks for another', async () => {
    const { id } = await quoted();
    const set = (who: Seer, change: Partial<typeof bookings.$inferInsert>) =>
      refusal(
        as(who)((tx) => tx.update(bookings).set(change).where(eq(bookings.id, id)).returning({ id: bookings.id })),
      );
    expect(await set('sara', { priceAgreed: 1 })).toBe('23514');
    expect(await set('sara', { state: 'paid' })).toBe('23514');
    expect(await set('zainab', { state: 'accepted' })).toBe('23514');
    expect(await set('sara', { talentCompletedAt: opening })).toBe('23514');
    expect(await set('sara', { customerId: cast.acme })).toBe('42501');
    expect(await set('acme', { state: 'withdrawn' })).toBe('no rows');
    expect(
      await refusal(
        as('sara')((tx) =>
          tx.insert(bookingEvents).values({ bookingId: id, move: 'pay', toState: 'paid', by: 'system' }),
        ),
      ),
    ).toBe('42501');
    expect(
      await refusal(
        as('sara')((tx) =>
          tx.insert(bookingQuotes).values({
            bookingId: id,
            version: 2,
            amount: 1,
            startsAt: opening,
            endsAt: new Date(opening.getTime() + 1),
            createdBy: cast.sara,
          }),
        ),
      ),
    ).toBe('42501');
    expect(await refusal(as('sara')((tx) => tx.delete(bookings).where(eq(bookings.id, id))))).toBe('42501');
    // what is accepted is what was quoted, whatever the row says
    await as('sara')((tx) =>
      tx
        .update(bookings)
        .set({
          state: 'accepted',
          priceAgreed: 1,
          holdExpiresAt: new Date(opening.getTime() + 60_000),
          autoCompleteAt: new Date('2027-01-01'),
        })
        .where(eq(bookings.id, id)),
    );
    expect(await database.query('select price_agreed::int as price from bookings where id = $1', [id])).toEqual([
      { price: 300_000 },
    ]);
  });

  test('a review needs completed work and one’s own side', async () => {
    const open = await paid();
    const done = await completed();
    const write = (who: Seer, bookingId: string, side: 'customer' | 'talent', reviewerId: string) =>
      refusal(
        as(who)((tx) =>
          tx.insert(reviews).values({
            bookingId,
            side,
            reviewerId,
            talentId: talentIds.zainab,
            rating: 5,
            authorName: 'x',
            publishAt: opening,
          }),
        ),
      );
    expect(await write('sara', open.id, 'customer', cast.sara)).toBe('42501');
    expect(await write('sara', done.id, 'talent', cast.sara)).toBe('42501');
    expect(await write('acme', done.id, 'customer', cast.acme)).toBe('42501');
    expect(await write('zainab', done.id, 'customer', cast.sara)).toBe('42501');
    expect(await write('sara', done.id, 'customer', cast.sara)).toBe('went through');
    expect(
      await database.query(`select publish_at > $2 as blind from reviews where booking_id = $1`, [done.id, opening]),
    ).toEqual([{ blind: true }]);
  });

  test('every move by every hand: the trigger answers as the rule does', async () => {
    const { id } = await paid();
    const hands = [
      ['customer', 'app_user', cast.sara],
      ['talent', 'app_user', cast.zainab],
      ['system', 'app_system', null],
    ] as const;
    const cells = await openCells(database, opening);
    const disagree: string[] = [];
    for (const from of bookingStates) {
      for (const to of bookingStates.filter((state) => state !== from)) {
        for (const [party, role, as] of hands) {
          const lawful = Object.entries(bookingMachine[from]).some(
            ([move, target]) =>
              target === to && (movers[from] as Record<string, readonly Party[]>)[move]?.includes(party),
          );
          const answer = await cells.cell({
            arrange: [
              [
                `update bookings set state = $2, quote_version = 1, expires_at = null, hold_expires_at = $3, customer_completed_at = $4, talent_completed_at = $4, completed_at = null where id = $1`,
                [id, from, new Date(opening.getTime() + 60_000), opening],
              ],
              // a new quote comes with its version
              [
                'insert into booking_quotes (booking_id, version, amount, starts_at, ends_at, created_by) select id, 2, 1000, starts_at, ends_at, talent_user_id from bookings where id = $1',
                [id],
              ],
            ],
            role,
            as,
            ask: [
              `update bookings set state = $2${to === 'quoted' && role === 'app_user' ? ', quote_version = 2' : ''} where id = $1 returning id`,
              [id, to],
            ],
          });
          const moved = 'rows' in answer && answer.rows.length === 1;
          if (moved !== lawful)
            disagree.push(
              `${party}: ${from} to ${to}, the rule says ${lawful}, the database ${JSON.stringify(answer)}`,
            );
        }
      }
    }
    await cells.close();
    expect(disagree).toEqual([]);
  });
});

test('who may write, cell by cell: rule and database agree', async () => {
  const { id } = await requested();
  const [thread] = await database.query<{ id: string }>('select id from threads where booking_id = $1', [id]);
  const cells = await openCells(database, opening);
  const disagree: string[] = [];
  for (const state of bookingStates) {
    for (const since of [0, 6.9, 7, 13.9, 14]) {
      for (const [customerMessages, talentMessages, quoteVersion] of [
        [0, 0, 0],
        [2, 0, 0],
        [3, 0, 0],
        [3, 1, 0],
        [3, 0, 1],
      ] as const) {
        const stateAt = new Date(opening.getTime() - since * 86_400_000);
        for (const [as, side] of [
          [cast.sara, 'customer'],
          [cast.zainab, 'talent'],
          [cast.acme, null],
        ] as const) {
          const rule = canMessageInBooking(
            {
              side,
              state,
              restingSince: stateAt,
              answered: quoteVersion > 0 || talentMessages > 0,
              customerMessages,
              blocked: false,
              away: false,
            },
            opening,
          ).ok;
          // the insert itself is asked, not only the function behind its policy
          const answer = await cells.cell({
            arrange: [
              [
                `insert into messages (thread_id, sender_id, body) select $1, case when n <= $2 then $4 else $5 end, 'x' from generate_series(1, $3::int) n`,
                [thread?.id, customerMessages, customerMessages + talentMessages, cast.sara, cast.zainab],
              ],
              [
                `update bookings set state = $2::text, state_at = $3, quote_version = $4, price_agreed = 1, hold_expires_at = $5 where id = $1`,
                [id, state satisfies BookingState, stateAt, quoteVersion, new Date(opening.getTime() + 60_000)],
              ],
            ],
            role: 'app_user',
            as,
            ask: [
              'insert into messages (thread_id, sender_id, body) values ($1, $2, $3) returning id',
              [thread?.id, as, 'hello'],
            ],
          });
          const sent = 'rows' in answer && answer.rows.length === 1;
          if (rule !== sent)
            disagree.push(
              `${side} in ${state} after ${since} days, ${customerMessages}/${talentMessages}/${quoteVersion}: rule ${rule}, database ${JSON.stringify(answer)}`,
            );
        }
      }
    }
  }
  await cells.close();
  expect(disagree).toEqual([]);
});

test('contact details are masked until payment, and shown after it', async () => {
  const { id } = await accepted();
  await does(cast.zainab, talk.sendBookingMessage, { bookingId: id, body: 'Call me: 0770 123 4567' });
  const before = await service.getBooking(stage.as(cast.sara), { bookingId: id });
  expect(before.thread.messages.at(-1)?.body).toBe('Call me: •••');
  expect(before.contact).toBeNull();
  await pay(id);
  const after = await service.getBooking(stage.as(cast.sara), { bookingId: id });
  expect(after.thread.messages.at(-1)?.body).toBe('Call me: 0770 123 4567');
  expect(after.contact?.email).toMatch(/^zainab-/);
});

test('unread counts rise for the other side and fall when read', async () => {
  const { id } = await requested();
  const first = await does(cast.sara, talk.sendBookingMessage, { bookingId: id, body: 'One' });
  await does(cast.sara, talk.sendBookingMessage, { bookingId: id, body: 'Two' });
  expect((await service.getBooking(stage.as(cast.zainab), { bookingId: id })).unread).toBe(2);
  expect(await does(cast.zainab, talk.markBookingRead, { bookingId: id, lastReadId: first.id })).toEqual({ unread: 1 });
  expect((await service.getBooking(stage.as(cast.sara), { bookingId: id })).unread).toBe(0);
});
