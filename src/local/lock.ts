import { join } from 'node:path';
import { readFileSync, rmSync } from 'node:fs';
import * as z from 'zod';
import { CannotStart } from './cannot-start.ts';
import { kept } from './keep.ts';

const holderSchema = z.object({ pid: z.int(), origin: z.string() });

/** One stack for one state folder. A mark that a killed process left behind is taken over. */
export function lockHome(home: string, origin: string): () => void {
  const path = join(home, 'stack.json');
  refuseWhileRunning(home, 'give this one a folder of its own with MAWAHIB_HOME');
  kept(path).save({ pid: process.pid, origin });
  return () => rmSync(path, { force: true });
}

export function refuseWhileRunning(home: string, otherwise?: string): void {
  const holder = holderSchema.safeParse(kept(join(home, 'stack.json')).load());
  if (!holder.success || holder.data.pid === process.pid || !isStack(holder.data.pid)) return;
  const { pid, origin } = holder.data;
  throw new CannotStart(
    `A stack already runs on ${home} (process ${pid}, ${origin}): stop it first${otherwise ? `, or ${otherwise}` : ''}.`,
  );
}

/** Process numbers are used again: where the system tells what a process runs, it must be one of ours. */
function isStack(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  try {
    return /local[\\/](start|dev)\.ts/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return true;
  }
}
