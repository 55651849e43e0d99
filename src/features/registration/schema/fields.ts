import * as z from 'zod';
import { plainLine, plainText } from '../../../core/text.ts';
import { categoryIds } from '../../discovery/categories.ts';
import { named } from '../../identity/schema.ts';
import { cityIds } from '../../discovery/places.ts';
import { companySizes, registrationLimits as limits, rosterSizes } from '../rules/questions.ts';

/** Left empty is left out. */
const orNothing = (text: string): string | null => (text === '' ? null : text);
const line = (most: number) =>
  z
    .string()
    .max(4 * most)
    .transform((typed) => orNothing(plainLine(typed)))
    .pipe(
      z
        .string()
        .max(most)
        .refine(...named)
        .nullable(),
    )
    .nullable();

/** People write addresses without the part before the name; anything but a page of the web is none. */
const asAddress = (typed: string): string => {
  const text = plainLine(typed);
  return text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
};
export const website = z
  .string()
  .max(4 * limits.website)
  .transform((typed) => orNothing(asAddress(typed)))
  .pipe(
    z
      .url({ protocol: /^https?$/, hostname: z.regexes.domain })
      .max(limits.website)
      .nullable(),
  )
  .nullable()
  .meta({ description: 'a page of the web; `https://` may be left out' });

const distinct = (list: readonly unknown[]) => new Set(list).size === list.length;

/** What an account says of itself besides its name. */
export const detailFields = {
  organisation: line(limits.line).meta({ description: 'of professionals: where they work' }),
  contactName: line(limits.line).meta({ description: 'of companies and agencies: who speaks for them' }),
  profession: line(limits.line),
  hires: z.array(z.enum(categoryIds)).max(limits.hires).refine(distinct).meta({ description: 'trades they look for' }),
  city: z.enum(cityIds).nullable(),
  website,
  about: z
    .string()
    .max(4 * limits.about)
    .transform((typed) => orNothing(plainText(typed)))
    .pipe(z.string().max(limits.about).nullable())
    .nullable(),
  size: z
    .enum([...companySizes, ...rosterSizes])
    .nullable()
    .meta({ description: 'people of a company, talents of an agency' }),
};
export type DetailName = keyof typeof detailFields;
