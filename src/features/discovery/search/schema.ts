import * as z from 'zod';
import { currencies } from '../../../core/money.ts';
import { categoryIds } from '../categories.ts';
import { cityIds } from '../places.ts';
import { audiences } from '../../profiles/rules/audience.ts';
import { spokenLanguages } from '../../profiles/rules/languages.ts';
import { talentCard } from '../schema.ts';
import { numberOf, pageOf, ratingSteps, readPlace, searchLimits, searchSorts } from './rules.ts';

/** A form that was sent with an empty field asked for nothing there. */
const unlessEmpty = <Shape extends z.ZodType>(shape: Shape) =>
  z.preprocess((value) => (value === '' ? undefined : value), shape.optional());

/** Repeated, or with commas between: `city=erbil&city=duhok` and `city=erbil,duhok` ask the same. */
const listOf = <Shape extends z.ZodType<string, string>>(shape: Shape, description: string) =>
  z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((value) =>
      [...new Set([value ?? []].flat().flatMap((one) => one.split(',')))].map((one) => one.trim()).filter(Boolean),
    )
    .pipe(z.array(shape).max(searchLimits.values))
    .meta({ description: `${description}; repeated or with commas between` });

const words = (most: number) => z.string().max(most);
const amount = unlessEmpty(z.coerce.number().int().min(0).max(999_999_999_999));
const centimetres = unlessEmpty(z.coerce.number().int().min(1).max(300));

export const countryIds = ['IQ', 'MA'] as const;

export const searchQuery = z
  .object({
    q: z
      .string()
      .optional()
      .meta({
        description: `words of a name, a trade, a place, a tag or a text, in any of the four languages; the last may be begun only. The first ${searchLimits.characters} characters are read`,
        example: 'wedding baghdad',
      }),
    category: listOf(z.enum(categoryIds), 'trades, any of them'),
    city: listOf(z.enum(cityIds), 'cities, any of them'),
    country: unlessEmpty(z.enum(countryIds)),
    currency: unlessEmpty(z.enum(currencies)).meta({
      description: 'what prices are asked for, shown and sorted in; by itself it narrows nothing',
    }),
    priceMin: amount.meta({
      description: 'lowest price of the talent in `currency`, in its charged unit; either order of the two will do',
    }),
    priceMax: amount,
    rating: unlessEmpty(z.enum(ratingSteps)).meta({ description: 'stars at least' }),
    language: listOf(z.enum(spokenLanguages), 'languages somebody works in, any of them'),
    tag: listOf(words(60), 'tags, all of them'),
    skill: listOf(words(60), 'skills of a casting profile, all of them'),
    free: unlessEmpty(z.iso.date()).meta({
      description: `a day with free time, up to ${searchLimits.freeDays} days ahead`,
    }),
    heightMin: centimetres.meta({ description: 'centimetres' }),
    heightMax: centimetres,
    age: unlessEmpty(z.coerce.number().int().min(0).max(120)).meta({ description: 'an age somebody can play' }),
    sort: unlessEmpty(z.enum(searchSorts)).meta({
      description: 'relevance when left out; `price` begins with the lowest and needs `currency`',
    }),
    cursor: unlessEmpty(
      z
        .string()
        .max(200)
        .refine((text) => readPlace(text) !== null),
    ).meta({ description: 'from `nextCursor` of the page before, with the same question; `limit` may be another' }),
    limit: unlessEmpty(z.coerce.number().int().min(1).max(pageOf.most)),
  })
  .superRefine((asked, ctx) => {
    const { currency, priceMin, priceMax, sort, cursor } = asked;
    // amounts of two currencies do not compare, and nobody but who asks knows which is meant
    if (currency === undefined && (priceMin !== undefined || priceMax !== undefined || sort === 'price'))
      ctx.addIssue({ code: 'custom', path: ['currency'], message: 'a price needs its currency' });
    const place = cursor === undefined ? null : readPlace(cursor);
    if (place && (place.sort !== (sort ?? 'relevance') || place.question !== numberOf(asked)))
      ctx.addIssue({ code: 'custom', path: ['cursor'], message: 'a place in the answer to another question' });
  });
export type SearchQuery = z.output<typeof searchQuery>;

const counts = z
  .array(z.object({ id: z.string(), count: z.int().nonnegative() }))
  .meta({ description: 'most first; with every other filter applied, but not its own' });

export const searchFacets = z.object({
  category: counts,
  city: counts,
  country: counts,
  language: counts,
  rating: counts.meta({ description: 'how many have so many stars at least' }),
});
export type SearchFacets = z.infer<typeof searchFacets>;

export const searchAnswer = z.object({
  items: z.array(talentCard).meta({ description: 'prices in the currency asked for, where the talent has one in it' }),
  total: z.int().nonnegative().meta({ description: 'exact' }),
  nextCursor: z.string().nullable().meta({ description: 'null on the last page' }),
  facets: searchFacets,
  corrected: z
    .string()
    .nullable()
    .meta({ description: 'what was looked for instead, when nothing at all holds the words as they were typed' }),
});
export type SearchAnswer = z.infer<typeof searchAnswer>;

/** Whom not everyone sees has no public page, so members are told which it is. */
export const memberSearchAnswer = searchAnswer.extend({
  items: z.array(talentCard.extend({ seenBy: z.enum(audiences) })),
});

/** In the order a shared cache names them. */
export const searchParameters = Object.keys(searchQuery.shape);
