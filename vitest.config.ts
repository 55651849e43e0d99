import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** A test that asks for Postgres says so in its name, or by asking `src/testing/` for a database. */
const asksForDatabase = (file: string) =>
  file.endsWith('.db.test.ts') ||
  /(?:from|import\()\s*'[^']*\/testing\/(?!provider-promise|fake|simulation\/scheduler)[^']+'/.test(
    readFileSync(file, 'utf8'),
  );

const all = globSync(['src/**/*.test.{ts,tsx}', 'netlify/**/*.test.ts', 'tools/{lint,test,netlify,bench}/*.test.ts'], {
  exclude: ['**/node_modules/**', 'netlify/generated/**'],
});
const database = all.filter(asksForDatabase);
const rules = all.filter((file) => !database.includes(file));

/** The browser and outside tests share one stack, and the first wants it fresh: they go by name. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const stories = sorted
      .filter((file) => file.project.name === 'e2e')
      .sort((a, b) => a.moduleId.localeCompare(b.moduleId));
    return [...sorted.filter((file) => file.project.name !== 'e2e'), ...stories];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: InOrder },
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: true,
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'rules',
          include: rules,
          isolate: false,
          testTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        test: {
          name: 'database',
          include: database,
          globalSetup: ['src/testing/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/global-setup.ts'],
          // One stack, one story after another: the files share a clock and the demo people.
          fileParallelism: false,
          // What a busy machine may take: everything in them waits for facts, and a fact that never comes tells itself sooner.
          testTimeout: 300_000,
          hookTimeout: 400_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
});
