import { defineCollection } from 'astro:content';
import * as z from 'zod';
import { currencies } from './core/money.ts';
import { publicTalent } from './features/discovery/schema.ts';
import { loadPublicTalents, siteCurrencies } from './wiring.ts';

/** The one door of the build: everyone who is published, read as a visitor would. */
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

/** What this deploy sells its plans in, first the one that is shown first. */
const site = defineCollection({
  schema: z.object({ currencies: z.array(z.enum(currencies)).min(1) }),
  loader: {
    name: 'site',
    load: async ({ store }) => void store.set({ id: 'site', data: { currencies: siteCurrencies() } }),
  },
});

export const collections = { talents, site };
