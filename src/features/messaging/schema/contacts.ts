import * as z from 'zod';
import { errorCodes } from '../../../core/errors.ts';
import { plainText } from '../../../core/text.ts';
import { attachmentIds } from '../../attachments/schema.ts';
import { talentCard } from '../../discovery/schema.ts';
import { messagingLimits } from '../rules.ts';
import { contactMoves, contactSides, contactStates } from '../rules/contacts.ts';
import { sendRefusals } from '../rules/speaker.ts';

export const contactId = z.object({ contactId: z.uuid() });

export const startContactBody = z.object({
  talentId: z.uuid(),
  body: z
    .string()
    .max(messagingLimits.bodyLength)
    .transform(plainText)
    .pipe(z.string().min(1))
    .meta({ description: 'the one message that goes with the request' }),
  attachmentIds: attachmentIds
    .optional()
    .meta({ description: 'files belong to a conversation: only where there is one with this talent already' }),
});
export type StartContact = z.output<typeof startContactBody>;

export const contactView = z
  .object({
    id: z.uuid(),
    threadId: z.uuid(),
    side: z.enum(contactSides).meta({ description: 'which of the two the reader is' }),
    partnerName: z.string().meta({ description: 'empty once their account is gone' }),
    talent: z.object({
      id: z.uuid(),
      slug: z.string().nullable().meta({ description: 'of their page, while it is published' }),
      name: z.string(),
    }),
    state: z.enum(contactStates),
    stateAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
    canSend: z.boolean(),
    whyNot: z.enum(sendRefusals).nullable(),
    moves: z.array(z.enum(contactMoves)).meta({ description: 'what the reader may do with it now' }),
    askAgainAt: z.iso.datetime().nullable().meta({ description: 'after a no: when the customer may ask again' }),
  })
  .meta({ id: 'Contact' });
export type ContactView = z.infer<typeof contactView>;

export const contactStarts = ['new', 'again', 'found'] as const;
export const startedContact = z.object({
  contact: contactView,
  outcome: z
    .enum(contactStarts)
    .meta({ description: 'a first request, one asked anew, or the conversation that is there already' }),
  message: z.object({ id: z.uuid(), sentAt: z.iso.datetime() }).nullable(),
  whyNotSent: z
    .enum(sendRefusals)
    .nullable()
    .meta({ description: 'why the message was not added to the conversation that is there' }),
});
export type StartedContact = z.infer<typeof startedContact>;

export const mayContactQuery = z
  .object({
    talentId: z.uuid().optional(),
    talent: z.string().min(2).max(60).optional().meta({ description: 'the name of their page instead' }),
  })
  .refine((wish) => (wish.talentId === undefined) !== (wish.talent === undefined), {
    path: ['talentId'],
    error: 'one of the two',
  });

/** What the page behind the Contact button shows to whoever came. */
export const contactGate = z.object({
  talent: talentCard.pick({
    id: true,
    slug: true,
    displayName: true,
    headline: true,
    category: true,
    city: true,
    avatar: true,
  }),
  allowed: z.boolean(),
  outcome: z.enum(contactStarts).nullable(),
  /** why not, in the reader's language */
  refusal: z
    .object({
      code: z.enum(errorCodes),
      title: z.string(),
      detail: z.string(),
      action: z.string(),
      upgradeUrl: z.string().nullable(),
      feature: z.string().nullable(),
    })
    .nullable(),
  existing: contactView.nullable().meta({ description: 'the conversation that is there' }),
  membership: z
    .enum(['professional', 'company'])
    .nullable()
    .meta({ description: 'whose membership of this account would open it' }),
  instead: z.object({ inquiry: z.boolean(), booking: z.boolean() }).meta({ description: 'what needs no membership' }),
});
export type ContactGate = z.infer<typeof contactGate>;
