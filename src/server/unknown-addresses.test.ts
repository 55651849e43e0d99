import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../netlify/functions/', import.meta.url));
type Plate = { config: { path?: string | string[]; excludedPath?: string[] } };
const pathsOf = ({ config }: Plate) => [config.path ?? []].flat();

test('the plate for unknown addresses leaves every known one to its own function', async () => {
  const { unknown, others } = await (async () => {
    const plates = await Promise.all(
      // the talent page answers no API address, and imports what only a build makes
      globSync('*.ts', { cwd: folder, exclude: ['talent-page.ts'] }).map(
        async (file) => [file, (await import(`${folder}${file}`)) as Plate] as const,
      ),
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
});
