import type { PublicTalent } from '../../features/discovery/schema.ts';

/** Whether the page has forms to ask by: members with a plan have their own way, and whoever takes no questions has none. */
export const asksOf = (talent: PublicTalent) => ({
  asks: talent.inquiriesFrom === 'everyone' || talent.inquiriesFrom === 'members',
  asked: { id: talent.id, name: talent.displayName, slug: talent.slug },
});
