import * as z from 'zod';
import { plainText } from '../../core/text.ts';
import { localizedText } from '../discovery/schema.ts';
import { photoLimits, photoRequestStates, photoStates } from './rules.ts';
import { phoneNumber } from './rules/numbers.ts';

export const serviceId = z.object({ serviceId: z.uuid() });
export const requestId = z.object({ requestId: z.uuid() });
export const photoId = z.object({ photoId: z.uuid() });

export const wishText = z.string().max(photoLimits.wish).transform(plainText);
export const requestPhotosBody = z
  .object({
    wish: wishText.default('').meta({ description: 'what they would like to see; contact details are dotted out' }),
    inquiryId: z.uuid().optional().meta({ description: 'without an account: an inquiry to the same talent' }),
    k: z.string().min(1).max(200).optional().meta({ description: 'the secret part of that inquiry’s link' }),
  })
  .strict();
export type RequestPhotos = z.output<typeof requestPhotosBody>;

export const photosRequested = z.object({
  id: z.uuid(),
  state: z.enum(photoRequestStates),
  expiresAt: z.iso.datetime(),
  known: z.boolean().meta({ description: 'they had asked for this already and are still waiting' }),
});

export const photoRequest = z
  .object({
    id: z.uuid(),
    side: z.enum(['talent', 'asker']),
    service: z.object({ id: z.uuid(), title: localizedText }),
    talent: z.object({ name: z.string(), slug: z.string() }),
    askedBy: z.string(),
    wish: z.string(),
    state: z.enum(photoRequestStates),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    photos: z.int().meta({ description: 'how many it has brought, as far as the reader may see them' }),
    left: z.int().meta({ description: 'how many more it takes; 0 when it takes none' }),
    uploadUrl: z.url().nullable().meta({ description: 'for the talent: the page that takes photos, without sign-in' }),
  })
  .meta({ id: 'PhotoRequest' });
export const photoRequestList = z.object({ items: z.array(photoRequest), nextCursor: z.string().nullable() });
export const listRequestsQuery = z.object({
  cursor: z.uuid().optional().meta({ description: 'from `nextCursor` of the page before' }),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

export const servicePhoto = z
  .object({
    id: z.uuid(),
    service: z.object({ id: z.uuid(), title: localizedText }),
    state: z.enum(photoStates),
    url: z.string(),
    width: z.int(),
    height: z.int(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'ServicePhoto' });
export const servicePhotoList = z.object({ items: z.array(servicePhoto) });
export const movePhotoBody = z.object({ state: z.enum(photoStates) }).strict();

export const whatsappNumber = z.object({
  available: z.boolean().meta({ description: 'this site has WhatsApp' }),
  number: z.string().nullable(),
  verified: z.boolean(),
  showAtOnce: z.boolean().meta({ description: 'photos sent from there are shown without being asked about' }),
});
export const giveNumberBody = z
  .object({
    number: z
      .string()
      .max(40)
      .transform((typed, ctx) => {
        const number = phoneNumber(typed);
        if (number !== null) return number;
        ctx.issues.push({ code: 'custom', message: 'not a whole number', input: typed });
        return z.NEVER;
      })
      .meta({ description: 'with the code of its country, as +9647701234567', type: 'string' }),
  })
  .strict();
export const confirmNumberBody = z
  .object({
    code: z
      .string()
      .max(20)
      .transform((typed) => typed.normalize('NFKC').replace(/\D/g, ''))
      .meta({ type: 'string' }),
  })
  .strict();
export const numberChoiceBody = z.object({ showAtOnce: z.boolean() }).strict();
export const photoRequestClosed = z.object({ id: z.uuid(), state: z.literal('closed') });
export const photoMoved = z.object({ id: z.uuid(), state: z.enum(photoStates) });
