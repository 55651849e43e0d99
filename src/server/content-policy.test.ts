import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { publicContentPolicy } from '../core/page-headers.ts';
import { accountRooms, clerkHost, contentPolicies } from './content-policy.ts';

/** `_headers` read back: path → policy. */
const read = (file: string) =>
  new Map(
    [...file.matchAll(/^(\/\S*)\n {2}Content-Security-Policy: (.+)$/gm)].map(([, path, policy]) => [path, policy]),
  );
const starter = '(self.Astro||(self.Astro={})).load=1';
const locales = ['en', 'ar', 'ckb', 'fr'];
const pages = [
  { path: '/en/', html: '<html><script type="application/ld+json">{"a":"<"}</script></html>' },
  { path: '/en/talents/somebody/', html: '<p title="<script>alert(1)</script>">hello</p>' },
  { path: '/en/dashboard/', html: `<script>${starter}</script><script type="module" src="/_astro/x.js"></script>` },
];

test('public pages run nothing, whatever somebody wrote into their profile', async () => {
  const policies = read(await contentPolicies(pages, { locales }));
  expect(policies.get('/en/talents/*')).toBe(publicContentPolicy);
  expect(policies.get('/en/')).toBe(publicContentPolicy);
  expect(publicContentPolicy).not.toContain('script-src');
  expect(publicContentPolicy).toContain("default-src 'none'");
});

test('account pages run our files and the starters named by their hash, nothing inline besides', async () => {
  const policy = read(await contentPolicies(pages, { locales })).get('/en/dashboard/*') ?? '';
  const hash = createHash('sha256').update(starter).digest('base64');
  expect(/script-src ([^;]+)/.exec(policy)?.[1]).toBe(`'self' 'sha256-${hash}'`);
});

test('no address is under two policies: the host would join them', async () => {
  const paths = [...read(await contentPolicies(pages, { locales })).keys()];
  expect(new Set(paths).size).toBe(paths.length);
  const rooms = paths.filter((path) => path?.endsWith('/*')).map((path) => path?.slice(0, -1) ?? '');
  for (const room of rooms) expect(rooms.filter((other) => other.startsWith(room))).toEqual([room]);
  expect(paths).not.toContain('/*');
});

test('every account room has its policy in every language, with the addresses the shells stand in for', async () => {
  const policies = read(await contentPolicies([], { locales }));
  for (const locale of locales)
    for (const room of accountRooms) expect(policies.has(`/${locale}/${room}/*`)).toBe(true);
});

test('every page behind the sign-in, and every address that stands for one, has the policy its islands need', () => {
  const root = new URL('../../', import.meta.url);
  const shells = globSync('src/pages/[[]locale]/**/*.astro', { cwd: root.pathname }).filter((file) =>
    readFileSync(new URL(file, root), 'utf8').includes('layouts/account-page.astro'),
  );
  const rewritten = [
    ...readFileSync(new URL('netlify.toml', root), 'utf8').matchAll(
      /from = "\/:locale\/([a-z-]+)\/[^"]*"\n\s*to = [^\n]+\n\s*status = 200/g,
    ),
  ].map(([, room]) => room);
  expect(shells.length).toBeGreaterThan(10);
  expect(rewritten).toContain('documents');
  const rooms: readonly string[] = accountRooms;
  expect(
    [...shells.map((file) => basename(file.split('/')[3] ?? '', '.astro')), ...rewritten].filter(
      (room) => !rooms.includes(room ?? ''),
    ),
  ).toEqual([]);
});

test('Clerk is allowed where its key says it lives, and only with a key', async () => {
  const clerkKey = `pk_test_${Buffer.from('calm.owl-7.clerk.accounts.dev$').toString('base64')}`;
  expect(clerkHost(clerkKey)).toBe('https://calm.owl-7.clerk.accounts.dev');
  expect(clerkHost('pk_live_' + Buffer.from('evil.example; script-src *$').toString('base64'))).toBeNull();
  const policies = read(await contentPolicies(pages, { locales, clerkKey }));
  expect(policies.get('/fr/bookings/*')).toContain('https://calm.owl-7.clerk.accounts.dev');
  expect(read(await contentPolicies(pages, { locales })).get('/fr/bookings/*')).not.toMatch(/https:\/\//);
});

test('files go straight to the bucket where there is one, and nowhere else', async () => {
  const policyWith = async (bucket?: string) =>
    read(await contentPolicies(pages, { locales, bucket })).get('/en/bookings/*') ?? '';
  expect(await policyWith('https://store.example/files')).toMatch(/connect-src 'self' https:\/\/store\.example;/);
  expect(await policyWith()).toMatch(/connect-src 'self';/);
  expect(await policyWith()).toContain("media-src 'self' blob:");
});
