import type { Catalog } from '../../i18n/translate.ts';

/** The few names an island needs of a large catalogue: `labelsOf(publicMessages.ar, ['city.'])`. */
export const labelsOf = (catalog: Catalog, prefixes: readonly string[]): Catalog =>
  Object.fromEntries(Object.entries(catalog).filter(([key]) => prefixes.some((prefix) => key.startsWith(prefix))));
