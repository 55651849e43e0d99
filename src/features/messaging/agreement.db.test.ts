import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cellKinds } from '../../testing/agreement/cell.ts';
import { openWorld, walk } from '../../testing/agreement/walk.ts';
import type { Cells } from '../../testing/cells.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';

let database: TestDatabase;
let cells: Cells;
beforeAll(async () => {
  database = await freshDatabase();
  cells = await openWorld(database);
});
afterAll(async () => {
  await cells.close();
  await database.close();
});

const told: string[] = [];
afterAll(() => console.log(['the agreement, cell by cell, of page, rule and database:', ...told].join('\n  ')));

describe('one rule: the page, the rule and the database say the same in every cell', () => {
  test.each(cellKinds)(
    '%s',
    async (kind) => {
      const { cells: walked, yes, disagree } = await walk(cells, kind);
      told.push(`${kind}: ${walked} cells of rule and database, ${yes} of them yes`);
      expect(disagree).toEqual([]);
      expect(yes > 0 || kind === 'deed').toBe(true);
    },
    600_000,
  );
});
