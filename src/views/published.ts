import { getCollection } from 'astro:content';
import type { CategoryId } from '../features/discovery/categories.ts';
import type { CityId } from '../features/discovery/places.ts';
import type { PublicTalent } from '../features/discovery/schema.ts';
import { listsByPath, shelvesOf, type List, type Shelves } from './lists.ts';

/** Everyone this build makes a page for, as their pages show them. */
export const publishedTalents = async (): Promise<PublicTalent[]> =>
  (await getCollection('talents')).map((entry) => entry.data).sort((a, b) => (a.slug < b.slug ? -1 : 1));

/** The lists of the house: each with its first page and its number, whoever has a page in this build or not. */
export async function publishedLists() {
  const lists: List[] = (await getCollection('lists')).map(({ data }) => data);
  return {
    list: listsByPath(lists),
    /** the trades and cities somebody is in, and where which trade is at home */
    pairs: lists.filter((one): one is List & { category: CategoryId; city: CityId } =>
      Boolean(one.category && one.city),
    ),
  };
}

export const shelves = async (): Promise<Shelves> =>
  shelvesOf((await getCollection('shelves')).map(({ id, data }) => ({ section: id, cards: data.cards })));
