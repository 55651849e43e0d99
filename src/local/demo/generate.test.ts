import { describe, expect, test } from 'vitest';
import {
  bookingMachine,
  bookingMoves,
  bookingStates,
  holdingStates,
  movers,
  type BookingMove,
} from '../../features/bookings/rules.ts';
import { locales } from '../../core/locale.ts';
import { demo, exampleIds } from '../../features/examples.ts';
import { canMessageInBooking, maskedOrNull } from '../../features/messaging/rules.ts';
import { requestStates, unlockStates, visibilities } from '../../features/messaging/rules/requests.ts';
import { noTerms } from '../../features/profiles/rules/availability-limits.ts';
import { isFree } from '../../features/profiles/rules/availability.ts';
import { closedReasons, isOpen, missingToPublish, proposalStates } from '../../features/requests/rules.ts';
import { demoBankPayments } from './bank.ts';
import { customerId, talentUserId } from './accounts.ts';
import { generateDemo } from './generate.ts';
import type { DemoRows } from './rows.ts';

const now = new Date('2026-11-21T17:40:00Z');
const rows = generateDemo(now);
const time = (at: Date | null | undefined) => at?.getTime() ?? Number.NaN;
const isMove = (move: string): move is BookingMove => bookingMoves.some((one) => one === move);
const eventsOf = (id: string | undefined) =>
  rows.bookingEvents.filter((event) => event.bookingId === id).sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1));

describe('the same every time', () => {
  test('two generations are equal', () => {
    expect(generateDemo(now)).toEqual(rows);
  });

  test('another hour of the day changes nothing but holds that run', () => {
    const settled = ({ bookings, bookingEvents, ...rest }: DemoRows) => ({
      ...rest,
      bookings: bookings.filter(({ state }) => state !== 'accepted'),
      bookingEvents: bookingEvents.filter(({ toState }) => toState !== 'accepted').length,
    });
    expect(settled(generateDemo(new Date('2026-11-21T00:00:01Z')))).toEqual(settled(rows));
  });

  test('another day has the same people and bookings by the same ids', () => {
    const later = generateDemo(new Date('2027-03-30T05:00:00Z'));
    for (const table of ['users', 'talentProfiles', 'services', 'portfolioItems', 'bookings'] as const) {
      expect(later[table].map(({ id }) => id)).toEqual(rows[table].map(({ id }) => id));
    }
  });

  test.each([
    '2026-11-22',
    '2026-11-23',
    '2026-11-24',
    '2026-11-25',
    '2026-11-26',
    '2026-11-27',
    '2026-12-31',
    '2027-02-20',
    '2028-02-29',
  ])('it can be told on %s: any day of the week, in Ramadan, across clock changes and a year’s end', (day) => {
    expect(() => generateDemo(new Date(`${day}T21:05:00Z`))).not.toThrow();
  });
});

