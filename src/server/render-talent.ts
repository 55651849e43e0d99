/**
 * The talent page as a function can render it: the same Astro view the build uses, compiled once by build-render.ts.
 * What leaves here is byte for byte what the build would have written.
 */
import type { Locale } from '../core/locale.ts';
import type { PublicTalent } from '../features/discovery/schema.ts';
import Detour from '../views/Detour.astro';
import TalentPage from '../views/TalentPage.astro';
import { page } from './page.ts';
import Unsubscribe from '../views/Unsubscribe.astro';

export const renderTalent = ({
  site,
  ...props
}: {
  site: string;
  locale: Locale;
  talent: PublicTalent;
}): Promise<string> => page(site, TalentPage, props);

export const renderNotFound = ({ site, locale }: { site: string; locale: Locale }): Promise<string> =>
  page(site, Detour, { locale, kind: 'notFound', path: '/not-found/', switchPath: '/' });

/** When the database does not answer: says so, and leads back to the page that was asked for. */
export const renderUnavailable = ({
  site,
  locale,
  path,
}: {
  site: string;
  locale: Locale;
  path: string;
}): Promise<string> => page(site, Detour, { locale, kind: 'unavailable', path, switchPath: path });

/** The page behind the link that stops a kind of mail. */
export const renderUnsubscribe = ({
  site,
  ...props
}: {
  site: string;
  locale: Locale;
  state: 'ask' | 'done' | 'undone' | 'unknown';
  kind: string;
  path: string;
}): Promise<string> => page(site, Unsubscribe, props);
