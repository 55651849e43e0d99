import * as z from 'zod';
import { locales } from '../../../core/locale.ts';
import { personName } from '../../identity/schema.ts';
import { guardianStates } from '../rules/guardian.ts';

const instant = z.iso.datetime();
export const guardianEmail = z.string().trim().toLowerCase().max(254).pipe(z.email());

export const birthDateBody = z
  .object({ birthDate: z.iso.date().meta({ description: 'of the talent; by the calendar' }) })
  .strict();
export type SayBirthDate = z.output<typeof birthDateBody>;

export const guardianBody = z
  .object({
    name: personName,
    email: guardianEmail,
    locale: z.enum(locales).optional().meta({ description: 'of the letter; left out: the talent’s own' }),
  })
  .strict();
export type NameGuardian = z.output<typeof guardianBody>;

export const guardianView = z
  .object({
    birthDate: z.iso.date().nullable().meta({ description: 'null: not said yet' }),
    mendable: z
      .boolean()
      .meta({ description: 'it was said and not mended yet: I may do so once, by `changeBirthDate`' }),
    minor: z.boolean(),
    guardian: z
      .object({
        name: z.string(),
        email: z.string(),
        locale: z.enum(locales),
        state: z.enum(guardianStates),
        askedAt: instant,
        decidedAt: instant.nullable(),
      })
      .nullable(),
    pageClosed: z.boolean().meta({ description: 'the public page was taken down by this, until a guardian consents' }),
  })
  .meta({ id: 'GuardianView' });
export type GuardianView = z.input<typeof guardianView>;

export const mendBirthDateBody = z
  .object({ birthDate: z.iso.date(), reason: z.string().trim().min(1).max(500) })
  .strict();
export type MendBirthDate = z.output<typeof mendBirthDateBody>;
export const mended = z.object({
  userId: z.string(),
  birthDate: z.iso.date(),
  minor: z.boolean(),
  closed: z.string().nullable().meta({ description: 'the address of the public page that was taken down by this' }),
});
