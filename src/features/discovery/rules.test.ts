import { expect, test } from 'vitest';
import { inLivingMemory, readCursor, writeCursor } from './rules.ts';
import { getServiceQuery, listServicesQuery } from './schema.ts';

const id = '018d6d4d-4400-7c00-b489-4a16dc918902';
const cursorOf = (at: string) => readCursor(writeCursor({ at, id, question: 7 }));

test('a cursor comes back as it was given', () =>
  expect(cursorOf('2024-02-29T23:59:59.123456Z')).toEqual({ at: '2024-02-29T23:59:59.123456Z', id, question: 7 }));

test.each([
  '2025-02-29T00:00:00.000000Z',
  '2026-02-30T00:00:00.000000Z',
  '0000-01-01T00:00:00.000000Z',
  '2026-01-01T24:00:00.000000Z',
])('a cursor of a day that no calendar has is none of ours: %s', (at) => expect(cursorOf(at)).toBeNull());

test.each([
  ['0000-01-01T00:00:00Z', false],
  ['1999-12-31T23:59:59Z', false],
  ['2026-11-21T04:00:00+03:00', true],
  ['9999-12-31T23:59:59-14:00', false],
])('free times are asked for in years a calendar knows: %s', (from, taken) => {
  expect(inLivingMemory(from)).toBe(taken);
  expect(getServiceQuery.safeParse({ from }).success).toBe(taken);
});

test.each(['a\u0000', '\u0000', '%', "x' or 1=1 --", 'ZAINAB', ''])('%j is no talent', (talent) =>
  expect(listServicesQuery.safeParse({ talent }).success).toBe(false),
);
