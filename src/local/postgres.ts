import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { CannotStart } from './cannot-start.ts';
import { findBinaries, type Binaries } from './postgres/binaries.ts';
import { databaseUrl, logins, type Login, type Passwords } from './postgres/logins.ts';
import { choosePlace, reason, type Place } from './postgres/place.ts';
import { alive, bringDown, bringUp, lastComplaint, run, runningServer } from './postgres/server.ts';

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

const major = '18';

/** A real Postgres in `dataDir`, made on the first start and found again on the next. */
export async function startPostgres({
  dataDir,
  port: wanted,
}: {
  dataDir: string;
  port?: number;
}): Promise<LocalPostgres> {
  const place = await choosePlace(dataDir);
  const binaries = await findBinaries(place.mayReach, place.copies);
  await refuseSharing(place, binaries, dataDir);
  const passwords = (await knownPasswords(place)) ?? (await create(place, binaries));
  const port = await bringUp(place, binaries, wanted);
  await writeFile(usedBy(place), String(process.pid));

  const pid = await runningServer(place.data);
  const asWeLeave = () => {
    if (pid) process.kill(pid, 'SIGINT');
  };
  process.once('exit', asWeLeave);

  let stopped: Promise<void> | undefined;
  const url = (login: Login, database: string, at = port) => databaseUrl(passwords, login, at, database);
  return {
    port,
    passwords,
    url,
    ownerUrl: (database, at) => url('mawahib_owner', database, at),
    ensureDatabase: (database) => ensureDatabase(url, passwords, database),
    stop: () =>
      (stopped ??= (async () => {
        process.off('exit', asWeLeave);
        await bringDown(place, binaries);
        await rm(usedBy(place), { force: true });
      })()),
  };
}

/** For `npm run reset`: the data may lie elsewhere than the state folder (postgres/place.ts). Nothing may be running on it. */
export async function forgetPostgres(dataDir: string): Promise<void> {
  const place = await choosePlace(dataDir);
  if (await runningServer(place.data))
    await refuseSharing(place, await findBinaries(place.mayReach, place.copies), dataDir);
  await rm(place.data, { recursive: true, force: true });
}

const usedBy = (place: Place) => path.join(place.data, 'used-by.pid');
const passwordFile = (folder: string) => path.join(folder, 'passwords.json');

/** A server that outlived its stack (killed, or a crash) is stopped; one whose stack still lives is not ours to touch. */
async function refuseSharing(place: Place, binaries: Binaries, dataDir: string): Promise<void> {
  if (!(await runningServer(place.data))) return;
  const user = Number(await readFile(usedBy(place), 'utf8').catch(() => ''));
  if (user && alive(user)) {
    throw new CannotStart(
      `Another copy of the stack (process ${user}) is using ${path.resolve(dataDir)}: stop it, or give this one a folder of its own with MAWAHIB_HOME.`,
    );
  }
  await bringDown(place, binaries);
}

async function knownPasswords(place: Place): Promise<Passwords | undefined> {
  let version: string;
  try {
    version = (await readFile(path.join(place.data, 'PG_VERSION'), 'utf8')).trim();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CannotStart(`The database in ${place.data} cannot be read: ${reason(cause)}.`, cause);
  }
  if (version !== major)
    throw new CannotStart(
      `The database in ${place.data} is of Postgres ${version}, and this is ${major}: "npm run reset" begins afresh.`,
    );
  try {
    return JSON.parse(await readFile(passwordFile(place.data), 'utf8')) as Passwords;
  } catch (cause) {
    throw new CannotStart(
      `The passwords of the database in ${place.data} are lost: "npm run reset" begins afresh.`,
      cause,
    );
  }
}

/** In a folder beside the final one, moved when whole: a start that was broken off leaves nothing half-made. */
async function create(place: Place, { initdb }: Binaries): Promise<Passwords> {
  const passwords = Object.fromEntries(
    logins.map((login) => [login, randomBytes(18).toString('base64url')]),
  ) as Passwords;
  const half = `${place.data}.new`;
  const pwfile = `${half}.pw`;
  try {
    await rm(place.data, { recursive: true, force: true });
    await rm(half, { recursive: true, force: true });
    await handOver(place, half);
    await writeFile(pwfile, passwords.postgres, { mode: 0o600 });
    if (place.as) await chown(pwfile, place.as.uid, place.as.gid);
    await initialise(place, initdb, half, pwfile);
    await writeFile(passwordFile(half), JSON.stringify(passwords), { mode: 0o600 });
    await rename(half, place.data);
    return passwords;
  } catch (cause) {
    if (cause instanceof CannotStart) throw cause;
    throw new CannotStart(`Postgres cannot prepare its folder ${place.data}: ${reason(cause)}.`, cause);
  } finally {
    await rm(pwfile, { force: true });
  }
}

async function handOver(place: Place, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (place.as) await chown(folder, place.as.uid, place.as.gid);
}

/**
 * Code-point order everywhere, as at Neon. Characters are classified by C.UTF-8 where the system has it.
 * Plain passwords, which never leave this machine: the Neon driver sends them along with its first message, as it does to Neon.
 */
async function initialise(place: Place, initdb: string, data: string, pwfile: string): Promise<void> {
  const args = [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'password',
    `--pwfile=${pwfile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync',
    '--no-instructions',
  ];
  const first = await run(place, initdb, [...args, '--lc-ctype=C.UTF-8']);
  if (first.code === 0) return;
  if (/invalid locale/.test(first.output)) {
    const second = await run(place, initdb, args);
    if (second.code === 0) return;
    throw new CannotStart(
      `Postgres cannot prepare its folder ${place.data}: ${lastComplaint(second.output) ?? 'it gave no reason'}.`,
    );
  }
  throw new CannotStart(
    `Postgres cannot prepare its folder ${place.data}: ${lastComplaint(first.output) ?? 'it gave no reason'}.`,
  );
}

async function ensureDatabase(
  url: (login: Login, database: string) => string,
  passwords: Passwords,
  database: string,
): Promise<boolean> {
  const made = await withClient(url('postgres', 'postgres'), async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount) return false;
    await client.query(`create database ${pg.escapeIdentifier(database)}`);
    return true;
  });
  await withClient(url('postgres', database), async (client) => {
    await client.query(await readFile(new URL('./postgres/roles.sql', import.meta.url), 'utf8'));
    if (!made) return;
    for (const login of logins.filter((name) => name !== 'postgres')) {
      await client.query(`alter role ${login} password ${pg.escapeLiteral(passwords[login])}`);
    }
  });
  return made;
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
