import * as z from 'zod';

/**
 * The shapes of schema.org that our pages speak, as search engines ask for them: what is required of each type, and no property it does
 * not have. A node of a type that is not here is a mistake until somebody has looked it up.
 */
const url = z.url({ protocol: /^https?$/ });
const text = z.string().trim().min(1);
const ref = z.strictObject({ '@id': url });
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/);

const listItem = z
  .strictObject({
    '@type': z.literal('ListItem'),
    position: z.int().positive(),
    name: text,
    item: url.optional(),
    url: url.optional(),
  })
  .refine(({ item, url: link }) => (item === undefined) !== (link === undefined), 'a list item leads somewhere');
const inSequence = (items: readonly { position: number }[]) => items.every(({ position }, at) => position === at + 1);

const breadcrumbs = z.strictObject({
  '@type': z.literal('BreadcrumbList'),
  itemListElement: z.array(listItem).min(2).refine(inSequence),
});
const itemList = z.strictObject({
  '@type': z.literal('ItemList'),
  name: text,
  numberOfItems: z.int().nonnegative(),
  itemListElement: z.array(listItem).refine(inSequence),
});
const rating = z
  .strictObject({
    '@type': z.literal('AggregateRating'),
    ratingValue: z.number(),
    bestRating: z.number(),
    worstRating: z.number(),
    reviewCount: z.int().positive(),
  })
  .refine(({ ratingValue, bestRating, worstRating }) => worstRating <= ratingValue && ratingValue <= bestRating);
const offer = z.strictObject({
  '@type': z.literal('Offer'),
  price: z.number().positive(),
  priceCurrency: z.enum(['IQD', 'MAD', 'USD', 'EUR']),
  url,
  itemOffered: z.strictObject({ '@type': z.literal('Service'), name: text, description: text.optional() }),
});

const nodes = {
  WebSite: z.strictObject({
    '@type': z.literal('WebSite'),
    '@id': url,
    name: text,
    description: text,
    url,
    inLanguage: language,
    publisher: ref,
    potentialAction: z.strictObject({
      '@type': z.literal('SearchAction'),
      target: z.strictObject({
        '@type': z.literal('EntryPoint'),
        urlTemplate: z.string().regex(/^https?:\/\/[^{}]+\?q=\{search_term_string\}$/),
      }),
      'query-input': z.literal('required name=search_term_string'),
    }),
  }),
  Organization: z.strictObject({ '@type': z.literal('Organization'), '@id': url, name: text, url, logo: url }),
  CollectionPage: z
    .strictObject({
      '@type': z.literal('CollectionPage'),
      '@id': url,
      url,
      name: text,
      description: text,
      inLanguage: language,
      mainEntity: itemList,
    })
    .refine(({ mainEntity }) => mainEntity.itemListElement.length <= mainEntity.numberOfItems),
  BreadcrumbList: breadcrumbs,
  ProfilePage: z.strictObject({
    '@type': z.literal('ProfilePage'),
    '@id': url,
    url,
    inLanguage: language,
    dateModified: z.iso.datetime(),
    mainEntity: ref,
  }),
  Person: z.strictObject({
    '@type': z.literal('Person'),
    '@id': url,
    name: text,
    url,
    description: text.optional(),
    image: url.optional(),
    jobTitle: text,
    address: z.strictObject({
      '@type': z.literal('PostalAddress'),
      addressLocality: text,
      addressCountry: z.string().regex(/^[A-Z]{2}$/),
    }),
    knowsLanguage: z.array(language),
  }),
  Service: z.strictObject({
    '@type': z.literal('Service'),
    '@id': url,
    name: text,
    serviceType: text,
    url,
    provider: ref,
    areaServed: text,
    aggregateRating: rating.optional(),
    hasOfferCatalog: z
      .strictObject({ '@type': z.literal('OfferCatalog'), itemListElement: z.array(offer).min(1) })
      .optional(),
  }),
} as const;

export type Node = { [Type in keyof typeof nodes]: z.infer<(typeof nodes)[Type]> }[keyof typeof nodes];

const graph = z.strictObject({
  '@context': z.literal('https://schema.org'),
  '@graph': z.array(z.looseObject({ '@type': z.enum(Object.keys(nodes) as (keyof typeof nodes)[]) })).min(1),
});

/** The nodes of a page's data, each in its shape; throws on anything a search engine would not take. References lead to nodes of the page. */
export function readGraph(json: string): Node[] {
  const read = graph.parse(JSON.parse(json))['@graph'].map((node): Node => nodes[node['@type']].parse(node));
  const known = new Set(read.flatMap((node) => ('@id' in node ? [node['@id']] : [])));
  for (const [, id] of json.matchAll(/\{"@id":"([^"]+)"\}/g))
    if (!known.has(id ?? '')) throw new Error(`a reference leads to no node of the page: ${id}`);
  return read;
}

/** Every graph of a page, in the order they stand there. */
export const graphsOf = (html: string): Node[][] =>
  [...html.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g)].map(([, json]) =>
    readGraph(json ?? ''),
  );
