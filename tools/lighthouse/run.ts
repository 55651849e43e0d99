// `npm run lighthouse`: Google's Lighthouse against the local stack, mobile setting, on the pages people land on.
//   npm run lighthouse                     a stack of its own, one run of each page
//   RUNS=5 npm run lighthouse              five runs of each; the worst is told
//   ORIGIN=http://localhost:8888 npm run lighthouse     a stack that runs already
// Exits with 1 when a score is below 100, with 75 when Lighthouse cannot be installed here, which is no word about the site.
// The processor is not slowed down: on a small shared machine the default of four times slower measures the machine.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import { table } from '../bench/table.ts';
import { freePort, startStack } from '../test/stack.ts';

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

const flags = (port: number) => ({
  port,
  output: 'json',
  logLevel: 'error',
  formFactor: 'mobile',
  onlyCategories: categories,
  throttling: {
    rttMs: 150,
    throughputKbps: 1638.4,
    requestLatencyMs: 562.5,
    downloadThroughputKbps: 1474.56,
    uploadThroughputKbps: 675,
    cpuSlowdownMultiplier: 1,
  },
});

async function measure(origin: string, paths: readonly string[], runs: number): Promise<number> {
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
    for (const path of paths) {
      const worst: Partial<Record<(typeof categories)[number], number>> = {};
      let vitals = '';
      for (let run = 0; run < runs; run += 1) {
        const result = await lighthouse(origin + path, flags(port));
        if (!result || result.lhr.runtimeError)
          throw new Error(`${path}: ${result?.lhr.runtimeError?.message ?? 'no report'}`);
        const { lhr } = result;
        for (const category of categories) {
          const found = lhr.categories[category];
          const score = Math.round((found?.score ?? 0) * 100);
          worst[category] = Math.min(worst[category] ?? 100, score);
          if (score === 100) continue;
          for (const { id, weight } of found?.auditRefs ?? []) {
            const audit = lhr.audits[id];
            if (audit && weight > 0 && (audit.score ?? 1) < 0.995)
              missed.push(`${path} ${category}: ${audit.title} (${id}) ${audit.displayValue ?? ''}`);
          }
        }
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
  for (const line of new Set(missed)) console.log(`  ✗ ${line}`);
  return rows.every((row) => categories.every((_, at) => row[at + 1] === 100)) ? 0 : 1;
}

async function main(): Promise<number> {
  if (!(await installed())) {
    console.error('Lighthouse could not be installed (npm ci in tools/lighthouse).');
    return 75;
  }
  const running = process.env.ORIGIN?.replace(/\/$/, '');
  const stack = running ? undefined : await startStack(() => undefined);
  const origin = running ?? stack?.origin ?? '';
  try {
    const { items } = (await (await fetch(`${origin}/api/talents?limit=50`)).json()) as {
      items: { slug: string; rating: { count: number } }[];
    };
    // a profile with everything on it
    items.sort((one, other) => other.rating.count - one.rating.count);
    const paths = ['en', 'ar'].flatMap((locale) =>
      ['', 'talents/', 'search/', `talents/${items[0]?.slug ?? ''}/`].map((path) => `/${locale}/${path}`),
    );
    return await measure(origin, paths, Number(process.env.RUNS ?? 1));
  } finally {
    await stack?.stop();
  }
}

process.exitCode = await main();
