import * as z from 'zod';
import { talentCard } from '../../discovery/schema.ts';
import { sections, shelfLimit } from '../rules/sections.ts';

const moment = z.iso.datetime({ offset: true }).nullable();
const place = z.object({
  talentId: z.uuid(),
  startsAt: moment.default(null).meta({ description: 'null: at once' }),
  endsAt: moment.default(null).meta({ description: 'null: until somebody changes it' }),
});
const runsForward = ({ startsAt, endsAt }: z.output<typeof place>) =>
  startsAt === null || endsAt === null || Date.parse(startsAt) < Date.parse(endsAt);

export const putFeaturedBody = z.object({
  section: z.enum(sections),
  items: z
    .array(place.refine(runsForward, { path: ['endsAt'] }))
    .max(shelfLimit)
    .refine((items) => new Set(items.map(({ talentId }) => talentId)).size === items.length)
    .meta({ description: 'everybody of the section, in order; whoever is left out leaves it' }),
});

export const placeStates = ['shown', 'waiting', 'soon', 'over', 'hidden'] as const;
export const featuredPlace = z.object({
  talent: talentCard.pick({ id: true, slug: true, displayName: true, category: true, city: true, avatar: true }),
  startsAt: z.iso.datetime().nullable(),
  endsAt: z.iso.datetime().nullable(),
  state: z.enum(placeStates).meta({
    description:
      'shown on the front page; waiting for a place; soon and over by their time; hidden while the page is not for everyone',
  }),
});
export const featuredSection = z.object({
  section: z.enum(sections),
  room: z.int().positive().meta({ description: 'how many of them the front page shows' }),
  items: z.array(featuredPlace),
});
export const featuredSections = z.object({ sections: z.array(featuredSection) });
export type FeaturedSection = z.output<typeof featuredSection>;
export type FeaturedPlace = z.output<typeof featuredPlace>;