test('ids are unique, and version 7 as the database makes them', () => {
  for (const [table, found] of Object.entries(rows)) {
    const ids = found.flatMap((row) => ('id' in row && table !== 'users' ? [row.id] : []));
    expect([table, new Set(ids).size]).toEqual([table, ids.length]);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

describe('bookings', () => {
  test('in every state of the machine', () => {
    expect(new Set(rows.bookings.map(({ state }) => state))).toEqual(new Set(bookingStates));
  });

  test('past, ahead and today', () => {
    const starts = rows.bookings.map(({ startsAt }) => (startsAt.getTime() - now.getTime()) / 86_400_000);
    expect(starts.filter((days) => days < -20).length).toBeGreaterThan(50);
    expect(starts.filter((days) => days > 3).length).toBeGreaterThan(15);
    expect(starts.some((days) => Math.abs(days) < 1)).toBe(true);
    expect(Math.max(...starts)).toBeLessThan(39);
  });

  test('each history walks the machine, by those who may, and ends where the booking is', () => {
    for (const booking of rows.bookings) {
      const [request, ...moves] = eventsOf(booking.id);
      // one that began with an accepted proposal begins with its quote
      const proposed = booking.proposalId !== undefined;
      expect([request?.move, request?.fromState, request?.toState, request?.by]).toEqual([
        'request',
        null,
        proposed ? 'quoted' : 'requested',
        'customer',
      ]);
      let [state, at, version] = [request!.toState, time(request?.at), proposed ? 1 : 0];
      expect(at).toBe(time(booking.createdAt));
      for (const event of moves) {
        expect(event.fromState, booking.id).toBe(state);
        expect(time(event.at), booking.id).toBeGreaterThanOrEqual(at);
        if (event.move === 'mark_done') expect([state, event.toState]).toEqual(['paid', 'paid']);
        else {
          if (!isMove(event.move)) throw new Error(`no such move ${event.move}`);
          expect(bookingMachine[state][event.move], `${booking.id} ${state} ${event.move}`).toBe(event.toState);
          expect(movers[state][event.move], `${booking.id} ${state} ${event.move}`).toContain(event.by);
          if (event.move === 'quote') version += 1;
        }
        expect(event.actorId === null, booking.id).toBe(event.by === 'clock' || event.by === 'system');
        expect(event.quoteVersion).toBe(version);
        [state, at] = [event.toState, time(event.at)];
      }
      expect(state).toBe(booking.state);
      expect(version).toBe(booking.quoteVersion);
      expect(at).toBeLessThanOrEqual(now.getTime());
    }
  });

  test('what is agreed was quoted, what is done has its time, what runs has not run out', () => {
    for (const booking of rows.bookings) {
      const quotes = rows.bookingQuotes.filter(({ bookingId }) => bookingId === booking.id);
      expect(quotes.map(({ version }) => version)).toEqual(quotes.map((_, index) => index + 1));
      const accepted = eventsOf(booking.id).some(({ move }) => move === 'accept');
      expect(booking.priceAgreed ?? null).toBe(accepted ? quotes.at(-1)!.amount : null);
      const paid = eventsOf(booking.id).some(({ move }) => move === 'pay');
      expect(rows.payments.filter(({ payableId }) => payableId === booking.id).map(({ amount }) => amount)).toEqual(
        paid ? [booking.priceAgreed] : [],
      );
      if (['requested', 'quoted'].includes(booking.state!))
        expect(time(booking.expiresAt)).toBeGreaterThan(now.getTime());
      if (booking.state === 'accepted') expect(time(booking.holdExpiresAt)).toBeGreaterThan(now.getTime());
      if (booking.state === 'paid') expect(time(booking.autoCompleteAt)).toBeGreaterThan(now.getTime());
      if (['completed', 'reviewed'].includes(booking.state!))
        expect(time(booking.completedAt)).toBeGreaterThan(booking.endsAt.getTime());
    }
  });

  test('inside opening hours, with no two at one time', () => {
    const profiles = new Map(rows.talentProfiles.map((profile) => [profile.id, profile]));
    for (const booking of rows.bookings) {
      const hours = rows.availabilityRules.filter(({ talentId }) => talentId === booking.talentId);
      const exceptions = rows.availabilityExceptions
        .filter(({ talentId }) => talentId === booking.talentId)
        .map(({ day, startsAt, endsAt }) => ({ day, startsAt: startsAt ?? null, endsAt: endsAt ?? null }));
      const others = rows.bookings.filter(
        (one) =>
          one.talentId === booking.talentId &&
          one.id !== booking.id &&
          holdingStates.some((state) => state === one.state),
      );
      expect([
        booking.talentName,
        isFree(
          { timeZone: profiles.get(booking.talentId)!.timeZone, hours, exceptions, busy: others, terms: noTerms },
          booking,
        ),
      ]).toEqual([booking.talentName, true]);
    }
  });
});

test('every message was one its sender could send', () => {
  for (const booking of rows.bookings) {
    const thread = rows.threads.find(({ bookingId }) => bookingId === booking.id)!;
    const talk = rows.messages.filter(({ threadId }) => threadId === thread.id);
    const sides = { [booking.customerId]: 'customer', [booking.talentUserId]: 'talent' } as const;
    talk.forEach((message, index) => {
      const before = eventsOf(booking.id).filter(
        (event) => time(event.at) <= time(message.sentAt) && event.move !== 'ask_change',
      );
      const last = before.findLast(({ fromState, toState }) => fromState !== toState)!;
      const completed = before.findLast(({ move }) => move === 'complete');
      const may = canMessageInBooking(
        {
          side: sides[message.senderId] ?? null,
          state: last.toState,
          restingSince: completed?.at ?? last.at!,
          answered:
            before.some(({ move }) => move === 'quote') ||
            talk.slice(0, index).some(({ senderId }) => senderId === booking.talentUserId),
          customerMessages: talk.slice(0, index).filter(({ senderId }) => senderId === booking.customerId).length,
          blocked: false,
          away: false,
        },
        message.sentAt!,
      );
      expect([booking.talentName, message.body, may.ok]).toEqual([booking.talentName, message.body, true]);
      expect(message.body.length).toBeLessThanOrEqual(4000);
    });
    const members = rows.threadMembers.filter(({ threadId }) => threadId === thread.id);
    expect(members.map(({ userId }) => userId).sort()).toEqual([booking.customerId, booking.talentUserId].sort());
  }
});

describe('the casting board', () => {
  const requestOf = (id: string) => rows.requests.find((one) => one.id === id)!;
  const threadOf = (id: string | undefined) => rows.threads.find(({ requestId }) => requestId === id);
  const opened = rows.requests.filter(({ openedAt }) => openedAt);

  test('every state, every reason, both visibilities, all four languages', () => {
    const of = <Value>(what: (one: DemoRows['requests'][number]) => Value) => new Set(rows.requests.map(what));
    expect(of(({ state }) => state)).toEqual(new Set(requestStates));
    expect(of(({ closedReason }) => closedReason)).toEqual(new Set([null, ...closedReasons]));
    expect(of(({ visibility }) => visibility)).toEqual(new Set(visibilities));
    expect(of(({ locale }) => locale)).toEqual(new Set(locales));
    expect(new Set(rows.proposals.map(({ state }) => state))).toEqual(new Set(proposalStates));
    expect(new Set(rows.requestUnlocks.map(({ status }) => status))).toEqual(new Set(unlockStates));
    expect(rows.requests.filter(({ state }) => state === 'OPEN').length).toBeGreaterThanOrEqual(10);
    expect(rows.requests.filter(({ state, checkedAt }) => state === 'OPEN' && !checkedAt).length).toBeGreaterThan(1);
  });

  test('what is open is whole, and stays open and ahead for the day', () => {
    const tomorrow = new Date(now.getTime() + 86_400_000);
    for (const request of rows.requests.filter(({ state }) => state === 'OPEN')) {
      const { description, contactName, contactEmail, contactPhone } = rows.requestDetails.find(
        ({ requestId }) => requestId === request.id,
      )!;
      const { title, category, city, startsOn, endsOn, currency, budgetMin, budgetMax } = {
        title: '',
        category: null,
        city: null,
        startsOn: null,
        endsOn: null,
        currency: null,
        budgetMin: null,
        budgetMax: null,
        ...request,
      };
      const contact = { name: contactName ?? '', email: contactEmail ?? '', phone: contactPhone ?? '' };
      const draft = { title, description: description ?? '', category, city, startsOn, endsOn, currency, budgetMin };
      const today = tomorrow.toISOString().slice(0, 10);
      expect([title, missingToPublish({ ...draft, budgetMax, contact }, today)]).toEqual([title, {}]);
      expect(
        isOpen({ state: 'OPEN', closedReason: null, closedAt: null, expiresAt: request.expiresAt! }, tomorrow),
      ).toBe(true);
    }
  });

  test('a summary shows no contact', () => {
    expect(requestOf(exampleIds.openRequest).summary).toContain('•••');
    for (const { summary = '' } of rows.requests) {
      expect(maskedOrNull(summary)).toBeNull();
      expect(summary.length).toBeLessThanOrEqual(280);
    }
  });

  test('each has a thread with its owner and everybody who unlocked it, and the counters say how many', () => {
    for (const request of opened) {
      const members = rows.threadMembers.filter(({ threadId }) => threadId === threadOf(request.id)?.id);
      const unlocks = rows.requestUnlocks.filter(({ requestId }) => requestId === request.id);
      expect(members.map(({ userId }) => userId).sort()).toEqual(
        [request.ownerId, ...unlocks.map(({ userId }) => userId)].sort(),
      );
      expect(request.unlocks).toBe(unlocks.length);
      expect(request.proposals).toBe(rows.proposals.filter(({ requestId }) => requestId === request.id).length);
      for (const { userId, narrow } of members)
        expect(narrow ?? false).toBe(unlocks.some((one) => one.userId === userId && one.status === 'RETURNED'));
    }
    expect(rows.requests.filter(({ openedAt }) => !openedAt).map(({ id }) => threadOf(id))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('a talent hears the thread only after the unlock, and nobody hears what was for another', () => {
    for (const request of opened) {
      const thread = threadOf(request.id)!;
      for (const message of rows.messages.filter(({ threadId }) => threadId === thread.id)) {
        const unlock = rows.requestUnlocks.find(
          ({ requestId, userId }) => requestId === request.id && userId === message.senderId,
        );
        if (message.senderId !== request.ownerId) {
          expect(time(unlock?.unlockedAt)).toBeLessThanOrEqual(time(message.sentAt));
          expect(message.toId ?? null).toBe(request.visibility === 'private' ? request.ownerId : null);
        }
        expect(message.open).toBe(
          request.visibility === 'transparent' || (message.senderId === request.ownerId && !message.toId),
        );
      }
    }
  });

  test('every proposal follows its unlock, one active at a time, in the budget’s currency', () => {
    for (const offer of rows.proposals) {
      const request = requestOf(offer.requestId);
      const unlock = rows.requestUnlocks.find(
        ({ requestId, userId }) => requestId === offer.requestId && userId === offer.userId,
      );
      expect(time(unlock?.unlockedAt)).toBeLessThan(time(offer.createdAt));
      expect(offer.currency).toBe(request.currency);
      expect(time(offer.startsAt)).toBeGreaterThan(now.getTime());
      if (request.state === 'OPEN' && offer.state === 'active')
        expect(
          rows.proposals.filter(
            (one) => one.requestId === offer.requestId && one.userId === offer.userId && one.state === 'active',
          ),
        ).toHaveLength(1);
    }
    const [won, ...more] = rows.proposals.filter(({ state }) => state === 'accepted');
    expect(more).toEqual([]);
    const booking = rows.bookings.find(({ proposalId }) => proposalId === won?.id)!;
    expect([booking.state, booking.listAmount, booking.quoteVersion]).toEqual(['quoted', won?.amount, 1]);
    expect(requestOf(won!.requestId).closedReason).toBe('filled');
  });

  test('every unlock cost one credit, and one that came back is in the purse again', () => {
    for (const { userId, requestId, status } of rows.requestUnlocks) {
      const lines = rows.creditLines.filter((one) => one.userId === userId && one.source === `request:${requestId}:1`);
      expect(lines.map(({ kind, amount }) => [kind, amount])).toEqual([
        ['unlock', -1],
        ...(status === 'RETURNED' ? [['return', 1]] : []),
      ]);
    }
    const left = new Map<string, number>();
    for (const { userId, amount } of rows.creditLines) {
      left.set(userId, (left.get(userId) ?? 0) + amount);
      expect(left.get(userId)).toBeGreaterThanOrEqual(0);
    }
  });

  test('what the API’s examples speak of', () => {
    const of = (name: keyof typeof exampleIds) => {
      const { state, ownerId } = requestOf(exampleIds[name]);
      return [state, ownerId];
    };
    for (const [name, state] of [
      ['draftRequest', 'DRAFT'],
      ['requestToDelete', 'DRAFT'],
      ['requestToClose', 'OPEN'],
      ['requestToReopen', 'CLOSED'],
      ['openRequest', 'OPEN'],
      ['unlockedRequest', 'OPEN'],
      ['requestWithProposals', 'OPEN'],
    ] as const)
      expect([name, ...of(name)]).toEqual([name, state, demo.customer]);
    const mine = (id: string) => rows.requestUnlocks.find((one) => one.requestId === id && one.userId === demo.talent);
    expect(mine(exampleIds.openRequest)).toBeUndefined();
    expect(mine(exampleIds.unlockedRequest)?.id).toBe(exampleIds.unlockToAnswer);
    for (const id of [exampleIds.proposalActive, exampleIds.proposalToWithdraw])
      expect(rows.proposals.find((one) => one.id === id)).toMatchObject({ state: 'active', userId: demo.talent });
    expect(rows.savedSearches.find(({ id }) => id === exampleIds.savedSearch)?.userId).toBe(demo.talent);
    expect(rows.messages.find(({ id }) => id === exampleIds.requestMessageToRead)?.threadId).toBe(
      threadOf(exampleIds.unlockedRequest)?.id,
    );
  });
});

test('one review per side, of completed work, shown when both are in or the blind time is over', () => {
  const seen = rows.reviews.map(({ bookingId, side }) => `${bookingId} ${side}`);
  expect(new Set(seen).size).toBe(seen.length);
  for (const review of rows.reviews) {
    const both = rows.reviews.filter(({ bookingId }) => bookingId === review.bookingId);
    const newest = Math.max(...both.map(({ createdAt }) => time(createdAt)));
    expect(time(review.publishAt)).toBe(both.length === 2 ? newest : time(review.createdAt) + 14 * 86_400_000);
    expect(['reviewed']).toContain(rows.bookings.find(({ id }) => id === review.bookingId)!.state);
    expect(review.authorName).toMatch(/^\S+( \S{1,2}\.)?$/u);
  }
  const shown = rows.reviews.filter(({ side, publishAt }) => side === 'customer' && publishAt <= now);
  expect(shown.length).toBeGreaterThanOrEqual(120);
  expect(new Set(shown.map(({ talentId }) => talentId)).size).toBe(60);
});

test('each attempt that holds money is the payment’s, and the bank remembers it', () => {
  const bank = new Map(demoBankPayments(now).map((payment) => [payment.paymentId, payment]));
  for (const attempt of rows.paymentAttempts) {
    const payment = rows.payments.find(({ id }) => id === attempt.paymentId)!;
    expect(['paid', 'refunded', 'failed']).toContain(attempt.state);
    if (attempt.state !== 'failed')
      expect([attempt.ref, attempt.state]).toEqual([payment.paidReference, payment.state]);
    if (attempt.driver !== 'fib') continue;
    expect(payment.currency).toBe('IQD');
    expect(bank.get(attempt.ref!)).toMatchObject({
      amount: payment.amount,
      status: attempt.state === 'failed' ? 'DECLINED' : attempt.state === 'refunded' ? 'REFUNDED' : 'PAID',
    });
  }
});

test('nobody has two accounts', () => {
  const mails = rows.users.map(({ email }) => email);
  expect(new Set(mails).size).toBe(rows.users.length);
  expect(customerId('omar-al-dulaimi')).toBe('user_demo_omar_individual');
  expect(talentUserId('rebin-ahmed')).toBe('user_demo_talent_rebin_ahmed');
});
