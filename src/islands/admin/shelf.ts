import type { FeaturedPlace } from '../../features/showcase/schema/featured.ts';

/** A place as it is being arranged: days as fields hold them, empty for none. */
export type Place = Pick<FeaturedPlace, 'talent'> & {
  from: string;
  until: string;
  /** as it is kept; null while it is not */
  kept: Pick<FeaturedPlace, 'startsAt' | 'endsAt'> | null;
  state: FeaturedPlace['state'] | null;
};

export const placeOf = ({ talent, startsAt, endsAt, state }: FeaturedPlace): Place => ({
  talent,
  from: startsAt?.slice(0, 10) ?? '',
  until: endsAt?.slice(0, 10) ?? '',
  kept: { startsAt, endsAt },
  state,
});

/** One step up or down; whoever is at the end stays there. */
export function moved<Item>(items: readonly Item[], at: number, by: -1 | 1): Item[] {
  const [item, other] = [items[at], items[at + by]];
  if (item === undefined || other === undefined) return [...items];
  return items.with(at, other).with(at + by, item);
}

/** The hour of a moment that was set otherwise stays while its day does. */
const moment = (day: string, kept: string | null | undefined): string | null =>
  day === '' ? null : kept?.startsWith(day) ? kept : `${day}T00:00:00.000Z`;

/** What is sent: days begin and end at midnight UTC. */
export const itemsOf = (places: readonly Place[]) =>
  places.map(({ talent, from, until, kept }) => ({
    talentId: talent.id,
    startsAt: moment(from, kept?.startsAt),
    endsAt: moment(until, kept?.endsAt),
  }));

/** Is there anything to save? */
export const differs = (places: readonly Place[], kept: readonly FeaturedPlace[]): boolean =>
  JSON.stringify(itemsOf(places)) !== JSON.stringify(itemsOf(kept.map(placeOf)));
