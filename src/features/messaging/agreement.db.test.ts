import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cells } from '../../testing/cells.ts';
import { cellKinds } from '../../testing/agreement/cell.ts';
import { openWorld, walk } from '../../testing/agreement/walk.ts';
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

describe('one rule: the page, the rule and the database say the same in every cell', () => {
  test.each(cellKinds)(
    '%s',
    async (kind) => {
      const began = performance.now();
      const { cells: walked, yes, disagree } = await walk(cells, kind);
      console.log(`${kind}: ${walked} cells, ${yes} yes, ${Math.round(performance.now() - began)} ms`);
      expect(disagree).toEqual([]);
    },
    300_000,
  );
});
