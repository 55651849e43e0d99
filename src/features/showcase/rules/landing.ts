import type { CategoryId } from '../../discovery/categories.ts';
import type { CityId } from '../../discovery/places.ts';

export type Landing = { category: CategoryId | null; city: CityId | null };

/** Where a list of the house stands, behind the language. */
export const landingPath = ({ category, city }: Landing): string =>
  `/talents/${category ? `as/${category}/` : ''}${city ? `in/${city}/` : ''}`;
