// A stack of one's own: free port, a throw-away home, gone without a trace. Used by the browser tests and the bench.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Stack = { origin: string; home: string; tail: () => string; stop: () => Promise<void> };

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export async function startStack(
  say: (line: string) => void,
  env: NodeJS.ProcessEnv = {},
  within = 600_000,
): Promise<Stack> {
  const root = new URL('../..', import.meta.url).pathname;
  const home = mkdtempSync(join(tmpdir(), 'mawahib-home-'));
  // As root the database runs as another user, who must be able to walk in.
  chmodSync(home, 0o755);
  const port = await freePort();
  // A group of its own, so that a stack which does not stop can be ended with everything it started.
  const child = spawn('npm', ['start', '--silent'], {
    cwd: root,
    detached: true,
    env: { ...process.env, ...env, PORT: String(port), MAWAHIB_HOME: home, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const signal = (name: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, name);
    } catch {
      // Already gone.
    }
  };
  const stop = async () => {
    signal('SIGINT');
    const late = setTimeout(() => signal('SIGKILL'), 20_000);
    await gone;
    clearTimeout(late);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const lost = () => signal('SIGKILL');
  process.once('exit', lost);

  const origin = await new Promise<string>((resolve, reject) => {
    const give = (why: string) => reject(new Error(`${why}\n${words.slice(-4000)}`));
    const late = setTimeout(() => give(`the stack was not ready within ${within / 1000} s`), within);
    const hear = (chunk: Buffer) => {
      words += chunk.toString();
      const ready = /^ready (http:\/\/\S+)/m.exec(words)?.[1];
      if (!ready) return;
      clearTimeout(late);
      resolve(ready.replace(/\/$/, ''));
    };
    let told = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      hear(chunk);
      const lines = words.split('\n');
      for (; told < lines.length - 1; told += 1)
        if (!/^ready /m.test(lines.slice(0, told).join('\n'))) say(lines[told] ?? '');
    });
    child.stderr.on('data', hear);
    child.once('close', (code) => {
      clearTimeout(late);
      give(`the stack ended with ${code} before it was ready`);
    });
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    origin,
    home,
    tail: () => words.slice(-6000),
    stop: async () => {
      process.off('exit', lost);
      await stop();
    },
  };
}
