import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CannotStart } from './cannot-start.ts';
import { sentence } from './command.ts';
import { lockHome, refuseWhileRunning } from './lock.ts';
import { refuseTakenPort } from './port.ts';
import { readSettings, root } from './settings.ts';
import { steps } from './steps.ts';

test('the port and the state folder come from the environment, with defaults inside the project', () => {
  expect(readSettings({})).toEqual({ port: 8888, home: join(root, '.local') });
  expect(readSettings({ PORT: '9001', MAWAHIB_HOME: '/tmp/elsewhere' })).toEqual({
    port: 9001,
    home: '/tmp/elsewhere',
  });
  for (const PORT of ['eighty', '0', '65536', '-1', '80.5']) expect(() => readSettings({ PORT })).toThrow(CannotStart);
});

test('a taken port is named, with a way out', async () => {
  const holder = createServer();
  await new Promise<void>((ready) => holder.listen(0, '127.0.0.1', ready));
  const address = holder.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(refuseTakenPort(port)).rejects.toThrow(new RegExp(`Port ${port} is taken.*PORT=8899 npm start`));
  await new Promise((done) => holder.close(done));
  await expect(refuseTakenPort(port)).resolves.toBeUndefined();
});

test('a state folder has one stack, and a dead one’s mark is taken over', () => {
  const home = mkdtempSync(join(tmpdir(), 'mawahib-lock-'));
  writeFileSync(join(home, 'stack.json'), JSON.stringify({ pid: 4_194_304_999, origin: 'http://localhost:1' }));
  const unlock = lockHome(home, 'http://localhost:2');
  refuseWhileRunning(home);
  unlock();
  // Process 1 lives, and is no stack of ours where the system tells what it runs.
  writeFileSync(join(home, 'stack.json'), JSON.stringify({ pid: 1, origin: 'http://localhost:1' }));
  if (process.platform === 'linux') expect(() => refuseWhileRunning(home)).not.toThrow();
  rmSync(home, { recursive: true });
});

test.each([
  [new CannotStart('Port 1 is taken.'), /^Port 1 is taken\.$/],
  [Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }), /^The disk is full/],
  [
    Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/root/x' }),
    /^This user may not write to \/root\/x: .*MAWAHIB_HOME/,
  ],
  [
    Object.assign(new Error("Cannot find package 'pg' imported from /x.ts"), { code: 'ERR_MODULE_NOT_FOUND' }),
    /^A package is missing \(pg\): run npm ci/,
  ],
])('what stands in the way is one sentence: %s', (error, expected) => {
  expect(sentence(error)).toMatch(expected);
  expect(sentence(error)).not.toContain('\n');
});

test('a step says what it does, how long it took and what came of it', async () => {
  const lines: string[] = [];
  let time = 0;
  const step = steps({ write: (text) => lines.push(text) }, () => time);
  await step(
    'Postgres',
    () => {
      time += 1_234;
      return Promise.resolve(7);
    },
    (count) => `${count} tables`,
  );
  await expect(step('bridge', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect(lines.join('').split('\n')).toEqual([
    '  … Postgres',
    '  ✓ Postgres                 1.2 s  7 tables',
    '  … bridge',
    '  ✗ bridge                    0 ms',
    '',
  ]);
});
