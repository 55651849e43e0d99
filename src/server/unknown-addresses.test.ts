import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../netlify/functions/', import.meta.url));
type Plate = { config: { path?: string | string[]; excludedPath?: string[] } };
const pathsOf = ({ config }: Plate) => [config.path ?? []].flat();

/** Imports what only a build makes, so it cannot be loaded before one: its address is read from its text. */
const needsBuild = (file: string) => readFileSync(`${folder}${file}`, 'utf8').includes("} from '../generated/");
const files = globSync('*.ts', { cwd: folder });

test('what needs a build answers no address of the API', () => {
  const built = files.filter(needsBuild);
  expect(built.length).toBeGreaterThan(0);
  const answers = /\bpath:\s*\[?\s*'(\/[^']*)'/;
  const paths = built.map((file) => readFileSync(`${folder}${file}`, 'utf8').match(answers)?.[1]);
  expect(paths.filter((path) => !/^\/(:locale|fresh)\//.test(path ?? ''))).toEqual([]);
});

test('the plate for unknown addresses leaves every known one to its own function', async () => {
  const { unknown, others } = await (async () => {
    const plates = await Promise.all(
      files
        .filter((file) => !needsBuild(file))
        .map(async (file) => [file, (await import(`${folder}${file}`)) as Plate] as const),
    );
    return {
      unknown: plates.find(([file]) => file === 'unknown.ts')?.[1],
      others: plates.filter(([file]) => file !== 'unknown.ts').map(([, plate]) => plate),
    };
  })();
  const excluded = new Set(unknown?.config.excludedPath);
  const known = others.flatMap(pathsOf).filter((path) => path.startsWith('/api/'));
  // the webhooks' room lies inside the payments' one
  const missed = known.filter((path) => !excluded.has(path) && path !== '/api/payments/webhook/*');
  expect(missed).toEqual([]);
  expect([...excluded].filter((path) => !known.includes(path))).toEqual([]);
  // it loads every function there is
}, 60_000);
