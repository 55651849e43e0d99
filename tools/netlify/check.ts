// `npm run check:netlify`: does it deploy? Packs a copy of the site with Netlify's own packager, offline, holds the
// manifests against the code, and runs the edge functions once on Deno. Exits with 75 when the packager cannot be
// installed here, which is not a word about the site.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { openWorld } from '../test/world.ts';
import { checkManifests } from './check-manifests.ts';

const root = new URL('../..', import.meta.url).pathname;
const here = join(root, 'tools/netlify');
const origin = 'http://localhost:8888';
const began = Date.now();
const say = (line: string) => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);

function run(
  command: string,
  args: string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env });
    let output = '';
    const hear = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', (error) => resolve({ code: 1, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

async function install(): Promise<boolean> {
  const digest = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex');
  const stamp = join(here, 'node_modules/.mawahib-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return true;
  const { code, output } = await run('npm', ['ci', '--no-fund', '--no-audit'], here, process.env);
  if (code !== 0) {
    console.error(`${output}\nNetlify's packager could not be installed (npm ci in tools/netlify).`);
    return false;
  }
  writeFileSync(stamp, digest);
  return true;
}

/** The tracked files and what is new but not ignored, with the installed packages beside them. */
function copyOfTheSite(): string {
  const copy = mkdtempSync(join(tmpdir(), 'mawahib-netlify-'));
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    maxBuffer: 1e8,
  })
    .toString()
    .split('\0')
    .filter((file) => file && !file.startsWith('tools/netlify/') && existsSync(join(root, file)));
  for (const file of files) {
    mkdirSync(join(copy, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  // Offline the reader of edge configs cannot fetch the types file it asks for; here it finds an empty one.
  writeFileSync(join(copy, 'netlify/empty-types.ts'), 'export {};\n');
  const map = { imports: { 'https://edge.netlify.com/bootstrap/globals/types.ts': './empty-types.ts' } };
  writeFileSync(join(copy, 'netlify/edge-import-map.json'), JSON.stringify(map));
  const toml = readFileSync(join(copy, 'netlify.toml'), 'utf8');
  if (!/^\[functions\]$/m.test(toml)) throw new Error('netlify.toml has no [functions] table');
  if (!toml.includes('deno_import_map'))
    writeFileSync(
      join(copy, 'netlify.toml'),
      toml.replace(/^\[functions\]$/m, '[functions]\n  deno_import_map = "./netlify/edge-import-map.json"'),
    );
  return copy;
}

async function main(): Promise<number> {
  if (!(await install())) return 75;
  say('packager installed');
  const world = await openWorld(origin);
  const copy = copyOfTheSite();
  say(`database with demo data, copy of the site in ${copy}`);
  try {
    const path = [join(here, 'node_modules/.bin'), join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(
      delimiter,
    );
    const env = {
      ...process.env,
      ...world.env,
      PATH: path,
      MAWAHIB_AUTH: 'local',
      CONTEXT: 'production',
      NODE_ENV: 'production',
      NO_COLOR: '1',
      FORCE_COLOR: '0',
      ASTRO_TELEMETRY_DISABLED: '1',
      NETLIFY_TELEMETRY_DISABLED: '1',
    };
    const built = await run('netlify', ['build', '--offline'], copy, env);
    if (built.code !== 0) {
      console.error(built.output.split('\n').slice(-60).join('\n'));
      say('netlify build failed');
      return 1;
    }
    const { faults, summary } = checkManifests(copy);
    for (const fault of faults) console.error(`  ✗ ${fault}`);
    say(`packed: ${summary}${faults.length ? `, ${faults.length} faults` : ', as the code says'}`);

    // The runner looks for Deno beside the site it serves.
    mkdirSync(join(copy, 'tools/netlify'), { recursive: true });
    for (const name of ['package.json', 'node_modules'])
      symlinkSync(join(here, name), join(copy, 'tools/netlify', name));
    const edge = await run('node', [join(here, 'edge-on-deno.ts'), copy], root, { ...env, CONTEXT: 'dev' });
    process.stdout.write(edge.output.replace(/^(?=.)/gm, '  '));
    say(edge.code === 0 ? 'edge functions on Deno: as on Node' : 'edge functions on Deno: failed');
    return faults.length || edge.code !== 0 ? 1 : 0;
  } finally {
    await world.close();
    if (process.env.KEEP) say(`kept ${copy}`);
    else rmSync(copy, { recursive: true, force: true });
  }
}

process.exitCode = await main();
