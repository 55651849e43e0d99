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

/** Held while somebody writes: closing and writing cannot both win. Nothing for whoever may not see the request; the insert asks again. */
export const holdOpen = (tx: Tx, requestId: string) =>
  tx.execute(sql`select 1 from requests r where r.id = ${requestId} for share`);

export const threadOf = (tx: Tx, requestId: string) =>
  tx.execute<{ id: string }>(sql`select t.id from threads t where t.request_id = ${requestId}`);

/** The unlock of one provider, as the owner sees it. */
export const unlockOf = (tx: Tx, requestId: string, userId: string) =>
  tx.execute<{ status: UnlockState; blocked: boolean }>(sql`
    select u.status, u.user_id = any (app.blocked_ids()) as blocked from request_unlocks u
    where u.request_id = ${requestId} and u.user_id = ${userId}`);
