import type { Login, Passwords } from './postgres/logins.ts';

export type LocalPostgres = {
  port: number;
  passwords: Passwords;
  /** `port` defaults to Postgres itself; pass the bridge's port for anything that goes through the Neon driver. */
  url: (login: Login, database: string, port?: number) => string;
  /** `url('mawahib_owner', database, port)`: for migrations. */
  ownerUrl: (database: string, port?: number) => string;
  /** Makes the database and its roles when missing; says whether it was made now. */
  ensureDatabase: (database: string) => Promise<boolean>;
  stop: () => Promise<void>;
};

export async function startPostgres(options: { dataDir: string; port?: number }): Promise<LocalPostgres> {
  throw new Error(`not yet: ${options.dataDir}`);
}
