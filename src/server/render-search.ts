/** The page of a search, which only a function has: what is found changes with every question. */
import type { Locale } from '../core/locale.ts';
import type { SearchPage } from '../features/showcase/schema/search-page.ts';
import Detour from '../views/Detour.astro';
import Search from '../views/SearchPage.astro';
import { page } from './page.ts';

type Page = { site: string; locale: Locale };

export const renderSearch = ({ site, ...props }: Page & { search: SearchPage }): Promise<string> =>
  page(site, Search, props);

export const renderNotFound = ({ site, locale }: Page): Promise<string> =>
  page(site, Detour, { locale, kind: 'notFound', path: '/not-found/', switchPath: '/' });

/** When the database does not answer: says so, and leads back to the search that was asked for. */
export const renderUnavailable = ({ site, locale, path }: Page & { path: string }): Promise<string> =>
  page(site, Detour, { locale, kind: 'unavailable', path, switchPath: path });
