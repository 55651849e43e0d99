import { absent } from '../../core/errors.ts';
import { partAsked } from '../attachments/rules.ts';
import { storageNamed } from '../attachments/service.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import type { ByteRange } from '../storage.ts';
import * as queries from './queries.ts';

/** What passes through a function in one piece: players ask for the next part by themselves. */
const onePart = 4 * 1024 * 1024;

export type OpenMedia = {
  etag: string;
  type: string;
  size: number;
  slug: string;
  itemId: string;
  /** of a poster: its film, with which copies of it are let go */
  filmId: string | null;
  isPublic: boolean;
} & (
  | { is: 'known' }
  | { is: 'elsewhere'; url: string }
  | { is: 'here'; body: ReadableStream<Uint8Array>; part: ByteRange | null }
);

async function find(ctx: Ctx, itemId: string): Promise<{ row: queries.ShownRow; isPublic: boolean }> {
  const { forAll } = await ctx.doors.asVisitor().read((db) => ({ forAll: queries.toShow(db, itemId) }));
  if (forAll[0]) return { row: forAll[0], isPublic: true };
  if (!ctx.actor) return absent();
  const { mine } = await userDoor(ctx).read((db) => ({ mine: queries.toShow(db, itemId) }));
  return { row: mine[0] ?? absent(), isPublic: false };
}

/** A file of somebody's work, for whoever the policies let see it. `file`: of an address that names its content. */
export async function openMedia(
  ctx: Ctx,
  asked: { itemId: string; file: string; range: string | null; known: string | null },
): Promise<OpenMedia> {
  const { row, isPublic } = await find(ctx, asked.itemId);
  const { objectKey, storage: storageName, type } = row;
  // an address of other content than it has: as unknown as any
  if (!objectKey || !storageName || !type || row.file !== asked.file) return absent();
  const { slug, size, id: itemId, posterOf: filmId } = row;
  const facts = { etag: `"${row.file}"`, type, size, slug, itemId, filmId, isPublic };
  if (asked.known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === facts.etag))
    return { is: 'known', ...facts };
  const storage = await storageNamed(ctx, storageName);
  const wished = partAsked(asked.range, row.size);
  if (!wished && row.size > onePart) {
    const wish = { type, disposition: 'inline', seconds: 300, now: ctx.now };
    const url = await storage.signDownload(objectKey, wish);
    if (url !== null) return { is: 'elsewhere', url, ...facts };
  }
  const part = wished && { from: wished.from, to: Math.min(wished.to, wished.from + onePart - 1) };
  const body = await storage.read(objectKey, part ?? undefined);
  if (!body) throw new Error(`work ${row.id} is not in its storage`);
  return { is: 'here', body, part, ...facts };
}
