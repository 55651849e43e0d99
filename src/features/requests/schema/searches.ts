import * as z from 'zod';
import { currencies } from '../../../core/money.ts';
import { named } from '../../identity/schema.ts';
import { plainLine } from '../../../core/text.ts';
import { categoryIds } from '../../discovery/categories.ts';
import { cityIds } from '../../discovery/places.ts';
import { searchLimits } from '../rules/searches.ts';

export const searchId = z.object({ searchId: z.uuid() });

const day = z.iso.date().meta({ description: 'a day, YYYY-MM-DD' });

/** The filters of the board under their own names; null or no words: it does not matter. */
const filters = {
  words: z.string().max(searchLimits.words).transform(plainLine),
  category: z.enum(categoryIds).nullable(),
  city: z.enum(cityIds).nullable(),
  currency: z.enum(currencies).nullable(),
  budgetFrom: z.int().min(1).max(999_999_999_999).nullable().meta({ description: 'needs a currency' }),
  startsFrom: day.nullable(),
  startsUntil: day.nullable(),
};
const name = z
  .string()
  .max(searchLimits.name)
  .transform(plainLine)
  .pipe(
    z
      .string()
      .min(1)
      .refine(...named),
  );
const told = z.boolean().meta({ description: 'hear of new requests that it finds, by bell and mail' });

export const createSearchBody = z.object({ name, ...z.object(filters).partial().shape, told: told.optional() });
export type CreateSearch = z.output<typeof createSearchBody>;
export const editSearchBody = z
  .object({ name, ...filters, told })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0);
export type EditSearch = z.output<typeof editSearchBody>;

export const savedSearch = z
  .object({ id: z.uuid(), name: z.string(), ...filters, told, createdAt: z.iso.datetime() })
  .meta({ id: 'SavedSearch' });
export type SavedSearchView = z.infer<typeof savedSearch>;
export const savedSearchList = z.object({
  items: z.array(savedSearch),
  most: z.int().meta({ description: 'how many there may be' }),
});
export const forgottenSearch = z.object({ id: z.uuid() });
