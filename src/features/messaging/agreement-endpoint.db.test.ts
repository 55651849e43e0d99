import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse } from '../../testing/agreement/calls.ts';
import { cellKinds } from '../../testing/agreement/cell.ts';
import { seating } from '../../testing/agreement/people.ts';
import { cellsOf } from '../../testing/agreement/walk.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await database.query(seating());
});
afterAll(() => database.close());

const told: string[] = [];
afterAll(() => console.log(['the agreement, asked at the endpoints:', ...told].join('\n  ')));

test.each(cellKinds.filter((kind) => !['deed', 'request.unlock', 'request.propose'].includes(kind)))(
  'the endpoint answers as the page says, with its exact code: %s',
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
    told.push(`${kind}: ${called} cells`);
    expect(disagree).toEqual([]);
    expect(called).toBeGreaterThan(500);
  },
  600_000,
);
