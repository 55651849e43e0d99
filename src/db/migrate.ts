import { Pool } from '@neondatabase/serverless';
import { drizzle } from 'drizzle-orm/neon-serverless';
import { migrate as run } from 'drizzle-orm/neon-serverless/migrator';
import { fileURLToPath } from 'node:url';
import { speakTo } from './speak-to.ts';

const allOfThem = fileURLToPath(new URL('../../drizzle', import.meta.url));

/** Brings the schema up to date as its owner; safe to run again. Answers how many migrations the database has. */
export async function migrate(ownerUrl: string, migrationsFolder = allOfThem): Promise<number> {
  speakTo(ownerUrl);
  const pool = new Pool({ connectionString: ownerUrl, max: 1 });
  pool.on('error', () => undefined);
  try {
    await run(drizzle({ client: pool }), {
      migrationsFolder,
      migrationsSchema: 'drizzle',
    });
    const { rows } = await pool.query<{ count: string }>('select count(*) as count from drizzle.__drizzle_migrations');
    return Number(rows[0]?.count ?? 0);
  } finally {
    await pool.end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const url = process.env['DATABASE_MIGRATION_URL'];
  if (!url) {
    console.error('DATABASE_MIGRATION_URL is not set');
    process.exit(1);
  }
  console.log(`${await migrate(url)} migrations applied`);
}
