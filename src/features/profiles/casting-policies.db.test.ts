import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tx } from '../../db/client.ts';
import { databaseError } from '../../db/errors.ts';
import { castingAttributes, formerSlugs } from '../../db/schema/casting.ts';
import { talentProfiles } from '../../db/schema/profiles.ts';
import { cast, seat, talentIds, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn } from '../../testing/stage.ts';
import type { Audience } from './rules/audience.ts';

let database: TestDatabase;
let as: <Result>(who: Seer, work: (tx: Tx) => Promise<Result>) => Promise<Result>;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  as = through(stageOn(database).doors);
});
afterAll(() => database.close());

const told = async (work: Promise<unknown>) =>
  databaseError(
    await work.then(
      () => null,
      (error: unknown) => error,
    ),
  );
const denied = async (work: Promise<unknown>) => expect((await told(work))?.code).toBe('42501');
const credit = { title: 'Dijla', role: 'Salma', kind: 'film', year: 2021, production: 'Rafidain Films' } as const;

/** Zainab's attributes, meant for these. */
async function meantFor(seenBy: Audience) {
  await database.query(`delete from casting_attributes where talent_id = $1`, [talentIds.zainab]);
  await as('zainab', (tx) =>
    tx.insert(castingAttributes).values({ talentId: talentIds.zainab, heightCm: 171, skills: ['riding'], seenBy }),
  );
}
const seenAs = async (who: Seer) => (await as(who, (tx) => tx.select().from(castingAttributes))).length;

describe('who sees casting attributes', () => {
  test.each<[Audience, Seer, number]>([
    ['everyone', 'visitor', 1],
    ['everyone', 'sara', 1],
    ['everyone', 'stranger', 1],
    ['everyone', 'omar', 1],
    ['members', 'visitor', 0],
    ['members', 'stranger', 0],
    ['members', 'sara', 1],
    ['members', 'acme', 1],
    ['members', 'omar', 1],
    ['members', 'gone', 0],
    ['subscribers', 'visitor', 0],
    ['subscribers', 'stranger', 0],
    ['subscribers', 'sara', 0],
    ['subscribers', 'omar', 0],
    ['subscribers', 'zainab', 1],
    ['subscribers', 'system', 1],
  ])('meant for %s, %s sees %i', async (seenBy, who, rows) => {
    await meantFor(seenBy);
    expect(await seenAs(who)).toBe(rows);
  });

  test('of a draft nobody sees any, but its talent', async () => {
    await database.query(`delete from casting_attributes`);
    await as('nour', (tx) => tx.insert(castingAttributes).values({ talentId: talentIds.nour, seenBy: 'everyone' }));
    expect(await Promise.all((['visitor', 'sara', 'omar', 'nour'] as const).map(seenAs))).toEqual([0, 0, 0, 1]);
    await database.query(`delete from casting_attributes`);
  });

  test('of a page for members a visitor sees nothing, though the attributes are for everyone', async () => {
    await meantFor('everyone');
    await database.query(`update talent_profiles set seen_by = 'members', inquiries_from = 'members' where id = $1`, [
      talentIds.zainab,
    ]);
    expect([await seenAs('visitor'), await seenAs('stranger'), await seenAs('sara')]).toEqual([0, 0, 1]);
    await database.query(`update talent_profiles set seen_by = 'everyone' where id = $1`, [talentIds.zainab]);
  });
});

describe('who writes them', () => {
  test.each<Seer>(['visitor', 'sara', 'omar', 'nour', 'stranger', 'system'])(
    '%s begins none for Zainab',
    async (who) => {
      await database.query(`delete from casting_attributes`);
      await denied(as(who, (tx) => tx.insert(castingAttributes).values({ talentId: talentIds.zainab })));
    },
  );
  test.each<[Seer, number]>([
    ['sara', 0],
    ['omar', 0],
    ['zainab', 1],
  ])('%s changes %i', async (who, rows) => {
    await meantFor('everyone');
    const work = await as(who, (tx) => tx.update(castingAttributes).set({ heightCm: 172 }));
    expect(work.rowCount).toBe(rows);
  });
  test('nobody gives them away', async () => {
    await meantFor('everyone');
    await denied(as('zainab', (tx) => tx.update(castingAttributes).set({ talentId: talentIds.omar })));
    await denied(as('zainab', (tx) => tx.delete(castingAttributes)));
  });
});

