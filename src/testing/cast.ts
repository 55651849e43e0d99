import type { Doors, Tx } from '../db/client.ts';
import type { TestDatabase } from './database.ts';

/** The people everyone in the tests knows by name, made once per database past every policy. */
export const cast = {
  zainab: 'user_zainab', // talent with PRO, published photographer in Baghdad
  omar: 'user_omar', // talent, published DJ in Casablanca
  nour: 'user_nour', // talent, draft profile
  sara: 'user_sara', // customer, individual
  acme: 'user_acme', // customer, company
  gone: 'user_gone', // suspended talent
  stranger: 'user_stranger', // signed in, no row
} as const;
export type Member = keyof typeof cast;

export const talentIds = {
  zainab: '0190d3a0-0000-7000-9000-000000000001',
  omar: '0190d3a0-0000-7000-9000-000000000002',
  nour: '0190d3a0-0000-7000-9000-000000000003',
  gone: '0190d3a0-0000-7000-9000-000000000004',
} as const;
export const serviceIds = {
  zainabWedding: '0190d3a0-0000-7000-9000-000000000011',
  zainabRetired: '0190d3a0-0000-7000-9000-000000000012',
  omarParty: '0190d3a0-0000-7000-9000-000000000013',
  nourDraft: '0190d3a0-0000-7000-9000-000000000014',
} as const;

/** A word that stands in every column nobody else may read: if an answer holds it, something leaked. */
export const planted = 'PLANTED-SECRET';

export async function seat(database: TestDatabase): Promise<void> {
  const { query } = database;
  await query(
    `insert into users (id, email, name, role, customer_kind, plan, onboarded_at, suspended_at, time_zone) values
      ($1, 'zainab-${planted}@example.com', 'Zainab ${planted}', 'talent', null, 'FREE', now(), null, 'Asia/Baghdad'),
      ($2, 'omar-${planted}@example.com', 'Omar ${planted}', 'talent', null, 'FREE', now(), null, 'Africa/Casablanca'),
      ($3, 'nour-${planted}@example.com', 'Nour ${planted}', 'talent', null, 'FREE', now(), null, 'Asia/Baghdad'),
      ($4, 'sara-${planted}@example.com', 'Sara ${planted}', 'customer', 'individual', null, now(), null, 'Asia/Baghdad'),
      ($5, 'acme-${planted}@example.com', 'Acme ${planted}', 'customer', 'company', null, now(), null, 'Asia/Baghdad'),
      ($6, 'gone-${planted}@example.com', 'Gone ${planted}', 'talent', null, 'FREE', now(), now(), 'Asia/Baghdad')`,
    [cast.zainab, cast.omar, cast.nour, cast.sara, cast.acme, cast.gone],
  );
  await query(
    `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
     values ($1, 'PRO', 'once', 0, 'IQD', 'comp', '2025-01-01', '2025-01-01', '2099-01-01')`,
    [cast.zainab],
  );
  await query(
    `insert into talent_profiles (id, user_id, slug, display_name, headline, bio, category, city, languages, tags, time_zone, published_at) values
      ($1, $5, 'zainab-kareem', 'Zainab Kareem', '{"en":"Weddings in daylight","ar":"أعراس في ضوء النهار"}', '{"en":"Ten years of weddings."}', 'photographer', 'baghdad', '{ar,en}', '{wedding}', 'Asia/Baghdad', '2026-02-01T08:00:00Z'),
      ($2, $6, 'omar-bennani', 'Omar Bennani', '{"fr":"Chaabi et house"}', '{}', 'dj', 'casablanca', '{fr,ar}', '{party}', 'Africa/Casablanca', '2026-02-02T08:00:00Z'),
      ($3, $7, 'nour-draft', 'Nour ${planted}', '{"en":"${planted}"}', '{}', 'singer', 'erbil', '{ckb}', '{}', 'Asia/Baghdad', null),
      ($4, $8, 'gone-draft', 'Gone ${planted}', '{}', '{}', 'singer', 'erbil', '{ckb}', '{}', 'Asia/Baghdad', null)`,
    [talentIds.zainab, talentIds.omar, talentIds.nour, talentIds.gone, cast.zainab, cast.omar, cast.nour, cast.gone],
  );
  await query(
    `insert into services (id, talent_id, title, price_amount, price_currency, duration_minutes, place, active, position) values
      ($1, $5, '{"en":"Wedding day"}', 350000, 'IQD', 480, 'on_site', true, 0),
      ($2, $5, '{"en":"${planted}"}', 1000, 'IQD', 60, 'studio', false, 1),
      ($3, $6, '{"fr":"Soirée"}', 250000, 'MAD', 240, 'on_site', true, 0),
      ($4, $7, '{"en":"${planted}"}', 90000, 'IQD', 90, 'remote', true, 0)`,
    [
      serviceIds.zainabWedding,
      serviceIds.zainabRetired,
      serviceIds.omarParty,
      serviceIds.nourDraft,
      talentIds.zainab,
      talentIds.omar,
      talentIds.nour,
    ],
  );
  await query(
    `insert into portfolio_items (talent_id, media, title, visibility) values
      ($1, '{"url":"/media/one.svg","width":800,"height":600,"alt":{}}', '{"en":"Henna night"}', 'public'),
      ($1, '{"url":"/media/${planted}.svg","width":800,"height":600,"alt":{}}', '{"en":"${planted}"}', 'subscribers'),
      ($2, '{"url":"/media/${planted}.svg","width":800,"height":600,"alt":{}}', '{"en":"${planted}"}', 'public')`,
    [talentIds.zainab, talentIds.nour],
  );
  for (const [talent, days] of [
    [talentIds.zainab, [1, 2, 3, 4, 7]],
    [talentIds.omar, [5, 6]],
    [talentIds.nour, [1]],
  ] as const) {
    await query(
      `insert into availability_rules (talent_id, weekday, starts_at, ends_at) select $1, day, '09:00', '18:00' from unnest($2::int[]) day`,
      [talent, days],
    );
  }
  await query(`insert into availability_exceptions (talent_id, day) values ($1, '2026-03-05'), ($2, '2026-03-06')`, [
    talentIds.zainab,
    talentIds.nour,
  ]);
}

/** Work at any hour of any day, for tests that are about something else. */
export async function openAlways({ query }: Pick<TestDatabase, 'query'>, talentId: string): Promise<void> {
  await query('delete from availability_rules where talent_id = $1', [talentId]);
  await query('delete from availability_exceptions where talent_id = $1', [talentId]);
  await query(
    `insert into availability_rules (talent_id, weekday, starts_at, ends_at) select $1, day, '00:00', '24:00' from generate_series(1, 7) day`,
    [talentId],
  );
}

export type Seer = Member | 'visitor' | 'system';

/** Does the work through the door this person would come in by. */
export const through =
  (doors: Doors) =>
  <Result>(who: Seer, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
    (who === 'visitor'
      ? doors.asVisitor()
      : who === 'system'
        ? doors.asSystem('test')
        : doors.asUser({ userId: cast[who] })
    ).write(work);
