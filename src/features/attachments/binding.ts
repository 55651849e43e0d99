import { and, eq, isNull } from 'drizzle-orm';
import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { attachments } from '../../db/schema/attachments.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import * as queries from './queries.ts';
import { wordless } from './rules.ts';
import type { Attachment } from './schema.ts';

type Row = Pick<queries.AttachmentRow, 'id' | 'name' | 'maskedName' | 'type' | 'size' | 'width' | 'height'>;

/** As its reader sees it. `shown`: they may know contact details, or it is their own and not sent. */
export const attachmentOf = (row: Row, shown = true): Attachment => ({
  id: row.id,
  name: shown ? row.name : (row.maskedName ?? row.name),
  type: row.type,
  size: row.size,
  ...(row.width === null || row.height === null ? {} : { width: row.width, height: row.height }),
});

async function attachable(
  ctx: Ctx,
  tx: Tx,
  { threadId, ids }: { threadId: string; ids: readonly string[] },
): Promise<Row[]> {
  if (ids.length === 0) return [];
  const { userId } = actorOf(ctx);
  const rows = await queries.sendable(tx, ids, threadId, userId);
  const inOrder = ids.map((id) => rows.find((row) => row.id === id));
  if (inOrder.some((row) => row === undefined))
    throw new AppError('invalid', { fields: { attachmentIds: ['unknown'] } });
  return inOrder.filter((row) => row !== undefined);
}

/** What a message says: its words, or without any its files' names. */
export async function wordsFor(
  ctx: Ctx,
  tx: Tx,
  { threadId, body, ids }: { threadId: string; body: string; ids: readonly string[] },
): Promise<string> {
  return body === '' ? wordless((await attachable(ctx, tx, { threadId, ids })).map(({ name }) => name)) : body;
}

/**
 * Sends the caller's own files with the message just written in this transaction: those that are ready, of this thread, and not sent. One that is
 * not refuses them all, and with them the message.
 */
export async function attachTo(
  ctx: Ctx,
  tx: Tx,
  { threadId, messageId, ids }: { threadId: string; messageId: string; ids: readonly string[] },
): Promise<Row[]> {
  const rows = await attachable(ctx, tx, { threadId, ids });
  for (const [at, { id }] of rows.entries()) {
    const bound = await tx
      .update(attachments)
      .set({ messageId, position: at + 1 })
      .where(and(eq(attachments.id, id), eq(attachments.state, 'ready'), isNull(attachments.messageId)))
      .returning({ id: attachments.id });
    // another message took it in the meantime
    if (bound.length === 0) throw new AppError('invalid', { fields: { attachmentIds: ['unknown'] } });
  }
  return rows;
}

/** For views: what hangs on these messages, in order. One more query of the same batch. */
export const attachmentsOf = queries.ofMessages;
export type AttachmentRows = Awaited<ReturnType<typeof attachmentsOf>>;

/** The files of each message, for one reader. */
export function attachmentsByMessage(rows: AttachmentRows, shown: boolean): (messageId: string) => Attachment[] {
  return (messageId) => rows.filter((row) => row.messageId === messageId).map((row) => attachmentOf(row, shown));
}
