// `npm test`: every check of the house in one run. Type check, lint and the fast layers share the two cores first; then
// the site is built and the browser tests play against a stack of their own. The last line sums all layers.
//   node tools/test/run.ts             everything
//   node tools/test/run.ts e2e         one or more of: types lint rules database e2e
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack, type Stack } from './stack.ts';
import { openWorld } from './world.ts';

export type Tally = { passed: number; failed: number; skipped: number };
type Layer = { name: string; tally: Tally; took: number; output: string };

const root = new URL('../..', import.meta.url).pathname;
const bin = (name: string) => join(root, 'node_modules/.bin', name);
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1', ...env } });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => resolve({ code: 1, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

async function command(name: string, steps: [string, string[]][]): Promise<Layer> {
  const began = Date.now();
  let output = '';
  let failed = 0;
  for (const [program, args] of steps) {
    const result = await run(program, args);
    if (result.code !== 0) failed += 1;
    output += result.output;
  }
  return { name, tally: { passed: steps.length - failed, failed, skipped: 0 }, took: Date.now() - began, output };
}

/** What vitest's JSON says, as a tally. A run that ended badly without a failed test (a crash, a broken setup) is one failure. */
export function tallyOf(report: unknown, code: number): Tally {
  const {
    numPassedTests = 0,
    numFailedTests = 0,
    numPendingTests = 0,
    numTodoTests = 0,
    testResults = [],
  } = (report ?? {}) as {
    numPassedTests?: number;
    numFailedTests?: number;
    numPendingTests?: number;
    numTodoTests?: number;
    testResults?: { status: string; assertionResults: unknown[] }[];
  };
  const unborn = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const failed = numFailedTests + unborn;
  return {
    passed: numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}

/**
 * Astro draws the types of the content from its configuration, and asks the database while it is about it: an empty one
 * will do, and only when the types are not there or older than what they are drawn from.
 */
async function types(): Promise<Layer> {
  const began = Date.now();
  const drawn = join(root, '.astro/content.d.ts');
  const current = existsSync(drawn) && statSync(drawn).mtimeMs > statSync(join(root, 'src/content.config.ts')).mtimeMs;
  if (!current) {
    const world = await openWorld('http://localhost:8888', { demo: false });
    const synced = await run(bin('astro'), ['sync'], world.env);
    await world.close();
    if (synced.code !== 0)
      return {
        name: 'types',
        tally: { passed: 0, failed: 1, skipped: 0 },
        took: Date.now() - began,
        output: synced.output,
      };
  }
  const layer = await command('types', [[bin('astro'), ['check', '--noSync', '--minimumFailingSeverity', 'error']]]);
  return { ...layer, took: Date.now() - began };
}

async function vitest(project: string, env: NodeJS.ProcessEnv = {}): Promise<Layer> {
  const began = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'mawahib-report-'));
  const file = join(folder, 'report.json');
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code, output } = await run(bin('vitest'), args, env);
  let report: unknown = null;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // No report: vitest did not get that far, and its output says why.
  }
  rmSync(folder, { recursive: true, force: true });
  return { name: project, tally: tallyOf(report, code), took: Date.now() - began, output };
}

async function browser(): Promise<Layer> {
  const began = Date.now();
  let stack: Stack | null = null;
  try {
    stack = await startStack((line) => console.log(`  ${line}`));
    console.log(`  stack ready after ${seconds(Date.now() - began)}`);
    const layer = await vitest('e2e', { E2E_ORIGIN: stack.origin });
    if (layer.tally.failed) layer.output += `\n--- the stack's last words\n${stack.tail()}`;
    return { ...layer, took: Date.now() - began };
  } catch (error) {
    const output = error instanceof Error ? error.message : String(error);
    return { name: 'e2e', tally: { passed: 0, failed: 1, skipped: 0 }, took: Date.now() - began, output };
  } finally {
    await stack?.stop();
  }
}

const layers = {
  types: () => types(),
  lint: () =>
    command('lint', [
      [bin('eslint'), ['.', '--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/eslint/']],
      [bin('prettier'), ['--check', '--log-level', 'warn', '--cache', '.']],
    ]),
  rules: () => vitest('rules'),
  database: () => vitest('database'),
  e2e: () => browser(),
} as const;
type Name = keyof typeof layers;
const isName = (word: string): word is Name => word in layers;

function tell({ name, tally, took, output }: Layer): void {
  const { passed, failed, skipped } = tally;
  console.log(
    `${failed ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''} (${seconds(took)})`,
  );
  if (failed) console.log(output.trimEnd().replace(/^/gm, '    '));
}

async function main(words: string[]): Promise<number> {
  const unknown = words.filter((word) => !isName(word));
  if (unknown.length)
    throw new Error(`no such layer: ${unknown.join(', ')} (there are ${Object.keys(layers).join(', ')})`);
  const wanted = words.length ? words.filter(isName) : (Object.keys(layers) as Name[]);
  const began = Date.now();
  const done: Layer[] = [];
  const play = async (names: Name[]) => {
    for (const name of names.filter((n) => wanted.includes(n))) {
      const layer = await layers[name]();
      tell(layer);
      done.push(layer);
    }
  };
  await Promise.all([play(['types', 'lint']), play(['rules', 'database'])]);
  await play(['e2e']);

  const sum = (key: keyof Tally) => done.reduce((total, { tally }) => total + tally[key], 0);
  console.log(`took ${seconds(Date.now() - began)}`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') ? `, ${sum('skipped')} skipped` : ''}`);
  return sum('failed') ? 1 : 0;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
