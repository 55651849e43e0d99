import * as z from 'zod';
import { plainLine, plainText } from '../../core/text.ts';
import { named } from '../identity/schema.ts';
import { addressLimits } from './rules/addresses.ts';
import { subscriptions } from './rules/events.ts';
import { disabledReasons, sendErrors } from './rules/sending.ts';
import { suggestionLimits, suggestionStates } from './rules/suggestions.ts';

const instant = z.iso.datetime();
const name = z
  .string()
  .max(200)
  .transform(plainLine)
  .pipe(
    z
      .string()
      .min(1)
      .max(80)
      .refine(...named),
  );
/** BCP 47, as far as anybody writes it: `ar`, `ckb`, `fr-MA` */
const language = z
  .string()
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$/)
  .max(35);
const events = z
  .array(z.enum(subscriptions))
  .min(1)
  .max(subscriptions.length)
  .transform((list) => subscriptions.filter((one) => list.includes(one)));
const url = z.string().max(addressLimits.length);

export const endpointPath = z.object({ endpointId: z.uuid() });
export const endpointBody = z
  .object({
    url: url.meta({ description: 'a public address with https, by name, on port 443 or 8443' }),
    name,
    events: events.meta({ description: '`booking` stands for every move of a booking' }),
  })
  .strict();
export type EndpointBody = z.output<typeof endpointBody>;
export const endpointChange = z
  .object({ url: url.optional(), name: name.optional(), events: events.optional(), enabled: z.boolean().optional() })
  .strict();
export type EndpointChange = z.output<typeof endpointChange>;

export const endpoint = z.object({
  id: z.uuid(),
  url: z.string(),
  name: z.string(),
  events: z.array(z.enum(subscriptions)),
  enabled: z.boolean(),
  disabledReason: z.enum(disabledReasons).nullable(),
  disabledAt: instant.nullable(),
  failingSince: instant.nullable().meta({ description: 'the first failure after the last success' }),
  lastSuccessAt: instant.nullable(),
  oldSecretUntil: instant.nullable().meta({ description: 'until then the secret before the last one signs too' }),
  createdAt: instant,
});
export const endpointList = z.object({ items: z.array(endpoint) });
const secret = z.string().meta({ description: '`whsec_…`, shown this once' });
export const endpointMade = z.object({ endpoint, secret });
export const removed = z.object({ removed: z.literal(true) });

export const deliveryPath = z.object({ deliveryId: z.uuid() });
export const deliveryQuery = z
  .object({
    endpointId: z.uuid().optional(),
    cursor: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .strict();
export type DeliveryQuery = z.output<typeof deliveryQuery>;
export const deliveryStates = ['pending', 'delivered', 'failed', 'dropped'] as const;
export const delivery = z.object({
  id: z.uuid(),
  endpointId: z.uuid(),
  url: z.string(),
  type: z.string(),
  event: z.string().meta({ description: '`webhook-id`: the same in every attempt' }),
  happenedAt: instant,
  state: z.enum(deliveryStates).meta({ description: '`dropped`: there was nothing left to tell' }),
  attempts: z.int(),
  nextAttemptAt: instant.nullable(),
  status: z.int().nullable(),
  error: z.enum(sendErrors).nullable(),
});
export const deliveryList = z.object({ items: z.array(delivery), nextCursor: z.string().nullable() });
export const attempt = z.object({
  id: z.uuid(),
  at: instant,
  status: z.int().nullable(),
  error: z.enum(sendErrors).nullable(),
  ms: z.int(),
  answer: z.string().meta({ description: 'the first 1,000 bytes of it' }),
  byHand: z.boolean(),
});
export const deliveryView = z.object({
  delivery,
  attempts: z.array(attempt),
  body: z.string().nullable().meta({ description: 'what would be sent now; null: there is nothing left to tell' }),
});

export const keyPath = z.object({ keyId: z.uuid() });
export const keyBody = z.object({ name }).strict();
export const agentKey = z.object({
  id: z.uuid(),
  name: z.string(),
  hint: z.string().meta({ description: 'how it begins' }),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
});
export const keyList = z.object({ items: z.array(agentKey) });
export const keyMade = z.object({
  key: agentKey,
  token: z.string().meta({ description: '`mwk_…`, shown this once: `Authorization: Bearer mwk_…`' }),
});

export const suggestionPath = z.object({ suggestionId: z.uuid() });
export const suggestionBody = z
  .object({
    threadId: z.uuid(),
    basedOn: z.uuid().nullable().default(null).meta({
      description:
        'the last word of the conversation the agent knows: `basedOn` of the event, or the id of the last message. Refused when there is a newer one; null: as it stands now',
    }),
    text: z.string().max(20_000).transform(plainText).pipe(z.string().min(1).max(suggestionLimits.text)),
    language: language.default('en'),
  })
  .strict();
export type SuggestionBody = z.output<typeof suggestionBody>;
export const suggestionQuery = z.object({ threadId: z.uuid().optional() }).strict();
export const suggestion = z.object({
  id: z.uuid(),
  threadId: z.uuid(),
  basedOn: z.uuid(),
  text: z.string(),
  language: z.string(),
  state: z.enum(suggestionStates),
  agent: z.string().nullable().meta({ description: 'what its owner calls the agent' }),
  createdAt: instant,
});
export const suggestionList = z.object({ items: z.array(suggestion) });

const context = z
  .record(z.string().max(100), z.unknown())
  .refine((value) => JSON.stringify(value).length <= 8_000, { error: 'too large' });
export const conversationPath = z.object({ conversationId: z.uuid() });
export const conversationBody = z
  .object({
    threadId: z.uuid().nullable().default(null),
    language: language.default('en'),
    context: context.default({}),
  })
  .strict();
export type ConversationBody = z.output<typeof conversationBody>;
export const conversation = z.object({
  id: z.uuid(),
  threadId: z.uuid().nullable(),
  language: z.string(),
  context: z.record(z.string(), z.unknown()),
  createdAt: instant,
  lastMessageAt: instant,
});
export const pageQuery = z
  .object({ cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(50) })
  .strict();
export type PageQuery = z.output<typeof pageQuery>;
export const conversationList = z.object({ items: z.array(conversation), nextCursor: z.string().nullable() });
export const assistantRoles = ['person', 'assistant', 'event'] as const;
export const assistantMessageBody = z
  .object({
    body: z.string().max(20_000).transform(plainText).pipe(z.string().min(1).max(8_000)),
    language: language.default('en'),
    context: context.default({}),
  })
  .strict();
export type AssistantMessageBody = z.output<typeof assistantMessageBody>;
export const assistantMessage = z.object({
  id: z.uuid(),
  role: z.enum(assistantRoles),
  event: z.string().nullable().meta({ description: 'for an event: what was done in the interface' }),
  body: z.string(),
  language: z.string(),
  context: z.record(z.string(), z.unknown()),
  createdAt: instant,
});
export const assistantMessageList = z.object({ items: z.array(assistantMessage), nextCursor: z.string().nullable() });
