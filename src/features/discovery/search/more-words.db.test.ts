// What people type is rarely what stands in a name: the address in Latin letters, a skill, two letters wrong, a preposition written on.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handler } from '../../../http/serve.ts';
import { cast, seat, talentIds } from '../../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../../testing/database.ts';
import { plantTalent } from '../../../testing/search-stage.ts';
import { stageOn, type Stage } from '../../../testing/stage.ts';
import { talentSearchRoutes } from './routes.ts';
import type { SearchAnswer } from './schema.ts';

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  // a review hangs on a booking, which is not what this is about
  await database.query('alter table reviews drop constraint reviews_booking_id_bookings_id_fk');
  stage = stageOn(database, new Date('2026-03-02T05:00:00Z'));
});
afterAll(() => database.close());

async function ask(query: string, as: string | null = null) {
  const answer = handler(talentSearchRoutes, async () => ({ ctx: stage.as(as) }));
  const path = as === null ? '/api/search' : '/api/search/members';
  const response = await answer(new Request(`https://mawahib.test${path}?${query}`));
  return { status: response.status, body: (await response.json()) as SearchAnswer };
}
const who = async (q: string, as: string | null = null) =>
  (await ask(`q=${encodeURIComponent(q)}`, as)).body.items.map(({ slug }) => slug);
const change = (sets: string, values: unknown[], talent: string = talentIds.zainab) =>
  database.query(`update talent_profiles set ${sets} where id = $${values.length + 1}`, [...values, talent]);

describe('the address', () => {
  beforeAll(async () => {
    await change('display_name = $1, slug = $2', ['هێرش ڕەسووڵ', 'hersh-rasul-4711']);
  });

  test.each(['hersh', 'hersh rasul', 'RASUL', 'rasu', 'هێرش', 'hersh baghdad'])('finds by %s', async (q) =>
    expect(await who(q)).toEqual(['hersh-rasul-4711']),
  );
  test('forgives a slip, and says the word as it stands there', async () =>
    expect((await ask('q=herhs')).body).toMatchObject({ total: 1, corrected: 'hersh' }));
  test.each(['4711', 'zainab-kareem'])('%s is no word of it: a number, or an address it had before', async (q) =>
    expect(await who(q)).toEqual([]),
  );
  test('comes before whoever only mentions the word', async () => {
    await change('bio = $1', [{ en: 'With Hersh since 2010' }], talentIds.omar);
    expect(await who('hersh')).toEqual(['hersh-rasul-4711', 'omar-bennani']);
    await change('bio = $1', [{}], talentIds.omar);
  });
});

describe('skills and credits', () => {
  const casting = (seenBy: string) =>
    database.query(
      `insert into casting_attributes (talent_id, skills, credits, seen_by) values ($1, '{zqfencing}', $2, $3)
       on conflict (talent_id) do update set skills = excluded.skills, credits = excluded.credits, seen_by = excluded.seen_by`,
      [
        talentIds.omar,
        JSON.stringify([{ title: 'The Zqharbour', role: 'X', kind: 'film', year: 2020, production: 'Y' }]),
        seenBy,
      ],
    );
  test('are words while everyone may read them', async () => {
    await casting('everyone');
    for (const q of ['zqfencing', 'zqharbour', 'zqfencign']) expect([q, await who(q)]).toEqual([q, ['omar-bennani']]);
  });
  test.each(['members', 'subscribers'])('are no words, to find or to correct to, when %s alone may', async (seenBy) => {
    await casting(seenBy);
    for (const q of ['zqfencing', 'zqharbour', 'zqfencign'])
      for (const as of [null, cast.sara])
        expect((await ask(`q=${q}`, as)).body).toMatchObject({ total: 0, corrected: null });
    expect(await database.query(`select term from search_postings where term like 'w:zq%'`)).toEqual([]);
    expect(await database.query(`select word from search_words where word like 'zq%'`)).toEqual([]);
  });
});

describe('spelling', () => {
  test.each([
    ['photografer', 'photographer', 1],
    ['fotographer', 'photographer', 1],
    ['baghdat photografer', 'baghdad photographer', 1],
    // every word is somebody's, nobody has both: said as it is meant, and nobody is found
    ['photografer casablanca', 'photographer casablanca', 0],
    // nobody does this, but it is a trade
    ['caligrapher', 'calligrapher', 0],
    ['ilustratr', 'illustrator', 0],
  ])('%s is %s', async (q, corrected, total) =>
    expect((await ask(`q=${encodeURIComponent(q)}`)).body).toMatchObject({ corrected, total }),
  );
  test.each(['calligrapher', 'calligraph', 'photographer casablanca', 'zzzzzzzzzz', 'singr'.repeat(8), 'phtgrfer'])(
    '%s is left as it is',
    async (q) => expect((await ask(`q=${encodeURIComponent(q)}`)).body.corrected).toBeNull(),
  );
});

describe('Arabic words with something written onto them', () => {
  beforeAll(async () => {
    await change('headline = $1, bio = $2, tags = $3', [{}, { ar: 'نغطّي الأعراس الكبيرة والمهرجانات' }, []]);
    await change('headline = $1, bio = $2', [{}, { ar: 'متخصّص بالأفراح' }], talentIds.omar);
  });
  test.each([
    'أعراس',
    'الأعراس',
    'بالأعراس',
    'والأعراس',
    'فالاعراس',
    'كالأعراس',
    'للأعراس',
    'وبالأعراس',
    'مهرجانات',
    'للمهرجانات',
  ])('%s', async (q) => expect(await who(q)).toEqual(['hersh-rasul-4711']));
  test.each(['أفراح', 'الأفراح', 'للأفراح'])('%s', async (q) => expect(await who(q)).toEqual(['omar-bennani']));
  test.each([
    ['الاعراص', 'الأعراس'],
    ['بالاعراص', 'الأعراس'],
    ['افراخ', 'الأفراح'],
    // two edits from what stands there, one from what is meant
    ['الافرااج', 'الأفراح'],
    ['الافارح', 'الأفراح'],
  ])('%s is said as people write it: %s', async (q, corrected) =>
    expect((await ask(`q=${encodeURIComponent(q)}`)).body).toMatchObject({ corrected, total: 1 }),
  );
});

test('a place in one answer is none in another', async () => {
  for (let n = 1; n < 12; n += 1) await plantTalent(database, n);
  const { nextCursor } = (await ask('limit=3')).body;
  for (const same of ['limit=3', 'limit=7', 'sort=relevance&q='])
    expect([same, (await ask(`${same}&cursor=${nextCursor}`)).status]).toEqual([same, 200]);
  for (const other of ['q=wedding', 'category=dj', 'country=IQ', 'sort=newest', 'currency=IQD&priceMin=5'])
    expect(await ask(`${other}&cursor=${nextCursor}`)).toMatchObject({
      status: 422,
      body: { code: 'invalid', fields: { cursor: ['custom'] } },
    });
});
