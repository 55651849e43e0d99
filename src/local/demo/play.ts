import { shortName } from '../../core/text.ts';
import { exampleIds } from '../../features/examples.ts';
import {
  bookingLimits,
  decideMove,
  stateAt,
  type BookingMove,
  type BookingState,
  type Party,
} from '../../features/bookings/rules.ts';
import { cancellationTerms, refundOnCancel } from '../../features/bookings/rules/cancellation.ts';
import { canMessageInBooking, contactsShown, maskContacts, maskedOrNull } from '../../features/messaging/rules.ts';
import type { LocalizedText } from '../../core/locale.ts';
import type { Currency } from '../../core/money.ts';
import { admins } from './accounts.ts';
import type { Period } from './calendar.ts';
import { between, idAt } from './chance.ts';
import type { DemoRows } from './rows.ts';
import { readLine, type Line, type Side } from './script.ts';
import { takePayment } from './take-payment.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export type Stage = {
  /** midnight UTC of the day of loading: what has happened, happened before it */
  today: Date;
  /** the moment of loading itself: holds that still run are counted from it */
  now: Date;
};

export type Scene = {
  key: string;
  id: string | null;
  customer: { id: string; name: string };
  talent: { id: string; userId: string; name: string; timeZone: string };
  service: { id: string; title: LocalizedText; price: number; currency: Currency };
  period: Period;
  askedAt: Date;
  note: string;
  place: string;
  script: readonly string[];
};

type Booking = DemoRows['bookings'][number] & {
  id: string;
  state: BookingState;
  expiresAt: Date | null;
  holdExpiresAt: Date | null;
  autoCompleteAt: Date | null;
  completedAt: Date | null;
  quoteVersion: number;
};

