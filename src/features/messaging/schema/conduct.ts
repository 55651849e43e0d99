import * as z from 'zod';
import { plainLine, plainText } from '../../../core/text.ts';
import { attachmentTypeNames } from '../../attachments/rules.ts';
import { conductLimits } from '../rules/conduct.ts';
import { threadKinds } from './threads.ts';

export const reportReasons = ['spam', 'abuse', 'fraud', 'contact_details', 'other'] as const;
export const reportStates = ['open', 'upheld', 'dismissed'] as const;

export const blockBody = z
  .object({
    threadId: z
      .uuid()
      .optional()
      .meta({ description: 'whoever stands on the other side of this conversation of mine' }),
    inquiryId: z.uuid().optional().meta({ description: 'or whoever sent this inquiry to me' }),
  })
  .refine((wish) => (wish.threadId === undefined) !== (wish.inquiryId === undefined), {
    path: ['threadId'],
    error: 'one of the two',
  });
export type BlockBody = z.output<typeof blockBody>;
export const blockId = z.object({ blockId: z.uuid() });
export const block = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ description: 'how the blocker knows them' }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Block' });
export const listBlocksQuery = z.object({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const blockList = z.object({ items: z.array(block), nextCursor: z.uuid().nullable() });

export const threadIdParam = z.object({ threadId: z.uuid() });
export const messageParam = z.object({ threadId: z.uuid(), messageId: z.uuid() });

export const reportBody = z.object({
  reason: z.enum(reportReasons),
  note: z.string().max(conductLimits.note).transform(plainText).optional(),
  messageId: z.uuid().optional().meta({ description: 'one message of it, if it is about one' }),
});
export type ReportBody = z.output<typeof reportBody>;
export const report = z
  .object({
    id: z.uuid(),
    threadId: z.uuid(),
    messageId: z.uuid().nullable(),
    reason: z.enum(reportReasons),
    note: z.string(),
    state: z.enum(reportStates),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Report' });

const person = z.object({ id: z.string().nullable(), name: z.string() });
export const operatorReport = report
  .extend({
    kind: z.enum(threadKinds),
    reporter: person,
    reported: person.meta({ description: 'the other side; without an account, the id is null' }),
    decidedAt: z.iso.datetime().nullable(),
    decidedBy: z.string().nullable(),
    decision: z.string(),
  })
  .meta({ id: 'OperatorReport' });
export type OperatorReport = z.infer<typeof operatorReport>;
export const listReportsQuery = z.object({
  state: z.enum(['open', 'decided']).default('open'),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const reportList = z.object({ items: z.array(operatorReport), nextCursor: z.uuid().nullable() });
export const reportId = z.object({ reportId: z.uuid() });
export const decideReportBody = z.object({
  decision: z.enum(['upheld', 'dismissed']),
  note: z.string().max(conductLimits.note).transform(plainText).pipe(z.string().min(1)),
});
export type DecideReport = z.output<typeof decideReportBody>;

export const lookQuery = z.object({
  reason: z
    .string()
    .max(conductLimits.reason)
    .transform(plainLine)
    .optional()
    .meta({ description: 'why; kept in the audit log. Needed unless the booking is disputed' }),
  cursor: z.uuid().optional().meta({ description: 'older than this message' }),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export const lookedThread = z
  .object({
    id: z.uuid(),
    kind: z.enum(threadKinds),
    subjectId: z.uuid(),
    state: z.string().meta({ description: 'of the booking, the contact, the inquiry or the request' }),
    members: z.array(z.object({ id: z.string().nullable(), side: z.enum(['customer', 'talent']), name: z.string() })),
    messages: z
      .array(
        z.object({
          id: z.uuid(),
          side: z.enum(['customer', 'talent']),
          name: z.string().nullable().optional().meta({ description: 'in a request’s talk, where many speak: who' }),
          to: z.string().nullable().optional().meta({ description: 'there: to whom alone it was said' }),
          body: z.string(),
          sentAt: z.iso.datetime(),
          takenBackAt: z.iso.datetime().nullable().meta({ description: 'still here for whoever has to decide' }),
          attachments: z.array(z.object({ name: z.string(), type: z.enum(attachmentTypeNames) })),
        }),
      )
      .meta({ description: 'oldest first, unmasked' }),
    nextCursor: z.uuid().nullable(),
    reports: z.array(operatorReport),
  })
  .meta({ id: 'LookedThread' });
export type LookedThread = z.infer<typeof lookedThread>;
