import { Pool, type PoolClient } from '@neondatabase/serverless';
import { databaseError } from './errors.ts';
import { speakTo } from './speak-to.ts';

/** How long a socket may rest and still be trusted, and how many may rest at once (docs/adr/0011). */
export const warmth = { rest: 2_000, kept: 8 } as const;

const pools = new Map<string, Pool>();
/** by the wall clock: a function that was frozen wakes up to find its sockets old, however little of its own time went by */
const resting = new WeakMap<PoolClient, number>();
const lost = new WeakSet<PoolClient>();
const known = new WeakSet<PoolClient>();

function openPool(url: string): Pool {
  speakTo(url);
  // nobody ever waits for another's socket, so that one who needs a second cannot wait for ever
  const pool = new Pool({ connectionString: url, max: 1000, idleTimeoutMillis: warmth.rest, allowExitOnIdle: true });
  pool.on('error', () => undefined);
  return pool;
}

function poolOf(url: string): Pool {
  let open = pools.get(url);
  if (!open) pools.set(url, (open = openPool(url)));
  return open;
}

export type Socket = { client: PoolClient; warm: boolean };

/** A socket of this login's: one that has just done its work, or a new one. */
export async function takeSocket(url: string): Promise<Socket> {
  for (;;) {
    const client = await poolOf(url).connect();
    if (!known.has(client)) {
      known.add(client);
      // a socket torn off in the middle of its work says so here as well as to who waits for an answer
      client.on('error', () => lost.add(client));
      return { client, warm: false };
    }
    if (Date.now() - (resting.get(client) ?? 0) <= warmth.rest) return { client, warm: true };
    client.release(true);
  }
}

export function giveBack(url: string, { client }: Socket): void {
  resting.set(client, Date.now());
  client.release(lost.has(client) || poolOf(url).idleCount >= warmth.kept);
}

/** Did it end because nobody is at the other end any more? Then neither are those who rested beside it. */
export function isLost(url: string, { client }: Socket, error: unknown): boolean {
  // 57P01…: the server says goodbye, and means the session
  if (!lost.has(client) && !databaseError(error)?.code.startsWith('57P')) return false;
  lost.add(client);
  // the next one opens a pool of its own; the old one empties by its own clock
  pools.delete(url);
  return true;
}
