// Talents by the hundred thousand for `tools/bench/search.ts`: written as the superuser in a few statements, while triggers rest;
// then the index of search is made of them, and beside it what one would build from the manual: one tsvector, one GIN index.
import pg from 'pg';
import { categoryIds } from '../../src/features/discovery/categories.ts';
import { cityIds } from '../../src/features/discovery/places.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { World } from '../test/world.ts';

const array = (words: readonly string[]) => `array[${words.map((word) => `'${word}'`).join(',')}]`;
const split = (words: string) => words.split(' ');

const first = split(
  'zainab omar sara ahmed leila youssef noor hassan mariam karim dilan shilan rebin hiwa azad zana avin rozhin fatima ali hussein amina rachid nadia salma khadija mehdi ilyas soukaina yasmine زينب عمر سارة أحمد ليلى يوسف نور حسن مريم كريم دیلان شیلان ڕێبین هیوا ئازاد',
);
const parts = split('ba ta ra na ka la ma sa za da fa ga ha ja wa ya bi ti ri ni ki li mi si zi di fi gi hi ji');
const common = split(
  'wedding portrait studio stage music voice light quiet guests film scene menu opening festival reading family children launch hotel river roof market school clinic office workshop morning weekend evening garden',
);
const rare = split(
  'zirconium theremin calligramme daguerreotype xylophone ocarina marionette ventriloquist hologram kora santur ney qanun daf zurna',
);

const pick = (list: readonly string[], n: string, seed: number) =>
  `(${array(list)})[1 + (abs(hashint8extended(${n}, ${seed})) % ${list.length})]`;
/** A family name of three syllables: some 27,000 of them. */
const family = (n: string) => `initcap(${[1, 2, 3].map((at) => pick(parts, n, 20 + at)).join(' || ')})`;

const people = (talents: number) => [
  `insert into users (id, email, name, role, plan, onboarded_at, time_zone)
   select 'user_bench_search_' || n, 'search-' || n || '@bench.example', 'Somebody', 'talent', 'FREE', now(), 'Asia/Baghdad' from generate_series(1, ${talents}) n`,
  `insert into talent_profiles (user_id, slug, display_name, headline, bio, category, city, languages, tags, time_zone, published_at)
   select 'user_bench_search_' || n, 'bench-' || n, ${pick(first, 'n', 1)} || ' ' || ${family('n')},
     jsonb_build_object('en', initcap(${pick(common, 'n', 2)}) || ' and ' || ${pick(common, 'n', 3)}),
     jsonb_build_object('en', (select string_agg((${array(common)})[1 + floor(pow((abs(hashint8extended(n, k)) % 1000) / 1000.0, 2) * ${common.length})::int], ' ') from generate_series(30, 54) k)
       || case when n % 5000 = 7 then ' ' || ${pick(rare, 'n', 4)} else '' end),
     ${pick(categoryIds, 'n', 5)}, ${pick(cityIds, 'n', 6)},
     case n % 4 when 0 then '{ar}'::text[] when 1 then '{ar,en}' when 2 then '{ckb,ar}' else '{fr,ar,en}' end,
     array[${pick(common, 'n', 7)}], 'Asia/Baghdad', now() - make_interval(secs => abs(hashint8extended(n, 8)) % 90000000)
   from generate_series(1, ${talents}) n`,
  `insert into services (talent_id, title, price_amount, price_currency, duration_minutes, place)
   select p.id, '{"en":"A day"}', 50000 + 5000 * (abs(hashtextextended(p.slug, 9)) % 200), case when p.city in ('casablanca', 'rabat', 'marrakech', 'fes', 'tangier', 'agadir') then 'MAD' else 'IQD' end, 480, 'on_site'
   from talent_profiles p`,
  `insert into reviews (booking_id, side, reviewer_id, talent_id, rating, comment, author_name, publish_at)
   select uuidv7(), 'customer', p.user_id, p.id, least(5, 3 + abs(hashtextextended(p.slug, k)) % 4), '', 'S.', now() - interval '1 day'
   from talent_profiles p, generate_series(1, 4) k where abs(hashtextextended(p.slug, 10 + k)) % 3 = 0`,
];

/** As the manual has it. */
const peer = [
  `drop table if exists peer_documents`,
  `create table peer_documents as select p.id, p.category, p.city, p.languages, p.published_at,
     coalesce((select avg(r.rating) from reviews r where r.talent_id = p.id), 0) as rating,
     setweight(to_tsvector('simple', p.display_name), 'A') || setweight(to_tsvector('simple', array_to_string(p.tags, ' ') || ' ' || p.category || ' ' || p.city), 'B')
       || setweight(to_tsvector('simple', p.headline ->> 'en'), 'C') || setweight(to_tsvector('simple', p.bio ->> 'en'), 'D') as words
   from talent_profiles p`,
  `create index on peer_documents using gin (words)`,
  `create index on peer_documents (rating desc, published_at desc)`,
];

const filled = [
  'reviews',
  'services',
  'talent_profiles',
  'users',
  'search_documents',
  'search_postings',
  'search_words',
];

const vacuumed = (tables: readonly string[]) => tables.map((name) => `vacuum (analyze) ${name}`);

export const searchWords = { common: 'wedding', rare: 'zirconium', name: 'zainab', begun: 'wed' } as const;

export type Directory = { database: string; made: { seeding: number; indexing: number } | null };

/**
 * A database of so many published talents, made now unless it is kept from before; answers the seconds people and index took. The
 * last table made says that all of it is there.
 */
export async function directoryOf(world: World, size: number): Promise<Directory> {
  const database = `directory_${size}`;
  await world.postgres.ensureDatabase(database);
  await migrate(world.postgres.ownerUrl(database, world.bridge.port));
  const client = new pg.Client({ connectionString: world.postgres.url('postgres', database) });
  await client.connect();
  try {
    const { rows } = await client.query<{ whole: boolean }>(`select to_regclass('bench_whole') is not null as whole`);
    if (rows[0]?.whole) return { database, made: null };
    await client.query(
      `set session_replication_role = replica; set maintenance_work_mem = '512MB'; set work_mem = '256MB'; set synchronous_commit = off`,
    );
    await client.query(`truncate ${filled.join(', ')} cascade`);
    const seconds = async (statements: readonly string[]) => {
      const began = performance.now();
      for (const statement of statements) await client.query(statement);
      return (performance.now() - began) / 1000;
    };
    const seeding = await seconds([...people(size), ...vacuumed(['users', 'talent_profiles', 'services', 'reviews'])]);
    const indexing = await seconds(['select app.search_rebuild()']);
    await seconds([...peer, ...vacuumed([...filled, 'peer_documents']), 'create table bench_whole ()', 'checkpoint']);
    return { database, made: { seeding, indexing } };
  } finally {
    await client.end();
  }
}
