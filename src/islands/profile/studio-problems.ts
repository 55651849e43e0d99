import { ApiError } from '../../client/problem.ts';
import { castingLimits, lastCreditYear } from '../../features/profiles/rules/casting.ts';
import type { Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { StudioMessages } from '../../i18n/catalogs/studio.ts';
import type { Translate } from '../../i18n/translate.ts';
import { fieldProblems } from '../account/problems.ts';

/** The server's codes per field as sentences that say what would be right, for the fields of this screen. */
export function studioProblems(
  error: unknown,
  s: Translate<StudioMessages>,
  { t, locale }: { t: Translate<CommonMessages>; locale: Locale },
): Record<string, string> | undefined {
  const fields = error instanceof ApiError ? error.problem?.fields : undefined;
  if (!fields) return undefined;
  const usual = fieldProblems(error, t) ?? {};
  const sentence = (field: string, codes: readonly string[]): string => {
    if (codes.includes('contact')) return s('wrong.contact');
    if (codes.includes('reserved')) return s('wrong.reserved');
    if (codes.includes('taken')) return s('wrong.taken');
    if (codes.includes('renamed_often')) return s('wrong.often');
    if (field === 'slug') return s('wrong.slug');
    if (field === 'headline' && codes.includes('required')) return s('wrong.headline');
    if (/^credits\.\d+\.year$/.test(field))
      return s('wrong.year', { from: String(castingLimits.year), to: String(lastCreditYear(new Date())) });
    if (field.startsWith('playingAge'))
      return s('wrong.age', { from: castingLimits.age.least, to: castingLimits.age.most });
    if (field === 'heightCm')
      return s('wrong.height', { from: castingLimits.height.least, to: castingLimits.height.most });
    // one word of a list: `tags.3`
    return usual[field] ?? t('field.unusable');
  };
  return Object.fromEntries(
    Object.entries(fields).map(([field, codes]) => [
      // of a list, the box its words are typed into; of a line that is missing in all languages, the reader's
      field.replace(/^(tags|skills|accents)\.\d+$/, '$1').replace(/^headline$/, `headline.${locale}`),
      sentence(field, codes),
    ]),
  );
}

/** Where the first field is that the server found wrong: `headline.fr` leads to French. */
export const languageOf = (problems: Record<string, string> | undefined): string | undefined =>
  Object.keys(problems ?? {})
    .map((field) => /^(?:headline|bio)\.([a-z]+)$/.exec(field)?.[1])
    .find(Boolean);
