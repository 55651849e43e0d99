/** Front page and lists as a function can render them: the views of the build, for when somebody on them has left since. */
import type { Locale } from '../core/locale.ts';
import type { Landing } from '../features/showcase/rules/landing.ts';
import Detour from '../views/Detour.astro';
import HomePage from '../views/HomePage.astro';
import LandingPage from '../views/LandingPage.astro';
import { listsByPath, shelvesOf, type List } from '../views/lists.ts';
import { page } from './page.ts';

type Page = { site: string; locale: Locale };
type Found = { lists: readonly List[]; shelves: Parameters<typeof shelvesOf>[0] };

/** `landing` null: the front page. */
export const renderList = ({
  site,
  locale,
  landing,
  found,
}: Page & { landing: Landing | null; found: Found }): Promise<string> => {
  const list = listsByPath(found.lists);
  return landing === null
    ? page(site, HomePage, { locale, list, chosen: shelvesOf(found.shelves) })
    : page(site, LandingPage, { locale, list: list(landing), total: (of: Landing) => list(of).total });
};

export const renderNotFound = ({ site, locale }: Page): Promise<string> =>
  page(site, Detour, { locale, kind: 'notFound', path: '/not-found/', switchPath: '/' });

/** When neither the database nor the file of the build answers: says so, and leads back to what was asked for. */
export const renderUnavailable = ({ site, locale, path }: Page & { path: string }): Promise<string> =>
  page(site, Detour, { locale, kind: 'unavailable', path, switchPath: path });
