import { isLocale, type Locale } from '../core/locale.ts';
import { readerLanguage } from '../core/reader-language.ts';

/**
 * The reader's language. An API client that names exactly one of our languages means it (the site's own client does);
 * a browser's list yields to what was chosen on the site.
 */
export function readerLocale(request: Request): Locale {
  const wish = request.headers.get('accept-language');
  return isLocale(wish) ? wish : readerLanguage(request.headers.get('cookie'), wish);
}
