import { randomBytes } from 'node:crypto';
import { and, eq, ne } from 'drizzle-orm';
import { absent, AppError } from '../../core/errors.ts';
import { attachmentRemovals } from '../../db/schema/attachments.ts';
import { portfolioItems } from '../../db/schema/profiles.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { incomingKey, keptKey } from '../attachments/keys.ts';
import { storageNamed } from '../attachments/service.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import type { Storage } from '../storage.ts';
import * as queries from './queries.ts';
import { readMedia, type ReadMedia } from './reading.ts';
import { refusedMedia } from './refusing.ts';
import { mediaPath, mediaTypes, type MediaRefusal, type MediaType, type UploadKind } from './rules/media.ts';
import type { Portfolio } from './schema.ts';
import { mine, viewIn } from './service.ts';

type Row = queries.OwnRow & { type: MediaType; storage: string; kind: UploadKind };
type Read = ReadMedia | { refused: MediaRefusal };

/** Reads no more than was announced, whatever lies there. */
async function fetchUpload(storage: Storage, row: Row): Promise<Uint8Array | MediaRefusal> {
  const there = await storage.head(incomingKey(row.id));
  if (!there) return 'not_uploaded';
  if (there.size !== row.size) return 'size_differs';
  const stream = await storage.read(incomingKey(row.id));
  return stream ? new Uint8Array(await new Response(stream).arrayBuffer()) : 'not_uploaded';
}

const system = (ctx: Ctx) => ctx.doors.asSystem('portfolio: content was read');

/** One portrait of a talent, one poster of a film: the new one takes the place of the old. */
async function makeWay(tx: Tx, row: Row): Promise<void> {
  if (row.kind !== 'portrait' && row.kind !== 'poster') return;
  // the same order as whoever removes something: the profile, then the film, which takes along the poster it has
  await queries.lockProfileOf(tx, row.talentId);
  if (row.posterOf)
    await tx
      .select({ id: portfolioItems.id })
      .from(portfolioItems)
      .where(eq(portfolioItems.id, row.posterOf))
      .for('update');
  await tx
    .delete(portfolioItems)
    .where(
      and(
        eq(portfolioItems.talentId, row.talentId),
        eq(portfolioItems.kind, row.kind),
        row.posterOf ? eq(portfolioItems.posterOf, row.posterOf) : undefined,
        eq(portfolioItems.state, 'ready'),
        ne(portfolioItems.id, row.id),
      ),
    );
}

/** Judged once. What arrives at the upload's address afterwards is removed when it is no longer good. */
async function settle(ctx: Ctx, row: Row, to: Partial<typeof portfolioItems.$inferInsert>): Promise<boolean> {
  return system(ctx).write(async (tx) => {
    if (to.state === 'ready') await makeWay(tx, row);
    const [moved] = await tx
      .update(portfolioItems)
      .set({ ...to, ticketHash: null })
      .where(and(eq(portfolioItems.id, row.id), eq(portfolioItems.state, 'waiting')))
      .returning({ storage: portfolioItems.storage, dueAt: portfolioItems.uploadUntil });
    if (!moved) return false;
    await tx
      .insert(attachmentRemovals)
      .values({ storage: row.storage, dueAt: moved.dueAt ?? ctx.now, objectKey: incomingKey(row.id) });
    if (to.state === 'ready') await queries.touch(tx, row.talentId, ctx.now);
    return true;
  });
}

/** What is left to remove is removed later by the clock, should this fail. */
const dropNow = (ctx: Ctx, storage: Storage, key: string) =>
  storage
    .remove(key)
    .catch((error: unknown) => ctx.log('an object stays for the clock', { key, error: String(error) }));

async function refuseNow(ctx: Ctx, storage: Storage, row: Row, why: MediaRefusal): Promise<never> {
  await settle(ctx, row, { state: 'refused', refusal: why });
  await dropNow(ctx, storage, incomingKey(row.id));
  throw refusedMedia(why);
}

/** Says what was decided: the portfolio as it is now, or why not. */
async function look(ctx: Ctx, itemId: string): Promise<{ row: queries.OwnRow; portfolio: Portfolio }> {
  return userDoor(ctx).write(async (tx) => {
    const owner = await mine(ctx, tx);
    const row = (await queries.findOwn(tx, itemId, owner.profile.id))[0] ?? absent();
    return { row, portfolio: await viewIn(ctx, tx, owner) };
  });
}

function judged({ row, portfolio }: Awaited<ReturnType<typeof look>>): Portfolio {
  if (row.state === 'ready') return portfolio;
  throw refusedMedia(row.refusal ?? 'not_uploaded');
}

function columnsOf(row: Row, read: ReadMedia, objectKey: string) {
  const file = `${randomBytes(5).toString('hex')}.${mediaTypes[read.type].ending}`;
  const { width = null, height = null } = read;
  return {
    state: 'ready' as const,
    type: read.type,
    size: read.bytes.byteLength,
    width,
    height,
    seconds: read.seconds ?? null,
    color: read.color ?? null,
    objectKey,
    file,
    ...(mediaTypes[read.type].as === 'image' && width && height
      ? {
          media: {
            url: mediaPath(row.id, file),
            width,
            height,
            alt: {},
            // a portrait is shown from this alone, wherever its talent is named
            ...(row.kind === 'portrait' && read.color ? { color: read.color } : {}),
          },
        }
      : {}),
  };
}

/** Says that the bytes are there: they are read, judged and kept. Asked again it says the same. */
export async function completeUpload(ctx: Ctx, { itemId }: { itemId: string }): Promise<Portfolio> {
  const first = await look(ctx, itemId);
  const { type, storage: storageName, kind } = first.row;
  if (first.row.state !== 'waiting') return judged(first);
  if (type === null || storageName === null || kind === 'link') throw new AppError('wrong_state');
  const row: Row = { ...first.row, type, storage: storageName, kind };

  const storage = await storageNamed(ctx, row.storage);
  const fetched = await fetchUpload(storage, row);
  // nothing has been sent yet, and it may still come; or somebody else has read it and put it away
  if (fetched === 'not_uploaded') return judged(await look(ctx, itemId));
  const read: Read = typeof fetched === 'string' ? { refused: fetched } : await readMedia(row, fetched);
  if ('refused' in read) return refuseNow(ctx, storage, row, read.refused);

  const key = keptKey(row.id);
  await storage.write(key, read.bytes, read.type);
  let kept: boolean;
  try {
    kept = await settle(ctx, row, columnsOf(row, read, key));
  } catch (error) {
    await dropNow(ctx, storage, key);
    // drawn anew it weighs more than was announced, and there is no room for that
    if (violates(error, 'portfolio_keeps_to_the_plan')) return refuseNow(ctx, storage, row, 'no_room');
    throw error;
  }
  // two readers, or removed meanwhile: what the other one decided stands
  if (!kept) await dropNow(ctx, storage, key);
  else await dropNow(ctx, storage, incomingKey(row.id));
  return judged(await look(ctx, itemId));
}
