import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseError } from '../../db/errors.ts';
import { portfolioItems, talentProfiles } from '../../db/schema/profiles.ts';
import { cast, seat, talentIds, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn } from '../../testing/stage.ts';
import { audiences, narrowed, sees, type Viewer } from './rules/audience.ts';

let database: TestDatabase;
let as: ReturnType<typeof through>;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  as = through(stageOn(database).doors);
  await database.query(
    `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
     values ($1, 'company', 'once', 0, 'IQD', 'comp', '2025-01-01', '2025-01-01', '2099-01-01')`,
    [cast.acme],
  );
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ('user_admin', 'a@example.com', 'A', 'admin', now())`,
  );
});
afterAll(() => database.close());

/** Who is what, as the rule asks for it. */
const viewers: [Seer, Viewer][] = [
  ['visitor', { member: false, premium: false }],
  ['stranger', { member: false, premium: false }],
  ['gone', { member: false, premium: false }],
  ['sara', { member: true, premium: false }],
  ['nour', { member: true, premium: false }],
  // PRO, and a talent all the same
  ['omar', { member: true, premium: false }],
  ['acme', { member: true, premium: true }],
];
const cells = viewers.flatMap(([who, viewer]) => audiences.map((audience) => [who, audience, viewer] as const));

describe('rule and SQL', () => {
  test.each(cells)('%s and what is for %s', async (who, audience, viewer) => {
    const { rows } = await as(who, (tx) => tx.execute<{ sees: boolean }>(sql`select app.sees(${audience}) as sees`));
    expect(rows[0]?.sees).toBe(sees(viewer, audience));
  });
  test('an audience nobody knows is nobody', async () => {
    const { rows } = await as('acme', (tx) => tx.execute<{ sees: boolean }>(sql`select app.sees('all') as sees`));
    expect(rows[0]?.sees).toBe(false);
  });
});

describe.each(cells)('%s, where a page is for %s', (who, audience, viewer) => {
  const change = (what: string, to: string) => database.query(what, [to]);
  beforeAll(() =>
    change(
      `update talent_profiles set inquiries_from = 'subscribers', seen_by = $1 where slug = 'zainab-kareem'`,
      audience,
    ),
  );
  afterAll(() =>
    change(
      `update talent_profiles set inquiries_from = 'everyone', seen_by = $1 where slug = 'zainab-kareem'`,
      'everyone',
    ),
  );
  test('the page, and all that hangs on it', async () => {
    const seen = await as(who, async (tx) => ({
      profile: (await tx.select({ slug: talentProfiles.slug }).from(talentProfiles)).map(({ slug }) => slug),
      services: (await tx.execute(sql`select 1 from services where talent_id = ${talentIds.zainab}`)).rows.length,
      hours: (await tx.execute(sql`select 1 from availability_rules where talent_id = ${talentIds.zainab}`)).rows
        .length,
    }));
    const may = sees(viewer, audience);
    expect(seen.profile.includes('zainab-kareem')).toBe(may);
    expect(seen.services > 0).toBe(may);
    expect(seen.hours > 0).toBe(may);
  });
  test('a piece of work', async () => {
    await change(
      `insert into portfolio_items (talent_id, media, visibility) select id, '{"url":"/x.jpg","width":1,"height":1,"alt":{}}', $1 from talent_profiles where slug = 'omar-bennani'`,
      audience === 'everyone' ? 'public' : audience,
    );
    const items = await as(who, (tx) =>
      tx
        .select({ id: portfolioItems.id })
        .from(portfolioItems)
        .where(sql`media ->> 'url' = '/x.jpg'`),
    );
    expect(items.length > 0).toBe(sees(viewer, audience) || who === 'omar');
    await database.query(`delete from portfolio_items where media ->> 'url' = '/x.jpg'`);
  });
});

describe('whom the form lets ask', () => {
  test.each([
    ['everyone', 'everyone', 'everyone'],
    ['everyone', 'members', 'members'],
    ['members', 'everyone', 'members'],
    ['everyone', 'subscribers', 'subscribers'],
    ['subscribers', 'members', 'subscribers'],
    ['nobody', 'everyone', 'nobody'],
    ['nobody', 'subscribers', 'nobody'],
  ] as const)('%s, on a page for %s: %s', (asked, seenBy, left) => expect(narrowed(asked, seenBy)).toBe(left));

  test.each(
    audiences.flatMap((seenBy) =>
      (['everyone', 'members', 'subscribers', 'nobody'] as const).map((asked) => [seenBy, asked] as const),
    ),
  )('a page for %s that lets %s ask: as the rule says', async (seenBy, asked) => {
    const stood = await database
      .query(`update talent_profiles set seen_by = $1, inquiries_from = $2 where slug = 'omar-bennani'`, [
        seenBy,
        asked,
      ])
      .then(
        () => true,
        (error: unknown) => databaseError(error)?.code !== '23514',
      );
    expect(stood).toBe(narrowed(asked, seenBy) === asked);
    await database.query(
      `update talent_profiles set seen_by = 'everyone', inquiries_from = 'everyone' where slug = 'omar-bennani'`,
    );
  });
});
