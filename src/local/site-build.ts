import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import * as z from 'zod';
import { CannotStart } from './cannot-start.ts';
import { kept, readIfThere } from './keep.ts';

/**
 * The static site of one stack. Astro builds into the checkout's `dist/`; the stack serves a copy under its own state
 * folder, so that two stacks of one checkout, each with its own address and data, do not pull pages from under each
 * other. While one of them builds, the other waits.
 */
export type SiteBuild = {
  /** what is served */
  publish: string;
  /** builds when sources, address or demo data are not those of the last build */
  ensure(): Promise<'built' | 'current'>;
  /** builds again, from the data of now */
  build(): Promise<void>;
  /** ends a build that is under way */
  cancel(): void;
};

export type SiteBuildOptions = {
  root: string;
  home: string;
  env: Record<string, string>;
  /** what the pages depend on besides the sources: the address, the demo data */
  facts: readonly string[];
  /** where the lines of the build go */
  log?: (text: string) => void;
};

const stampSchema = z.object({ sources: z.string(), facts: z.string() });

export function siteBuild({ root, home, env, facts, log = () => undefined }: SiteBuildOptions): SiteBuild {
  const publish = join(home, 'site');
  const stamp = kept(join(home, 'site.json'));
  const generated = join(root, 'netlify/generated');
  const generatedStamp = join(generated, '.sources');
  const factsDigest = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  let child: ReturnType<typeof spawn> | undefined;

  const current = (sources: string): boolean => {
    const known = stampSchema.safeParse(stamp.load());
    return (
      known.success &&
      known.data.sources === sources &&
      known.data.facts === factsDigest &&
      existsSync(publish) &&
      // The compiled talent page is shared by all stacks of this checkout: it must be of these sources too.
      (!existsSync(generated) || readIfThere(generatedStamp) === sources)
    );
  };

  const run = async (): Promise<void> => {
    let words = '';
    const hear = (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-20_000);
      log(chunk.toString());
    };
    child = spawn(process.execPath, ['--run', 'build'], {
      cwd: root,
      env: { ...process.env, ...env, NODE_ENV: 'production', ASTRO_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: cancelling reaches what the build has started as well.
      detached: process.platform !== 'win32',
    });
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    const end = await new Promise<number | string>((done, failed) => {
      child?.once('error', failed);
      child?.once('close', (code, signal) => done(code ?? signal ?? 'unknown'));
    });
    child = undefined;
    if (end !== 0) {
      throw new CannotStart(`The site could not be built. ${lastWords(words)}`);
    }
  };

  const build = async (): Promise<void> => {
    const release = await takeTurn(join(root, 'node_modules/.cache'));
    try {
      // Read before building: a file saved meanwhile makes the next start build again.
      const sources = sourcesDigest(root);
      await run();
      const fresh = `${publish}.new`;
      const old = `${publish}.old`;
      rmSync(fresh, { recursive: true, force: true });
      cpSync(join(root, 'dist'), fresh, { recursive: true });
      rmSync(old, { recursive: true, force: true });
      if (existsSync(publish)) renameSync(publish, old);
      renameSync(fresh, publish);
      rmSync(old, { recursive: true, force: true });
      if (existsSync(generated)) writeFileSync(generatedStamp, sources);
      stamp.save({ sources, facts: factsDigest });
    } finally {
      release();
    }
  };

  return {
    publish,
    build,
    ensure: async () => {
      if (current(sourcesDigest(root))) return 'current';
      await build();
      return 'built';
    },
    cancel: () => {
      if (child?.pid === undefined) return;
      try {
        process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGTERM');
      } catch {
        // It has ended by itself in the meantime.
      }
    },
  };
}

const lastWords = (words: string): string => {
  const lines = stripVTControlCharacters(words)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter(Boolean);
  return `Its last words:\n${lines.slice(-15).join('\n')}`;
};

/** One build at a time in one checkout. The holder's process number tells a builder from what a killed one left behind. */
async function takeTurn(folder: string): Promise<() => void> {
  const path = join(folder, 'mawahib-build.lock');
  mkdirSync(folder, { recursive: true });
  for (;;) {
    try {
      const handle = openSync(path, 'wx');
      writeFileSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = Number(readIfThere(path) ?? '');
    if (holder > 0 && !alive(holder)) rmSync(path, { force: true });
    else await pause(200);
  }
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** What the pages are made of. Tests and the machinery of the local stack are not; what it puts into the browser is. */
const counted = [
  'src',
  'public',
  'package-lock.json',
  'package.json',
  'astro.config.ts',
  'astro.config.mjs',
  'tsconfig.json',
  'netlify.toml',
];
const uncounted = /\.test\.tsx?$|^src\/(testing|local\/(?!(browser|design)(\/|$)))/;

export function sourcesDigest(root: string): string {
  return filesDigest(root, counted, (name) => !uncounted.test(name));
}

/** A digest of some files, by name and content. What is not there does not count. */
export function filesDigest(
  root: string,
  paths: readonly string[],
  counts: (name: string) => boolean = () => true,
): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    const name = relative(root, path).replaceAll('\\', '/');
    if (!counts(name)) return;
    const entries = childrenOf(path);
    if (entries === 'none') return;
    if (entries === 'file') hash.update(`${name}\0`).update(readFileSync(path)).update('\0');
    else for (const child of entries) add(join(path, child));
  };
  for (const path of paths) add(join(root, path));
  return hash.digest('hex');
}

function childrenOf(path: string): string[] | 'file' | 'none' {
  try {
    return readdirSync(path).toSorted();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return 'none';
    if (code === 'ENOTDIR') return 'file';
    throw error;
  }
}
