import { expect, test } from 'vitest';
import * as z from 'zod';
import { publicTalents } from '../testing/fake-talents.ts';
import { talentGraph, toScript } from './json-ld.ts';

const words = {
  locale: 'en' as const,
  url: 'https://mawahib.example/en/talents/x/',
  absolute: (url: string) => new URL(url, 'https://mawahib.example').href,
  category: 'Photographer',
  city: 'Sulaymaniyah',
  country: 'IQ',
  serviceName: 'X, Photographer in Sulaymaniyah',
  crumbs: [
    ['Home', 'https://mawahib.example/en/'],
    ['X', 'https://mawahib.example/en/talents/x/'],
  ] as const,
};
const url = z.url();
const shape = z.object({
  '@context': z.literal('https://schema.org'),
  '@graph': z.tuple([
    z.object({
      '@type': z.literal('Person'),
      '@id': url,
      name: z.string().min(1),
      url,
      jobTitle: z.string(),
      knowsLanguage: z.array(z.string()),
    }),
    z.object({
      '@type': z.literal('Service'),
      provider: z.object({ '@id': url }),
      aggregateRating: z
        .object({
          '@type': z.literal('AggregateRating'),
          ratingValue: z.number().min(1).max(5),
          reviewCount: z.int().positive(),
        })
        .optional(),
      hasOfferCatalog: z
        .object({
          '@type': z.literal('OfferCatalog'),
          itemListElement: z
            .array(
              z.object({
                '@type': z.literal('Offer'),
                price: z.number().positive(),
                priceCurrency: z.enum(['IQD', 'MAD', 'USD', 'EUR']),
                url,
                itemOffered: z.object({ '@type': z.literal('Service'), name: z.string().min(1) }),
              }),
            )
            .min(1),
        })
        .optional(),
    }),
    z.object({
      '@type': z.literal('BreadcrumbList'),
      itemListElement: z
        .array(z.object({ '@type': z.literal('ListItem'), position: z.int(), name: z.string(), item: url }))
        .min(2),
    }),
  ]),
});
const graphOf = (slug: string) => {
  const talent = publicTalents.find((one) => one.slug === slug)!;
  return { talent, script: toScript(talentGraph(talent, words)) };
};

test.each(publicTalents.map((talent) => talent.slug))(
  '%s is a person with a service, prices and a way there',
  (slug) => {
    const { talent, script } = graphOf(slug);
    const [person, service] = shape.parse(JSON.parse(script))['@graph'];
    expect(person.name).toBe(talent.displayName);
    expect(service.provider['@id']).toBe(person['@id']);
    // No stars without reviews: search engines call invented ones fraud.
    expect(service.aggregateRating?.reviewCount ?? 0).toBe(talent.rating.count);
  },
);

test('a price is in whole units of its currency, never in cents', () => {
  const offers = (slug: string) =>
    shape.parse(JSON.parse(graphOf(slug).script))['@graph'][1].hasOfferCatalog?.itemListElement;
  expect(offers('yassine-el-idrissi')?.[0]).toMatchObject({ price: 4500.5, priceCurrency: 'MAD' });
  expect(offers('dilan-karim')?.[0]).toMatchObject({ price: 750_000, priceCurrency: 'IQD' });
});

test('what a person wrote cannot leave the script element', () => {
  const { script } = graphOf('closing-tags');
  expect(script).not.toContain('<');
  expect(JSON.parse(script)['@graph'][0].name).toContain('</script>');
});
