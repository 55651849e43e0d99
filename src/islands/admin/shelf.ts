import { parseAbsolute, toCalendarDate, type CalendarDate } from '@internationalized/date';
import type { FeaturedPlace } from '../../features/showcase/schema/featured.ts';

/** A place as it is being arranged: whole days on the operator's clock, `until` being the last of them; null for none. */
export type Place = Pick<FeaturedPlace, 'talent'> & {
  from: CalendarDate | null;
  until: CalendarDate | null;
  /** as it is kept; null while it is not */
  kept: Pick<FeaturedPlace, 'startsAt' | 'endsAt'> | null;
  state: FeaturedPlace['state'] | null;
};

const dayOf = (moment: string, timeZone: string): CalendarDate => toCalendarDate(parseAbsolute(moment, timeZone));
/** A window that ends at midnight ends with the day before. */
const lastDayOf = (moment: string, timeZone: string): CalendarDate =>
  toCalendarDate(parseAbsolute(moment, timeZone).subtract({ milliseconds: 1 }));

export const placeOf = ({ talent, startsAt, endsAt, state }: FeaturedPlace, timeZone: string): Place => ({
  talent,
  from: startsAt === null ? null : dayOf(startsAt, timeZone),
  until: endsAt === null ? null : lastDayOf(endsAt, timeZone),
  kept: { startsAt, endsAt },
  state,
});

/** One step up or down; whoever is at the end stays there. */
export function moved<Item>(items: readonly Item[], at: number, by: -1 | 1): Item[] {
  const [item, other] = [items[at], items[at + by]];
  if (item === undefined || other === undefined) return [...items];
  return items.with(at, other).with(at + by, item);
}

/** The first moment of the day; where the clock leaps over midnight, the first there is. */
const beginning = (day: CalendarDate, timeZone: string): string => day.toDate(timeZone).toISOString();

function startOf({ from, kept }: Place, timeZone: string): string | null {
  if (from === null) return null;
  const was = kept?.startsAt ?? null;
  // the hour of a moment that was set otherwise stays while its day does
  return was !== null && dayOf(was, timeZone).compare(from) === 0 ? was : beginning(from, timeZone);
}

function endOf({ until, kept }: Place, timeZone: string): string | null {
  if (until === null) return null;
  const was = kept?.endsAt ?? null;
  return was !== null && lastDayOf(was, timeZone).compare(until) === 0
    ? was
    : beginning(until.add({ days: 1 }), timeZone);
}

/** What is sent: from the beginning of the first day to the end of the last, on the operator's clock. */
export const itemsOf = (places: readonly Place[], timeZone: string) =>
  places.map((place) => ({
    talentId: place.talent.id,
    startsAt: startOf(place, timeZone),
    endsAt: endOf(place, timeZone),
  }));

/** Is there anything to save? */
export const differs = (places: readonly Place[], kept: readonly FeaturedPlace[], timeZone: string): boolean =>
  JSON.stringify(itemsOf(places, timeZone)) !==
  JSON.stringify(
    itemsOf(
      kept.map((place) => placeOf(place, timeZone)),
      timeZone,
    ),
  );

/** A last day before the first can never be shown. */
export const runsBackward = ({ from, until }: Pick<Place, 'from' | 'until'>): boolean =>
  from !== null && until !== null && until.compare(from) < 0;

/** A year is typed digit by digit: one like 0002 is nobody's meaning. */
const leastYear = 2020;
export const isWindow = (place: Pick<Place, 'from' | 'until'>): boolean =>
  !runsBackward(place) && [place.from, place.until].every((day) => day === null || day.year >= leastYear);
