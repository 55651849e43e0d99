import type * as z from 'zod';
import { absent } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { storageNamed } from '../attachments/service.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { digestOf } from '../digest.ts';
import { requireActive, requireRole } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { isPublic } from '../profiles/rules/profile.ts';
import * as queries from './queries/photos.ts';
import type { PhotoState } from './rules.ts';
import type { servicePhoto, servicePhotoList } from './schema.ts';

export const photoUrl = (id: string): string => `/api/photos/${id}`;

const shown = (row: queries.PhotoRow): z.input<typeof servicePhoto> => ({
  id: row.id,
  service: { id: row.serviceId, title: row.serviceTitle },
  state: row.state,
  url: photoUrl(row.id),
  width: row.width,
  height: row.height,
  createdAt: row.createdAt.toISOString(),
});

const nobody = '00000000-0000-0000-0000-000000000000';

/** The photos a talent has beside their portfolio, those that wait among them. */
export async function listMyPhotos(ctx: Ctx): Promise<z.input<typeof servicePhotoList>> {
  const { userId } = actorOf(ctx);
  return userDoor(ctx).write(async (tx) => {
    const me = requireRole((await identity.me(tx, userId))[0], 'talent');
    return { items: (await queries.ofTalent(tx, me.talentId ?? nobody)).map(shown) };
  });
}

export type Changed = { id: string; state: PhotoState; slug: string; public: boolean };

async function own(ctx: Ctx, tx: Tx, photoId: string) {
  const { userId } = actorOf(ctx);
  const who = requireActive((await identity.me(tx, userId))[0]);
  const photo = (await queries.find(tx, photoId))[0] ?? absent();
  // that it is there comes before what account it takes (product.md 3.6)
  const { talentId, talentSlug } = requireRole(who, 'talent');
  if (talentId === null || photo.slug !== talentSlug) return absent();
  return { photo, talentId };
}

export async function movePhoto(
  ctx: Ctx,
  tx: Tx,
  { photoId, state }: { photoId: string; state: PhotoState },
): Promise<Changed> {
  const { photo, talentId } = await own(ctx, tx, photoId);
  await queries.move(tx, talentId, photoId, state);
  await queries.touch(tx, talentId, ctx.now);
  return { id: photoId, state, slug: photo.slug, public: isPublic(photo) };
}

/** Its bytes follow by the clock; caches let go of it with the talent's page. */
export async function removePhoto(ctx: Ctx, tx: Tx, { photoId }: { photoId: string }): Promise<Changed> {
  const { photo, talentId } = await own(ctx, tx, photoId);
  await queries.remove(tx, talentId, photoId);
  await queries.touch(tx, talentId, ctx.now);
  return { id: photoId, state: photo.state, slug: photo.slug, public: isPublic(photo) };
}

export type OpenPhoto = { etag: string; type: string; size: number; slug: string; isPublic: boolean } & (
  { is: 'known' } | { is: 'here'; body: ReadableStream<Uint8Array> }
);

/** A photo: for everybody while it is shown, until then for its talent. */
export async function openPhoto(
  ctx: Ctx,
  { photoId, known }: { photoId: string; known: string | null },
): Promise<OpenPhoto> {
  const { forAll } = await ctx.doors.asVisitor().read((db) => ({ forAll: queries.find(db, photoId) }));
  const row =
    forAll[0] ??
    (ctx.actor ? (await userDoor(ctx).read((db) => ({ own: queries.find(db, photoId) }))).own[0] : undefined) ??
    absent();
  // what lies under a key never changes
  const etag = `"${digestOf(row.objectKey).slice(0, 32)}"`;
  const facts = { etag, type: row.type, size: row.size, slug: row.slug, isPublic: forAll.length > 0 };
  if (known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)) return { is: 'known', ...facts };
  const body = await (await storageNamed(ctx, row.storage)).read(row.objectKey);
  if (!body) throw new Error(`photo ${row.id} is not in its storage`);
  return { is: 'here', body, ...facts };
}
