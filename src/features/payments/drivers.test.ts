import { expect, test } from 'vitest';
import { drivers } from './drivers.ts';

test('no two gateways answer to one name, for payers and operators either', () => {
  expect(new Set(drivers.map(({ name }) => name)).size).toBe(drivers.length);
  expect(new Set(drivers.map(({ title }) => title.toLowerCase())).size).toBe(drivers.length);
});
