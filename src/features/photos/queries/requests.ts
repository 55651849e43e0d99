import { and, desc, eq, lt, or, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { inquiries } from '../../../db/schema/inquiries.ts';
import { photoRequests, servicePhotos } from '../../../db/schema/photos.ts';
import { services, talentProfiles } from '../../../db/schema/profiles.ts';
import { users } from '../../../db/schema/users.ts';
import type { InquiryAudience } from '../../messaging/rules/inquiries.ts';

export type Db = Pick<ReadDb, 'select' | 'execute'> | Tx;

/** What anybody may know of a service that is offered. */
export const offered = (db: Db, serviceId: string) =>
  db
    .select({
      id: services.id,
      title: services.title,
      talentId: talentProfiles.id,
      talentName: talentProfiles.displayName,
      slug: talentProfiles.slug,
    })
    .from(services)
    .innerJoin(talentProfiles, eq(talentProfiles.id, services.talentId))
    .where(and(eq(services.id, serviceId), eq(services.active, true), sql`${talentProfiles.publishedAt} is not null`));

/** What stands between whoever asks and this talent: `app.ask_facts` of the inquiries. */
export const askFacts = (db: Pick<ReadDb, 'execute'> | Tx, talentId: string, email: string) =>
  db.execute<{
    talentUserId: string;
    published: boolean;
    takesFrom: InquiryAudience;
    away: boolean;
    blocked: boolean;
    subscriber: boolean;
  }>(sql`select f.talent_user_id as "talentUserId", f.published, f.takes_from as "takesFrom", f.away, f.blocked, f.subscriber
    from app.ask_facts(${talentId}::uuid, ${email}) f`);

/** The inquiry somebody comes by, as their door shows it. */
export const inquirySeen = (db: Db, id: string) =>
  db
    .select({ id: inquiries.id, talentId: inquiries.talentId, endedAt: inquiries.endedAt })
    .from(inquiries)
    .where(eq(inquiries.id, id));
/** And what only the system knows of it. */
export const inquiryKept = (tx: Tx, id: string) =>
  tx
    .select({
      senderEmail: inquiries.senderEmail,
      locale: inquiries.locale,
      hushed: sql<boolean>`${inquiries.heldAt} is not null or ${inquiries.deletedAt} is not null or ${inquiries.isSpam}`,
    })
    .from(inquiries)
    .where(eq(inquiries.id, id))
    .for('no key update');

const openOf = (asker: { askerId: string } | { inquiryId: string }, serviceId: string) =>
  and(
    'askerId' in asker ? eq(photoRequests.askerId, asker.askerId) : eq(photoRequests.inquiryId, asker.inquiryId),
    eq(photoRequests.serviceId, serviceId),
    eq(photoRequests.state, 'open'),
  );
export const openRequest = (tx: Tx, asker: Parameters<typeof openOf>[0], serviceId: string) =>
  tx
    .select({ id: photoRequests.id, state: photoRequests.state, expiresAt: photoRequests.expiresAt })
    .from(photoRequests)
    .where(openOf(asker, serviceId));

type New = Pick<typeof photoRequests.$inferInsert, 'serviceId' | 'talentId' | 'talentUserId' | 'wish' | 'locale'> &
  ({ askerId: string } | { inquiryId: string }) & { expiresAt: Date };
export const insertRequest = (tx: Tx, request: New) =>
  tx
    .insert(photoRequests)
    .values(request)
    .onConflictDoNothing()
    .returning({ id: photoRequests.id, state: photoRequests.state, expiresAt: photoRequests.expiresAt });

// by name: in a query of one table drizzle would leave the table out
const photosOf = sql<number>`(select count(*)::int from service_photos p where p.request_id = photo_requests.id)`;
const photosOfService = sql<number>`(select count(*)::int from service_photos p where p.service_id = photo_requests.service_id)`;

export const mine = (db: Db, userId: string, before: string | undefined, limit: number) =>
  db
    .select({
      id: photoRequests.id,
      serviceId: photoRequests.serviceId,
      serviceTitle: photoRequests.serviceTitle,
      talentUserId: photoRequests.talentUserId,
      talentName: talentProfiles.displayName,
      slug: talentProfiles.slug,
      askerName: photoRequests.askerName,
      wish: photoRequests.wish,
      state: photoRequests.state,
      createdAt: photoRequests.createdAt,
      expiresAt: photoRequests.expiresAt,
      photos: photosOf,
      ofService: photosOfService,
      offered: sql<boolean>`exists (select 1 from services s where s.id = photo_requests.service_id and s.active)`,
    })
    .from(photoRequests)
    .innerJoin(talentProfiles, eq(talentProfiles.id, photoRequests.talentId))
    .where(
      and(
        or(eq(photoRequests.talentUserId, userId), eq(photoRequests.askerId, userId)),
        before === undefined ? undefined : lt(photoRequests.id, before),
      ),
    )
    .orderBy(desc(photoRequests.id))
    .limit(limit + 1);
export type RequestRow = Awaited<ReturnType<typeof mine>>[number];

/** For whoever holds its link, and for what comes by WhatsApp: through the system's door alone. */
export const toAnswer = (db: Db, id: string) =>
  db
    .select({
      id: photoRequests.id,
      serviceId: photoRequests.serviceId,
      serviceTitle: photoRequests.serviceTitle,
      talentId: photoRequests.talentId,
      talentName: talentProfiles.displayName,
      slug: talentProfiles.slug,
      publishedAt: talentProfiles.publishedAt,
      seenBy: talentProfiles.seenBy,
      askerName: photoRequests.askerName,
      wish: photoRequests.wish,
      state: photoRequests.state,
      expiresAt: photoRequests.expiresAt,
      photos: photosOf,
      ofService: photosOfService,
      offered: sql<boolean>`${services.active} and ${users.suspendedAt} is null and ${users.deletedAt} is null`,
    })
    .from(photoRequests)
    .innerJoin(talentProfiles, eq(talentProfiles.id, photoRequests.talentId))
    .innerJoin(services, eq(services.id, photoRequests.serviceId))
    .innerJoin(users, eq(users.id, photoRequests.talentUserId))
    .where(eq(photoRequests.id, id));
export type Answerable = Awaited<ReturnType<typeof toAnswer>>[number];

/** Of this talent, the newest that still takes photos. */
export const newestWaiting = (db: Db, talentUserId: string, now: Date) =>
  db
    .select({ id: photoRequests.id })
    .from(photoRequests)
    .where(
      and(
        eq(photoRequests.talentUserId, talentUserId),
        sql`${photoRequests.state} <> 'closed'`,
        sql`${photoRequests.expiresAt} > ${now.toISOString()}::timestamptz`,
      ),
    )
    // who waits for a first photo comes before who has some
    .orderBy(sql`${photoRequests.state} = 'open' desc`, desc(photoRequests.createdAt), desc(photoRequests.id))
    .limit(1);

/** Was this asked of them? */
export const isOf = (db: Db, id: string, talentUserId: string) =>
  db
    .select({ id: photoRequests.id })
    .from(photoRequests)
    .where(and(eq(photoRequests.id, id), eq(photoRequests.talentUserId, talentUserId)));

/** Do their policies show it to them? */
export const seen = (db: Db, id: string) =>
  db.select({ id: photoRequests.id }).from(photoRequests).where(eq(photoRequests.id, id));

export const close = (tx: Tx, id: string) =>
  tx
    .update(photoRequests)
    .set({ state: 'closed' })
    .where(and(eq(photoRequests.id, id), sql`${photoRequests.state} <> 'closed'`))
    .returning({ id: photoRequests.id });

/** For the clock. */
export const closeOver = async (tx: Tx, atMost: number): Promise<number> =>
  (
    await tx.execute(sql`update photo_requests set state = 'closed' where id in
      (select r.id from photo_requests r where r.state <> 'closed' and r.expires_at <= app.now() order by r.expires_at limit ${atMost} for update skip locked)`)
  ).rowCount ?? 0;

export const shownOf = (db: Db, requestId: string) =>
  db
    .select({ id: servicePhotos.id, state: servicePhotos.state })
    .from(servicePhotos)
    .where(eq(servicePhotos.requestId, requestId))
    .orderBy(servicePhotos.createdAt, servicePhotos.id);
