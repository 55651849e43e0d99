import { ApiError } from '../../client/problem.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { Translate } from '../../i18n/translate.ts';
import type { ShownProblem } from '../ui/error-state.tsx';

/** Any failure as a person can read it. The server's own words are already in their language. */
export function shownProblem(error: unknown, t: Translate<CommonMessages>): ShownProblem {
  if (error instanceof ApiError && error.problem) return error.problem;
  return { title: t('ui.noAnswer.title'), detail: t('ui.noAnswer.detail'), action: t('ui.noAnswer.action') };
}

export const codeOf = (error: unknown): string | null =>
  error instanceof ApiError ? (error.problem?.code ?? null) : null;

const sentences = {
  too_small: 'field.tooShort',
  too_big: 'field.tooLong',
  contact: 'field.contact',
  no_letters: 'field.noLetters',
  house_name: 'field.houseName',
} as const;

/** The server's codes per field as sentences under the fields. */
export function fieldProblems(error: unknown, t: Translate<CommonMessages>): Record<string, string> | undefined {
  const fields = error instanceof ApiError ? error.problem?.fields : undefined;
  if (!fields) return undefined;
  return Object.fromEntries(
    Object.entries(fields).map(([field, codes]) => {
      const known = codes.find((code): code is keyof typeof sentences => code in sentences);
      return [field, t(known ? sentences[known] : 'field.unusable')];
    }),
  );
}
