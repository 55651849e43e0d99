import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHouse } from '../../testing/agreement/calls.ts';
import { cellKinds } from '../../testing/agreement/cell.ts';
import { cellsOf, openWorld, walk } from '../../testing/agreement/walk.ts';
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
afterAll(() => console.log(['the agreement, cell by cell:', ...told].join('\n  ')));

describe('one rule: the page, the rule and the database say the same in every cell', () => {
  test.each(cellKinds)(
    '%s',
    async (kind) => {
      const { cells: walked, yes, disagree } = await walk(cells, kind);
      told.push(`${kind}: ${walked} cells of rule and database, ${yes} of them yes`);
      expect(disagree).toEqual([]);
      expect(yes).toBeGreaterThan(0);
    },
    300_000,
  );
});

describe('and so does the endpoint, with its exact code', () => {
  test.each(cellKinds)(
    '%s',
    async (kind) => {
      const house = openHouse(database);
      const disagree: string[] = [];
      let called = 0;
      for (const cell of cellsOf[kind]()) {
        if (!cell.call) continue;
        called += 1;
        const why = await house.disagrees(cell);
        if (why && disagree.push(why) >= 20) break;
      }
      told.push(`${kind}: ${called} cells of the endpoint`);
      expect(disagree).toEqual([]);
    },
    300_000,
  );
});
