import { getCollection, type CollectionEntry } from 'astro:content';
import { isLocale, type Locale } from '../core/locale.ts';
import { commonMessages } from '../i18n/catalogs/common.ts';
import type { PageFacts } from '../pictures/facts.ts';

export type ContentPage = CollectionEntry<'pages'>;

/** `en/about` is the page `about` in English. */
export function placeOf({ id }: Pick<ContentPage, 'id'>): { locale: Locale; page: string } {
  const [locale, page] = id.split('/');
  if (!isLocale(locale) || !page) throw new Error(`src/content/pages/${id}: no page of a language`);
  return { locale, page };
}

/** All of them, in the order of the footer. */
export const contentPages = async (): Promise<ContentPage[]> =>
  (await getCollection('pages')).sort((a, b) => a.data.order - b.data.order);

export const factsOf = (entry: ContentPage): PageFacts => {
  const { locale } = placeOf(entry);
  return { kind: 'page', locale, title: entry.data.title, under: commonMessages[locale]['brand.tagline'] };
};

export const contentPageFacts = async (): Promise<{ path: string; facts: PageFacts }[]> =>
  (await contentPages()).map((entry) => ({ path: `/${placeOf(entry).page}/`, facts: factsOf(entry) }));
