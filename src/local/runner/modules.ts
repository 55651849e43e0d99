import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const endings = ['.ts', '.mts', '.js', '.mjs'];

export type FoundModule = { name: string; file: string };

/** The files Netlify would deploy from a folder: `name.ts`, `name/index.ts`, `name/name.ts`; in the order of their names. */
export async function findModules(folder: string): Promise<FoundModule[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: FoundModule[] = [];
  for (const entry of entries) {
    const at = path.join(folder, entry.name);
    const ending = path.extname(entry.name);
    if (entry.isDirectory()) {
      const inside = endings.flatMap((end) => [path.join(at, `index${end}`), path.join(at, `${entry.name}${end}`)]).find((file) => existsSync(file));
      if (inside) found.push({ name: entry.name, file: inside });
    } else if (endings.includes(ending) && !/\.(test|d)\.m?[tj]s$/.test(entry.name)) {
      found.push({ name: path.basename(entry.name, ending), file: at });
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A file that changed since is another module to Node. What it imports is not read anew: development restarts for that. */
export async function importModule({ file }: FoundModule, anew: boolean): Promise<Record<string, unknown>> {
  const url = pathToFileURL(file);
  if (anew) url.searchParams.set('v', String(statSync(file).mtimeMs));
  return (await import(/* @vite-ignore */ url.href)) as Record<string, unknown>;
}
