import * as z from 'zod';
import { plainLine, plainText } from '../../core/text.ts';
import { attachment, attachmentIds } from '../attachments/schema.ts';
import { localizedText, moneyShape } from '../discovery/schema.ts';
import { messagingLimits } from '../messaging/rules.ts';
import { bookingMoves, bookingStates, parties } from './rules.ts';

const instant = z.iso.datetime({ offset: true }).meta({ description: 'an instant, ISO 8601 with offset' });
export const bookingId = z.object({ bookingId: z.uuid() });

const text = (most: number) => z.string().max(most).transform(plainText);

export const requestBookingBody = z.object({
  serviceId: z.uuid(),
  startsAt: instant,
  durationMinutes: z
    .int()
    .min(15)
    .max(20_160)
    .optional()
    .meta({ description: 'the service’s own length when left out' }),
  note: text(2000).default(''),
  place: z.string().max(200).transform(plainLine).default(''),
});

export const sendQuoteBody = z.object({
  amount: moneyShape.refine(({ amount }) => amount > 0 && amount < 1_000_000_000_000, { path: ['amount'] }),
  startsAt: instant.optional(),
  endsAt: instant.optional(),
  message: text(2000).default(''),
});

export const acceptQuoteBody = z.object({
  quoteVersion: z.int().positive().meta({ description: 'the version the customer read; an older one is refused' }),
});
export const askForChangeBody = z.object({ message: text(2000).pipe(z.string().min(1)) });
export const cancelBookingBody = z
  .object({
    refund: z.int().nonnegative().optional().meta({
      description: 'the sum the screen said goes back to the customer; if it has changed since, nothing happens',
    }),
  })
  .strict();
export const disputeBookingBody = z.object({ reason: text(2000).pipe(z.string().min(1)) });
export const resolveBookingBody = z.object({
  refund: z
    .int()
    .nonnegative()
    .meta({ description: 'what goes back to the customer; 0 leaves all of it to the talent' }),
  words: text(2000).pipe(z.string().min(1)).meta({ description: 'why, for both sides to read' }),
});
export const resolvedBooking = z.object({
  bookingId: z.uuid(),
  state: z.literal('resolved'),
  refund: moneyShape,
  words: z.string(),
});
export const disputeList = z.object({
  items: z.array(
    z.object({
      bookingId: z.uuid(),
      serviceTitle: localizedText,
      customerName: z.string(),
      talentName: z.string(),
      startsAt: z.iso.datetime(),
      timeZone: z.string(),
      price: moneyShape,
      reason: z.string(),
      openedBy: z
        .enum(['customer', 'talent'])
        .nullable()
        .meta({ description: 'null: the payer’s bank took the money back' }),
      openedAt: z.iso.datetime(),
    }),
  ),
});
export const sendMessageBody = z
  .object({
    body: text(messagingLimits.bodyLength).default('').meta({ description: 'may be left out beside a file' }),
    attachmentIds: attachmentIds.optional(),
  })
  .refine(({ body, attachmentIds: files }) => body !== '' || files?.length, {
    path: ['body'],
    error: 'words or a file',
  });
export const markReadBody = z.object({ lastReadId: z.uuid() });
export const createReviewBody = z.object({ rating: z.int().min(1).max(5), comment: text(2000).default('') });

export const bookingGroups = ['open', 'upcoming', 'past'] as const;
export const listBookingsQuery = z.object({
  group: z
    .enum(bookingGroups)
    .optional()
    .meta({ description: 'open: waits for an answer or payment; upcoming: paid; past: everything that has ended' }),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

const side = z.enum(['customer', 'talent']);

export const bookingCard = z.object({
  id: z.uuid(),
  state: z.enum(bookingStates),
  you: side,
  serviceTitle: localizedText,
  customerName: z.string(),
  talentName: z.string(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  timeZone: z.string(),
  price: moneyShape.meta({ description: 'agreed, else quoted, else the list price' }),
  unread: z.int(),
  expiresAt: z.iso.datetime().nullable().meta({ description: 'when an unanswered request or quote lapses' }),
  holdExpiresAt: z.iso.datetime().nullable(),
  moves: z.array(z.enum(bookingMoves)),
});
export const bookingList = z.object({ items: z.array(bookingCard), nextCursor: z.uuid().nullable() });

export const message = z.object({
  id: z.uuid(),
  from: side,
  body: z.string().meta({ description: 'contact details are masked until the booking is paid' }),
  sentAt: z.iso.datetime(),
  attachments: z.array(attachment),
});
export const messageList = z.object({
  items: z.array(message),
  nextCursor: z.uuid().nullable().meta({ description: 'older messages' }),
});

export const quote = z.object({
  version: z.int(),
  amount: moneyShape,
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  message: z.string(),
  createdAt: z.iso.datetime(),
});

export const review = z.object({ rating: z.int(), comment: z.string(), at: z.iso.datetime(), published: z.boolean() });

export const bookingView = bookingCard.extend({
  stateAt: z.iso.datetime(),
  serviceId: z.uuid().nullable(),
  talentSlug: z.string().nullable(),
  listPrice: moneyShape,
  priceAgreed: moneyShape.nullable(),
  note: z.string(),
  place: z.string(),
  quoteVersion: z.int(),
  quotes: z.array(quote).meta({ description: 'newest first' }),
  autoCompleteAt: z.iso.datetime().nullable(),
  done: z.object({ customer: z.boolean(), talent: z.boolean() }),
  events: z.array(
    z.object({
      move: z.enum(['request', 'mark_done', ...bookingMoves]),
      from: z.enum(bookingStates).nullable(),
      to: z.enum(bookingStates),
      by: z.enum(parties),
      quoteVersion: z.int(),
      at: z.iso.datetime(),
    }),
  ),
  thread: z.object({
    id: z.uuid().nullable().meta({ description: 'where files are announced for; null for whoever only looks' }),
    messages: z.array(message).meta({ description: 'the newest fifty, oldest first' }),
    nextCursor: z.uuid().nullable(),
    unread: z.int(),
    canSend: z.boolean(),
    whyNot: z.enum(['message_limit', 'booking_closed', 'blocked', 'not_accepting']).nullable(),
  }),
  cancellation: z
    .object({
      terms: z.array(z.object({ hours: z.int(), percent: z.int() })),
      back: moneyShape
        .nullable()
        .meta({ description: 'what goes back to the customer if you cancel now; null: you cannot' }),
      kept: moneyShape.nullable().meta({ description: 'what the talent keeps then' }),
    })
    .meta({ description: 'the terms as they were when the booking was asked for' }),
  refund: moneyShape
    .nullable()
    .meta({ description: 'of a cancelled or settled booking: what goes back to the customer' }),
  dispute: z.object({ reason: z.string(), resolution: z.string() }).nullable(),
  contact: z
    .object({ name: z.string(), email: z.string() })
    .nullable()
    .meta({ description: 'the other side, once paid' }),
  payment: z.object({ id: z.uuid(), state: z.string() }).nullable(),
  reviews: z.object({
    mine: review.nullable(),
    theirs: review.nullable().meta({ description: 'shown when both are in, or the blind time is over' }),
  }),
  now: z.iso.datetime().meta({ description: 'the server’s time, for countdowns' }),
});
export type BookingView = z.infer<typeof bookingView>;
