// `npm test`: every check of the house in one run. Type check, lint and the fast layers share the two cores first; then
// the site is built and the browser tests play against two stacks of their own, side by side. The last line sums all layers.
//   node tools/test/run.ts             everything
//   node tools/test/run.ts e2e         one or more of: types lint rules database e2e
import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deal } from './deal.ts';
import { startStack, type Stack } from './stack.ts';
import { openWorld } from './world.ts';

export type Tally = { passed: number; failed: number; skipped: number };
type Layer = { name: string; tally: Tally; took: number; output: string; slow?: string };

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

/** The slowest files of a report, for whoever wants the run to be shorter; whole seconds. */
export function slowest(report: unknown, most: number): string {
  const { testResults = [] } = (report ?? {}) as {
    testResults?: { name: string; startTime: number; endTime: number }[];
  };
  return testResults
    .map(({ name, startTime, endTime }) => ({
      name: name.replace(/^.*\//, '').replace(/(\.db)?\.test\.ts$/, ''),
      took: Math.round((endTime - startTime) / 1000),
    }))
    .sort((a, b) => b.took - a.took)
    .slice(0, most)
    .map(({ name, took }) => `${name} ${took}`)
    .join(', ');
}

async function vitest(project: string, env: NodeJS.ProcessEnv = {}, files: readonly string[] = []): Promise<Layer> {
  const began = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'mawahib-report-'));
  const file = join(folder, 'report.json');
  const args = [
    'run',
    ...files,
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const { code, output } = await run(bin('vitest'), args, env);
  let report: unknown = null;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // No report: vitest did not get that far, and its output says why.
  }
  rmSync(folder, { recursive: true, force: true });
  const slow = slowest(report, project === 'e2e' ? Infinity : 10);
  return { name: project, tally: tallyOf(report, code), took: Date.now() - began, output, slow };
}

const sumOf = (layers: readonly Layer[], key: keyof Tally) =>
  layers.reduce((total, { tally }) => total + tally[key], 0);

/** How many stacks play at once: the stories mostly wait, for pages and for a clock, and two fill the cores one leaves idle. */
const stacks = 2;

/**
 * The browser is unpacked when it is first asked for, and whoever asks meanwhile would be given half of it: so it is done before anybody
 * asks. What is wrong with it tells itself where it is launched.
 */
async function unpackBrowser(): Promise<void> {
  if (process.env.CHROME_PATH) return;
  const { default: sparticuz } = await import('@sparticuz/chromium');
  await sparticuz.executablePath().catch(() => undefined);
}

/**
 * Each stack has a world of its own: folder, ports, database, clock. All must be up before any story begins, because they are built one after
 * another into the same checkout. What one hand of files came to is told when that hand is done.
 */
async function browser(): Promise<Layer> {
  const began = Date.now();
  const hands = deal(globSync('tests/e2e/**/*.test.ts', { cwd: root }), stacks);
  const up: Stack[] = [];
  try {
    // stories run the jobs themselves: one that comes by at its own hour would change what they are about to read
    const starting = hands.map((_, at) =>
      startStack((line) => console.log(`  ${at + 1} ${line}`), { MAWAHIB_JOBS: 'manual' }),
    );
    const [started] = await Promise.all([Promise.allSettled(starting), unpackBrowser()]);
    for (const one of started) if (one.status === 'fulfilled') up.push(one.value);
    for (const one of started) if (one.status === 'rejected') throw one.reason;
    console.log(`  stacks ready after ${seconds(Date.now() - began)}`);
    const played = await Promise.all(
      hands.map(async (files, at): Promise<Layer> => {
        const stack = up[at];
        if (!stack) throw new Error(`no stack for ${files.join(', ')}`);
        const layer = await vitest('e2e', { E2E_ORIGIN: stack.origin }, files);
        if (layer.tally.failed) layer.output += `\n--- the last words of stack ${at + 1}\n${stack.tail()}`;
        console.log(`  stack ${at + 1} is through ${files.length} files (${seconds(layer.took)}): ${layer.slow ?? ''}`);
        return layer;
      }),
    );
    return {
      name: 'e2e',
      tally: { passed: sumOf(played, 'passed'), failed: sumOf(played, 'failed'), skipped: sumOf(played, 'skipped') },
      took: Date.now() - began,
      // of a hand that is green there is nothing to read
      output: played
        .filter(({ tally }) => tally.failed)
        .map(({ output }) => output)
        .join('\n'),
    };
  } catch (error) {
    const output = error instanceof Error ? error.message : String(error);
    return { name: 'e2e', tally: { passed: 0, failed: 1, skipped: 0 }, took: Date.now() - began, output };
  } finally {
    await Promise.all(up.map((stack) => stack.stop()));
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

function tell({ name, tally, took, output, slow }: Layer): void {
  const { passed, failed, skipped } = tally;
  console.log(
    `${failed ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''} (${seconds(took)})`,
  );
  if (slow) console.log(`  slowest, in seconds: ${slow}`);
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

  console.log(`took ${seconds(Date.now() - began)}`);
  console.log(
    `${sumOf(done, 'passed')} passed, ${sumOf(done, 'failed')} failed${sumOf(done, 'skipped') ? `, ${sumOf(done, 'skipped')} skipped` : ''}`,
  );
  return sumOf(done, 'failed') ? 1 : 0;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
