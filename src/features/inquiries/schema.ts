import * as z from 'zod';
import { plainLine, plainText } from '../../core/text.ts';
import { localizedText } from '../discovery/schema.ts';
import { inquiryLimits as limits, inquiryStatuses } from '../messaging/rules/inquiries.ts';
import { sendRefusals } from '../messaging/rules/speaker.ts';

const words = (most: number) => z.string().max(most).transform(plainText).pipe(z.string().min(1));
const line = (most: number) => z.string().max(most).transform(plainLine);
const instant = z.iso.datetime({ offset: true });

export const inquiryId = z.object({ messageId: z.uuid() });
export const emailAddress = z.string().trim().max(254).pipe(z.email());
const phone = line(limits.phone).refine((typed) => typed === '' || /^\+?[\p{Nd} ().\-/]{5,}$/u.test(typed));

/** What is asked, by whom, of whom: names of product.md S2-11 to S2-16. */
export const askFields = {
  recipient: z.uuid().meta({ description: 'the talent' }),
  listing: z.uuid().nullish().meta({ description: 'one of the talent’s services; none for a general question' }),
  subject: line(limits.subject).default(''),
  message: words(limits.body),
};
export const submitMessageBody = z
  .object({
    ...askFields,
    senderName: line(limits.name)
      .optional()
      .meta({ description: 'needed without an account; with one, the account’s name stands in' }),
    senderEmail: emailAddress.optional().meta({
      description: 'needed without an account, and the link goes there; with one, the account’s own is taken',
    }),
    senderPhone: phone.nullish().meta({ description: 'kept for the operator; the talent never sees it' }),
    formToken: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'needed without an account: from /api/customer/messages/token, at least two seconds old' }),
    website: z
      .string()
      .max(1000)
      .optional()
      .meta({ description: 'leave it out: a field of the form that people do not see' }),
  })
  .strict();
export type SubmitMessage = z.output<typeof submitMessageBody>;

export const messageSent = z.object({
  messageId: z.uuid(),
  confirmation: z.string().meta({ description: 'a sentence in the reader’s language' }),
  answersTo: z.string().meta({ description: 'where the link and all answers go' }),
  joined: z.boolean().meta({ description: 'it was added to what the same sender asked this talent within a day' }),
});

