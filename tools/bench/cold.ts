import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { median } from './table.ts';

const node = promisify(execFile);

export type Cold = { name: string; files: number; bundled: number; bare: number; bytes: number };

/** Everything a function carries, in one file: what a bundler could make of it, and how large that is. */
async function bundle(file: string, outDir: string): Promise<{ file: string; bytes: number }> {
  await build({
    configFile: false,
    logLevel: 'silent',
    root: process.cwd(),
    ssr: { noExternal: true },
    build: {
      ssr: file,
      outDir,
      emptyOutDir: true,
      copyPublicDir: false,
      minify: true,
      target: 'node24',
      rollupOptions: { output: { entryFileNames: 'function.mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  });
  const made = join(outDir, 'function.mjs');
  return { file: made, bytes: gzipSync(readFileSync(made)).length };
}

/**
 * A new process each time: what a visitor waits for when the platform has no warm one. Import alone: from the sources as
 * they lie (types stripped on the way), and from one bundled file.
 */
export async function coldImports(
  functions: readonly { name: string; file: string }[],
  rounds: number,
  env: NodeJS.ProcessEnv,
): Promise<Cold[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mawahib-bare-'));
  const bareFile = join(folder, 'bare.ts');
  writeFileSync(
    bareFile,
    "export default async (request: Request): Promise<Response> => new Response(request.url);\nexport const config = { path: '/bare' };\n",
  );
  const script = 'const t = performance.now(); await import(process.argv[1]); console.log(performance.now() - t)';
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script];
  const one = async (file: string) =>
    Number((await node(process.execPath, [...args, file], { env: { ...process.env, ...env } })).stdout);
  try {
    const results: Cold[] = [];
    for (const { name, file } of functions) {
      const packed = await bundle(file, join(folder, name)).catch(() => null);
      const took: Record<'files' | 'bundled' | 'bare', number[]> = { files: [], bundled: [], bare: [] };
      for (let round = 0; round < rounds; round += 1) {
        took.files.push(await one(file));
        if (packed) took.bundled.push(await one(packed.file));
        took.bare.push(await one(bareFile));
      }
      results.push({
        name,
        files: median(took.files),
        bundled: packed ? median(took.bundled) : NaN,
        bare: median(took.bare),
        bytes: packed?.bytes ?? NaN,
      });
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
