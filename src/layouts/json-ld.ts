import { majorUnits } from '../core/money.ts';
import { readText, type Locale } from '../core/locale.ts';
import type { PublicTalent } from '../features/discovery/schema.ts';

/** JSON that may stand inside a script element: text a person wrote can close neither it nor open a comment. */
export const toScript = (value: object): string => JSON.stringify(value).replaceAll('<', '\\u003c');

type Crumb = readonly [name: string, url: string];

export const breadcrumbList = (crumbs: readonly Crumb[]) => ({
  '@type': 'BreadcrumbList',
  itemListElement: crumbs.map(([name, item], index) => ({ '@type': 'ListItem', position: index + 1, name, item })),
});

export const graph = (...nodes: readonly object[]) => ({ '@context': 'https://schema.org', '@graph': nodes });

/**
 * A talent for search engines. The rating stands on the service as a whole, because schema.org gives a person none; the
 * priced services are its offers.
 */
export function talentGraph(
  talent: PublicTalent,
  words: {
    locale: Locale;
    url: string;
    absolute: (url: string) => string;
    category: string;
    city: string;
    country: string;
    serviceName: string;
    crumbs: readonly Crumb[];
  },
): object {
  const { locale, url, absolute } = words;
  const person = `${url}#person`;
  const text = (written: PublicTalent['headline']) => readText(written, locale)?.text;
  const address = { '@type': 'PostalAddress', addressLocality: words.city, addressCountry: words.country };
  return graph(
    {
      '@type': 'Person',
      '@id': person,
      name: talent.displayName,
      url,
      description: text(talent.headline),
      image: talent.avatar ? absolute(talent.avatar.url) : undefined,
      jobTitle: words.category,
      address,
      knowsLanguage: talent.languages,
    },
    {
      '@type': 'Service',
      '@id': `${url}#service`,
      name: words.serviceName,
      serviceType: words.category,
      url,
      provider: { '@id': person },
      areaServed: words.city,
      ...(talent.rating.average === null
        ? {}
        : {
            aggregateRating: {
              '@type': 'AggregateRating',
              ratingValue: talent.rating.average,
              bestRating: 5,
              worstRating: 1,
              reviewCount: talent.rating.count,
            },
          }),
      ...(talent.services.length === 0
        ? {}
        : {
            hasOfferCatalog: {
              '@type': 'OfferCatalog',
              itemListElement: talent.services.map((service) => ({
                '@type': 'Offer',
                price: majorUnits(service.price),
                priceCurrency: service.price.currency,
                url: absolute(`/${locale}/book/${service.id}/`),
                itemOffered: { '@type': 'Service', name: text(service.title), description: text(service.description) },
              })),
            },
          }),
    },
    breadcrumbList(words.crumbs),
  );
}
