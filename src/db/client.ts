import { createHash } from 'node:crypto';
import { neon, type NeonQueryFunction, type PoolClient } from '@neondatabase/serverless';
import { sql, type SQL } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { BatchItem } from 'drizzle-orm/batch';
import { drizzle as drizzleHttp } from 'drizzle-orm/neon-http';
import { drizzle as drizzleSocket } from 'drizzle-orm/neon-serverless';
import { AppError } from '../core/errors.ts';
import { databaseError, isRetryable } from './errors.ts';
import { giveBack, isLost, takeSocket } from './sockets.ts';
import { speakTo } from './speak-to.ts';

/**
 * `agent`: the key by which an agent acts for them; it reads and proposes, and the database refuses it the rest.
 * `member`: the person who acts for this account by a mandate, which the database judges anew in every statement.
 */
export type Actor = {
  userId: string;
  email?: string | undefined;
  agent?: string | undefined;
  member?: Member | undefined;
};
/** `under`: the company or agency whose plan has the room for it. `deed`: what they are doing, for the log; left out when they only read. */
export type Member = { id: string; kind: 'seat' | 'roster'; under: string; deed?: Deed | undefined };
/** What a request does, in the words of the API: the operation, and the thing it is done to. */
export type Deed = {
  operation: string;
  subject: { kind: string; id: string | null };
  requestId: string;
  /** the line is written, or there was nothing left to do: a repeat under the same key */
  kept?: boolean;
};
export type DatabaseUrls = { app: string; system: string };

type Role = 'app_visitor' | 'app_user' | 'app_system';
type Claims = {
  sub?: string;
  act?: string | undefined;
  email?: string | undefined;
  link?: string | undefined;
  agent?: string | undefined;
};

const readers = new Map<string, ReturnType<typeof openReader>>();
function openReader(url: string) {
  speakTo(url);
  const client: NeonQueryFunction<false, false> = neon(url);
  return drizzleHttp({ client, casing: 'snake_case' });
}
function reader(url: string) {
  let open = readers.get(url);
  if (!open) readers.set(url, (open = openReader(url)));
  return open;
}

export type ReadDb = ReturnType<typeof openReader>;
const onSocket = (client: PoolClient) => drizzleSocket({ client, casing: 'snake_case' });
export type Tx = Parameters<Parameters<ReturnType<typeof onSocket>['transaction']>[0]>[0];

/** What a statement is built on that may stand in a batch as well as in a conversation. */
export type AnyDb = Pick<PgDatabase<PgQueryResultHKT>, 'select' | 'insert' | 'update' | 'execute'>;
export type Statement = BatchItem<'pg'>;
/** A value that a statement works out. */
export type Expression = SQL;

type Queries = Record<string, Statement>;
type Results<Q extends Queries> = { [Name in keyof Q]: Q[Name]['_']['result'] };

/** One way into the database, as one identity. Nothing else gets a connection. */
export type Door = {
  /** Reading: all queries in one batch, one round trip. */
  read<Q extends Queries>(build: (db: ReadDb) => Q): Promise<Results<Q>>;
  /**
   * Writing what is decided already: all statements in one batch, one transaction, one round trip. Whatever must still be so is a
   * statement that fails if it is not, and everything fails with it. Retried when Postgres asks for it.
   */
  send<Q extends Queries>(build: (db: ReadDb) => Q): Promise<Results<Q>>;
  /** Deciding and writing: an interactive transaction. Retried when Postgres asks for it, so `work` has no effect outside `tx`. */
  write<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
};

export type Doors = {
  /** `link`: the secret word of an address somebody was sent; what it opens is compared by its digest. */
  asVisitor(by?: { link?: string | undefined }): Door;
  asUser(actor: Actor, by?: { link?: string | undefined }): Door;
  /** For webhooks, jobs and money. `reason` is kept with the session for whoever looks at the server. */
  asSystem(reason: string): Door;
};

export class BypassRole extends Error {
  constructor() {
    super('the database role can bypass row-level security; use a role made by SQL (docs/deploy.md)');
    this.name = 'BypassRole';
  }
}

/** What SQL is told of this deploy: `app.now()` and `app.messaging_policy()`. */
type Site = { now: () => Date; policy: () => string };

const trusted = new Set<string>();

/** Claims, role and time for this transaction alone, and once per process and URL the question whether the login could skip the policies. */
const enter = (role: Role, claims: Claims, { now, policy }: Site, reason: string, asked: boolean) => sql`select
  set_config('role', ${role}, true), set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
  set_config('app.now', ${now().toISOString()}, true), set_config('application_name', ${reason.slice(0, 60)}, true),
  set_config('app.messaging_policy', ${policy()}, true)${asked ? sql`` : canBypass}`;
const canBypass = sql`, (select r.rolbypassrls or r.rolsuper from pg_roles r where r.rolname = session_user) as can_bypass`;

function refuseBypass(url: string, rows: ReadonlyArray<Record<string, unknown>>): void {
  if (trusted.has(url)) return;
  if (rows[0]?.['can_bypass'] !== false) throw new BypassRole();
  trusted.add(url);
}

