import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A JSON file of the state folder. Readable by its owner alone: keys, passwords and mail of this machine live in such files. */
export type Kept = { load(): unknown; save(state: unknown): void };

export function kept(path: string): Kept {
  return {
    load: () => {
      const text = readIfThere(path);
      try {
        return text === null ? null : (JSON.parse(text) as unknown);
      } catch {
        // Half a file from a machine that went down while writing: what it held is lost, the stack is not.
        return null;
      }
    },
    save: (state) => keepText(path, JSON.stringify(state, null, 2)),
  };
}

/** Written beside and moved into place, so that no reader ever meets half a file. */
export function keepText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, path);
}

export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
