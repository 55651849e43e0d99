import * as z from 'zod';
import { locales } from '../../../core/locale.ts';
import { plainLine } from '../../../core/text.ts';
import { named } from '../../identity/schema.ts';

// measured after cleaning; what comes in may be somewhat longer
export const line = (most: number, least = 1) =>
  z
    .string()
    .max(4 * most)
    .transform(plainLine)
    .pipe(
      z
        .string()
        .min(least)
        .max(most)
        .refine(...named),
    );

const inLanguages = <One extends z.ZodType<string>>(one: One) =>
  z
    .partialRecord(z.enum(locales), one)
    // a language left empty is a language not written in
    .transform((all) => Object.fromEntries(Object.entries(all).filter(([, text]) => text !== '')))
    .meta({ description: 'all of it, by language: one that is left out or empty is taken out' });

/** What is told in each language, as long as it takes. */
export const texts = (most: number, clean: (typed: string) => string) =>
  inLanguages(
    z
      .string()
      .max(4 * most)
      .transform(clean)
      .pipe(z.string().max(most)),
  );

/** What something is called in each language, on one line. */
export const titles = (most: number) => inLanguages(line(most, 0));

/** The same word twice, whatever its letters’ size, is one too many. */
export const distinct = (list: readonly unknown[]): boolean =>
  new Set(list.map((one) => (typeof one === 'string' ? one.toLowerCase() : one))).size === list.length;
