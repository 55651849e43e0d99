import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { ReadDb } from '../../../db/client.ts';
import { bookings } from '../../../db/schema/bookings.ts';
import { proposals, requests, requestUnlocks } from '../../../db/schema/requests.ts';
import { users } from '../../../db/schema/users.ts';

type Reads = Pick<ReadDb, 'select'>;

const person = {
  id: users.id,
  email: users.email,
  name: users.name,
  locale: users.locale,
  timeZone: users.timeZone,
  deletedAt: users.deletedAt,
};
/** nobody's: a join that finds nothing */
const noId = '00000000-0000-0000-0000-000000000000';
export const orNone = (id: string): string => (id === '' ? noId : id);

/** A request and its owner. */
export const request = (db: Reads, requestId: string) =>
  db
    .select({ request: requests, owner: person, ownerRests: sql<boolean>`${users.suspendedAt} is not null` })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.ownerId))
    .where(eq(requests.id, orNone(requestId)));

/** Who unlocked it, and how their proposal on it ended, if it did. */
export const unlockers = (db: Reads, requestId: string) =>
  db
    .select({
      reader: person,
      unlockId: requestUnlocks.id,
      status: requestUnlocks.status,
      returnedFor: requestUnlocks.returnedFor,
      decided: sql<boolean>`exists (select 1 from proposals p where p.request_id = ${requestUnlocks.requestId} and p.user_id = ${requestUnlocks.userId} and p.state in ('accepted', 'not_chosen'))`,
    })
    .from(requestUnlocks)
    .innerJoin(users, eq(users.id, requestUnlocks.userId))
    .where(eq(requestUnlocks.requestId, orNone(requestId)))
    .orderBy(requestUnlocks.id);

const shown = {
  proposal: proposals,
  author: person,
  bookingId: bookings.id,
};

export const proposal = (db: Reads, proposalId: string) =>
  db
    .select(shown)
    .from(proposals)
    .innerJoin(users, eq(users.id, proposals.userId))
    .leftJoin(bookings, eq(bookings.proposalId, proposals.id))
    .where(eq(proposals.id, orNone(proposalId)));

/** Those that were let go in the moment another was taken up. */
export const notChosen = (db: Reads, proposalId: string) =>
  db
    .select(shown)
    .from(proposals)
    .innerJoin(users, eq(users.id, proposals.userId))
    .leftJoin(bookings, eq(bookings.proposalId, proposals.id))
    .where(
      and(
        eq(proposals.state, 'not_chosen'),
        sql`(${proposals.requestId}, ${proposals.stateAt}) = (select p.request_id, p.state_at from proposals p where p.id = ${orNone(proposalId)})`,
      ),
    )
    .orderBy(proposals.id);

/** Of a burst, what still stands and its owner has not seen, newest first. */
export const unseen = (db: Reads, firstId: string, lastId: string) =>
  db
    .select({ proposal: proposals })
    .from(proposals)
    .where(
      and(
        sql`${proposals.requestId} = (select p.request_id from proposals p where p.id = ${lastId})`,
        sql`${proposals.id} between ${firstId} and ${lastId}`,
        eq(proposals.state, 'active'),
        isNull(proposals.readAt),
      ),
    )
    .orderBy(desc(proposals.id));

/** Somebody a new request was matched to, unless they have unlocked it since. */
export const matched = (db: Reads, requestId: string, userId: string) =>
  db
    .select(person)
    .from(users)
    .where(
      and(
        eq(users.id, userId),
        isNull(users.suspendedAt),
        sql`not exists (select 1 from request_unlocks u where u.request_id = ${orNone(requestId)} and u.user_id = ${users.id})`,
      ),
    );
