import { and, desc, eq, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { servicePhotos } from '../../../db/schema/photos.ts';
import { services, talentProfiles } from '../../../db/schema/profiles.ts';

type Db = Pick<ReadDb, 'select'> | Tx;

/** Added, or there already. */
export const insert = (tx: Tx, photo: typeof servicePhotos.$inferInsert) =>
  tx
    .insert(servicePhotos)
    .values(photo)
    .onConflictDoNothing({ target: [servicePhotos.serviceId, servicePhotos.digest] })
    .returning({ id: servicePhotos.id });

/** What the caller's policies let them see: shown to everybody, or the talent's own. */
export const find = (db: Db, id: string) =>
  db
    .select({
      id: servicePhotos.id,
      state: servicePhotos.state,
      type: servicePhotos.type,
      size: servicePhotos.size,
      storage: servicePhotos.storage,
      objectKey: servicePhotos.objectKey,
      slug: talentProfiles.slug,
      publishedAt: talentProfiles.publishedAt,
      seenBy: talentProfiles.seenBy,
    })
    .from(servicePhotos)
    .innerJoin(talentProfiles, eq(talentProfiles.id, servicePhotos.talentId))
    .where(eq(servicePhotos.id, id));

export const ofTalent = (db: Db, talentId: string) =>
  db
    .select({
      id: servicePhotos.id,
      serviceId: services.id,
      serviceTitle: services.title,
      state: servicePhotos.state,
      width: servicePhotos.width,
      height: servicePhotos.height,
      createdAt: servicePhotos.createdAt,
    })
    .from(servicePhotos)
    .innerJoin(services, eq(services.id, servicePhotos.serviceId))
    .where(eq(servicePhotos.talentId, talentId))
    .orderBy(desc(servicePhotos.createdAt), desc(servicePhotos.id))
    .limit(400);
export type PhotoRow = Awaited<ReturnType<typeof ofTalent>>[number];

export const move = (tx: Tx, talentId: string, id: string, state: 'waiting' | 'shown') =>
  tx
    .update(servicePhotos)
    .set({ state })
    .where(and(eq(servicePhotos.id, id), eq(servicePhotos.talentId, talentId)))
    .returning({ id: servicePhotos.id });

export const remove = (tx: Tx, talentId: string, id: string) =>
  tx
    .delete(servicePhotos)
    .where(and(eq(servicePhotos.id, id), eq(servicePhotos.talentId, talentId)))
    .returning({ id: servicePhotos.id });

/** The page of this talent says something new. */
export const touch = (tx: Tx, talentId: string, now: Date) =>
  tx
    .update(talentProfiles)
    .set({ updatedAt: sql`greatest(${talentProfiles.updatedAt}, ${now.toISOString()}::timestamptz)` })
    .where(eq(talentProfiles.id, talentId));
