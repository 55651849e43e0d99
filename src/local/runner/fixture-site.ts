import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { start } from './start.ts';
import type { Runner, StartOptions } from './types.ts';

export type FixtureSite = Runner & {
  root: string;
  lines: string[];
  get: (path: string, init?: RequestInit) => Promise<Response>;
  write: (files: Record<string, string>) => Promise<void>;
};

/** A small site in a folder of its own, for tests of the runner. Redirects are shown, not followed. */
export async function fixtureSite(
  files: Record<string, string>,
  options: Partial<StartOptions> = {},
): Promise<FixtureSite> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'mawahib-fixture-'));
  const write = async (more: Record<string, string>) => {
    for (const [name, text] of Object.entries(more)) {
      await mkdir(path.dirname(path.join(root, name)), { recursive: true });
      await writeFile(path.join(root, name), text);
    }
  };
  const lines: string[] = [];
  try {
    await write(files);
    const runner = await start({
      root,
      stateDir: path.join(root, '.state'),
      log: (line) => lines.push(line),
      ...options,
    });
    return {
      ...runner,
      root,
      lines,
      write,
      get: (at, init) => fetch(runner.origin + at, { redirect: 'manual', ...init }),
      close: async () => {
        await runner.close();
        await rm(root, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(root, { recursive: true, force: true });
    throw error;
  }
}
