// `npm run lighthouse`: Google's Lighthouse against the local stack, mobile setting.
//   npm run lighthouse                          a stack of its own; home, list, search and a talent in English and Arabic
//   npm run lighthouse -- --all                 one page of every public template
//   npm run lighthouse -- --locales=ckb,fr      other languages
//   npm run lighthouse -- /en/about/            these pages and no others
//   npm run lighthouse -- --json=out            keeps the reports, one file for each run
//   RUNS=5 npm run lighthouse                   five runs of each; the worst is told
//   ORIGIN=http://localhost:8888 npm run lighthouse     a stack that runs already
// Exits with 1 when a score is below 100, with 75 when Lighthouse cannot be installed here, which is no word about the site.
// Below the table stands every audit that is not whole, those that do not count in a score, too.
// The processor is not slowed down: on a small shared machine the default of four times slower measures the machine.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import { locales } from '../../src/core/locale.ts';
import { table } from '../bench/table.ts';
import { freePort, startStack } from '../test/stack.ts';
import { everyTemplate, landingPages, type Page } from './pages.ts';

const here = import.meta.dirname;
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

type Audit = { id: string; title: string; score: number | null; displayValue?: string; numericValue?: number };
type Report = {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, Audit>;
  runtimeError?: { message: string };
};
type Lighthouse = (url: string, flags: object) => Promise<{ lhr: Report } | undefined>;

function installed(): Promise<boolean> {
  const digest = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex');
  const stamp = join(here, 'node_modules/.mawahib-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return Promise.resolve(true);
  return new Promise((resolve) => {
    const child = spawn('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit'], { cwd: here, stdio: 'inherit' });
    child.on('error', () => resolve(false));
    child.on('close', (code) => {
      if (code === 0) writeFileSync(stamp, digest);
      resolve(code === 0);
    });
  });
}

const flags = (port: number, hidden: boolean) => ({
  port,
  output: 'json',
  logLevel: 'error',
  formFactor: 'mobile',
  onlyCategories: categories,
  ...(hidden ? { skipAudits: ['is-crawlable'] } : {}),
  throttling: {
    rttMs: 150,
    throughputKbps: 1638.4,
    requestLatencyMs: 562.5,
    downloadThroughputKbps: 1474.56,
    uploadThroughputKbps: 675,
    cpuSlowdownMultiplier: 1,
  },
});

/** What is not whole: with its weight in the score, if it has one. */
const missing = (lhr: Report): string[] =>
  categories.flatMap((category) =>
    (lhr.categories[category]?.auditRefs ?? []).flatMap(({ id, weight }) => {
      const audit = lhr.audits[id];
      if (!audit || audit.score === null || audit.score >= 0.995) return [];
      return `${weight > 0 ? '✗' : '·'} ${category}: ${audit.title} (${id}, ${audit.score.toFixed(2)}) ${audit.displayValue ?? ''}`;
    }),
  );

type Wish = { origin: string; pages: readonly Page[]; runs: number; keptIn: string | undefined };

async function measure({ origin, pages, runs, keptIn }: Wish): Promise<number> {
  // from its own folder, which the house does not know; its shape is written down above
  const { default: lighthouse } = (await import(join(here, 'node_modules/lighthouse/core/index.js'))) as {
    default: Lighthouse;
  };
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? (await sparticuz.executablePath()),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', `--remote-debugging-port=${port}`],
  });
  const rows: (string | number)[][] = [];
  const missed: string[] = [];
  try {
    for (const { path, hidden = false } of pages) {
      const worst: Partial<Record<(typeof categories)[number], number>> = {};
      let vitals = '';
      for (let run = 0; run < runs; run += 1) {
        const result = await lighthouse(origin + path, flags(port, hidden));
        if (!result || result.lhr.runtimeError)
          throw new Error(`${path}: ${result?.lhr.runtimeError?.message ?? 'no report'}`);
        const { lhr } = result;
        if (keptIn) writeFileSync(join(keptIn, `${path.replace(/\W+/g, '_')}${run + 1}.json`), JSON.stringify(lhr));
        for (const category of categories)
          worst[category] = Math.min(worst[category] ?? 100, Math.round((lhr.categories[category]?.score ?? 0) * 100));
        missed.push(...missing(lhr).map((line) => `${path} ${line}`));
        vitals = ['largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift']
          .map((id) => lhr.audits[id]?.displayValue ?? '')
          .join(' · ');
      }
      rows.push([path, ...categories.map((category) => worst[category] ?? 0), vitals]);
    }
  } finally {
    await browser.close();
  }
  table(
    `Lighthouse, mobile setting, the worst of ${runs}`,
    ['page', ...categories, 'LCP · TBT · CLS'],
    rows,
    'goal: 100 in all four.',
  );
  for (const line of new Set(missed)) console.log(`  ${line}`);
  return rows.every((row) => categories.every((_, at) => row[at + 1] === 100)) ? 0 : 1;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      all: { type: 'boolean', default: false },
      locales: { type: 'string', default: 'en,ar' },
      json: { type: 'string' },
    },
    allowPositionals: true,
  });
  const asked = values.locales.split(',');
  const unknown = asked.filter((one) => !locales.some((locale) => locale === one));
  if (unknown.length > 0) throw new Error(`no language of the site: ${unknown.join(', ')}`);
  if (!(await installed())) {
    console.error('Lighthouse could not be installed (npm ci in tools/lighthouse).');
    return 75;
  }
  if (values.json) mkdirSync(values.json, { recursive: true });
  const running = process.env.ORIGIN?.replace(/\/$/, '');
  const stack = running ? undefined : await startStack(() => undefined);
  const origin = running ?? stack?.origin ?? '';
  try {
    const templates = values.all ? await everyTemplate(origin) : await landingPages(origin);
    const pages =
      positionals.length > 0
        ? positionals.map((path) => ({ path }))
        : asked.flatMap((locale) => templates.map((page) => ({ ...page, path: `/${locale}/${page.path}` })));
    return await measure({ origin, pages, runs: Number(process.env.RUNS ?? 1), keptIn: values.json });
  } finally {
    await stack?.stop();
  }
}

process.exitCode = await main();
