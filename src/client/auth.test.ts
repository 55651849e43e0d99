import { expect, test } from 'vitest';
import { safeReturn, signInPath } from './auth.ts';

test.each([
  ['/en/bookings/', '/en/bookings/'],
  ['/ar/bookings/1/?tab=past#end', '/ar/bookings/1/?tab=past#end'],
  [null, '/home/'],
  ['', '/home/'],
  ['https://elsewhere.example/', '/home/'],
  ['//elsewhere.example/', '/home/'],
  ['/\\elsewhere.example/', '/home/'],
  ['/ok\\..\\elsewhere', '/home/'],
  ['/\t/elsewhere.example/', '/home/'],
  ['javascript:alert(1)', '/home/'],
])('after sign-in %j leads to %j', (asked, leads) => {
  expect(safeReturn(asked, '/home/')).toBe(leads);
});

test('the return address survives the way to the sign-in page and back', () => {
  const path = signInPath('ar', '/ar/bookings/1/?a=b&c=د');
  expect(new URL(path, 'https://site.example').searchParams.get('return')).toBe('/ar/bookings/1/?a=b&c=د');
});
