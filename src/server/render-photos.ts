/** The pages of photo requests, which only functions have: asking for photos, and sending them. */
import type { Locale } from '../core/locale.ts';
import type { AskPage, UploadPage } from '../features/photos/schema/pages.ts';
import Detour from '../views/Detour.astro';
import PhotoAsk from '../views/PhotoAsk.astro';
import PhotoUpload from '../views/PhotoUpload.astro';
import { page } from './page.ts';

type Page = { site: string; locale: Locale };

export const renderAsk = ({ site, ...props }: Page & { ask: AskPage }): Promise<string> => page(site, PhotoAsk, props);

/** null: the link is not whole, or what it opened is gone; both look the same. */
export const renderUpload = ({ site, ...props }: Page & { upload: UploadPage | null }): Promise<string> =>
  page(site, PhotoUpload, props);

export const renderNotFound = ({ site, locale }: Page): Promise<string> =>
  page(site, Detour, { locale, kind: 'notFound', path: '/not-found/', switchPath: '/' });
