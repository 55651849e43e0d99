import { defaultLocale, isLocale, type Locale } from './locale.ts';

/** One cookie out of a `Cookie` header, as it was sent. */
export function cookieValue(header: string | null, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key, ...rest] = pair.split('=');
    if (key?.trim() === name) return rest.join('=').trim();
  }
  return undefined;
}

/** Sorani is asked for as `ckb`, and by many phones as `ku`. */
function spoken(tag: string): string {
  const primary = tag.trim().toLowerCase().split('-')[0] ?? '';
  return primary === 'ku' ? 'ckb' : primary;
}

/** The best of our languages for an Accept-Language header, or null when it wishes for none of them. */
export function preferredLocale(header: string | null): Locale | null {
  const wishes = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';');
      const quality = parameters.map((one) => /^\s*q\s*=\s*([\d.]+)\s*$/i.exec(one)?.[1]).find(Boolean);
      return { locale: spoken(tag), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wishes.map(({ locale }) => locale).find(isLocale) ?? null;
}

/** The reader's language: what was chosen on the site, else what the browser wishes for, else English. */
export function readerLanguage(cookies: string | null, acceptLanguage: string | null): Locale {
  const chosen = cookieValue(cookies, 'locale');
  return isLocale(chosen) ? chosen : (preferredLocale(acceptLanguage) ?? defaultLocale);
}
