import * as z from 'zod';
import { plainLine, plainText } from '../../../core/text.ts';
import { currencies } from '../../../core/money.ts';
import { attachment } from '../../attachments/schema.ts';
import { categoryIds } from '../../discovery/categories.ts';
import { cityIds } from '../../discovery/places.ts';
import { named } from '../../identity/schema.ts';
import { requestStates, unlockStates, visibilities } from '../../messaging/rules/requests.ts';
import { closedReasons, requestLimits, returnReasons } from '../rules.ts';

export const requestId = z.object({ requestId: z.uuid() });

const line = (most: number) => z.string().max(most).transform(plainLine);
const text = (most: number) => z.string().max(most).transform(plainText);
const day = z.iso.date().meta({ description: 'a day, YYYY-MM-DD' });
const sum = z.int().min(1).max(999_999_999_999).meta({ description: 'in the smallest charged unit of the currency' });

/** Everything of a request that its owner writes. A draft may lack any of it; `publishRequest` says what it still needs. */
const fields = {
  title: line(requestLimits.title).refine(...named),
  description: text(requestLimits.description).meta({ description: 'the whole text, shown after an unlock' }),
  category: z.enum(categoryIds).nullable(),
  city: z.enum(cityIds).nullable(),
  place: line(requestLimits.place).meta({ description: 'the exact place, shown after an unlock' }),
  startsOn: day.nullable(),
  endsOn: day.nullable(),
  currency: z.enum(currencies).nullable(),
  budgetMin: sum.nullable(),
  budgetMax: sum.nullable(),
  visibility: z.enum(visibilities).meta({
    description:
      'transparent: those who unlocked read each other; private: each talks to the owner alone. Fixed after the first unlock.',
  }),
  contact: z
    .object({ name: line(80), email: z.union([z.literal(''), z.email().max(254)]), phone: line(20) })
    .meta({ description: 'what the owner agrees to show after an unlock; empty: not shown' }),
  expiresAt: z.iso.datetime({ offset: true }).nullable().meta({ description: 'at most 90 days on; 30 if left out' }),
};
export const createRequestBody = z.object(fields).partial().strict();
export type CreateRequest = z.output<typeof createRequestBody>;
export const editRequestBody = z.object(fields).partial().strict();
export type EditRequest = z.output<typeof editRequestBody>;
export const closeRequestBody = z.object({ reason: z.enum(['filled', 'withdrawn']) });

export const budget = z.object({ currency: z.enum(currencies), min: z.int().nullable(), max: z.int() });

/** What the board shows of a request before an unlock. */
export const requestCard = z
  .object({
    id: z.uuid(),
    title: z.string(),
    summary: z.string().meta({ description: 'the first words, with contact details masked' }),
    locale: z.enum(['en', 'ar', 'ckb', 'fr']).meta({ description: 'the language it is written in' }),
    category: z.enum(categoryIds),
    city: z.enum(cityIds),
    startsOn: day,
    endsOn: day.nullable(),
    budget,
    visibility: z.enum(visibilities),
    ownerName: z.string(),
    state: z.enum(requestStates).meta({ description: 'as it stands now: one whose time is over is CLOSED' }),
    closedReason: z.enum(closedReasons).nullable(),
    openedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    checked: z.boolean().meta({ description: 'an operator has looked at it' }),
    unlocks: z.int().meta({ description: 'how many talents have unlocked it' }),
    proposals: z.int(),
    unlock: z
      .object({
        status: z.enum(unlockStates),
        at: z.iso.datetime(),
        returnedFor: z.enum(returnReasons).nullable(),
      })
      .nullable()
      .meta({ description: 'the reader’s own' }),
  })
  .meta({ id: 'RequestCard' });
export type RequestCard = z.infer<typeof requestCard>;

/** What an unlock buys. */
export const requestWhole = requestCard
  .extend({
    description: z.string(),
    place: z.string(),
    contact: z.object({ name: z.string(), email: z.string(), phone: z.string() }),
    threadId: z.uuid().nullable(),
    attachments: z.array(attachment).meta({ description: 'what the owner gave to everyone in the thread' }),
  })
  .meta({ id: 'Request' });

/** A talent’s look at one request: the card, and the rest where it is unlocked; and what may be done now, or why not. */
export const requestForTalent = z
  .object({
    card: requestCard,
    whole: requestWhole.nullable().meta({ description: 'null: locked' }),
    credits: z.object({ monthly: z.int(), bought: z.int() }).meta({ description: 'left in the purse' }),
    mayUnlock: z.boolean(),
    whyNotUnlock: z.string().nullable(),
    mayPropose: z.boolean(),
    whyNotPropose: z.string().nullable(),
    mayPost: z.boolean(),
    whyNotPost: z.string().nullable(),
  })
  .meta({ id: 'RequestForTalent' });
export type RequestForTalent = z.infer<typeof requestForTalent>;

export const requestMoves = ['edit', 'publish', 'close', 'reopen', 'delete'] as const;
/** An owner’s look at one of theirs, drafts included. */
export const ownRequest = z
  .object({
    id: z.uuid(),
    ...fields,
    locale: z.enum(['en', 'ar', 'ckb', 'fr']),
    state: z.enum(requestStates),
    closedReason: z.enum(closedReasons).nullable(),
    closedAt: z.iso.datetime().nullable(),
    publishedAt: z.iso.datetime().nullable(),
    reopenUntil: z.iso.datetime().nullable(),
    checked: z.boolean(),
    unlocks: z.int(),
    proposals: z.int(),
    threadId: z.uuid().nullable(),
    attachments: z.array(attachment).meta({ description: 'what the owner gave to everyone in the thread' }),
    missing: z
      .record(z.string(), z.array(z.string()))
      .meta({ description: 'of a draft: what it needs to be published, by field' }),
    moves: z.array(z.enum(requestMoves)),
  })
  .meta({ id: 'OwnRequest' });
export type OwnRequest = z.infer<typeof ownRequest>;

/** `GET /api/requests/{id}` answers by who asks. */
export const requestView = z.discriminatedUnion('as', [
  z.object({ as: z.literal('owner'), request: ownRequest }),
  z.object({ as: z.literal('talent'), request: requestForTalent }),
]);

export const listRequestsQuery = z.object({
  state: z.enum(requestStates).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export const requestList = z.object({
  items: z.array(ownRequest).meta({ description: 'without their attachments, which `getRequest` names' }),
  nextCursor: z.string().nullable(),
});

export const boardSorts = ['newest', 'soonest', 'budget'] as const;
export const listOpenRequestsQuery = z.object({
  q: line(120).optional(),
  category: z.enum(categoryIds).optional(),
  city: z.enum(cityIds).optional(),
  currency: z.enum(currencies).optional(),
  budgetFrom: z.coerce.number().int().min(1).max(999_999_999_999).optional(),
  startsFrom: day.optional(),
  startsUntil: day.optional(),
  checked: z.stringbool().optional().meta({ type: 'boolean', description: 'true: only what an operator looked at' }),
  unlocked: z.stringbool().optional().meta({ type: 'boolean', description: 'true: what I unlocked, open or closed' }),
  sort: z.enum(boardSorts).default('newest'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export const board = z.object({
  items: z.array(requestCard),
  nextCursor: z.string().nullable(),
  credits: z.object({ monthly: z.int(), bought: z.int() }),
});

export const unlocked = z.object({
  outcome: z.enum(['new', 'again', 'found']).meta({ description: 'found: it was unlocked before, and cost nothing' }),
  request: requestForTalent,
});
