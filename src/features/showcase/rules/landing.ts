import { categoryIds, type CategoryId } from '../../discovery/categories.ts';
import { cityIds, type CityId } from '../../discovery/places.ts';

export type Landing = { category: CategoryId | null; city: CityId | null };

/** Where a list of the house stands, behind the language. */
export const landingPath = ({ category, city }: Landing): string =>
  `/talents/${category ? `as/${category}/` : ''}${city ? `in/${city}/` : ''}`;

/** The list that stands at a path behind the language; null where there is none. */
export function landingAt(path: string): Landing | null {
  const [, trade, place] = /^\/talents\/(?:as\/([a-z_-]+)\/)?(?:in\/([a-z_-]+)\/)?$/.exec(path) ?? [null, null];
  if (trade === null) return null;
  const category = categoryIds.find((id) => id === trade) ?? null;
  const city = cityIds.find((id) => id === place) ?? null;
  return (category === null) === (trade === undefined) && (city === null) === (place === undefined)
    ? { category, city }
    : null;
}
