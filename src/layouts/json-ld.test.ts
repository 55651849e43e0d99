import { expect, test } from 'vitest';
import { publicTalents } from '../testing/fake-talents.ts';
import { readGraph, type Node } from '../testing/schema-org.ts';
import { collectionGraph, siteGraph, talentGraph, toScript } from './json-ld.ts';

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
const graphOf = (slug: string) => {
  const talent = publicTalents.find((one) => one.slug === slug)!;
  return { talent, script: toScript(talentGraph(talent, words)) };
};
const find = <Type extends Node['@type']>(nodes: readonly Node[], type: Type) =>
  nodes.find((node): node is Extract<Node, { '@type': Type }> => node['@type'] === type)!;

test.each(publicTalents.map((talent) => talent.slug))(
  '%s is a person with a service, prices and a way there',
  (slug) => {
    const { talent, script } = graphOf(slug);
    const nodes = readGraph(script);
    expect(nodes.map((node) => node['@type'])).toEqual(['ProfilePage', 'Person', 'Service', 'BreadcrumbList']);
    const [person, service] = [find(nodes, 'Person'), find(nodes, 'Service')];
    expect(person.name).toBe(talent.displayName);
    expect(service.provider['@id']).toBe(person['@id']);
    // No stars without reviews: search engines call invented ones fraud.
    expect(service.aggregateRating?.reviewCount ?? 0).toBe(talent.rating.count);
  },
);

test('a price is in whole units of its currency, never in cents', () => {
  const offers = (slug: string) => find(readGraph(graphOf(slug).script), 'Service').hasOfferCatalog?.itemListElement;
  expect(offers('yassine-el-idrissi')?.[0]).toMatchObject({ price: 4500.5, priceCurrency: 'MAD' });
  expect(offers('dilan-karim')?.[0]).toMatchObject({ price: 750_000, priceCurrency: 'IQD' });
});

test('what a person wrote cannot leave the script element', () => {
  const { script } = graphOf('closing-tags');
  expect(script).not.toContain('<');
  expect(find(readGraph(script), 'Person').name).toContain('</script>');
});

test('the home page names the site, and how to ask it', () => {
  const nodes = readGraph(
    toScript(siteGraph({ locale: 'ckb', name: 'مەواهیب', description: 'کەسانی بەهرەمەند', absolute: words.absolute })),
  );
  expect(find(nodes, 'WebSite').potentialAction.target.urlTemplate).toBe(
    'https://mawahib.example/ckb/search/?q={search_term_string}',
  );
});

test('a list names its people in order, and how many it leads to', () => {
  const list = (total: number) =>
    toScript(
      collectionGraph({
        locale: 'fr',
        url: '/fr/talents/as/dj/',
        absolute: words.absolute,
        name: 'DJ',
        description: 'DJ en Irak',
        total,
        people: [{ name: '<b>A</b>', url: '/fr/talents/a/' }],
        crumbs: [
          ['Accueil', '/fr/'],
          ['DJ', '/fr/talents/as/dj/'],
        ],
      }),
    );
  expect(find(readGraph(list(40)), 'CollectionPage').mainEntity.itemListElement).toEqual([
    { '@type': 'ListItem', position: 1, name: '<b>A</b>', url: 'https://mawahib.example/fr/talents/a/' },
  ]);
  // more people than there are is no list
  expect(() => readGraph(list(0))).toThrow();
});

test('control: what schema.org does not know is refused', () => {
  const { script } = graphOf('dilan-karim');
  expect(() => readGraph(script.replace('"jobTitle"', '"job"'))).toThrow();
  expect(() => readGraph(script.replace('"@type":"Person"', '"@type":"Human"'))).toThrow();
  expect(() => readGraph(script.replaceAll('#person"}', '#nobody"}'))).toThrow();
});
