import * as z from 'zod';
import { plainLine, plainText } from '../../../core/text.ts';
import { attachment, attachmentIds } from '../../attachments/schema.ts';
import { messagingLimits } from '../rules.ts';
import { contactMoves } from '../rules/contacts.ts';
import { sendRefusals } from '../rules/speaker.ts';

/** Each lies on a page of the table of its own: with the way there and the policy, a page of these stays below sixty at any size. */
export const pageOfMessages = 40;

export const threadId = z.object({ threadId: z.uuid() });
export const threadKinds = ['booking', 'direct', 'inquiry', 'request'] as const;
export type ThreadKind = (typeof threadKinds)[number];

/** A place in the inbox: when its last word fell, and its id. Opaque to callers. */
export const inboxCursor = z
  .string()
  .max(100)
  .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z~[0-9a-f-]{36}$/);

export const listThreadsQuery = z.object({
  box: z.enum(['inbox', 'archived']).default('inbox'),
  kind: z.enum(threadKinds).optional(),
  unread: z.stringbool().optional().meta({ description: 'true: only what waits to be read', type: 'boolean' }),
  q: z
    .string()
    .max(200)
    .transform(plainLine)
    .optional()
    .meta({ description: 'words in a title, a name or a message of mine; answers one page, the newest first' }),
  cursor: inboxCursor.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(25),
});

export const threadCard = z.object({
  id: z.uuid(),
  kind: z.enum(threadKinds),
  subjectId: z.uuid().meta({ description: 'the booking, the contact or the inquiry' }),
  side: z.enum(['customer', 'talent']).meta({ description: 'which of the two the reader is' }),
  title: z
    .union([z.string(), z.record(z.string(), z.string())])
    .meta({ description: 'a listing’s title by language, or the words of a sender' }),
  partnerName: z.string(),
  state: z.string().meta({ description: 'of the contact, or of the inquiry for the talent asked; else empty' }),
  preview: z.string().meta({ description: 'the beginning of the last word, masked where the rule masks' }),
  unread: z.int(),
  markedUnread: z.boolean(),
  lastMessageAt: z.iso.datetime(),
  archived: z.boolean(),
});
export type ThreadCard = z.infer<typeof threadCard>;

export const unreadThreads = z.object({ threads: z.int(), messages: z.int() });
export const threadList = z.object({
  items: z.array(threadCard),
  nextCursor: z.string().nullable(),
  unread: unreadThreads.meta({ description: 'in the whole inbox, for the badge' }),
});

export const threadMessage = z.object({
  id: z.uuid(),
  from: z.enum(['me', 'them']),
  body: z.string().meta({ description: 'empty once it was taken back' }),
  masked: z.boolean().meta({ description: 'addresses, numbers or links in it are hidden from the reader' }),
  takenBack: z.boolean(),
  mayTakeBack: z.boolean(),
  sentAt: z.iso.datetime(),
  attachments: z.array(attachment),
});
export type ThreadMessage = z.infer<typeof threadMessage>;
export const threadMessages = z.object({
  items: z.array(threadMessage).meta({ description: 'oldest first' }),
  nextCursor: z.uuid().nullable().meta({ description: 'older messages' }),
});

export const threadView = threadCard.extend({
  messages: threadMessages,
  canSend: z.boolean(),
  whyNot: z.enum(sendRefusals).nullable(),
  moves: z.array(z.enum(contactMoves)).meta({ description: 'what the reader may do with a contact now' }),
  masking: z.boolean().meta({ description: 'addresses, numbers and links are hidden in this thread for now' }),
  blockedByMe: z.boolean().meta({ description: 'the reader has blocked the other side' }),
  operatorLookedAt: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'an operator has read this conversation; told once no report or dispute of it is open' }),
  readByThem: z.uuid().nullable().meta({ description: 'the newest of the reader’s words that the other has read' }),
});
export type ThreadView = z.infer<typeof threadView>;

export const listMessagesQuery = z.object({
  cursor: z.uuid().optional().meta({ description: 'older than this message' }),
  after: z.uuid().optional().meta({ description: 'newer than this message, for polling' }),
  limit: z.coerce.number().int().min(1).max(100).default(pageOfMessages),
});

export const sendBody = z
  .object({
    body: z
      .string()
      .max(messagingLimits.bodyLength)
      .transform(plainText)
      .default('')
      .meta({ description: 'may be left out beside a file' }),
    attachmentIds: attachmentIds.optional(),
  })
  .refine(({ body, attachmentIds: files }) => body !== '' || files?.length, {
    path: ['body'],
    error: 'words or a file',
  });

export const fileThreadBody = z
  .object({ archived: z.boolean().optional(), unread: z.boolean().optional() })
  .refine((wish) => wish.archived !== undefined || wish.unread !== undefined, { error: 'nothing to change' });

export const readBody = z.object({ lastReadId: z.uuid() });
