import * as z from 'zod';
import { attachmentLimits, attachmentTypeNames, mostBytes, typeOf, type AttachmentType } from './rules.ts';

export const attachmentId = z.object({ attachmentId: z.uuid() });

const type = z
  .string()
  .max(100)
  .transform((said, ctx): AttachmentType => {
    const known = typeOf(said);
    if (known) return known;
    ctx.issues.push({ code: 'custom', message: 'not a type that is taken', input: said });
    return z.NEVER;
  })
  .meta({ description: `one of ${attachmentTypeNames.join(', ')}`, type: 'string' });

export const createAttachmentBody = z
  .object({
    threadId: z.uuid().meta({ description: 'the conversation it is for' }),
    name: z.string().min(1).max(255).meta({ description: 'as the file is called; kept without paths and tricks' }),
    type,
    size: z
      .int()
      .positive()
      .max(Math.max(...Object.values(attachmentLimits.bytes)))
      .meta({
        description: 'in bytes, exactly; at most 10 MB for pictures, 25 MB for the rest, and what the storage takes',
      }),
  })
  // asked of an unfit type too, which has been refused already
  .refine(({ type: named, size }) => typeOf(named) === null || size <= mostBytes(named), {
    path: ['size'],
    error: 'too big for its type',
  });
export type CreateAttachment = z.output<typeof createAttachmentBody>;

export const attachment = z
  .object({
    id: z.uuid(),
    name: z.string(),
    type: z.enum(attachmentTypeNames),
    size: z.int().meta({ description: 'in bytes, as it is kept' }),
    width: z.int().optional().meta({ description: 'of a picture, upright' }),
    height: z.int().optional(),
  })
  .meta({ id: 'Attachment' });
export type Attachment = z.infer<typeof attachment>;

export const createdAttachment = z.object({
  id: z.uuid(),
  upload: z
    .object({ method: z.literal('PUT'), url: z.url(), headers: z.record(z.string(), z.string()) })
    .meta({ description: 'send the bytes there, with these headers and nothing else to prove who you are' }),
  expiresAt: z.iso.datetime().meta({ description: 'when that address stops taking them' }),
});

export const removedAttachment = z.object({ id: z.uuid() });

/** For a message that is sent with attachments. */
export const attachmentIds = z
  .array(z.uuid())
  .max(attachmentLimits.perMessage)
  .refine((ids) => new Set(ids).size === ids.length, { error: 'twice the same' })
  .meta({ description: `up to ${attachmentLimits.perMessage} of your own that are ready and were not sent yet` });