const attempts = 3;

/** Once per request: the first transaction that writes for another carries the line about it. */
type Log = { line(answer: unknown): SQL | null; kept(): void };
const noLog: Log = { line: () => null, kept: () => undefined };

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What was made says its own id: the answer's first, or else what the address named. */
function madeId(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const ids = Object.entries(answer).flatMap(([name, value]) =>
    /(^i|I)d$/.test(name) && typeof value === 'string' && uuidForm.test(value) ? [value] : [],
  );
  return ids[0] ?? null;
}

/** Whoever acts for another leaves a line in the log, in the transaction that did it and whichever verb it was. */
function logOf(actor: Actor | undefined): Log {
  const member = actor?.member;
  const deed = member?.deed;
  if (!actor || !member || !deed) return noLog;
  const about = JSON.stringify({ member: member.id, account: actor.userId, kind: member.kind, under: member.under });
  return {
    line: (answer) =>
      deed.kept
        ? null
        : sql`insert into audit_log (actor_id, action, subject_kind, subject_id, data, request_id) values
            (${actor.userId}, ${deed.operation}, ${deed.subject.kind}, ${deed.subject.id ?? madeId(answer) ?? ''}, ${about}::jsonb, ${deed.requestId})`,
    kept: () => void (deed.kept = true),
  };
}

/** What the database itself says no to, in the words of the rule it repeats: told apart from what it never heard of. */
function judged(error: unknown, claims: Claims): unknown {
  const refused = databaseError(error);
  if (refused?.code !== '42501') return error;
  const { constraint } = refused;
  if (constraint === 'approval_pending' || constraint === 'approval_refused')
    return new AppError(constraint, { cause: error });
  if (claims.act === undefined) return error;
  return constraint === 'own_login_only' ? new AppError('own_login_only', { cause: error }) : error;
}

function door(url: string, role: Role, claims: Claims, site: Site, reason: string, log: Log = noLog): Door {
  const enterNow = () => enter(role, claims, site, reason, trusted.has(url));
  async function batch<Q extends Queries>(build: (db: ReadDb) => Q, line: SQL | null = null): Promise<Results<Q>> {
    const db = reader(url);
    const queries = build(db);
    const names = Object.keys(queries);
    const entered = db.execute(enterNow());
    const last = line ? [db.execute(line)] : [];
    const [rows, ...results] = await db.batch([entered, ...Object.values(queries), ...last]).catch((error: unknown) => {
      throw judged(error, claims);
    });
    refuseBypass(url, rows.rows);
    // batch answers in order; the pairing with names is what the type says
    return Object.fromEntries(names.map((name, at) => [name, results[at]])) as never;
  }
  return {
    read: (build) => batch(build),
    async send(build) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          const results = await batch(build, log.line(null));
          log.kept();
          return results;
        } catch (error) {
          if (attempt >= attempts || !isRetryable(error)) throw error;
        }
      }
    },
    async write(work) {
      for (let attempt = 1; ; attempt += 1) {
        const socket = await takeSocket(url);
        let begun = false;
        try {
          const result = await onSocket(socket.client).transaction(async (tx) => {
            const { rows } = await tx.execute(enterNow());
            refuseBypass(url, rows);
            begun = true;
            const answer = await work(tx);
            const line = log.line(answer);
            if (line) await tx.execute(line);
            return answer;
          });
          log.kept();
          return result;
        } catch (error) {
          // A socket may have died while it rested: then nothing was asked of it yet. What was begun is never repeated on
          // a lost line, because nobody knows how it ended (docs/adr/0011).
          const died = isLost(url, socket, error) && socket.warm && !begun;
          if (attempt >= attempts || !(died || isRetryable(error))) throw judged(error, claims);
        } finally {
          giveBack(url, socket);
        }
      }
    },
  };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The three doors. `now` is the application's clock, which SQL sees as `app.now()`; `policy` is which contexts of messaging
 * this deploy has, which SQL sees as `app.messaging_policy()`. `acting`: whose request it is, when somebody acts for another: then
 * no door of it opens without saying so, and what the system does on their word is in the log as well.
 */
export function openDoors(
  urls: DatabaseUrls,
  now: () => Date,
  policy: () => string = () => 'full',
  acting?: Actor,
): Doors {
  const site = { now, policy };
  const whole = (actor: Actor): Actor => (actor.member || actor.userId !== acting?.userId ? actor : acting);
  const proof = (link?: string) => (link === undefined ? {} : { link: digest(link) });
  return {
    asVisitor: ({ link } = {}) => door(urls.app, 'app_visitor', proof(link), site, 'visitor'),
    asUser: (asked, { link } = {}) => {
      const actor = whole(asked);
      const { userId, email, agent, member } = actor;
      const claims = { sub: userId, act: member?.id, email, agent, ...proof(link) };
      return door(urls.app, 'app_user', claims, site, 'user', logOf(actor));
    },
    asSystem: (reason) => door(urls.system, 'app_system', {}, site, reason, logOf(acting)),
  };
}