describe('what they may hold', () => {
  test.each<[string, Partial<typeof castingAttributes.$inferInsert>]>([
    ['playing_age_is_sound', { playingAgeFrom: 20 }],
    ['playing_age_is_sound', { playingAgeTo: 20 }],
    ['playing_age_is_sound', { playingAgeFrom: 30, playingAgeTo: 20 }],
    ['playing_age_is_sound', { playingAgeFrom: 0, playingAgeTo: 20 }],
    ['playing_age_is_sound', { playingAgeFrom: 20, playingAgeTo: 140 }],
    ['height_is_human', { heightCm: 2 }],
    ['height_is_human', { heightCm: 1700 }],
    ['lists_are_short', { skills: Array.from({ length: 31 }, (_, at) => `skill ${at}`) }],
    ['lists_are_short', { skills: ['x'.repeat(41)] }],
    ['lists_are_short', { accents: [''] }],
    ['credits_are_sound', { credits: Array.from({ length: 41 }, () => credit) }],
    ['credits_are_sound', { credits: [{ ...credit, year: 1200 }] }],
    ['credits_are_sound', { credits: [{ ...credit, title: '' }] }],
    ['credits_are_sound', { credits: [{ ...credit, kind: 'opera buffa' as 'film' }] }],
    ['credits_are_sound', { credits: [{ ...credit, url: 'https://example.com' } as typeof credit] }],
    ['credits_are_sound', { credits: [{ title: 'Dijla' } as typeof credit] }],
    ['credits_are_sound', { credits: {} as (typeof credit)[] }],
    ['hair_is_known', { hair: 'plaid' as 'red' }],
    ['seen_by_is_known', { seenBy: 'nobody' as 'members' }],
  ])('%s refuses %o', async (constraint, values) => {
    await meantFor('everyone');
    expect((await told(as('zainab', (tx) => tx.update(castingAttributes).set(values))))?.constraint).toBe(
      `casting_attributes_${constraint}`,
    );
  });
  test('a whole set is kept as it is', async () => {
    await meantFor('everyone');
    const whole = {
      playingAgeFrom: 18,
      playingAgeTo: 28,
      heightCm: 171,
      hair: 'dark_brown',
      eyes: 'hazel',
      voice: 'alto',
      skills: ['riding', 'rap'],
      accents: ['Baghdadi'],
      credits: [credit],
    } as const;
    await as('zainab', (tx) =>
      tx
        .update(castingAttributes)
        .set({ ...whole, skills: [...whole.skills], accents: [...whole.accents], credits: [...whole.credits] }),
    );
    expect((await as('visitor', (tx) => tx.select().from(castingAttributes)))[0]).toMatchObject(whole);
  });
});

describe('addresses', () => {
  const rename = (who: Seer, slug: string, id: string = talentIds.zainab) =>
    as(who, (tx) => tx.update(talentProfiles).set({ slug }).where(eq(talentProfiles.id, id)));
  const former = async (who: Seer) =>
    (await as(who, (tx) => tx.select().from(formerSlugs))).map(({ slug }) => slug).sort();
  // before anything ever moved
  const start = async () => {
    await database.query(`alter table talent_profiles disable trigger slugs_move`);
    await database.query(`update talent_profiles set slug = 'zainab-kareem' where id = $1`, [talentIds.zainab]);
    await database.query(`update talent_profiles set slug = 'nour-draft' where id = $1`, [talentIds.nour]);
    await database.query(`update talent_profiles set renamed_at = '{}'`);
    await database.query(`delete from former_slugs`);
    await database.query(`alter table talent_profiles enable trigger slugs_move`);
  };

  test('what a page leaves stays its own, and only whoever sees the page sees that', async () => {
    await start();
    await rename('zainab', 'zainab-k');
    expect(await former('visitor')).toEqual(['zainab-kareem']);
    expect(await former('sara')).toEqual(['zainab-kareem']);
    expect(await former('system')).toEqual(['zainab-kareem']);
    await rename('nour', 'nour-quiet', talentIds.nour);
    expect(await former('visitor')).toEqual(['zainab-kareem']);
    expect(await former('nour')).toEqual(['nour-draft', 'zainab-kareem']);
  });
  test('another’s former address is as taken as the one they have', async () => {
    await start();
    await rename('zainab', 'zainab-k');
    for (const slug of ['zainab-kareem', 'zainab-k'])
      expect(await told(rename('omar', slug, talentIds.omar))).toMatchObject({
        code: '23505',
        constraint: 'talent_profiles_slug_key',
      });
    const [newcomer] = await database.query(
      `insert into talent_profiles (user_id, slug, display_name, category, city, time_zone) values ($1, 'zainab-kareem', 'x', 'dj', 'erbil', 'Asia/Baghdad') returning id`,
      [cast.acme],
    );
    expect(newcomer).toBeUndefined();
  });
  test('one’s own may be taken back, and then leads nowhere else', async () => {
    await start();
    await rename('zainab', 'zainab-k');
    await rename('zainab', 'zainab-kareem');
    expect(await former('system')).toEqual(['zainab-k']);
  });
  test('three moves in thirty days, and the fourth waits', async () => {
    await start();
    for (const slug of ['z-one', 'z-two', 'z-three']) await rename('zainab', slug);
    expect((await told(rename('zainab', 'z-four')))?.constraint).toBe('slugs_move_rarely');
    await database.query(`update talent_profiles set display_name = display_name where id = $1`, [talentIds.zainab]);
    expect(await former('system')).toEqual(['z-one', 'z-two', 'zainab-kareem']);
  });
  test('nobody writes the list of former addresses, nor when an address moved', async () => {
    for (const who of ['visitor', 'zainab', 'system'] as const)
      await denied(
        as(who, (tx) =>
          tx.insert(formerSlugs).values({ slug: 'mine-now', talentId: talentIds.zainab, since: new Date(0) }),
        ),
      );
    await denied(as('zainab', (tx) => tx.execute(sql`update talent_profiles set renamed_at = '{}'`)));
    await denied(as('visitor', (tx) => tx.execute(sql`select renamed_at from talent_profiles`)));
  });
});
