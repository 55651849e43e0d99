import type * as z from 'zod';
import type { Money } from '../../core/money.ts';
import { attachmentsByMessage, type AttachmentRows } from '../attachments/binding.ts';
import { bookingTalk, canMessageInBooking, contactsShown, maskContacts } from '../messaging/rules.ts';
import type { Booking } from './queries.ts';
import type * as queries from './queries.ts';
import { offersTo, stateAt } from './rules.ts';
import { refundOnCancel } from './rules/cancellation.ts';
import type { bookingCard, BookingView, messageList } from './schema.ts';

type Rows<Q extends (...args: never[]) => unknown> = Awaited<ReturnType<Q>>;
export type Side = 'customer' | 'talent';

const iso = (at: Date) => at.toISOString();
const isoOrNull = (at: Date | null) => at?.toISOString() ?? null;

export const sideOf = (booking: Booking, userId: string): Side =>
  booking.customerId === userId ? 'customer' : 'talent';

const priceIn = (booking: Booking, amount: number): Money => ({ amount, currency: booking.currency });

export function cardOf(
  row: { booking: Booking; quoted: number | null; unread: number | null; reviewed: boolean },
  userId: string,
  now: Date,
): z.input<typeof bookingCard> {
  const { booking } = row;
  const you = sideOf(booking, userId);
  return {
    id: booking.id,
    state: stateAt(booking, now),
    you,
    serviceTitle: booking.serviceTitle,
    customerName: booking.customerName,
    talentName: booking.talentName,
    startsAt: iso(booking.startsAt),
    endsAt: iso(booking.endsAt),
    timeZone: booking.timeZone,
    price: priceIn(booking, booking.priceAgreed ?? row.quoted ?? booking.listAmount),
    unread: row.unread ?? 0,
    expiresAt: isoOrNull(booking.expiresAt),
    holdExpiresAt: isoOrNull(booking.holdExpiresAt),
    moves: offersTo(booking, you, { reviewed: row.reviewed }, now),
  };
}

/** A page of messages as a reader of this booking may see it, oldest first. */
export function messagesOf(
  { rows, attachments }: { rows: Rows<typeof queries.messagePage>; attachments: AttachmentRows },
  booking: Booking,
  limit: number,
  now: Date,
): z.input<typeof messageList> {
  const page = rows.slice(0, limit);
  const shown = contactsShown(stateAt(booking, now));
  const filesOf = attachmentsByMessage(attachments, shown);
  return {
    items: page
      .map((row) => ({
        id: row.id,
        from: sideOf(booking, row.senderId),
        body: shown ? row.body : maskContacts(row.body),
        sentAt: iso(row.sentAt),
        attachments: filesOf(row.id),
      }))
      .reverse(),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

/** Who gets what if this side cancelled now: the same rule that decides it when they do. */
function cancellationOf(booking: Booking, you: Side, may: boolean, now: Date): BookingView['cancellation'] {
  const terms = [...booking.cancellationTerms];
  if (!may || booking.priceAgreed === null) return { terms, back: null, kept: null };
  const facts = { price: booking.priceAgreed, startsAt: booking.startsAt };
  const { back, kept } = refundOnCancel(terms, facts, you, now);
  return { terms, back: priceIn(booking, back), kept: priceIn(booking, kept) };
}

export type BookingRows = {
  booking: { booking: Booking; talentSlug: string | null };
  quotes: Rows<typeof queries.quotes>;
  events: Rows<typeof queries.events>;
  messages: Rows<typeof queries.messagePage>;
  attachments: AttachmentRows;
  membership: Rows<typeof queries.membership>;
  talk: { customerMessages: number; talentMessages: number; blocked: boolean; away: boolean } | undefined;
  payment: Rows<typeof queries.payment>;
  reviews: Rows<typeof queries.bookingReviews>;
  contact: { name: string; email: string } | undefined;
};

export const pageOfMessages = 50;

/** Everything one screen shows of a booking to the side that looks. */
export function viewOf(rows: BookingRows, userId: string, now: Date): BookingView {
  const { booking, talentSlug } = rows.booking;
  const you = sideOf(booking, userId);
  const member = rows.membership[0];
  const current = rows.quotes.find((quote) => quote.version === booking.quoteVersion);
  const thread = messagesOf({ rows: rows.messages, attachments: rows.attachments }, booking, pageOfMessages, now);
  const state = stateAt(booking, now);
  // what has lapsed but was not yet carried out rests since now
  const seen = state === booking.state ? booking : { ...booking, state, stateAt: now };
  const talk = rows.talk ?? { customerMessages: 0, talentMessages: 0, blocked: false, away: false };
  const may = canMessageInBooking(bookingTalk(seen, you, talk), now);
  const reviewBy = (mine: boolean) => {
    const row = rows.reviews.find((review) => (review.reviewerId === userId) === mine);
    return row
      ? { rating: row.rating, comment: row.comment, at: iso(row.createdAt), published: row.publishAt <= now }
      : null;
  };
  const mine = reviewBy(true);
  const card = cardOf(
    { booking, quoted: current?.amount ?? null, unread: member?.unread ?? 0, reviewed: mine !== null },
    userId,
    now,
  );
  return {
    ...card,
    stateAt: iso(booking.stateAt),
    serviceId: booking.serviceId,
    talentSlug,
    listPrice: priceIn(booking, booking.listAmount),
    priceAgreed: booking.priceAgreed === null ? null : priceIn(booking, booking.priceAgreed),
    note: contactsShown(state) ? booking.note : maskContacts(booking.note),
    place: booking.place,
    quoteVersion: booking.quoteVersion,
    quotes: rows.quotes.map((quote) => ({
      version: quote.version,
      amount: priceIn(booking, quote.amount),
      startsAt: iso(quote.startsAt),
      endsAt: iso(quote.endsAt),
      message: contactsShown(state) ? quote.message : maskContacts(quote.message),
      createdAt: iso(quote.createdAt),
    })),
    autoCompleteAt: isoOrNull(booking.autoCompleteAt),
    done: { customer: booking.customerCompletedAt !== null, talent: booking.talentCompletedAt !== null },
    events: rows.events.map((event) => ({
      move: event.move,
      from: event.fromState,
      to: event.toState,
      by: event.by,
      quoteVersion: event.quoteVersion,
      at: iso(event.at),
    })),
    thread: {
      id: member?.threadId ?? null,
      messages: thread.items,
      nextCursor: thread.nextCursor,
      unread: member?.unread ?? 0,
      canSend: may.ok,
      whyNot: may.ok || may.why === 'not_found' ? null : may.why,
    },
    cancellation: cancellationOf(booking, you, card.moves.includes('cancel'), now),
    refund: booking.refundAmount === null ? null : priceIn(booking, booking.refundAmount),
    dispute:
      booking.disputeReason === '' && booking.resolution === ''
        ? null
        : { reason: booking.disputeReason, resolution: booking.resolution },
    contact: rows.contact ?? null,
    payment: rows.payment[0] ?? null,
    reviews: { mine, theirs: reviewBy(false) },
    now: iso(now),
  };
}
