import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import * as z from 'zod';
import { currencies } from './core/money.ts';
import { categoryIds } from './features/discovery/categories.ts';
import { cityIds } from './features/discovery/places.ts';
import { publicTalent, talentCard } from './features/discovery/schema.ts';
import { landingPath } from './features/showcase/rules/landing.ts';
import { loadLists, loadPublicTalents, operator, siteCurrencies } from './wiring.ts';

/** The one door of the build: whom it makes pages for, read as a visitor would. */
const talents = defineCollection({
  schema: publicTalent,
  loader: {
    name: 'published-talents',
    load: async ({ store, parseData, generateDigest }) => {
      const seen = new Set<string>();
      for (const talent of await loadPublicTalents()) {
        seen.add(talent.slug);
        store.set({
          id: talent.slug,
          data: await parseData({ id: talent.slug, data: talent }),
          digest: generateDigest(talent),
        });
      }
      // The store outlives the build: whoever is no longer published must not stay on the site.
      for (const id of store.keys()) if (!seen.has(id)) store.delete(id);
    },
  },
});

/** The lists of the house, by their path: how many there are, and the first page of them. */
const lists = defineCollection({
  schema: z.object({
    category: z.enum(categoryIds).nullable(),
    city: z.enum(cityIds).nullable(),
    total: z.int().nonnegative(),
    cards: z.array(talentCard),
  }),
  loader: async () => (await loadLists()).lists.map((list) => ({ id: landingPath(list), ...list })),
});

/** Whom operators put on the front page. */
const shelves = defineCollection({
  schema: z.object({ cards: z.array(talentCard) }),
  loader: async () => (await loadLists()).shelves.map(({ section, cards }) => ({ id: section, cards })),
});

/** What this deploy sells its plans in, first the one that is shown first; and who runs it. */
const site = defineCollection({
  schema: z.object({
    currencies: z.array(z.enum(currencies)).min(1),
    operator: z.object({ name: z.string(), address: z.string(), email: z.string().nullable() }),
  }),
  loader: {
    name: 'site',
    load: async ({ store }) =>
      void store.set({ id: 'site', data: { currencies: siteCurrencies(), operator: operator() } }),
  },
});

/** What the site says about itself: one file per page and language, `en/about.md`. */
const pages = defineCollection({
  loader: glob({ pattern: '*/*.md', base: './src/content/pages' }),
  schema: z.object({
    title: z.string().min(3).max(60),
    description: z.string().min(40).max(200),
    updated: z.coerce.date(),
    order: z.int().positive(),
  }),
});

export const collections = { talents, lists, shelves, site, pages };
