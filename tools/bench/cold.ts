import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from './table.ts';

const node = promisify(execFile);

/** A new process each time: what a visitor waits for when the platform has no warm one. Import alone, from the sources. */
export async function coldImports(
  files: readonly { name: string; file: string }[],
  rounds: number,
  env: NodeJS.ProcessEnv,
): Promise<{ name: string; cold: number; bare: number }[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mawahib-bare-'));
  const bareFile = join(folder, 'bare.ts');
  writeFileSync(
    bareFile,
    "export default async (request: Request): Promise<Response> => new Response(request.url);\nexport const config = { path: '/bare' };\n",
  );
  const script = 'const t = performance.now(); await import(process.argv[1]); console.log(performance.now() - t)';
  const one = async (file: string) =>
    Number(
      (
        await node(
          process.execPath,
          ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script, file],
          { env: { ...process.env, ...env } },
        )
      ).stdout,
    );
  try {
    const results = [];
    for (const { name, file } of files) {
      const [ours, theirs]: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round += 1) {
        ours.push(await one(file));
        theirs.push(await one(bareFile));
      }
      results.push({ name, cold: median(ours), bare: median(theirs) });
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
