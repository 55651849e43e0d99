import { and, eq, sql } from 'drizzle-orm';
import { absent } from '../../core/errors.ts';
import { attachments } from '../../db/schema/attachments.ts';
import type { Ctx } from '../ctx.ts';
import { digestOf } from '../digest.ts';
import { incomingKey } from './keys.ts';
import { refusedFor, storageNamed } from './service.ts';

/** The bytes of an upload whose address is ours: let in by its word, once, if they are as many as were announced. */
export async function uploadAttachment(
  ctx: Ctx,
  { attachmentId, ticket, body }: { attachmentId: string; ticket: string; body: ArrayBuffer },
): Promise<void> {
  // whoever has the word was given it by createAttachment; there may be no session where the browser sends from
  await ctx.doors.asSystem('attachments: an upload').write(async (tx) => {
    const [row] = await tx
      .select({ size: attachments.size, type: attachments.type, storage: attachments.storage })
      .from(attachments)
      .where(
        and(
          eq(attachments.id, attachmentId),
          eq(attachments.ticketHash, digestOf(ticket)),
          eq(attachments.state, 'waiting'),
          sql`${attachments.uploadUntil} > app.now()`,
        ),
      )
      .for('update');
    if (!row) return absent();
    if (body.byteLength !== row.size) throw refusedFor('size_differs');
    const storage = await storageNamed(ctx, row.storage);
    await storage.write(incomingKey(attachmentId), new Uint8Array(body), row.type);
    await tx.update(attachments).set({ ticketHash: null }).where(eq(attachments.id, attachmentId));
  });
}
