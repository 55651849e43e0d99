import type {
  AggregateRating,
  BreadcrumbList,
  CollectionPage,
  Graph,
  OfferCatalog,
  Organization,
  Person,
  ProfilePage,
  SearchAction,
  Service,
  Thing,
  WebSite,
  WithActionConstraints,
} from 'schema-dts';
import { majorUnits } from '../core/money.ts';
import { readText, type Locale } from '../core/locale.ts';
import type { PublicTalent } from '../features/discovery/schema.ts';

/** JSON that may stand inside a script element: text a person wrote can close neither it nor open a comment. */
export const toScript = (value: object): string => JSON.stringify(value).replaceAll('<', '\\u003c');

type Crumb = readonly [name: string, url: string];

export const breadcrumbList = (crumbs: readonly Crumb[]): BreadcrumbList => ({
  '@type': 'BreadcrumbList',
  itemListElement: crumbs.map(([name, item], index) => ({ '@type': 'ListItem', position: index + 1, name, item })),
});

export const graph = (...nodes: readonly Thing[]): Graph => ({ '@context': 'https://schema.org', '@graph': nodes });

type Absolute = (url: string) => string;

/** The site itself, whose it is, and how a search engine may ask it something. */
export function siteGraph(words: { locale: Locale; name: string; description: string; absolute: Absolute }): Graph {
  const { locale, name, description, absolute } = words;
  const home = absolute(`/${locale}/`);
  const organization: Organization = {
    '@type': 'Organization',
    '@id': `${absolute('/')}#organization`,
    name,
    url: home,
    logo: absolute('/favicon.svg'),
  };
  const search: WithActionConstraints<SearchAction> = {
    '@type': 'SearchAction',
    target: { '@type': 'EntryPoint', urlTemplate: `${absolute(`/${locale}/search/`)}?q={search_term_string}` },
    'query-input': 'required name=search_term_string',
  };
  const site: WebSite = {
    '@type': 'WebSite',
    '@id': `${home}#website`,
    name,
    description,
    url: home,
    inLanguage: locale,
    publisher: { '@id': `${absolute('/')}#organization` },
    potentialAction: search,
  };
  return graph(site, organization);
}

/** A list of people, of which the page shows the first; `total` is how many it leads to. */
export function collectionGraph(words: {
  locale: Locale;
  url: string;
  absolute: Absolute;
  name: string;
  description: string;
  total: number;
  people: readonly { name: string; url: string }[];
  crumbs: readonly Crumb[];
}): Graph {
  const { locale, absolute, name, description, total, people, crumbs } = words;
  const url = absolute(words.url);
  const page: CollectionPage = {
    '@type': 'CollectionPage',
    '@id': url,
    url,
    name,
    description,
    inLanguage: locale,
    mainEntity: {
      '@type': 'ItemList',
      name,
      numberOfItems: total,
      itemListElement: people.map((person, index) => ({
        '@type': 'ListItem',
        position: index + 1,
        name: person.name,
        url: absolute(person.url),
      })),
    },
  };
  return graph(page, breadcrumbList(crumbs.map(([label, href]) => [label, absolute(href)] as const)));
}

/**
 * A talent for search engines. The rating stands on the service as a whole, because schema.org gives a person none; the
 * priced services are its offers.
 */
export function talentGraph(
  talent: PublicTalent,
  words: {
    locale: Locale;
    url: string;
    absolute: Absolute;
    category: string;
    city: string;
    country: string;
    serviceName: string;
    crumbs: readonly Crumb[];
  },
): Graph {
  const { locale, url, absolute } = words;
  const id = `${url}#person`;
  const text = (written: PublicTalent['headline']) => readText(written, locale)?.text;
  const described = (written: PublicTalent['headline']) => {
    const description = text(written);
    return description === undefined ? {} : { description };
  };
  const page: ProfilePage = {
    '@type': 'ProfilePage',
    '@id': url,
    url,
    inLanguage: locale,
    dateModified: talent.updatedAt,
    mainEntity: { '@id': id },
  };
  const person: Person = {
    '@type': 'Person',
    '@id': id,
    name: talent.displayName,
    url,
    ...described(talent.headline),
    ...(talent.avatar ? { image: absolute(talent.avatar.url) } : {}),
    jobTitle: words.category,
    address: { '@type': 'PostalAddress', addressLocality: words.city, addressCountry: words.country },
    knowsLanguage: talent.languages,
  };
  const rating: AggregateRating | null =
    talent.rating.average === null
      ? null
      : {
          '@type': 'AggregateRating',
          ratingValue: talent.rating.average,
          bestRating: 5,
          worstRating: 1,
          reviewCount: talent.rating.count,
        };
  const offers: OfferCatalog = {
    '@type': 'OfferCatalog',
    itemListElement: talent.services.map((service) => ({
      '@type': 'Offer',
      price: majorUnits(service.price),
      priceCurrency: service.price.currency,
      url: absolute(`/${locale}/book/${service.id}/`),
      itemOffered: { '@type': 'Service', name: text(service.title) ?? '', ...described(service.description) },
    })),
  };
  const service: Service = {
    '@type': 'Service',
    '@id': `${url}#service`,
    name: words.serviceName,
    serviceType: words.category,
    url,
    provider: { '@id': id },
    areaServed: words.city,
    ...(rating ? { aggregateRating: rating } : {}),
    ...(talent.services.length > 0 ? { hasOfferCatalog: offers } : {}),
  };
  return graph(page, person, service, breadcrumbList(words.crumbs));
}
