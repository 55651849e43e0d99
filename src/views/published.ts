import { getCollection } from 'astro:content';
import type { CategoryId } from '../features/discovery/categories.ts';
import type { CityId } from '../features/discovery/places.ts';
import type { PublicTalent, TalentCard } from '../features/discovery/schema.ts';
import { landingPath, type Landing } from '../features/showcase/rules/landing.ts';
import type { Section } from '../features/showcase/rules/sections.ts';

/** Everyone this build makes a page for, as their pages show them. */
export const publishedTalents = async (): Promise<PublicTalent[]> =>
  (await getCollection('talents')).map((entry) => entry.data).sort((a, b) => (a.slug < b.slug ? -1 : 1));

export type List = Landing & { total: number; cards: TalentCard[] };

/** The lists of the house: each with its first page and its number, whoever has a page in this build or not. */
export async function publishedLists() {
  const lists = new Map((await getCollection('lists')).map(({ data }) => [landingPath(data), data]));
  const list = (landing: Landing): List => lists.get(landingPath(landing)) ?? { ...landing, total: 0, cards: [] };
  return {
    list,
    /** the trades and cities somebody is in, and where which trade is at home */
    pairs: [...lists.values()].filter((one): one is List & { category: CategoryId; city: CityId } =>
      Boolean(one.category && one.city),
    ),
  };
}

/** Whom operators put on the front page, in their order. */
export async function shelves(): Promise<ReadonlyMap<Section, TalentCard[]>> {
  // ids are sections: what the table may hold
  return new Map((await getCollection('shelves')).map(({ id, data }) => [id as Section, data.cards]));
}
