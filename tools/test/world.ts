// The database half of the local stack, for tools that build or measure without serving: Postgres, the Neon bridge, the
// tables, the demo data and a sign-in, in a folder that is gone afterwards.
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../src/db/migrate.ts';
import { startBridge, type Bridge } from '../../src/local/bridge.ts';
import { openClerk, type LocalClerk } from '../../src/local/clerk.ts';
import { startPostgres, type LocalPostgres } from '../../src/local/postgres.ts';
import { openSecrets } from '../../src/local/secrets.ts';

export type World = {
  postgres: LocalPostgres;
  bridge: Bridge;
  clerk: LocalClerk;
  database: string;
  ownerUrl: string;
  /** what functions and the build read */
  env: Record<string, string>;
  close: () => Promise<void>;
};

/** `keep` names a folder that stays, and is found again with all that was made in it. */
export async function openWorld(
  origin: string,
  { demo = true, keep }: { demo?: boolean; keep?: string | undefined } = {},
): Promise<World> {
  const home = keep ?? mkdtempSync(join(tmpdir(), 'mawahib-world-'));
  mkdirSync(home, { recursive: true });
  // As root the database runs as another user, who must be able to walk in.
  chmodSync(home, 0o755);
  const open: (() => unknown)[] = [() => keep ?? rmSync(home, { recursive: true, force: true, maxRetries: 5 })];
  const close = async () => {
    for (let last = open.pop(); last; last = open.pop()) await last();
  };
  try {
    const database = 'mawahib';
    const postgres = await startPostgres({ dataDir: join(home, 'postgres') });
    open.push(() => postgres.stop());
    const bridge = await startBridge({ postgresPort: postgres.port });
    open.push(() => bridge.close());
    await postgres.ensureDatabase(database);
    const ownerUrl = postgres.ownerUrl(database, bridge.port);
    await migrate(ownerUrl);
    if (demo) await (await import('../../src/local/demo/demo.ts')).loadDemo(ownerUrl, new Date());
    const clerk = openClerk(home, origin, openSecrets(home));
    const env = {
      CONTEXT: 'dev',
      URL: origin,
      DATABASE_URL: postgres.url('mawahib_app', database, bridge.port),
      DATABASE_SYSTEM_URL: postgres.url('mawahib_system', database, bridge.port),
      DATABASE_MIGRATION_URL: ownerUrl,
      ...clerk.env,
    };
    return { postgres, bridge, clerk, database, ownerUrl, env, close };
  } catch (error) {
    await close();
    throw error;
  }
}
