// Casting requests by the hundred thousand for `tools/bench/board.ts`, and as many talents to read them: written as the superuser in a
// few statements. What a trigger would have kept is computed here, so triggers and foreign keys rest.
import pg from 'pg';
import type { World } from '../test/world.ts';

export const reader = 'user_bench_board_talent_000000000001';
export const rareWord = 'zirconium';
export const commonWord = 'garden';

const categories =
  'photographer videographer actor model voice-artist musician singer dj dancer makeup-artist stylist event-host comedian calligrapher graphic-designer illustrator translator chef writer director';
const cities =
  'baghdad erbil sulaymaniyah duhok basra mosul kirkuk najaf karbala casablanca rabat marrakech fes tangier agadir';
const array = (words: string) => `array[${words.split(' ').map((word) => `'${word}'`)}]`;
const words =
  'garden evening wedding portrait studio stage music voice light quiet guests film scene menu opening festival reading family children launch hotel river roof market school clinic office workshop morning weekend';

/** Every talent in one trade and city, every fourth with a saved search, every hundredth of them for everything with a certain word. */
const people = (talents: number) => [
  `insert into users (id, email, name, role, customer_kind, plan, onboarded_at, time_zone)
   select 'user_bench_owner_' || n, 'owner-' || n || '@bench.example', 'Somebody', 'customer', 'individual', null, now(), 'Asia/Baghdad'
   from generate_series(1, ${Math.ceil(talents / 5)}) n`,
  `insert into users (id, email, name, role, plan, onboarded_at, time_zone)
   select case n when 1 then '${reader}' else 'user_bench_board_' || n end, 'talent-' || n || '@bench.example', 'Somebody', 'talent', 'FREE', now(), 'Asia/Baghdad'
   from generate_series(1, ${talents}) n`,
  `insert into talent_profiles (user_id, slug, display_name, category, city, time_zone, published_at)
   select case n when 1 then '${reader}' else 'user_bench_board_' || n end, 'bench-' || n, 'Somebody',
     (${array(categories)})[1 + abs(hashint8extended(n, 1)) % 20], (${array(cities)})[1 + abs(hashint8extended(n, 2)) % 15], 'Asia/Baghdad', now()
   from generate_series(1, ${talents}) n`,
  `insert into saved_searches (user_id, name, words, category, city, currency, budget_from, told)
   select 'user_bench_board_' || n, 'Mine', case n % 100 when 0 then '${commonWord}' else '' end,
     case when n % 400 <> 0 then (${array(categories)})[1 + abs(hashint8extended(n, 3)) % 20] end,
     case when n % 400 <> 0 then (${array(cities)})[1 + abs(hashint8extended(n, 4)) % 15] end,
     case n % 3 when 0 then 'IQD' end, case n % 3 when 0 then 100000 + abs(hashint8extended(n, 5)) % 400000 end, n % 5 <> 0
   from generate_series(4, ${talents}, 4) n`,
];

/** All open; one in a thousand unlocked by the reader, one in fifty thousand with a rare word. */
const asked = (requests: number) => [
  `insert into requests (id, owner_id, owner_name, title, summary, category, city, starts_on, currency, budget_min, budget_max, state, state_at,
     published_at, opened_at, expires_at, checked_at, matched_at, unlocks)
   select uuidv7(make_interval(secs => -n * 20)), 'user_bench_owner_' || 1 + n % greatest(1, ${Math.ceil(requests / 5)}), 'Somebody',
     initcap(w[1 + h % 30]) || ' for a ' || w[1 + (h >> 6) % 30] || case when n % ${Math.max(1, Math.floor(requests / 2))} = 1 then ' of ${rareWord}' else '' end,
     (select string_agg(w[1 + (abs(hashint8extended(n, k)) % 30)], ' ') from generate_series(10, 40) k),
     (${array(categories)})[1 + abs(hashint8extended(n, 6)) % 20], (${array(cities)})[1 + abs(hashint8extended(n, 7)) % 15],
     (now() + make_interval(days => (1 + h % 80)::int))::date, 'IQD', 50000, 100000 + h % 900000, 'OPEN', now(),
     now() - make_interval(secs => n * 20), now() - make_interval(secs => n * 20), now() + interval '20 days',
     case when h % 10 < 7 then now() end, now(), (h % 6)::int
   from generate_series(1, ${requests}) n, lateral (select abs(hashint8extended(n, 8)) >> 2 as h) x, (select ${array(words)} as w) v
   order by hashint8extended(n, 9)`,
  `insert into request_details (request_id, description, place) select id, repeat(summary || ' ', 4), 'Somewhere' from requests`,
  `insert into threads (id, kind, request_id, created_at) select gen_random_uuid(), 'request', id, opened_at from requests`,
  `insert into request_unlocks (request_id, user_id, talent_name)
   select id, case when n % 1000 = 1 then '${reader}' else 'user_bench_board_' || 2 + n % ${Math.max(1, requests - 2)} end, 'Somebody'
   from (select id, row_number() over (order by id) as n from requests) r where n % 3 <> 0`,
];

const filled = [
  'proposals',
  'request_unlocks',
  'request_details',
  'notifications',
  'saved_searches',
  'threads',
  'thread_members',
  'messages',
  'requests',
  'talent_profiles',
  'users',
];

/** One world of so many open requests and as many talents, in place of the one before. */
export async function fillBoard(world: World, size: number): Promise<void> {
  const client = new pg.Client({ connectionString: world.postgres.url('postgres', world.database) });
  await client.connect();
  try {
    await client.query(
      `set session_replication_role = replica; set maintenance_work_mem = '512MB'; set work_mem = '128MB'; set synchronous_commit = off`,
    );
    await client.query(`truncate ${filled.join(', ')} cascade`);
    for (const statement of [...people(size), ...asked(size)]) await client.query(statement);
    for (const name of filled) await client.query(`vacuum (analyze, freeze) ${name}`);
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}
