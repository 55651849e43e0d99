import * as z from 'zod';
import { currencies } from '../../core/money.ts';
import { plainText } from '../../core/text.ts';
import { cancellationPolicies } from '../bookings/rules/cancellation.ts';
import { categoryIds } from '../discovery/categories.ts';
import { cityIds } from '../discovery/places.ts';
import {
  dayException,
  portfolioItem,
  publicService,
  publicTalent,
  servicePlaces,
  weeklyHours,
} from '../discovery/schema.ts';
import { profileLimits as limits, publishGaps } from './rules/profile.ts';
import { inquiryAudiences } from '../messaging/rules/inquiries.ts';
import { audiences } from './rules/audience.ts';
import { completenessSteps } from './rules/completeness.ts';
import { spokenLanguages } from './rules/languages.ts';
import { slugLength, slugPattern } from './rules/slug.ts';
import { bookingTerms } from './schema/availability.ts';
import { castingFor } from './schema/casting.ts';
import { distinct, line, texts, titles } from './schema/words.ts';

export const updateProfileBody = z
  .object({
    slug: z.string().min(slugLength.least).max(slugLength.most).regex(slugPattern).meta({
      description: 'the page’s address; three moves in thirty days, and the old one leads to the new for good',
    }),
    displayName: line(limits.displayName),
    headline: titles(limits.headline),
    bio: texts(limits.bio, plainText),
    category: z.enum(categoryIds),
    city: z.enum(cityIds).meta({ description: 'working hours follow its clock' }),
    languages: z.array(z.enum(spokenLanguages)).max(limits.languages).refine(distinct),
    tags: z.array(line(limits.tag)).max(limits.tags).refine(distinct),
    cancellationPolicy: z
      .enum(cancellationPolicies)
      .meta({ description: 'for bookings asked for from now on; those there are keep theirs' }),
    seenBy: z
      .enum(audiences)
      .meta({ description: 'who sees the page; what not everyone sees leaves the public site at once' }),
    inquiriesFrom: z.enum(inquiryAudiences).meta({
      description:
        'who may ask by the form of the page, and nobody who cannot see it; open questions can still be answered',
    }),
    contactsOpen: z.boolean().meta({ description: 'members may ask for contact' }),
  })
  .partial()
  .strict()
  .refine((changes) => Object.keys(changes).length > 0);
export type UpdateProfile = z.output<typeof updateProfileBody>;

const price = z.object({ amount: z.int().min(1).max(limits.price), currency: z.enum(currencies) }).strict();
const title = titles(limits.serviceTitle).refine((all) => Object.keys(all).length > 0);
const serviceFields = {
  title,
  description: texts(limits.serviceDescription, plainText),
  price,
  durationMinutes: z.int().min(limits.minutes.least).max(limits.minutes.most),
  place: z.enum(servicePlaces),
  active: z.boolean().meta({ description: 'off: kept, but no longer offered' }),
};
export const createServiceBody = z
  .object({
    ...serviceFields,
    description: serviceFields.description.default({}),
    active: serviceFields.active.default(true),
  })
  .strict();
export type CreateService = z.output<typeof createServiceBody>;
export const updateServiceBody = z
  .object(serviceFields)
  .partial()
  .strict()
  .refine((changes) => Object.keys(changes).length > 0);
export type UpdateService = z.output<typeof updateServiceBody>;

export const moveServiceBody = z
  .object({ to: z.int().min(0).max(limits.services).meta({ description: 'from 0; beyond the end is the end' }) })
  .strict();

export const ownService = publicService.extend({ active: z.boolean() });

/** A talent's profile as they see it themselves, published or not. */
export const ownProfile = publicTalent
  .pick({
    id: true,
    slug: true,
    displayName: true,
    headline: true,
    bio: true,
    category: true,
    city: true,
    languages: true,
    tags: true,
    timeZone: true,
    avatar: true,
    updatedAt: true,
  })
  .extend({
    cancellationPolicy: z.enum(cancellationPolicies),
    seenBy: z.enum(audiences),
    inquiriesFrom: z.enum(inquiryAudiences),
    contactsOpen: z.boolean(),
    casting: castingFor,
    formerSlugs: z.array(z.string()).meta({ description: 'addresses the page had: they lead to it for good' }),
    renames: z
      .object({ left: z.int(), more: z.iso.datetime().nullable() })
      .meta({ description: 'how often the address may move now, and when there is one more move' }),
    completeness: z
      .object({
        points: z.int().min(0).max(100),
        next: z.enum(completenessSteps).nullable(),
        steps: z.array(z.object({ step: z.enum(completenessSteps), points: z.int(), done: z.boolean() })),
      })
      .meta({ description: 'of a hundred points, and what is worth doing next' }),
    published: z.boolean(),
    publishedAt: z.iso.datetime().nullable(),
    missing: z.array(z.enum(publishGaps)).meta({ description: 'what must be there before the page can be published' }),
    services: z.array(ownService),
    portfolio: z.array(portfolioItem.extend({ visibility: z.enum(['public', 'members', 'subscribers']) })),
    hours: z.array(weeklyHours),
    exceptions: z.array(dayException),
    terms: bookingTerms,
  })
  .meta({ id: 'OwnProfile' });
export type OwnProfile = z.input<typeof ownProfile>;
