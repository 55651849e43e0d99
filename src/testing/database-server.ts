import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startBridge, type Bridge } from '../local/bridge.ts';
import { forgetPostgres, startPostgres, type LocalPostgres } from '../local/postgres.ts';

/** What a test file is told about its own database. App, system and owner go through the bridge, as in production; `superUrl` is Postgres itself. */
export type DatabaseAddress = {
  name: string;
  appUrl: string;
  systemUrl: string;
  ownerUrl: string;
  superUrl: string;
  bridge: string;
};

export type DatabaseServer = { address: string; close: () => Promise<void> };

const template = 'migrated';

/**
 * One Postgres for a whole test run, in the runner's process; test files ask for databases over HTTP.
 * It starts with the first question, so a run of pure rules costs nothing.
 */
export async function startDatabaseServer(): Promise<DatabaseServer> {
  let world: Promise<World> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let made = 0;

  const server = http.createServer((request, response) => {
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const work = async () => {
      const { postgres, bridge } = await (world ??= createWorld());
      const asSuper = (statement: string) => onServer(postgres, statement);
      if (request.method === 'POST') {
        const name = `t${++made}`;
        // Postgres clones a template for one caller at a time.
        const clone = turn.then(() =>
          asSuper(`create database ${name} template ${template} strategy file_copy owner mawahib_owner`),
        );
        turn = clone.catch(() => undefined);
        await clone;
        const through = (login: 'mawahib_app' | 'mawahib_system' | 'mawahib_owner') =>
          postgres.url(login, name, bridge.port);
        const address: DatabaseAddress = {
          name,
          appUrl: through('mawahib_app'),
          systemUrl: through('mawahib_system'),
          ownerUrl: through('mawahib_owner'),
          superUrl: postgres.url('postgres', name),
          bridge: `http://127.0.0.1:${bridge.port}`,
        };
        return address;
      }
      const name = /^\/(t\d+)$/.exec(request.url ?? '')?.[1];
      if (name) await asSuper(`drop database if exists ${name} with (force)`);
      return {};
    };
    work().then(
      (body) => answer(200, body),
      (error: unknown) => answer(500, { message: reasons(error) }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await (await world?.catch(() => undefined))?.close();
    },
  };
}

type World = { postgres: LocalPostgres; bridge: Bridge; close: () => Promise<void> };

async function createWorld(): Promise<World> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mawahib-test-'));
  // Run by root, Postgres becomes another user and must be let in.
  await chmod(folder, 0o711);
  const postgres = await startPostgres({ dataDir: folder });
  let bridge: Bridge | undefined;
  const close = async () => {
    await bridge?.close();
    await postgres.stop();
    await forgetPostgres(folder);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    bridge = await startBridge({ postgresPort: postgres.port });
    await postgres.ensureDatabase(template);
    await migrateTemplate(postgres.ownerUrl(template, bridge.port));
    await onServer(postgres, `alter database ${template} with allow_connections false`);
    await onServer(postgres, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${template}'`);
    return { postgres, bridge, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Before the first migration is written there is nothing to run, and a bare database is the right one. */
async function migrateTemplate(ownerUrl: string): Promise<void> {
  if (!existsSync(new URL('../../drizzle/meta/_journal.json', import.meta.url))) return;
  const { migrate } = await import('../db/migrate.ts');
  await migrate(ownerUrl);
}

async function onServer(postgres: LocalPostgres, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url('postgres', 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function reasons(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${reasons(error.cause)})`;
}
