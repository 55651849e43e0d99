import * as z from 'zod';
import { locales } from '../../core/locale.ts';
import { currencies } from '../../core/money.ts';
import { categoryIds } from './categories.ts';
import { cityIds } from './places.ts';

export const localizedText = z.partialRecord(z.enum(locales), z.string().max(5000));

export const moneyShape = z.object({
  amount: z.int().nonnegative().meta({ description: 'whole number of the charged unit: dinars for IQD, cents for MAD, USD, EUR' }),
  currency: z.enum(currencies),
});

export const media = z.object({
  url: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
  alt: localizedText,
});

export const portfolioItem = z.object({
  id: z.string(),
  media,
  title: localizedText,
  description: localizedText,
});

export const servicePlaces = ['on_site', 'studio', 'remote'] as const;

export const publicService = z.object({
  id: z.string(),
  title: localizedText,
  description: localizedText,
  price: moneyShape,
  durationMinutes: z.int().positive(),
  place: z.enum(servicePlaces),
});

export const publicReview = z.object({
  rating: z.int().min(1).max(5),
  comment: z.string(),
  author: z.string().meta({ description: 'first name and initial only' }),
  at: z.iso.datetime(),
});

export const rating = z.object({
  average: z.number().min(1).max(5).nullable().meta({ description: 'one decimal; null while there is no review' }),
  count: z.int().nonnegative(),
});

/** A talent as anyone on the web may see it: the page, the API and the static build show exactly this. */
export const publicTalent = z.object({
  id: z.string(),
  slug: z.string(),
  displayName: z.string(),
  headline: localizedText,
  bio: localizedText,
  category: z.enum(categoryIds),
  city: z.enum(cityIds),
  languages: z.array(z.string()).meta({ description: 'BCP 47 language tags' }),
  tags: z.array(z.string()),
  timeZone: z.string(),
  avatar: media.nullable(),
  portfolio: z.array(portfolioItem),
  services: z.array(publicService),
  rating,
  reviews: z.array(publicReview).meta({ description: 'the newest few' }),
  nextFreeDays: z.array(z.iso.date()).meta({ description: 'the next days with free time, in the talent’s time zone' }),
  updatedAt: z.iso.datetime(),
});
export type PublicTalent = z.infer<typeof publicTalent>;
export type PublicService = z.infer<typeof publicService>;

export const talentCard = publicTalent.pick({
  id: true, slug: true, displayName: true, headline: true, category: true, city: true, languages: true, avatar: true, rating: true,
}).extend({ priceFrom: moneyShape.nullable() });
export type TalentCard = z.infer<typeof talentCard>;
