import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handler } from '../../../http/serve.ts';
import { cast, planted, seat } from '../../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../../testing/database.ts';
import { stageOn, type Stage } from '../../../testing/stage.ts';
import { talentSearchRoutes } from './routes.ts';
import type { SearchAnswer } from './schema.ts';

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database, new Date('2026-03-02T05:00:00Z'));
});
afterAll(() => database.close());

async function ask(query: string, as: string | null = null) {
  const answer = handler(talentSearchRoutes, async () => ({ ctx: stage.as(as) }));
  const path = as === null ? '/api/search' : '/api/search/members';
  const response = await answer(new Request(`https://mawahib.test${path}?${query}`));
  const text = await response.text();
  expect(text).not.toContain(planted);
  return { status: response.status, headers: response.headers, body: JSON.parse(text) as SearchAnswer };
}
const names = async (query: string, as: string | null = null) =>
  (await ask(query, as)).body.items.map(({ slug }) => slug);

describe('words', () => {
  test.each([
    ['', ['omar-bennani', 'zainab-kareem']],
    ['q=zainab', ['zainab-kareem']],
    ['q=zain', ['zainab-kareem']],
    ['q=KAREEM+zai', ['zainab-kareem']],
    ['q=اعراس', ['zainab-kareem']],
    ['q=مصورة+بغداد', ['zainab-kareem']],
    ['q=وێنەگر', ['zainab-kareem']],
    ['q=soiree', ['omar-bennani']],
    ['q=maroc', ['omar-bennani']],
    ['q=' + encodeURIComponent("'); drop table users; --"), []],
  ])('%s', async (query, slugs) => expect(await names(query)).toEqual(slugs));
});

test('a member asks at an address of their own, and a stranger not at all', async () => {
  expect(await names('', cast.sara)).toEqual(['omar-bennani', 'zainab-kareem']);
  const answer = handler(talentSearchRoutes, async () => ({ ctx: stage.as(null) }));
  expect((await answer(new Request('https://mawahib.test/api/search/members'))).status).toBe(401);
});
