import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { CannotStart } from '../cannot-start.ts';

export type Place = {
  /** Postgres's own data folder. */
  data: string;
  /** Where a copy of the binaries goes when the installed ones cannot be used. */
  copies: string;
  /** Whom Postgres runs as, when not as ourselves. */
  as: { uid: number; gid: number } | undefined;
  mayReach: (folder: string) => Promise<boolean>;
};

/**
 * Postgres refuses to run as root. Started by root it runs as `nobody`, who must be able to walk to its folder:
 * a state folder below /root will not do, and then a folder in the system's temporary space, named after it, takes its place.
 */
export async function choosePlace(
  dataDir: string,
  user: () => number | undefined = () => process.getuid?.(),
): Promise<Place> {
  const base = path.resolve(dataDir);
  await mkdir(base, { recursive: true }).catch((cause: unknown) => {
    throw new CannotStart(`The folder ${base} cannot be made: ${reason(cause)}.`, cause);
  });
  if (user() !== 0)
    return { data: path.join(base, 'data'), copies: base, as: undefined, mayReach: () => Promise.resolve(true) };

  const as = await nobody();
  const mayReach = (folder: string) => everyParentOpen(folder, as.uid);
  if (await mayReach(base)) return { data: path.join(base, 'data'), copies: base, as, mayReach };

  const elsewhere = path.join(
    await sharedFolder(),
    `mawahib-${createHash('sha256').update(base).digest('hex').slice(0, 12)}`,
  );
  await mkdir(elsewhere, { recursive: true, mode: 0o711 });
  const owner = await stat(elsewhere);
  if (owner.uid !== 0 || !(await mayReach(elsewhere))) {
    throw new CannotStart(
      `Postgres does not run as root, and the user "nobody" can reach neither ${base} nor ${elsewhere}: set MAWAHIB_HOME to a folder everyone may walk into, such as /var/tmp/mawahib.`,
    );
  }
  await chmod(elsewhere, 0o711);
  return { data: path.join(elsewhere, 'data'), copies: elsewhere, as, mayReach };
}

export function reason(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC') return 'the disk is full';
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not write there';
  if (code === 'EROFS') return 'the disk is read-only';
  return cause instanceof Error ? cause.message : String(cause);
}

async function everyParentOpen(folder: string, uid: number): Promise<boolean> {
  for (let at = folder; ; at = path.dirname(at)) {
    const found = await stat(at).catch(() => null);
    if (!found || !(found.mode & 0o001 || (found.uid === uid && found.mode & 0o100))) return false;
    if (at === path.dirname(at)) return true;
  }
}

async function nobody(): Promise<{ uid: number; gid: number }> {
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const entry = users
    .split('\n')
    .find((line) => line.startsWith('nobody:'))
    ?.split(':');
  return { uid: Number(entry?.[2] ?? 65534), gid: Number(entry?.[3] ?? 65534) };
}

/** /var/tmp outlives a restart of the machine, /tmp need not. */
async function sharedFolder(): Promise<string> {
  const lasting = await stat('/var/tmp').catch(() => null);
  return lasting?.isDirectory() ? '/var/tmp' : os.tmpdir();
}
