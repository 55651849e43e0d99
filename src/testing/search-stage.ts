// Talents made at random, and what a plain search says of the same rows: the index is held against it.
import type { CategoryId } from '../features/discovery/categories.ts';
import type { CityId } from '../features/discovery/places.ts';
import type { Audience } from '../features/profiles/rules/audience.ts';
import type { Document } from './plain-search.ts';
import type { TestDatabase } from './database.ts';

const seed = (n: number) => {
  let state = n * 2654435761 + 1;
  return (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822507) + 0x9e3779b9) >>> 0;
    return state % below;
  };
};

const names = 'Zainab Omar Sara Léa أحمد هیوا Dilan Ilyas Nadia Karim زينب يوسف'.split(' ');
const families = 'Kareem Bennani Haddad الجبوري ڕەسوڵ Alaoui Fès Müller O’Hara Saleh'.split(' ');
const words = 'wedding portrait garden soirée élégant أعراس حفلات زفاف ئاهەنگ وێنە studio light film night'.split(' ');
export const vocabulary = [...names, ...families, ...words];
const categories: CategoryId[] = ['photographer', 'dj', 'singer', 'actor'];
const places: CityId[] = ['baghdad', 'erbil', 'casablanca', 'rabat'];
const languages = ['ar', 'ckb', 'fr', 'en'];
const skills = ['fencing', 'horse riding', 'عود'];
/** Beyond the clock of whatever machine this runs on. */
export const later = '2099-06-01T00:00:00Z';
const audiences: Audience[] = ['everyone', 'everyone', 'everyone', 'members', 'subscribers'];

const idOf = (n: number) => `0190d3a0-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** One talent with services, reviews, casting attributes and free days, the same for the same number. */
export async function plantTalent({ query }: TestDatabase, n: number): Promise<string> {
  const chance = seed(n);
  const one = <T>(list: readonly T[]): T => list[chance(list.length)] as T;
  const some = (count: number) => Array.from({ length: count }, () => one(words)).join(' ');
  const id = idOf(n);
  const user = `user_planted_${n}`;
  await query(`insert into users (id, email, role, plan, onboarded_at) values ($1, '', 'talent', 'FREE', now())`, [
    user,
  ]);
  await query(
    `insert into talent_profiles (id, user_id, slug, display_name, headline, bio, category, city, languages, tags, time_zone, published_at, seen_by, inquiries_from)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'Asia/Baghdad', $11, $12, 'nobody')`,
    [
      id,
      user,
      `planted-${n}`,
      `${one(names)} ${one(families)}`,
      JSON.stringify(chance(3) === 0 ? {} : { en: some(3), ar: some(2) }),
      JSON.stringify(chance(4) === 0 ? {} : { fr: some(8), ckb: some(5) }),
      one(categories),
      one(places),
      [...new Set([one(languages), one(languages)])],
      chance(2) === 0 ? [] : [some(1), some(2)],
      // several in the same second, and some not published
      chance(12) === 0 ? null : new Date(Date.UTC(2026, 0, 1 + chance(3), 0, 0, chance(4))),
      one(audiences),
    ],
  );
  for (let s = chance(4); s > 0; s -= 1)
    await query(
      `insert into services (talent_id, title, price_amount, price_currency, duration_minutes, place, active) values ($1, $2, $3, $4, 60, 'studio', $5)`,
      [id, JSON.stringify({ en: some(2) }), 1000 * (1 + chance(40)), one(['IQD', 'MAD']), chance(5) !== 0],
    );
  for (let r = chance(4); r > 0; r -= 1)
    await query(
      `insert into reviews (booking_id, side, reviewer_id, talent_id, rating, author_name, publish_at) values (uuidv7(), 'customer', $1, $2, $3, 'S.', $4)`,
      [user, id, 2 + chance(4), chance(5) === 0 ? later : '2026-02-01T00:00:00Z'],
    );
  if (chance(2) === 0) {
    const from = 18 + chance(20);
    await query(
      `insert into casting_attributes (talent_id, playing_age_from, playing_age_to, height_cm, skills, seen_by, credits) values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        id,
        from,
        from + chance(10),
        160 + chance(12),
        [one(skills)],
        one(audiences),
        JSON.stringify(
          chance(2) === 0 ? [] : [{ title: `Bulbul ${some(1)}`, role: 'X', kind: 'film', year: 2020, production: 'Y' }],
        ),
      ],
    );
  }
  if (chance(2) === 0)
    await query(
      `insert into talent_free_days (talent_id, from_day, days, stale_at) values ($1, '2026-03-01', $2, '2027-01-01')`,
      [id, [`2026-03-1${chance(5)}`, `2026-03-2${chance(5)}`]],
    );
  return id;
}

type Kept = Omit<Document, 'reviews' | 'prices' | 'casting'> & {
  seenBy: Audience;
  reviews: { rating: number }[];
  offers: { amount: number; currency: 'IQD' | 'MAD'; title: object }[];
  casting: Document['casting'] | null;
};

/** Every talent whom this audience may find, as the tables have them. */
export async function documentsFor(
  { query }: TestDatabase,
  now: Date,
  audiencesSeen: readonly Audience[],
): Promise<Document[]> {
  const rows = await query<Kept>(
    `select p.id, d.ordinal, p.slug, p.display_name as "displayName", p.headline, p.bio, p.category, p.city, p.languages, p.tags, p.published_at as "publishedAt", p.seen_by as "seenBy",
       coalesce((select jsonb_agg(jsonb_build_object('amount', s.price_amount, 'currency', s.price_currency, 'title', s.title)) from services s where s.talent_id = p.id and s.active), '[]') as offers,
       coalesce((select jsonb_agg(jsonb_build_object('rating', r.rating)) from reviews r where r.talent_id = p.id and r.side = 'customer' and r.publish_at <= $1), '[]') as reviews,
       (select jsonb_build_object('height', k.height_cm, 'from', k.playing_age_from, 'to', k.playing_age_to, 'skills', k.skills, 'seenBy', k.seen_by) from casting_attributes k where k.talent_id = p.id) as casting,
       coalesce((select k.skills || array(select c ->> 'title' from jsonb_array_elements(k.credits) c) from casting_attributes k where k.talent_id = p.id and k.seen_by = 'everyone'), '{}') as "openCasting",
       coalesce((select array_agg(f::text) from talent_free_days t, unnest(t.days) f where t.talent_id = p.id), '{}') as "freeDays"
     from talent_profiles p join users u on u.id = p.user_id left join search_documents d on d.talent_id = p.id
     where p.published_at is not null and u.suspended_at is null and u.deleted_at is null`,
    [now],
  );
  return rows
    .filter(({ seenBy }) => audiencesSeen.includes(seenBy))
    .map(({ offers, reviews, casting, ...row }) => {
      const prices: Document['prices'] = {};
      for (const { amount, currency } of offers) prices[currency] = Math.min(prices[currency] ?? Infinity, amount);
      return {
        ...row,
        serviceTitles: offers.map(({ title }) => title),
        prices,
        reviews: { count: reviews.length, sum: reviews.reduce((sum, { rating }) => sum + rating, 0) },
        casting: casting && audiencesSeen.includes(casting.seenBy) ? casting : null,
      };
    });
}
