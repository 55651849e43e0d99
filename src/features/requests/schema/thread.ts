import * as z from 'zod';
import { plainText } from '../../../core/text.ts';
import { attachment, attachmentIds } from '../../attachments/schema.ts';
import { messagingLimits } from '../../messaging/rules.ts';
import { sendRefusals } from '../../messaging/rules/speaker.ts';
import { requestCard } from './requests.ts';

export const sendRequestMessageBody = z
  .object({
    body: z
      .string()
      .max(messagingLimits.bodyLength)
      .transform(plainText)
      .default('')
      .meta({ description: 'may be left out beside a file' }),
    to: z.uuid().optional().meta({ description: 'the owner answers one provider: their id in `groups`' }),
    attachmentIds: attachmentIds.optional(),
  })
  .refine(({ body, attachmentIds: files }) => body !== '' || files?.length, {
    path: ['body'],
    error: 'words or a file',
  });
export type SendRequestMessage = z.output<typeof sendRequestMessageBody>;

export const requestMessage = z
  .object({
    id: z.uuid(),
    from: z.enum(['me', 'owner', 'talent']),
    group: z
      .uuid()
      .nullable()
      .meta({ description: 'whose group it stands in: the talent who wrote it or whom it answers; null: to everyone' }),
    fromName: z.string(),
    toName: z.string().nullable().meta({ description: 'whom the owner answers, if one' }),
    body: z.string(),
    masked: z.boolean(),
    takenBack: z.boolean(),
    mayTakeBack: z.boolean(),
    sentAt: z.iso.datetime(),
    attachments: z.array(attachment),
  })
  .meta({ id: 'RequestMessage' });
export type RequestMessage = z.infer<typeof requestMessage>;

/** A provider in the thread, as the reader may know of them. `id` is that of their unlock. */
export const requestGroup = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string().nullable().meta({ description: 'of their page, while it is published' }),
  me: z.boolean(),
  mayBeAnswered: z.boolean().meta({ description: 'for the owner: their unlock stands' }),
  proposed: z.boolean().meta({ description: 'for the owner: they have an active proposal' }),
});

export const requestThread = z
  .object({
    threadId: z.uuid().nullable().meta({ description: 'null: not published yet' }),
    as: z.enum(['owner', 'talent']),
    request: requestCard.pick({
      id: true,
      title: true,
      ownerName: true,
      state: true,
      closedReason: true,
      visibility: true,
    }),
    groups: z.array(requestGroup),
    messages: z.array(requestMessage).meta({ description: 'oldest first: a page from the end' }),
    earlier: z.string().nullable().meta({ description: 'cursor of the page before' }),
    canPost: z.boolean(),
    whyNot: z.enum(sendRefusals).nullable(),
    mayAttach: z.boolean(),
    upgrade: z
      .object({ upgradeUrl: z.literal('/pricing'), feature: z.literal('messaging') })
      .nullable()
      .meta({ description: 'a plan is what is missing: the composer is replaced by the card' }),
  })
  .meta({ id: 'RequestThread' });
export type RequestThread = z.infer<typeof requestThread>;

export const listRequestMessagesQuery = z.object({
  cursor: z.uuid().optional().meta({ description: 'older than this' }),
  after: z.uuid().optional().meta({ description: 'newer than this: for polling' }),
  limit: z.coerce.number().int().min(1).max(100).default(40),
});
export const requestMessages = z.object({ items: z.array(requestMessage), nextCursor: z.string().nullable() });
