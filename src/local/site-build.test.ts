import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { siteBuild, sourcesDigest } from './site-build.ts';

let root: string;

/** A project whose build writes what it was told by its source and its environment, and counts itself. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mawahib-build-'));
  mkdirSync(join(root, 'src/local/gateways'), { recursive: true });
  mkdirSync(join(root, 'src/local/browser'), { recursive: true });
  writeFileSync(join(root, 'src/page.txt'), 'first');
  writeFileSync(join(root, 'package.json'), JSON.stringify({ type: 'module', scripts: { build: 'node build.js' } }));
  writeFileSync(
    join(root, 'build.js'),
    `import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
     appendFileSync('count.txt', 'x');
     const text = readFileSync('src/page.txt', 'utf8');
     if (text === 'broken') { console.error('page.txt is broken'); process.exit(3); }
     if (text === 'endless') { console.log('building for ever'); setInterval(() => {}, 1000); }
     else { rmSync('dist', { recursive: true, force: true }); mkdirSync('dist'); writeFileSync('dist/index.html', text + ' at ' + process.env.URL); }`,
  );
});
afterEach(() => rmSync(root, { recursive: true, maxRetries: 5 }));

const open = (name = 'home', url = 'http://localhost:1', log?: (text: string) => void) =>
  siteBuild({ root, home: join(root, name), env: { URL: url }, facts: [url, 'demo 1'], log });
const page = (name = 'home') => readFileSync(join(root, name, 'site/index.html'), 'utf8');
const builds = () => readFileSync(join(root, 'count.txt'), 'utf8').length;

test('builds once, and again only when something it is made of has changed', async () => {
  expect(await open().ensure()).toBe('built');
  expect(page()).toBe('first at http://localhost:1');
  expect(await open().ensure()).toBe('current');
  writeFileSync(join(root, 'src/page.txt'), 'second');
  expect(await open().ensure()).toBe('built');
  expect(page()).toBe('second at http://localhost:1');
  expect(await open('home', 'http://localhost:2').ensure()).toBe('built');
  expect(builds()).toBe(3);
});

test('tests and the stack’s own machinery do not count as sources; what goes into the browser does', () => {
  const before = sourcesDigest(root);
  writeFileSync(join(root, 'src/page.test.ts'), 'x');
  writeFileSync(join(root, 'src/local/gateways/fib.ts'), 'x');
  expect(sourcesDigest(root)).toBe(before);
  writeFileSync(join(root, 'src/local/browser/auth-local.ts'), 'x');
  expect(sourcesDigest(root)).not.toBe(before);
});

test('two state folders of one checkout keep their own pages, and build one after the other', async () => {
  await Promise.all([open('a', 'http://localhost:1').ensure(), open('b', 'http://localhost:2').ensure()]);
  expect([page('a'), page('b')]).toEqual(['first at http://localhost:1', 'first at http://localhost:2']);
  expect(existsSync(join(root, 'node_modules/.cache/mawahib-build.lock'))).toBe(false);
});

test('a lock whose holder is dead is taken over', async () => {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
  writeFileSync(join(root, 'node_modules/.cache/mawahib-build.lock'), '4194304999');
  expect(await open().ensure()).toBe('built');
});

test('the compiled talent page must be of the same sources', async () => {
  mkdirSync(join(root, 'netlify/generated'), { recursive: true });
  await open().ensure();
  expect(await open().ensure()).toBe('current');
  writeFileSync(join(root, 'netlify/generated/.sources'), 'of another time');
  expect(await open().ensure()).toBe('built');
});

test('a build that fails says why and leaves the old pages up', async () => {
  await open().ensure();
  writeFileSync(join(root, 'src/page.txt'), 'broken');
  await expect(open().ensure()).rejects.toThrow(/could not be built[\s\S]*page.txt is broken/);
  expect(page()).toBe('first at http://localhost:1');
  writeFileSync(join(root, 'src/page.txt'), 'mended');
  expect(await open().ensure()).toBe('built');
});

test('a build can be called off', async () => {
  writeFileSync(join(root, 'src/page.txt'), 'endless');
  const site = open('home', 'http://localhost:1', (text) => {
    if (text.includes('for ever')) site.cancel();
  });
  await expect(site.ensure()).rejects.toThrow(/could not be built[\s\S]*building for ever/);
});
