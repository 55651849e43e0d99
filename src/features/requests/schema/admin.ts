import * as z from 'zod';
import { plainText } from '../../../core/text.ts';
import { conductLimits } from '../../messaging/rules/conduct.ts';
import { reportReasons } from '../../messaging/schema/conduct.ts';
import { requestCard, requestWhole } from './requests.ts';

const person = z.object({ id: z.string(), name: z.string() });

export const listRequestsToCheckQuery = z.object({
  show: z.enum(['to_check', 'open', 'closed']).default('to_check').meta({
    description: 'to_check: open ones nobody of us has looked at since they were last changed, longest waiting first',
  }),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** A request as the operator finds it in a list. */
export const requestToCheck = requestCard
  .omit({ unlock: true, ownerName: true })
  .extend({
    owner: person,
    publishedAt: z.iso.datetime(),
    closedAt: z.iso.datetime().nullable(),
    checkedAt: z.iso.datetime().nullable(),
    checkedBy: z.string().nullable(),
    changedAt: z.iso.datetime().meta({ description: 'when its owner last wrote in it' }),
    reports: z.int().meta({ description: 'open reports of its thread' }),
  })
  .meta({ id: 'RequestToCheck' });
export const requestsToCheck = z.object({ items: z.array(requestToCheck), nextCursor: z.uuid().nullable() });

/** The whole of it, but for what is said in its thread. */
export const requestForOperator = requestToCheck
  .extend({
    ...requestWhole.pick({ description: true, place: true, contact: true, threadId: true }).shape,
    decisions: z
      .array(z.object({ action: z.string(), by: z.string(), reason: z.string(), at: z.iso.datetime() }))
      .meta({ description: 'what operators did about it, newest first' }),
  })
  .meta({ id: 'RequestForOperator' });
export type RequestForOperator = z.infer<typeof requestForOperator>;

export const checkRequestBody = z
  .object({
    changedAt: z.iso.datetime({ offset: true }).optional().meta({
      description: 'the state of it that was looked at: if its owner has changed it since, nothing is checked',
    }),
  })
  .strict();
export type CheckRequest = z.output<typeof checkRequestBody>;
export const removeRequestBody = z.object({
  reason: z.enum(reportReasons),
  note: z.string().max(conductLimits.note).transform(plainText).pipe(z.string().min(1)),
});
export type RemoveRequest = z.output<typeof removeRequestBody>;
export const removedRequest = z.object({
  request: requestForOperator,
  creditsReturned: z.int().meta({ description: 'to how many talents' }),
});
