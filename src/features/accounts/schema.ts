import * as z from 'zod';
import { mandateKinds } from './rules.ts';

const instant = z.iso.datetime();
const kind = z.enum(mandateKinds);

export const mandatePath = z.object({ mandateId: z.uuid() });
export const inviteBody = z.object({ email: z.string().trim().toLowerCase().max(254).pipe(z.email()) }).strict();
export type Invite = z.output<typeof inviteBody>;

const token = z.string().min(20).max(100).meta({ description: 'the word from the mailed address' });
export const answerBody = z
  .object({ token: token.optional(), invitationId: z.uuid().optional() })
  .strict()
  .refine(({ token: word, invitationId }) => (word === undefined) !== (invitationId === undefined))
  .meta({ description: 'one of the two: the word from the mail, or the id of an invitation to one’s own address' });
export type Answer = z.output<typeof answerBody>;

export const place = z
  .object({
    id: z.uuid(),
    state: z.enum(['invited', 'accepted']),
    email: z.string().meta({ description: 'who was invited' }),
    name: z.string().nullable().meta({ description: 'of whoever accepted' }),
    slug: z.string().nullable().meta({ description: 'a talent’s public page, where there is one' }),
    invitedAt: instant,
    expiresAt: instant.nullable().meta({ description: 'until when an open invitation may be answered' }),
    acceptedAt: instant.nullable(),
    counts: z.boolean().meta({
      description: 'they may act now; false for an open invitation, and for a place the plan has no room for any more',
    }),
  })
  .meta({ id: 'Place' });
export const team = z
  .object({
    room: z.int().nonnegative().meta({ description: 'places the plan has at this moment, for others' }),
    taken: z.int().nonnegative().meta({ description: 'places given or offered' }),
    items: z.array(place),
  })
  .meta({ id: 'Team' });
export type TeamView = z.input<typeof team>;

export const mandate = z
  .object({
    accountId: z.string().meta({ description: 'goes into the header `Acting-For`' }),
    kind,
    name: z.string(),
    slug: z.string().nullable(),
    under: z.object({ id: z.string(), name: z.string() }).meta({
      description: 'the company or agency whose plan has the room: the account itself, or the agency of a talent',
    }),
    mandateId: z.uuid().nullable().meta({ description: 'to leave it; null when it comes with a seat or a roster' }),
    since: instant,
    counts: z.boolean().meta({ description: 'false: it is there, but the plan has no room for it at this moment' }),
  })
  .meta({ id: 'Mandate' });
export const invitation = z
  .object({
    id: z.uuid(),
    kind,
    from: z.string(),
    invitedAt: instant,
    expiresAt: instant,
    byLink: z.boolean().meta({ description: 'it is the one the given word opens' }),
  })
  .meta({ id: 'Invitation' });
export const mandates = z
  .object({
    items: z.array(mandate),
    agency: z
      .object({ mandateId: z.uuid(), name: z.string(), since: instant, counts: z.boolean() })
      .nullable()
      .meta({ description: 'the agency whose roster I am in: it acts for me' }),
    invitations: z.array(invitation),
  })
  .meta({ id: 'Mandates' });
export type MandatesView = z.input<typeof mandates>;

export const lookQuery = z.object({ token: token.optional() }).strict();
export type Look = z.output<typeof lookQuery>;

export const removed = z.object({ removed: z.literal(true) });
export const declined = z.object({ declined: z.literal(true) });

export const logQuery = z
  .object({ cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(25) })
  .strict();
export type LogQuery = z.output<typeof logQuery>;
export const deed = z
  .object({
    id: z.uuid(),
    at: instant,
    operation: z.string().meta({ description: 'the operation of this API that was called' }),
    subject: z.object({ kind: z.string(), id: z.string() }),
    kind,
    member: z.object({ id: z.string(), name: z.string() }).meta({ description: 'the person who did it' }),
    account: z.object({ id: z.string(), name: z.string() }).meta({ description: 'the account they did it as' }),
  })
  .meta({ id: 'ActingDeed' });
export const actingLog = z.object({ items: z.array(deed), nextCursor: z.uuid().nullable() }).meta({ id: 'ActingLog' });
export type ActingLog = z.input<typeof actingLog>;
