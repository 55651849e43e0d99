import { getCollection } from 'astro:content';
import type { PublicTalent, TalentCard } from '../features/discovery/schema.ts';
import { cardOf, inOrder } from './talent-list.ts';

/** Everyone who is published in this build, as their pages show them. */
export const publishedTalents = async (): Promise<PublicTalent[]> =>
  (await getCollection('talents')).map((entry) => entry.data).sort((a, b) => (a.slug < b.slug ? -1 : 1));

/** The same people as cards, in the order of every list. */
export const publishedCards = async (): Promise<TalentCard[]> => inOrder((await publishedTalents()).map(cardOf));
