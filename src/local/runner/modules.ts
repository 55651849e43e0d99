import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { registerHooks } from 'node:module';
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
      const inside = endings
        .flatMap((end) => [path.join(at, `index${end}`), path.join(at, `${entry.name}${end}`)])
        .find((file) => existsSync(file));
      if (inside) found.push({ name: entry.name, file: inside });
    } else if (endings.includes(ending) && !/\.(test|d)\.m?[tj]s$/.test(entry.name)) {
      found.push({ name: path.basename(entry.name, ending), file: at });
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `round` 0 is the plain import; each later one reads the file, and all of the project it imports, anew. */
export async function importModule({ file }: FoundModule, round: number): Promise<Record<string, unknown>> {
  const url = pathToFileURL(file);
  if (round > 0) {
    passRoundsOn();
    url.searchParams.set('round', String(round));
  }
  return (await import(/* @vite-ignore */ url.href)) as Record<string, unknown>;
}

let passing = false;

/** Node knows a module by its address. One read anew hands its round to what it imports, packages excepted. */
function passRoundsOn(): void {
  if (passing) return;
  passing = true;
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const round = context.parentURL?.startsWith('file:')
        ? new URL(context.parentURL).searchParams.get('round')
        : null;
      if (round === null || !resolved.url.startsWith('file:') || resolved.url.includes('/node_modules/'))
        return resolved;
      const url = new URL(resolved.url);
      url.searchParams.set('round', round);
      return { ...resolved, url: url.href };
    },
  });
}
