import { expect, test } from 'vitest';
import { publicTalents } from '../testing/fake-talents.ts';
import { cardOf, each, featured, inOrder } from './talent-list.ts';

const [dilan] = publicTalents;
const cards = publicTalents.map(cardOf);
const rated = (slug: string, average: number | null, count: number) => ({
  ...cards[0]!,
  slug,
  rating: { average, count },
});

test('a card names the lowest price, in the currency named first', () => {
  expect(cardOf(dilan!).priceFrom).toEqual({ amount: 90_000, currency: 'IQD' });
  const mixed = {
    ...dilan!,
    services: [...dilan!.services, { ...dilan!.services[0]!, price: { amount: 1, currency: 'MAD' as const } }],
  };
  expect(cardOf(mixed).priceFrom).toEqual({ amount: 90_000, currency: 'IQD' });
  expect(cardOf({ ...dilan!, services: [] }).priceFrom).toBeNull();
});

test('many good reviews outweigh one perfect one, and nobody’s place is chance', () => {
  const list = [rated('none', null, 0), rated('one-five', 5, 1), rated('many', 4.8, 40), rated('bad', 2, 10)];
  expect(inOrder(list).map((card) => card.slug)).toEqual(['many', 'one-five', 'none', 'bad']);
  expect(inOrder(list.toReversed())).toEqual(inOrder(list));
});

test('the front page shows different trades first, and people one can see', () => {
  const shown = featured(cards, 5);
  expect(new Set(shown.map((card) => card.category)).size).toBe(5);
  expect(shown.every((card) => card.avatar !== null)).toBe(true);
});

test('nobody stands on two shelves', () => {
  const seen = new Set<string>();
  const [first, second] = [each(cards, seen, 2), each(cards, seen, 99)];
  expect(first).toHaveLength(2);
  expect(new Set([...first, ...second].map(({ slug }) => slug)).size).toBe(cards.length);
  expect(each(cards, seen, 3)).toEqual([]);
});
