import { expect, test } from 'vitest';
import { leftOver } from './correction-draft.ts';
import { bookFigures, type Books } from './figures.ts';
import { readPowers } from './powers.ts';

const books: Books = {
  balances: [
    { account: 'received', currency: 'IQD', driver: 'fib', sum: 900, lines: 2 },
    { account: 'received', currency: 'IQD', driver: 'stripe', sum: 100, lines: 1 },
    { account: 'received', currency: 'USD', driver: 'stripe', sum: 7, lines: 1 },
    { account: 'held', currency: 'IQD', driver: null, sum: -600, lines: 2 },
    { account: 'owed', currency: 'IQD', driver: null, sum: 40, lines: 2 },
  ],
  lies: [],
  leftOver: [],
};

test('credits are shown above zero, gateways are added up, currencies never', () => {
  expect(bookFigures(books, 'IQD')).toMatchObject({ received: 1000, held: 600, owed: -40, sales: 0 });
  expect(bookFigures(books, 'USD')).toMatchObject({ received: 7, held: 0 });
  expect(Object.is(bookFigures(books, 'USD').sales, 0)).toBe(true);
});

test('a correction says what is still missing', () => {
  const line = { account: null, driver: '', userId: '' };
  expect(
    leftOver([
      { ...line, side: 'debit', amount: 500 },
      { ...line, side: 'credit', amount: 200 },
    ]),
  ).toBe(300);
  expect(
    leftOver([
      { ...line, side: 'debit', amount: 500 },
      { ...line, side: 'credit', amount: null },
    ]),
  ).toBe(500);
});

test('powers of a kind this page does not know are not shown as others', () => {
  const told = { refund: 'partial', trust: 'hint', notifies: 'unknown', currencies: ['IQD'], windows: { payable: 5 } };
  expect(readPowers(told)).toMatchObject({ refund: 'partial', windows: { payable: 5, refundable: null } });
  expect(readPowers({ ...told, refund: 'by_pigeon' })).toBeNull();
});
