import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from './postgres/free-port.ts';
import { root } from './settings.ts';

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'mawahib-start-'));
  // As root the database runs as another user, who must be able to walk in.
  chmodSync(home, 0o755);
});
afterAll(() => rmSync(home, { recursive: true }));

type Ended = { code: number | null; out: string; err: string };

/** `npm start` without npm: the command itself, as a process of its own. */
function run(
  script: string,
  env: Record<string, string>,
  hear?: (out: string, kill: (signal: NodeJS.Signals) => void) => void,
) {
  return new Promise<Ended>((done, failed) => {
    const child = spawn(process.execPath, [join(root, 'src/local', script)], {
      env: { ...process.env, MAWAHIB_HOME: home, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = { code: null as number | null, out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      ended.out += chunk.toString();
      hear?.(ended.out, (signal) => child.kill(signal));
    });
    child.stderr.on('data', (chunk: Buffer) => (ended.err += chunk.toString()));
    child.once('error', failed);
    child.once('close', (code) => done({ ...ended, code }));
  });
}

test('a taken port is one sentence and an exit that is not zero', async () => {
  const holder = createServer();
  await new Promise<void>((ready) => holder.listen(0, '127.0.0.1', ready));
  const { port } = holder.address() as AddressInfo;
  const { code, err } = await run('start.ts', { PORT: String(port) });
  holder.close();
  expect(code).toBe(1);
  expect(err.trim()).toBe(
    `Port ${port} is taken by another program: stop it, or choose another, as in PORT=8899 npm start.`,
  );
  expect(existsSync(join(home, 'stack.json'))).toBe(false);
});

test('stopped while it starts, it leaves nothing running, and reset leaves nothing behind', async () => {
  const started = await run('start.ts', { PORT: String(await freePort()) }, (out, kill) => {
    // Maybe more than once, as from a terminal and from npm: one wish.
    if (out.includes('✓ Postgres') && !out.includes('✓ tables')) kill('SIGINT');
  });
  expect(started.out).toContain('stopped');
  expect(started.code).toBe(0);
  expect(existsSync(join(home, 'postgres/data/postmaster.pid'))).toBe(false);
  expect(existsSync(join(home, 'stack.json'))).toBe(false);

  expect(await run('reset.ts', {})).toMatchObject({ code: 0, err: '' });
  expect(readdirSync(home)).toEqual([]);
});