export const formToken = z.object({
  formToken: z.string(),
  notBefore: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

export const replyBody = z.object({ reply: words(limits.body) }).strict();

const listing = z
  .object({ id: z.uuid().nullable().meta({ description: 'null: it is no longer offered' }), title: localizedText })
  .nullable()
  .meta({ description: 'null: a general question' });

export const inquiryReply = z.object({
  id: z.uuid(),
  author: z.enum(['talent', 'sender']),
  reply: z.string(),
  masked: z.boolean().meta({ description: 'addresses, numbers or links in it are hidden from the reader' }),
  createdAt: z.iso.datetime(),
});

/** An inquiry as the talent reads it: never the sender's address or number. */
export const businessMessage = z.object({
  id: z.uuid(),
  sender: z.string().nullable().meta({ description: 'null: without an account' }),
  senderName: z.string(),
  listing,
  subject: z.string(),
  message: z.string(),
  masked: z.boolean(),
  locale: z.string().meta({ description: 'the language it was asked in' }),
  status: z.enum(inquiryStatuses),
  isArchived: z.boolean(),
  isSpam: z.boolean(),
  isEnded: z.boolean().meta({ description: 'the owner of the address said it was not them: nothing more can be sent' }),
  createdAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
  lastReplyAt: z.iso.datetime().nullable(),
  repliesCount: z.int(),
});
export const businessMessageView = businessMessage.extend({
  replies: z.array(inquiryReply),
  canReply: z.boolean(),
  whyNot: z.enum(sendRefusals).nullable(),
});
export const businessMessageList = z.object({
  items: z.array(businessMessage),
  nextCursor: z.string().nullable(),
  unread: z.int().meta({ description: 'in the whole inbox' }),
});
export const unreadMessages = z.object({
  total: z.int(),
  byListing: z.array(
    z.object({
      listing: z.uuid().nullable().meta({ description: 'null: general questions' }),
      title: localizedText.nullable(),
      unread: z.int(),
    }),
  ),
});

/** A place in the list: when it came, and its id. Opaque to callers. */
const cursor = z
  .string()
  .max(100)
  .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z~[0-9a-f-]{36}$/);
const moment = z
  .union([instant, z.iso.date()])
  .meta({ description: 'an instant, or a day in UTC', type: 'string', example: '2026-03-01' });

export const listMessagesQuery = z.object({
  status: z.enum(inquiryStatuses).optional(),
  listing: z
    .union([z.uuid(), z.literal('general')])
    .optional()
    .meta({ description: 'one of my services, or `general` for what names none', type: 'string' }),
  from: moment.optional(),
  to: moment.optional().meta({ description: 'a day is taken whole' }),
  spam: z.stringbool().default(false).meta({ description: 'true: the spam box', type: 'boolean' }),
  q: line(200).optional().meta({ description: 'words in a name, a subject or a message' }),
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(25),
});
export type ListMessages = z.output<typeof listMessagesQuery>;

export const getMessageQuery = z.object({
  peek: z.stringbool().optional().meta({ description: 'true: look without marking it read', type: 'boolean' }),
});

export const fileMessageBody = z
  .object({
    status: z
      .enum(inquiryStatuses)
      .optional()
      .meta({ description: '`replied` only brings an answered one back from the archive: it is earned by an answer' }),
    isSpam: z.boolean().optional(),
  })
  .strict()
  .refine((wish) => wish.status !== undefined || wish.isSpam !== undefined, { error: 'nothing to change' });
export type FileMessage = z.output<typeof fileMessageBody>;

export const byLink = z.object({
  k: z.string().min(1).max(200).optional().meta({ description: 'the secret word of the link that was mailed' }),
});
export const conversationQuery = byLink.extend({
  reason: line(500).optional().meta({ description: 'why an operator looks; it is kept' }),
});

/** What the sender reads. How the talent files it is the talent's. */
export const conversation = z.object({
  id: z.uuid(),
  recipient: z.object({
    id: z.uuid(),
    name: z.string(),
    slug: z.string().nullable().meta({ description: 'null: their page is not public now' }),
  }),
  listing: localizedText.nullable(),
  senderName: z.string(),
  subject: z.string(),
  message: z.string(),
  createdAt: z.iso.datetime(),
  lastReplyAt: z.iso.datetime().nullable(),
  isEnded: z.boolean(),
  replies: z.array(inquiryReply),
  canReply: z.boolean(),
  whyNot: z.enum(sendRefusals).nullable(),
  followUpsLeft: z.int().meta({ description: 'what the sender may still add' }),
});
export type Conversation = z.input<typeof conversation>;

export const heldMessage = z.object({
  id: z.uuid(),
  recipient: z.object({ id: z.uuid(), name: z.string() }),
  senderName: z.string(),
  senderEmail: z.string(),
  subject: z.string(),
  message: z.string(),
  createdAt: z.iso.datetime(),
  marks: z.int().meta({ description: 'talents who called words of this sender spam, not cleared since' }),
});
export const heldMessageList = z.object({ items: z.array(heldMessage), nextCursor: z.string().nullable() });
export const heldMessagesQuery = z.object({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(50).default(25),
});
const reason = words(500).meta({ description: 'why; it is kept' });
export const releaseBody = z
  .object({
    reason,
    clearMarks: z.boolean().default(false).meta({ description: 'this sender’s words need no look any more' }),
  })
  .strict();
export const discardBody = z.object({ reason }).strict();
export const reviewed = z.object({ id: z.uuid(), outcome: z.enum(['released', 'discarded']), clearedMarks: z.int() });
