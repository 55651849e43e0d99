import { defaultLocale, isLocale, type Locale } from '../core/locale.ts';

/** One cookie of a request, decoded; undefined when it is not there. */
export function cookieOf(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, ...rest] = pair.trim().split('=');
    if (key === name) return rest.join('=');
  }
  return undefined;
}

/** Sorani is asked for as `ckb`, and by many phones as `ku`. */
const spoken = (tag: string): string => {
  const primary = tag.trim().toLowerCase().split('-')[0] ?? '';
  return primary === 'ku' ? 'ckb' : primary;
};

/** The best of our languages for an Accept-Language header, or null when it names none. */
export function preferredLocale(header: string | null): Locale | null {
  const wishes = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { locale: spoken(tag), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wishes.map(({ locale }) => locale).find(isLocale) ?? null;
}

/** The reader's language: what the caller asks for, else what was chosen on the site, else English. */
export function readerLocale(request: Request): Locale {
  const chosen = cookieOf(request, 'locale');
  // an API client that names exactly one of our languages means it; a browser's list yields to the site's own switch
  const header = request.headers.get('accept-language');
  if (isLocale(header)) return header;
  return isLocale(chosen) ? chosen : (preferredLocale(header) ?? defaultLocale);
}
