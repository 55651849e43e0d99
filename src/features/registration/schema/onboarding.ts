import * as z from 'zod';
import { locales } from '../../../core/locale.ts';
import { plainLine } from '../../../core/text.ts';
import { categoryIds } from '../../discovery/categories.ts';
import { cityIds } from '../../discovery/places.ts';
import { named, personName, timeZone } from '../../identity/schema.ts';
import { spokenLanguages } from '../../profiles/rules/languages.ts';
import { companySizes, rosterSizes } from '../rules/questions.ts';
import { detailFields } from './fields.ts';
import { guardianEmail } from './guardian.ts';

const welcome = { name: personName, locale: z.enum(locales), timeZone };
const { organisation, contactName, profession, hires, city, website, about } = detailFields;
/** Asked on the screen; whoever calls with the first few alone is taken as well, and asked for the rest where it is needed. */
const left = <Shape extends z.ZodType>(shape: Shape) => shape.optional();

const headline = z
  .string()
  .max(640)
  .transform(plainLine)
  .pipe(
    z
      .string()
      .max(160)
      .refine(...named),
  )
  .meta({ description: 'one line under the name, in the language of `locale`' });

/** A person says once what they are here for; each kind of account is asked for what it needs. */
export const onboardingBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('individual'), ...welcome, city: left(city) }).strict(),
  z
    .object({
      kind: z.literal('professional'),
      ...welcome,
      organisation: left(organisation),
      profession: left(profession),
      hires: left(hires),
      city: left(city),
      website: left(website),
      about: left(about),
    })
    .strict(),
  z
    .object({
      kind: z.literal('company'),
      ...welcome,
      contactName: left(contactName),
      hires: left(hires),
      city: left(city),
      website: left(website),
      about: left(about),
      size: left(z.enum(companySizes).nullable()),
    })
    .strict(),
  z
    .object({
      kind: z.literal('agency'),
      ...welcome,
      category: z.enum(categoryIds).meta({ description: 'what most of its talents do' }),
      city: z.enum(cityIds),
      contactName: left(contactName),
      website: left(website),
      about: left(about),
      size: left(z.enum(rosterSizes).nullable()),
    })
    .strict(),
  z
    .object({
      kind: z.literal('talent'),
      ...welcome,
      category: z.enum(categoryIds),
      city: z.enum(cityIds),
      languages: left(z.array(z.enum(spokenLanguages)).max(8)).meta({ description: 'spoken at work' }),
      headline: left(headline),
      // never left for later: a child whose age nobody asked would stand on the public pages
      birthDate: z.iso.date().meta({ description: 'shown to nobody; a minor needs a guardian’s consent' }),
      guardian: left(z.object({ name: personName, email: guardianEmail }).strict()),
    })
    .strict(),
]);
export type Onboarding = z.output<typeof onboardingBody>;
