import { eq } from 'drizzle-orm';
import { absent } from '../../core/errors.ts';
import { portfolioItems } from '../../db/schema/profiles.ts';
import { incomingKey } from '../attachments/keys.ts';
import { storageNamed } from '../attachments/service.ts';
import type { Ctx } from '../ctx.ts';
import { digestOf } from '../digest.ts';
import * as queries from './queries.ts';
import { refusedMedia } from './refusing.ts';

/** The bytes of an upload whose address is ours: let in by its word, once, if they are as many as were announced. */
export async function uploadMedia(
  ctx: Ctx,
  { itemId, ticket, body }: { itemId: string; ticket: string; body: ArrayBuffer },
): Promise<void> {
  // whoever has the word was given it with the announcement; there may be no session where the browser sends from
  await ctx.doors.asSystem('portfolio: an upload').write(async (tx) => {
    const [row] = await queries.awaited(tx, itemId, digestOf(ticket));
    if (!row?.storage || !row.type) return absent();
    if (body.byteLength !== row.size) throw refusedMedia('size_differs');
    const storage = await storageNamed(ctx, row.storage);
    await storage.write(incomingKey(itemId), new Uint8Array(body), row.type);
    await tx.update(portfolioItems).set({ ticketHash: null }).where(eq(portfolioItems.id, itemId));
  });
}
