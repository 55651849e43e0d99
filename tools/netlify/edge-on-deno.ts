// Fires the same requests at the edge functions twice: in Node, as the tests run them, and in Deno with Netlify's own
// bootstrap, as they run when deployed. Whatever a visitor could notice must be the same.
//   node tools/netlify/edge-on-deno.ts FOLDER-OF-A-BUILT-SITE
import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getStore } from '@netlify/blobs';
import { openClerk } from '../../src/local/clerk.ts';
import { start } from '../../src/local/runner/start.ts';
import { openSecrets } from '../../src/local/secrets.ts';

type Seen = { status: number; headers: Record<string, string | string[] | null>; body: string };
type Case = {
  name: string;
  path: string;
  headers?: Record<string, string>;
  expect: { status: number; location?: RegExp };
};

const root = process.argv[2];
if (!root) throw new Error('which site?');
const [gone, changed, untouched] = globSync('dist/en/talents/*/index.html', { cwd: root })
  .map((path) => path.replaceAll('\\', '/').split('/').at(-2) ?? '')
  .filter((slug) => !['in', 'as'].includes(slug) && !/^\d+$/.test(slug));

const home = mkdtempSync(join(tmpdir(), 'mawahib-edge-'));
const clerk = openClerk(home, 'http://localhost:8888', openSecrets(home));
const session = async () => {
  const one = clerk.openSession('user_somebody');
  return `__session=${await clerk.token(one)}; __client_uat=${one.startedAt}`;
};
const expired = async () => {
  const one = clerk.openSession('user_somebody');
  return `__session=${await clerk.token(one, { seconds: -3600 })}; __client_uat=${one.startedAt}`;
};

const cases: Case[] = [
  {
    name: 'the root, for a reader of Arabic',
    path: '/',
    headers: { 'accept-language': 'ar-IQ,ar;q=0.9,en;q=0.5' },
    expect: { status: 302, location: /\/ar\/$/ },
  },
  {
    name: 'the root, for a reader of Sorani',
    path: '/',
    headers: { 'accept-language': 'ckb' },
    expect: { status: 302, location: /\/ckb\/$/ },
  },
  { name: 'the root, for nobody in particular', path: '/', expect: { status: 302, location: /\/en\/$/ } },
  {
    name: 'the root, with a choice made before',
    path: '/',
    headers: { 'accept-language': 'ar', cookie: 'locale=fr' },
    expect: { status: 302, location: /\/fr\/$/ },
  },
  {
    name: 'the root, with a choice nobody offers',
    path: '/',
    headers: { cookie: 'locale=xx' },
    expect: { status: 302, location: /\/en\/$/ },
  },
  {
    name: 'prices, without a language',
    path: '/pricing',
    headers: { 'accept-language': 'fr' },
    expect: { status: 302, location: /\/fr\/pricing\/?$/ },
  },
  {
    name: 'a dashboard, signed out',
    path: '/en/dashboard/',
    expect: { status: 303, location: /\/en\/sign-in\/\?.*dashboard/ },
  },
  {
    name: 'a dashboard, signed out, in Arabic',
    path: '/ar/dashboard/',
    expect: { status: 303, location: /\/ar\/sign-in\/\?/ },
  },
  {
    name: 'a booking, signed out',
    path: '/en/bookings/0190d3a0-0000-7000-8000-000000000013/',
    expect: { status: 303, location: /sign-in/ },
  },
  {
    name: 'a dashboard, signed in',
    path: '/en/dashboard/',
    headers: { cookie: await session() },
    expect: { status: 200 },
  },
  {
    name: 'a dashboard, with a session of an hour ago',
    path: '/en/dashboard/',
    headers: { cookie: await expired() },
    expect: { status: 200 },
  },
  { name: 'the home page', path: '/en/', expect: { status: 200 } },
  { name: 'the list', path: '/ar/talents/', expect: { status: 200 } },
  { name: 'a talent nobody knows', path: '/en/talents/nobody-of-this-name/', expect: { status: 404 } },
];

