import * as z from 'zod';
import { locales } from '../../../core/locale.ts';
import { plainLine } from '../../../core/text.ts';

// measured after cleaning; what comes in may be somewhat longer
export const line = (most: number, least = 1) =>
  z
    .string()
    .max(4 * most)
    .transform(plainLine)
    .pipe(z.string().min(least).max(most));

export const texts = (most: number, clean: (typed: string) => string) =>
  z
    .partialRecord(
      z.enum(locales),
      z
        .string()
        .max(4 * most)
        .transform(clean)
        .pipe(z.string().max(most)),
    )
    // a language left empty is a language not written in
    .transform((all) => Object.fromEntries(Object.entries(all).filter(([, text]) => text !== '')))
    .meta({ description: 'all of it, by language: one that is left out or empty is taken out' });

/** The same word twice, whatever its letters’ size, is one too many. */
export const distinct = (list: readonly unknown[]): boolean =>
  new Set(list.map((one) => (typeof one === 'string' ? one.toLowerCase() : one))).size === list.length;
