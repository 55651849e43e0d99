// One slip of the finger in a name or a common word, planted by the hundred, and how often the right people are still found.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foldedWords } from '../../../core/fold.ts';
import { loadDemo } from '../../../local/demo/demo.ts';
import { freshDatabase, type TestDatabase } from '../../../testing/database.ts';
import { stageOn, type Stage } from '../../../testing/stage.ts';
import { searchQuery } from './schema.ts';
import { searchTalents } from './service.ts';

let database: TestDatabase;
let stage: Stage;
type Sought = { id: string; word: string };
let names: Sought[] = [];
let common: Sought[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  const now = new Date();
  await loadDemo(database.ownerUrl, now);
  stage = stageOn(database, now);
  const talents = await database.query<{ id: string; name: string }>(
    `select id, display_name as name from talent_profiles where published_at is not null and seen_by = 'everyone' order by id`,
  );
  names = talents.flatMap(({ id, name }) => foldedWords(name).map((word) => ({ id, word })));
  // whichever words several talents have, in whatever language
  common = await database.query<Sought>(
    `select w.word, (select d.talent_id from search_documents d where 'seen:everyone' = any (d.terms)
       and d.terms && array['w:' || w.word || ':0', 'w:' || w.word || ':1', 'w:' || w.word || ':2', 'w:' || w.word || ':3'] order by d.talent_id limit 1) as id
     from search_words w where w.everyone between 4 and 40 and length(w.word) >= 5 order by w.word`,
  );
}, 120_000);
afterAll(() => database.close());

let state = 1;
const below = (most: number) => {
  state = (Math.imul(state ^ (state >>> 15), 2246822507) + 0x9e3779b9) >>> 0;
  return state % most;
};
const letters = { latin: [...'abcdefghijklmnopqrstuvwxyz'], arabic: [...'ابتثجحخدذرزسشصضطظعغفقكلمنهويگپچژڤ'] };

/** One edit: a letter left out, put in, taken for another, or two changed round. */
function slip(word: string): string {
  const all = [...word];
  const alphabet = /[a-z]/.test(word) ? letters.latin : letters.arabic;
  const at = below(all.length);
  const other = alphabet[below(alphabet.length)] ?? '';
  const kind = below(4);
  if (kind === 0) all.splice(at, 1);
  else if (kind === 1) all.splice(at, 0, other);
  else if (kind === 2) all.splice(at, 1, other);
  else
    all.splice(
      Math.min(at, all.length - 2),
      2,
      ...all.slice(Math.min(at, all.length - 2), Math.min(at, all.length - 2) + 2).reverse(),
    );
  return all.join('');
}

async function recall(
  sought: readonly Sought[],
  tries: number,
): Promise<{ found: number; of: number; missed: string[] }> {
  const missed: string[] = [];
  let of = 0;
  while (of < tries) {
    const one = sought[below(sought.length)];
    if (!one || [...one.word].length < 4) continue;
    const typed = slip(one.word);
    if (typed === one.word) continue;
    of += 1;
    const { items } = await searchTalents(stage.as(null), searchQuery.parse({ q: typed, limit: 50 }));
    if (!items.some(({ id }) => id === one.id)) missed.push(`${one.word} as ${typed}`);
  }
  return { found: of - missed.length, of, missed };
}

test.each([
  ['names', () => names],
  ['common words', () => common],
] as const)(
  'of %s mistyped by one letter, at least 95 in 100 are found',
  async (what, list) => {
    const { found, of, missed } = await recall(list(), 200);
    console.log(
      `${what}: ${found} of ${of} found, ${((100 * found) / of).toFixed(1)} %; missed: ${missed.slice(0, 12).join(', ')}`,
    );
    expect(found / of).toBeGreaterThanOrEqual(0.95);
  },
  120_000,
);