/** Plays one booking through the real rules, line by line, and writes what the app would have left in the tables. */
export function play({ today, now }: Stage, scene: Scene, rows: DemoRows): void {
  const { key, customer, talent, service, period } = scene;
  const id = scene.id ?? idAt(`booking ${key}`, scene.askedAt.getTime() - today.getTime());
  const idOf = (what: string, at: Date) => idAt(`${what} ${key}`, at.getTime() - today.getTime());
  const threadId = id === exampleIds.paidToTalk ? exampleIds.threadToTalk : idOf('thread', scene.askedAt);
  const people = { customer: customer.id, talent: talent.userId };
  const fail = (why: string): never => {
    throw new Error(`the demo booking ${key} ${why}`);
  };

  const booking: Booking = {
    id,
    serviceId: service.id,
    talentId: talent.id,
    talentUserId: talent.userId,
    customerId: customer.id,
    state: 'requested',
    stateAt: scene.askedAt,
    startsAt: period.startsAt,
    endsAt: period.endsAt,
    timeZone: talent.timeZone,
    serviceTitle: service.title,
    listAmount: service.price,
    currency: service.currency,
    note: scene.note,
    place: scene.place,
    customerName: customer.name,
    talentName: talent.name,
    quoteVersion: 0,
    priceAgreed: null,
    expiresAt: new Date(scene.askedAt.getTime() + bookingLimits.answerWithin),
    holdExpiresAt: null,
    autoCompleteAt: null,
    customerCompletedAt: null,
    talentCompletedAt: null,
    completedAt: null,
    createdAt: scene.askedAt,
  };
  let at = scene.askedAt;
  let step = 0;
  const said: { by: Side; id: string; at: Date; body: string }[] = [];

  const record = (
    move: BookingMove | 'request' | 'mark_done',
    fromState: BookingState | null,
    by: Party,
    actorId: string | null,
  ) =>
    rows.bookingEvents.push({
      id: idOf(`event ${step} ${move}`, at),
      bookingId: id,
      move,
      fromState,
      toState: booking.state,
      by,
      actorId,
      quoteVersion: booking.quoteVersion,
      at,
    });
  const actorOf = (by: Party) =>
    by === 'customer' || by === 'talent' ? people[by] : by === 'admin' ? admins[0].id : null;

  /** Time goes on by some minutes, and never past the moment of loading. */
  const later = (least: number, most: number, from: Date = at) => {
    at = new Date(Math.max(at.getTime(), from.getTime()) + between(`${key} ${step}`, least, most) * minute);
    if (at > today) fail(`reaches ${at.toISOString()} at line ${step}, which has not come yet`);
  };
  const move = (what: BookingMove, by: Party) => {
    const decided = decideMove(booking, what, by, at);
    if (!decided.ok) return fail(`may not ${what} at line ${step}: ${decided.why}`);
    const from = booking.state;
    booking.state = decided.value;
    booking.stateAt = at;
    record(what, from, by, actorOf(by));
  };
  const lapse = (when: Date | null) => {
    at = when ?? fail('has nothing to lapse');
    if (at > today) fail(`lapses at ${at.toISOString()}, which has not come yet`);
    const from = booking.state;
    booking.state = stateAt(booking, at);
    booking.stateAt = at;
    if (booking.state === 'completed') booking.completedAt = at;
    record(booking.state === 'completed' ? 'complete' : 'expire', from, 'clock', null);
  };
  const say = (by: Side, body: string) => {
    const may = canMessageInBooking(
      {
        side: by,
        state: booking.state,
        restingSince: booking.completedAt ?? booking.stateAt ?? at,
        answered: booking.quoteVersion > 0 || said.some((one) => one.by === 'talent'),
        customerMessages: said.filter((one) => one.by === 'customer').length,
        blocked: false,
        away: false,
      },
      at,
    );
    if (!may.ok) fail(`may not say line ${step}: ${may.why}`);
    said.push({ by, id: idOf(`message ${step}`, at), at, body });
  };
  const done = (by: Side) => {
    const [mine, theirs] =
      by === 'customer'
        ? (['customerCompletedAt', 'talentCompletedAt'] as const)
        : (['talentCompletedAt', 'customerCompletedAt'] as const);
    booking[mine] = at;
    if (!booking[theirs]) return void record('mark_done', booking.state, by, people[by]);
    move('complete', by);
    booking.completedAt = at;
  };
  const review = (by: Side, rating: number, comment: string) => {
    const other = rows.reviews.find((one) => one.bookingId === id);
    if (other) other.publishAt = other.publishAt > at ? at : other.publishAt;
    rows.reviews.push({
      id: idOf(`review ${by}`, at),
      bookingId: id,
      side: by,
      reviewerId: people[by],
      talentId: talent.id,
      rating,
      comment,
      authorName: shortName(by === 'customer' ? customer.name : talent.name),
      publishAt: other ? at : new Date(at.getTime() + bookingLimits.reviewBlind),
      createdAt: at,
    });
    if (booking.state === 'completed') move('review', by);
    else if (booking.state !== 'reviewed') fail(`cannot be reviewed while ${booking.state}`);
  };

  const perform = (line: Line, isLast: boolean): void => {
    switch (line.kind) {
      case 'say':
        later(2, 34);
        return say(line.by, line.text);
      case 'quote':
        later(12, 95);
        booking.quoteVersion += 1;
        move('quote', 'talent');
        booking.expiresAt = new Date(at.getTime() + bookingLimits.answerWithin);
        rows.bookingQuotes.push({
          bookingId: id,
          version: booking.quoteVersion,
          amount: line.amount,
          startsAt: period.startsAt,
          endsAt: period.endsAt,
          message: line.text,
          createdBy: talent.userId,
          createdAt: at,
        });
        return;
      case 'change':
        later(20, 90);
        say('customer', line.text);
        move('ask_change', 'customer');
        booking.expiresAt = new Date(at.getTime() + bookingLimits.answerWithin);
        return;
      case 'accept': {
        // a hold that runs while people look must be counted from the moment of loading
        if (isLast) at = new Date(now.getTime() - 4 * minute);
        else later(8, 120);
        move('accept', 'customer');
        booking.priceAgreed =
          rows.bookingQuotes.findLast((quote) => quote.bookingId === id)?.amount ?? fail('has no quote');
        // operators may give a QR payment up to a day (product.md 3.7); here it leaves something to pay all day long
        booking.holdExpiresAt = new Date(at.getTime() + (line.dayToPay ? day : bookingLimits.hold));
        booking.autoCompleteAt = new Date(period.endsAt.getTime() + bookingLimits.autoComplete);
        return;
      }
      case 'pay':
      case 'pay late':
        if (line.kind === 'pay') later(2, 14);
        else later(15, 50);
        move('pay', 'system');
        return takePayment(booking, at, { today, late: line.kind === 'pay late' }, rows);
      case 'decline':
        later(30, 160);
        return move('decline', 'talent');
      case 'expire':
        return lapse(booking.state === 'accepted' ? booking.holdExpiresAt : booking.expiresAt);
      case 'auto':
        return lapse(booking.autoCompleteAt);
      case 'done':
        later(35, 300, period.endsAt);
        return done(line.by);
      case 'review':
        later(90, 900, period.endsAt);
        return review(line.by, line.stars, line.text);
      case 'move':
        if (line.move === 'dispute') later(240, 900, period.endsAt);
        else later(60, 400);
        move(line.move, line.by);
        if (line.move === 'dispute')
          booking.disputeReason = said.findLast(({ by }) => by === line.by)?.body ?? fail('disputes without a word');
        if (line.move === 'cancel') {
          const facts = { price: booking.priceAgreed ?? fail('has no price'), startsAt: booking.startsAt };
          booking.refundAmount = refundOnCancel(cancellationTerms.moderate, facts, line.by, at).back;
        }
        return;
      case 'resolve':
        later(1500, 2800);
        move('resolve', 'admin');
        booking.refundAmount = 0;
        booking.resolution = 'Both sides were heard; the talent put it right.';
        rows.auditLog.push({
          id: idOf('audit resolve', at),
          at,
          actorId: admins[0].id,
          action: 'booking.resolved',
          subjectKind: 'booking',
          subjectId: id,
          reason: 'Both sides were heard; the talent put it right.',
          data: { outcome: 'release' },
        });
        return;
      case 'refund': {
        later(70, 200);
        move('refund', 'system');
        booking.refundAmount = booking.priceAgreed;
        const payment = rows.payments.find((one) => one.payableId === id) ?? fail('was never paid');
        const attempt =
          rows.paymentAttempts.find((one) => one.paymentId === payment.id && one.state === 'paid') ??
          fail('was never paid');
        Object.assign(payment, { state: 'refunded', refundedAt: at, updatedAt: at });
        Object.assign(attempt, { state: 'refunded', askedAt: at, updatedAt: at });
        return;
      }
      case 'to the day':
        at = new Date(Math.max(at.getTime(), period.startsAt.getTime() - 40 * minute));
        return;
      case 'past the day':
        at = new Date(Math.max(at.getTime(), period.endsAt.getTime() + 20 * minute));
        return;
      default:
        return line satisfies never;
    }
  };

  rows.bookings.push(booking);
  record('request', null, 'customer', customer.id);
  scene.script.forEach((line, index) => {
    step = index + 1;
    perform(readLine(line), index === scene.script.length - 1);
    if (booking.priceAgreed === null && at >= period.startsAt)
      fail(`is still talked about after its time, at line ${step}`);
  });
  // whoever loads late in the day must find it as it was told
  const tomorrow = new Date(today.getTime() + day);
  const open =
    booking.state === 'requested' || booking.state === 'quoted'
      ? booking.expiresAt
      : booking.state === 'paid'
        ? booking.autoCompleteAt
        : null;
  if (open && open <= tomorrow) fail(`would lapse on the day of loading, at ${open.toISOString()}`);
  // the API's example marks this thread read up to a message it knows by its id
  const last = said.at(-1);
  if (last && id === exampleIds.paidToTalk) last.id = exampleIds.messageToRead;
  writeThread(rows, {
    booking,
    id,
    threadId,
    people,
    askedAt: scene.askedAt,
    said,
    stillOpen: at > new Date(today.getTime() - 2 * day),
  });
}

