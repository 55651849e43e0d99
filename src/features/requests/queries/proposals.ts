import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { bookings } from '../../../db/schema/bookings.ts';
import { notifications } from '../../../db/schema/notifications.ts';
import { services, talentProfiles } from '../../../db/schema/profiles.ts';
import { proposals, requestDetails, requests } from '../../../db/schema/requests.ts';

export type Reads = Pick<ReadDb, 'select' | 'execute'> | Tx;
export type ProposalRow = typeof proposals.$inferSelect;
export type NewProposal = typeof proposals.$inferInsert;

/** Whoever sends, withdraws or accepts holds the request alone, before anything else: they never wait for each other in a circle. */
export const holdAlone = (tx: Tx, requestId: string) =>
  tx.execute(sql`select app.hold_request_alone(${requestId}::uuid)`);

const shown = (db: Reads) =>
  db
    .select({
      proposal: proposals,
      request: {
        ownerId: requests.ownerId,
        title: requests.title,
        locale: requests.locale,
        visibility: requests.visibility,
        state: requests.state,
        closedReason: requests.closedReason,
        closedAt: requests.closedAt,
        expiresAt: requests.expiresAt,
      },
      slug: sql<string | null>`case when ${talentProfiles.publishedAt} is not null then ${talentProfiles.slug} end`,
      bookingId: bookings.id,
    })
    .from(proposals)
    .innerJoin(requests, eq(requests.id, proposals.requestId))
    // hidden where it is not published, and then it has no page
    .leftJoin(talentProfiles, eq(talentProfiles.id, proposals.talentId))
    .leftJoin(bookings, eq(bookings.proposalId, proposals.id))
    .$dynamic();
export type Shown = Awaited<ReturnType<typeof shown>>[number];

type Page = { cursor?: string | undefined; limit: number };
const before = (page: Page) => (page.cursor === undefined ? undefined : lt(proposals.id, page.cursor));

export const ofRequest = (db: Reads, requestId: string, page: Page) =>
  shown(db)
    .where(and(eq(proposals.requestId, requestId), before(page)))
    .orderBy(desc(proposals.id))
    .limit(page.limit + 1);

export const mine = (db: Reads, userId: string, page: Page) =>
  shown(db)
    .where(and(eq(proposals.userId, userId), before(page)))
    .orderBy(desc(proposals.id))
    .limit(page.limit + 1);

export const one = (db: Reads, proposalId: string) => shown(db).where(eq(proposals.id, proposalId));

/** How things stand between the owner and the author; nothing for anybody else. */
export const between = (db: Reads, proposalId: string) =>
  db.execute<{ blocked: boolean; away: boolean }>(
    sql`select f.blocked, f.away from app.proposal_facts(${proposalId}::uuid) f`,
  );

/** What a wish to propose is judged by, beside the facts of the request. The currency is seen by whoever unlocked it. */
export const wishFacts = (tx: Tx, requestId: string, userId: string) =>
  tx.execute<{ currency: string | null; entitled: boolean; active: boolean }>(sql`
    select (select r.currency from requests r where r.id = ${requestId}::uuid) as currency, app.entitled('proposals.send') as entitled,
      exists (select 1 from proposals p where p.request_id = ${requestId}::uuid and p.user_id = ${userId} and p.state = 'active') as active`);

/** One of the account's own services that can be asked for. */
export const ownService = (tx: Tx, talentId: string, serviceId: string) =>
  tx
    .select({ id: services.id })
    .from(services)
    .where(and(eq(services.id, serviceId), eq(services.talentId, talentId), eq(services.active, true)));

/** A service's title, while its page shows it. */
export const serviceTitle = (tx: Tx, serviceId: string) =>
  tx.select({ id: services.id, title: services.title }).from(services).where(eq(services.id, serviceId));

/** Carries out what has lapsed of a talent's bookings; until commit nobody else decides about their time. */
export const decideAlone = (tx: Tx, talentId: string) =>
  tx.execute(sql`select app.tick_bookings(one_talent => ${talentId}::uuid)`);

/** Nothing where the page is not to be seen any more. */
export const clockOf = async (tx: Tx, talentId: string): Promise<string | undefined> =>
  (
    await tx.select({ timeZone: talentProfiles.timeZone }).from(talentProfiles).where(eq(talentProfiles.id, talentId))
  )[0]?.timeZone;

export const insert = (tx: Tx, row: NewProposal) => tx.insert(proposals).values(row).returning({ id: proposals.id });

export const move = (tx: Tx, proposalId: string, state: 'withdrawn' | 'accepted') =>
  tx
    .update(proposals)
    .set({ state })
    .where(and(eq(proposals.id, proposalId), eq(proposals.state, 'active')))
    .returning({ id: proposals.id });

/** Its owner has read them all, and need not be told of them any more. */
export async function markRead(tx: Tx, userId: string, requestId: string, now: Date): Promise<void> {
  await tx
    .update(proposals)
    .set({ readAt: now })
    .where(and(eq(proposals.requestId, requestId), isNull(proposals.readAt)));
  await tx
    .update(notifications)
    .set({ readAt: now })
    .where(
      and(
        eq(notifications.requestId, requestId),
        eq(notifications.userId, userId),
        eq(notifications.name, 'proposal.received'),
        isNull(notifications.readAt),
      ),
    );
}

export const placeOf = (tx: Tx, requestId: string) =>
  tx.select({ place: requestDetails.place }).from(requestDetails).where(eq(requestDetails.requestId, requestId));

/** The booking it leads to; its first quote is written by a trigger, out of the proposal. */
export const book = (tx: Tx, row: typeof bookings.$inferInsert) =>
  tx.insert(bookings).values(row).returning({ id: bookings.id });