if (gone && changed && untouched)
  cases.push(
    { name: 'a talent whose page was taken down', path: `/ar/talents/${gone}/`, expect: { status: 410 } },
    { name: 'the same without its slash', path: `/en/talents/${gone}`, expect: { status: 410 } },
    {
      name: 'a talent whose page was edited since the build',
      path: `/en/talents/${changed}/`,
      expect: { status: 200 },
    },
    { name: 'a talent as built', path: `/ckb/talents/${untouched}/`, expect: { status: 200 } },
  );
else throw new Error(`no talent pages in ${root}`);

const watched = [
  'location',
  'cache-control',
  'content-security-policy',
  'x-frame-options',
  'x-content-type-options',
  'referrer-policy',
  'vary',
  'content-type',
  'permissions-policy',
];

/** Two writers of cookies may order the attributes as they like. */
const cookieParts = (cookie: string) =>
  cookie
    .split(/;\s*/)
    .filter((part) => !/^expires=/i.test(part))
    .map((part, at) => (at ? part.toLowerCase() : part))
    .sort()
    .join('; ');

/** What differs, and nothing else. */
function difference(node: Seen | undefined, deno: Seen | undefined): string | null {
  const flat = (seen: Seen | undefined) =>
    ({ status: seen?.status, body: seen?.body, ...seen?.headers }) as Record<string, unknown>;
  const [a, b] = [flat(node), flat(deno)];
  const apart = Object.keys(a).filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
  return apart.length
    ? apart.map((key) => `${key}: Node ${JSON.stringify(a[key])}, Deno ${JSON.stringify(b[key])}`).join('; ')
    : null;
}

async function play(root: string, edgeDeno: boolean): Promise<Map<string, Seen>> {
  const stateDir = mkdtempSync(join(tmpdir(), 'mawahib-edge-'));
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...clerk.env }).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && /^(DATABASE_|CLERK_|PUBLIC_|URL$|CONTEXT$)/.test(entry[0]),
    ),
  );
  const runner = await start({
    root,
    port: 0,
    publish: join(root, 'dist'),
    env: { ...env, CONTEXT: 'dev' },
    edgeDeno,
    stateDir,
    log: () => undefined,
  });
  const seen = new Map<string, Seen>();
  try {
    // Later than any build, so that no job takes the marker for an old one.
    const at = new Date(Date.now() + 60_000).toISOString();
    const store = getStore({ name: 'talent-pages', consistency: 'strong' });
    await store.setJSON(gone ?? '', { state: 'unpublished', at });
    await store.setJSON(changed ?? '', { state: 'changed', at });
    for (const { name, path, headers = {} } of cases) {
      const response = await fetch(new URL(path, runner.origin), { headers, redirect: 'manual' });
      const body = Buffer.from(await response.arrayBuffer());
      seen.set(name, {
        status: response.status,
        headers: {
          ...Object.fromEntries(
            watched.map((header) => [header, response.headers.get(header)?.replaceAll(runner.origin, '') ?? null]),
          ),
          'set-cookie': response.headers.getSetCookie().map(cookieParts),
        },
        body: createHash('sha256').update(body.toString().replaceAll(runner.origin, '')).digest('hex').slice(0, 12),
      });
    }
  } finally {
    await runner.close();
    rmSync(stateDir, { recursive: true, force: true });
  }
  return seen;
}

const [onNode, onDeno] = [await play(root, false), await play(root, true)];
rmSync(home, { recursive: true, force: true });
let wrong = 0;
for (const { name, expect } of cases) {
  const [node, deno] = [onNode.get(name), onDeno.get(name)];
  const faults: string[] = [];
  if (deno?.status !== expect.status) faults.push(`answers ${deno?.status}, not ${expect.status}`);
  if (expect.location && !expect.location.test(String(deno?.headers.location)))
    faults.push(`leads to ${String(deno?.headers.location)}`);
  const apart = difference(node, deno);
  if (apart) faults.push(`differs: ${apart}`);
  wrong += faults.length ? 1 : 0;
  console.log(`${faults.length ? '✗' : '✓'} ${name}${faults.length ? `: ${faults.join('; ')}` : ''}`);
}
console.log(
  `${cases.length - wrong} of ${cases.length} edge cases are the same on Deno and on Node, and as they should be`,
);
process.exitCode = wrong ? 1 : 0;
