import { eq } from 'drizzle-orm';
import { absent } from '../../core/errors.ts';
import { portfolioItems } from '../../db/schema/profiles.ts';
import { incomingKey } from '../attachments/keys.ts';
import { storageNamed } from '../attachments/service.ts';
import type { Ctx } from '../ctx.ts';
import { digestOf } from '../digest.ts';
import * as queries from './queries.ts';
import { refusedMedia } from './refusing.ts';
import { partLength } from './rules/parts.ts';

/**
 * The bytes of an upload whose address is ours: let in by its word, once, if they are as many as were announced. In parts the word is
 * good until the last one is there: each has as many bytes as its place says, so all of them have as many as were announced.
 */
export async function uploadMedia(
  ctx: Ctx,
  { itemId, ticket, part, body }: { itemId: string; ticket: string; part?: number | undefined; body: ArrayBuffer },
): Promise<void> {
  // whoever has the word was given it with the announcement; there may be no session where the browser sends from
  await ctx.doors.asSystem('portfolio: an upload').write(async (tx) => {
    const [row] = await queries.awaited(tx, itemId, digestOf(ticket));
    if (!row?.storage || !row.type) return absent();
    const storage = await storageNamed(ctx, row.storage);
    const key = incomingKey(itemId);
    const bytes = new Uint8Array(body);
    if (part === undefined) {
      if (bytes.byteLength !== row.size) throw refusedMedia('size_differs');
      await storage.write(key, bytes, row.type);
    } else {
      const length = storage.parts ? partLength(row.size, storage.limits.upload, part) : null;
      if (!storage.parts || length === null) return absent();
      if (bytes.byteLength !== length) throw refusedMedia('size_differs');
      if (!(await storage.parts.write(key, bytes, { at: part, size: row.size, type: row.type })))
        throw refusedMedia('not_uploaded');
      // more of it is to come
      if (!(await storage.head(key))) return;
    }
    await tx.update(portfolioItems).set({ ticketHash: null }).where(eq(portfolioItems.id, itemId));
  });
}
