import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { securityHeaders } from './page-headers.ts';

test('files and functions answer with the same security headers', () => {
  const toml = readFileSync(new URL('../../netlify.toml', import.meta.url), 'utf8');
  const [, block = ''] = /for = "\/\*"\n\s*\[headers\.values\]\n([\s\S]*?)\n\n/.exec(toml) ?? [];
  const values = [...block.matchAll(/^\s*([\w-]+) = "(.*)"$/gm)].map(([, name = '', value]) => [
    name.toLowerCase(),
    value,
  ]);
  expect(Object.fromEntries(values)).toEqual(securityHeaders);
});
