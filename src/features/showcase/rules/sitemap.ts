import { defaultLocale, locales } from '../../../core/locale.ts';

/** Addresses are ours and ASCII, but what stands in XML is escaped all the same. */
const text = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const head = '<?xml version="1.0" encoding="UTF-8"?>';
const space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

/** The files a search engine reads: the pages of the build, and the talents piece by piece. */
export const sitemapIndex = (files: readonly string[]): string =>
  `${head}<sitemapindex ${space}>${files.map((file) => `<sitemap><loc>${text(file)}</loc></sitemap>`).join('')}</sitemapindex>`;

/** Each page in each language, naming all the others and itself. */
export function sitemapOfTalents(site: string, talents: readonly { slug: string; updatedAt: Date }[]): string {
  const urls = talents.flatMap(({ slug, updatedAt }) => {
    const at = (locale: string) => text(`${site}/${locale}/talents/${slug}/`);
    const alternates = [
      ...locales.map((locale) => [locale, at(locale)] as const),
      ['x-default', at(defaultLocale)] as const,
    ]
      .map(([tag, href]) => `<xhtml:link rel="alternate" hreflang="${tag}" href="${href}"/>`)
      .join('');
    return locales.map(
      (locale) => `<url><loc>${at(locale)}</loc><lastmod>${updatedAt.toISOString()}</lastmod>${alternates}</url>`,
    );
  });
  return `${head}<urlset ${space} xmlns:xhtml="http://www.w3.org/1999/xhtml">${urls.join('')}</urlset>`;
}
