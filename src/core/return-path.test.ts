import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

test.each(['/en/bookings/', '/ar/bookings/7/?tab=talk#end', '/'])('%s is a way back', (path) => {
  expect(returnPath(path)).toBe(path);
});

test.each([
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  '/\n/evil.example',
  '\\\\evil.example',
  'javascript:alert(1)',
  '/.//evil.example',
  'en/bookings/',
  '',
  null,
  undefined,
  `/${'a'.repeat(2000)}`,
])('%j is not', (value) => {
  expect(returnPath(value)).toBeNull();
});

test('whatever is asked for, a browser that follows the answer stays on the site', () => {
  const sly = fc.string({
    unit: fc.constantFrom('/', '\\', '.', '\t', '\n', '@', ':', '?', '#', 'a', '%2f'),
    maxLength: 12,
  });
  fc.assert(
    fc.property(sly, (value) => {
      const answer = returnPath(`/${value}`);
      return (
        answer === null || new URL(answer, 'https://mawahib.example/en/sign-in/').origin === 'https://mawahib.example'
      );
    }),
  );
});
