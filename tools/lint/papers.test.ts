import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { drivers } from '../../src/features/payments/drivers.ts';
import { page, withFacts } from './gateway-facts.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>;
const packages = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
  Object.keys(manifest[kind] ?? {}),
);

test('every package has its reason, and every reason a package', () => {
  const rows = [...read('docs/adr/0002-dependencies.md').matchAll(/^\| (?!Package|---)([^|]+) \|/gm)];
  expect(rows.flatMap((row) => (row[1] ?? '').split(', ').map((name) => name.trim())).sort()).toEqual(packages.sort());
});

test.each(globSync('docs/adr/*.md'))('%s says what keeps it', (path) => {
  for (const part of ['**Context.**', '**Decision.**', '**Kept by**']) expect(read(path)).toContain(part);
});

test.each(['README.md', ...globSync('docs/**/*.md')])('the links of %s lead somewhere', (path) => {
  const links = [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map((m) =>
    join(dirname(path), m[1] ?? ''),
  );
  expect(links.filter((to) => !existsSync(to))).toEqual([]);
});

test('every setting the code knows is in .env.example, and the other way round', () => {
  const known = new Set<string>();
  for (const path of [
    'src/env.ts',
    ...globSync('src/features/payments/providers/*.ts').filter((p) => !p.endsWith('.test.ts')),
    'src/wiring.ts',
  ])
    if (existsSync(path))
      for (const name of read(path).matchAll(/\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)['"]?: (?:z\.|optional)/g))
        known.add(name[1] ?? '');
  const example = read('.env.example');
  // Netlify's own, the local stack's own, and what the hosted site never needs to set.
  const unset = new Set([
    'URL',
    'CONTEXT',
    'SITE_ID',
    'PURGE_API_URL',
    'NETLIFY_PURGE_API_TOKEN',
    'MAWAHIB_CLOCK_OFFSET_MS',
    'GATEWAY_PATIENCE_MS',
    'WEBHOOKS_INSIDE',
  ]);
  expect([...known].filter((name) => !unset.has(name) && !new RegExp(`^#? ?${name}=`, 'm').test(example))).toEqual([]);
  const deploy = read('docs/deploy.md');
  const named = [...example.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map((m) => m[1] ?? '');
  expect(named.filter((name) => !deploy.includes(`\`${name}\``))).toEqual([]);
});

test('what drivers declare is what the operator reads, word for word', () => {
  expect(read(page)).toBe(withFacts(read(page)));
  const said = read(page);
  for (const { name, keys, toConfirm } of drivers) {
    expect(said.split(`<!-- facts of ${name} -->`), name).toHaveLength(2);
    expect(keys.filter((key) => !said.includes(`\`${key.name}\``))).toEqual([]);
    expect(toConfirm.length, `${name} names what to ask`).toBeGreaterThan(0);
  }
});
