import { sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import type { RequestState, UnlockState, Visibility } from '../../messaging/rules/requests.ts';

export type Db = Pick<ReadDb, 'select' | 'execute'> | Tx;

/** What the rules ask about a request and whoever asks, as it stands now; nothing if there is none. */
export type RequestFacts = {
  id: string;
  ownerId: string;
  state: RequestState;
  visibility: Visibility;
  owner: boolean;
  blocked: boolean;
  ownerAway: boolean;
  unlock: UnlockState | null;
  /** `messaging.enabled` of whoever asks */
  entitled: boolean;
};
export const facts = (db: Db, requestId: string) =>
  db.execute<RequestFacts>(sql`
    select f.id, f.owner_id as "ownerId", f.state, f.visibility, f.owner, f.blocked, f.owner_away as "ownerAway", f.unlock, f.entitled
    from app.request_facts(${requestId}::uuid) f`);

/** Held while a member of its thread writes: closing and writing cannot both win. */
export const hold = (tx: Tx, requestId: string) => tx.execute(sql`select app.hold_request(${requestId}::uuid)`);

export const threadOf = (db: Db, requestId: string) =>
  db.execute<{ id: string }>(sql`select t.id from threads t where t.request_id = ${requestId}`);
