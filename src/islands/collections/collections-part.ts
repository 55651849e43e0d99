import type { QueryClient } from '@tanstack/react-query';
import { codeOf } from '../account/problems.ts';
import type { CollectionsClient } from '../../client/collections-api.ts';
import type { Locale } from '../../core/locale.ts';
import type { CollectionsMessages } from '../../i18n/catalogs/collections.ts';
import type { Translate } from '../../i18n/translate.ts';

/** What every part of the lists is given. */
export type ListsPart = { calls: CollectionsClient; locale: Locale; t: Translate<CollectionsMessages> };

export const listsKey = ['lists'] as const;
export const listKey = (id: string) => ['list', id] as const;
export const searchesKey = ['talent searches'] as const;

/** A list was changed: wherever lists are shown, they are asked for anew. */
export const listsChanged = async (queries: QueryClient): Promise<void> => {
  await Promise.all([
    queries.invalidateQueries({ queryKey: listsKey }),
    queries.invalidateQueries({ queryKey: ['list'] }),
  ]);
};

export const listHref = (locale: Locale, id: string): string => `/${locale}/collections/${id}/`;

/** A name in its own letters does not turn the sentence around it. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;

export const wantsUpgrade = (error: unknown): boolean => codeOf(error) === 'upgrade_required';
