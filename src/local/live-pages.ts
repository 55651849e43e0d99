import { spawn } from 'node:child_process';
import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { CannotStart } from './cannot-start.ts';
import { freePort } from './postgres/free-port.ts';

/** `astro dev` behind the runner, on a port of its own. */
export async function astroDev(
  root: string,
  env: Record<string, string>,
  say: (line: string) => void,
): Promise<{ upstream: string; close: () => Promise<void> }> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules/astro/bin/astro.mjs'), 'dev', '--port', String(port), '--host', '127.0.0.1'],
    {
      cwd: root,
      env: { ...process.env, ...env, ASTRO_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    },
  );
  const ended = new Promise<number | null>((done) => child.once('close', done));
  let words = '';
  const ready = new Promise<void>((isReady, failed) => {
    const hear = (chunk: Buffer) => {
      words += chunk.toString();
      for (const line of chunk.toString().split('\n')) if (line.trim()) say(`  ${line.trimEnd()}`);
      if (/watching for file changes|ready in/i.test(words)) isReady();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', failed);
    void ended.then((code) =>
      failed(new CannotStart(`Astro's development server ended with ${code}: ${words.slice(-800)}`)),
    );
  });
  const close = async () => {
    if (child.exitCode !== null || child.pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGTERM');
    } catch {
      // It has ended by itself in the meantime.
    }
    await ended;
  };
  await ready.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { upstream: `http://127.0.0.1:${port}`, close };
}

/** Reads the functions anew when a file they may be made of has changed; Vite sees to the pages. */
export function watchFunctions(
  root: string,
  reload: () => Promise<void>,
  say: (line: string) => void,
): { close: () => void } {
  let soon: NodeJS.Timeout | undefined;
  const changed = (_: string, name: string | null) => {
    if (
      name === null ||
      /\.test\.tsx?$|^(pages|islands|styles|components|layouts)[\\/]/.test(name) ||
      !/\.(ts|json)$/.test(name)
    )
      return;
    clearTimeout(soon);
    soon = setTimeout(() => {
      reload().then(
        () => say(`  functions read anew (${name})`),
        (error: unknown) => say(`  ${name}: ${error instanceof Error ? error.message : String(error)}`),
      );
    }, 150);
  };
  const watchers: FSWatcher[] = ['src', 'netlify'].map((folder) =>
    watch(join(root, folder), { recursive: true }, changed),
  );
  return {
    close: () => {
      clearTimeout(soon);
      for (const watcher of watchers) watcher.close();
    },
  };
}
