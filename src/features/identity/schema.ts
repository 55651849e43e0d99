import * as z from 'zod';
import { locales } from '../../core/locale.ts';
import { isNamed, plainLine } from '../../core/text.ts';
import { approvals, customerKinds, isTimeZone, plans, roles } from './rules.ts';

/** For names, titles and headlines: a reader must see something to call it by. Whether it may be left empty is another matter. */
export const named = [
  (line: string): boolean => line === '' || isNamed(line),
  { params: { problem: 'no_letters' } },
] as const;

export const nameLength = 80;
export const personName = z
  .string()
  .max(4 * nameLength)
  .transform(plainLine)
  .pipe(
    z
      .string()
      .min(1)
      .max(nameLength)
      .refine(...named),
  )
  .meta({ description: 'as the other side of a booking reads it' });
export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone)
  .meta({ description: 'IANA time zone', example: 'Asia/Baghdad' });

export const me = z
  .object({
    userId: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(roles).nullable(),
    customerKind: z.enum(customerKinds).nullable(),
    plan: z.enum(plans).nullable().meta({ description: 'of talents: FREE, or what they pay for and have now' }),
    membershipEndsAt: z.iso.datetime().nullable().meta({
      description: 'of professionals and companies whose membership is in force: the end of what is paid for',
    }),
    locale: z.enum(locales),
    timeZone: z.string(),
    onboarded: z.boolean(),
    approval: z.object({ state: z.enum(approvals), reason: z.string().nullable() }).meta({
      description: 'while it is not `approved`, an account prepares and reaches nobody; `reason` of a refusal',
    }),
    talent: z
      .object({
        id: z.uuid(),
        slug: z.string(),
        published: z.boolean(),
        public: z.boolean().meta({ description: 'published, and for everyone to see' }),
      })
      .nullable(),
    unread: z.int().nonnegative().meta({ description: 'messages not read yet, over all threads' }),
  })
  .meta({ id: 'Me' });
export type MeView = z.infer<typeof me>;

export const updateMeBody = z
  .object({ name: personName, locale: z.enum(locales), timeZone })
  .partial()
  .strict()
  .refine((changes) => Object.keys(changes).length > 0);
export type UpdateMe = z.infer<typeof updateMeBody>;

export const webhookAnswer = z.object({ received: z.literal(true) });
