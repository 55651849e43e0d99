// The site with a thousand and with ten thousand talents: how long a build takes, and what a profile costs that a function
// renders. A build makes files for the best known talents only (SITE_PRERENDER), so past that number it stops growing.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import type { PublicTalent } from '../../src/features/discovery/schema.ts';
import { CdnCache } from '../../src/local/runner/cdn-cache.ts';
import type { World } from '../test/world.ts';
import { interleaved, kb, ms, table, times } from './table.ts';

export const siteSizesFrom = (asked: string | undefined): number[] =>
  (asked ?? '1000,10000')
    .split(',')
    .map(Number)
    .filter((size) => Number.isInteger(size) && size > 0);

/** Copies of the demo's talents with their services, until there are so many. */
async function fill(world: World, wanted: number): Promise<number> {
  const db = new pg.Client({ connectionString: world.postgres.url('postgres', world.database) });
  await db.connect();
  try {
    const columns = async (table: string, but: string[]) =>
      (
        await db.query<{ name: string }>(
          `select quote_ident(column_name) as name from information_schema.columns
            where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and column_name <> all ($2)`,
          [table, but],
        )
      ).rows
        .map(({ name }) => name)
        .join(', ');
    // what search keeps of each profile is worked out row by row as it is written: no matter of a build
    await db.query('set session_replication_role = replica');
    const users = await columns('users', ['id', 'email']);
    const profiles = await columns('talent_profiles', ['id', 'user_id', 'slug']);
    const services = await columns('services', ['id', 'talent_id']);
    await db.query(
      `create temp table originals as select p.id, p.user_id, p.slug, row_number() over (order by p.slug) - 1 as at
         from talent_profiles p where p.published_at is not null and p.seen_by = 'everyone' and p.slug not like 'copy-%'`,
    );
    await db.query(
      `create temp table copies as
         select o.*, n, 'copy-' || n || '-' || left(o.slug, 40) as new_slug, 'user_copy_' || n as new_user, uuidv7() as new_id
           from generate_series((select count(*) from talent_profiles where slug like 'copy-%') + 1,
                                $1 - (select count(*) from originals)) n
           join originals o on o.at = n % (select count(*) from originals)`,
      [wanted],
    );
    await db.query(`insert into users (id, email, ${users})
      select c.new_user, c.new_user || '@copy.example', ${users.replace(/(^|, )/g, '$1u.')} from copies c join users u on u.id = c.user_id`);
    await db.query(`insert into talent_profiles (id, user_id, slug, ${profiles})
      select c.new_id, c.new_user, c.new_slug, ${profiles.replace(/(^|, )/g, '$1p.')} from copies c join talent_profiles p on p.id = c.id`);
    await db.query(`insert into services (talent_id, ${services})
      select c.new_id, ${services.replace(/(^|, )/g, '$1s.')} from copies c join services s on s.talent_id = c.id`);
    await db.query('drop table originals, copies');
    await db.query('analyze');
    const { rows } = await db.query<{ n: number }>(
      `select count(*)::int as n from talent_profiles where published_at is not null and seen_by = 'everyone'`,
    );
    return rows[0]?.n ?? 0;
  } finally {
    await db.end();
  }
}

/** `npm run build` as a deploy runs it, in seconds. */
function build(root: string, world: World): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--run', 'build'], {
    cwd: root,
    env: { ...process.env, ...world.env, MAWAHIB_AUTH: 'local', NODE_ENV: 'production', ASTRO_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2000)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`the build ended with ${code}: ${words}`));
      resolve((performance.now() - began) / 1000);
    });
  });
}

const published = {
  'Hugo (published)': 10_000 / 3,
  'Eleventy (published)': 10_000 / 4.7,
  'Astro, bare (published)': 10_000 / 9.3,
  'Next 16 (published)': 10_000 / 101,
};

export async function sites(
  world: World,
  origin: string,
  root: string,
  sizes: readonly number[],
  rounds: number,
): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const size of sizes) {
    const talents = await fill(world, size);
    for (const kind of ['pictures drawn', 'pictures kept'] as const) {
      const seconds = await build(root, world);
      const pages = globSync('**/index.html', { cwd: join(root, 'dist') }).length;
      rows.push([`${talents}, ${kind}`, pages, `${seconds.toFixed(1)} s`, `${Math.round(pages / seconds)}/s`]);
    }
  }
  table(
    'A build of the site, four languages',
    ['talents', 'pages', 'took', 'pages'],
    rows,
    `10,000 pages elsewhere: ${Object.entries(published)
      .map(([name, rate]) => `${name} ${Math.round(rate)}/s`)
      .join(', ')}. Ours have a picture for links each, four languages, and the database read along.`,
  );
  await renders(origin, root, rounds);
}

type Handler = (request: Request) => Promise<Response>;
const handler = async (root: string, name: string): Promise<Handler> =>
  ((await import(pathToFileURL(join(root, `netlify/functions/${name}.ts`)).href)) as { default: Handler }).default;

/** A profile no build has a file for: rendered by the function, and given again by what the network keeps. */
async function renders(origin: string, root: string, rounds: number): Promise<void> {
  const list = await (await handler(root, 'talents'))(new Request(`${origin}/api/talents?limit=1`));
  const { items } = (await list.json()) as { items: { slug: string }[] };
  const slug = items[0]?.slug ?? '';
  const one = await (await handler(root, 'talents'))(new Request(`${origin}/api/talents/${slug}`));
  const talent = (await one.json()) as PublicTalent;
  const page = await handler(root, 'talent-page');
  const request = () => new Request(`${origin}/fresh/en/talents/${slug}/`);
  const network = new CdnCache(Date.now);
  const kept = () => network.through(request(), page, () => undefined);
  const first = await kept();
  if (first.status !== 200) throw new Error(`${slug} answers ${first.status}`);
  const { renderTalent } = await import('../../netlify/generated/render-talent.mjs');
  const [fresh = NaN, cached = NaN, view = NaN] = await interleaved(
    rounds,
    async () => (await page(request())).text(),
    async () => (await kept()).text(),
    () => renderTalent({ site: origin, locale: 'en', talent }),
  );
  table(
    'One profile, as a function makes it',
    ['what', 'median', 'of the fresh one'],
    [
      ['read from the database and rendered', ms(fresh), times(fresh, fresh)],
      ['the view alone, its facts at hand', ms(view), times(view, fresh)],
      ['kept by the network', ms(cached), times(cached, fresh)],
    ],
    `one batch to the database; ${kb((await first.arrayBuffer()).byteLength)} of HTML. The bench renders in the process that also runs the Neon bridge.`,
  );
}