type Thread = {
  booking: { state: string; serviceTitle: LocalizedText; talentName: string; customerName: string };
  id: string;
  threadId: string;
  people: Record<Side, string>;
  askedAt: Date;
  said: readonly { by: Side; id: string; at: Date; body: string }[];
  stillOpen: boolean;
};

/** Thread, members and messages, with what each side has read: all of it when the talk is old, else up to their own last word. */
function writeThread(rows: DemoRows, { booking, id, threadId, people, askedAt, said, stillOpen }: Thread): void {
  const shown = contactsShown(booking.state);
  rows.threads.push({ id: threadId, kind: 'booking', bookingId: id, createdAt: askedAt });
  for (const side of ['customer', 'talent'] as const) {
    const mine = said.findLastIndex((one) => one.by === side);
    const read = stillOpen ? mine : said.length - 1;
    const last = said.at(-1);
    rows.threadMembers.push({
      threadId,
      userId: people[side],
      side,
      kind: 'booking',
      subjectId: id,
      title: booking.serviceTitle,
      partnerId: people[side === 'customer' ? 'talent' : 'customer'],
      partnerName: side === 'customer' ? booking.talentName : booking.customerName,
      unread: said.length - 1 - read,
      lastMessageAt: last?.at ?? askedAt,
      preview: last ? [...(shown ? last.body : maskContacts(last.body))].slice(0, 140).join('') : '',
      lastReadId: said[read]?.id ?? null,
    });
  }
  rows.messages.push(
    ...said.map((one) => ({
      id: one.id,
      threadId,
      senderId: people[one.by],
      body: one.body,
      masked: maskedOrNull(one.body),
      sentAt: one.at,
    })),
  );
}
