import { and, eq, isNull } from 'drizzle-orm';
import { absent, AppError } from '../../core/errors.ts';
import { attachmentRemovals, attachments } from '../../db/schema/attachments.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import type { Storage } from '../storage.ts';
import { attachmentOf } from './binding.ts';
import { inspect } from './inspect.ts';
import { incomingKey, keptKey } from './keys.ts';
import { redraw, sidesOf } from './picture.ts';
import * as queries from './queries.ts';
import { judgeContent, kindOf, type AttachmentRefusal } from './rules.ts';
import type { Attachment } from './schema.ts';
import { refusedFor, storageNamed } from './service.ts';

type Row = queries.AttachmentRow;
type Read = { refused: AttachmentRefusal } | { bytes: Uint8Array; width?: number; height?: number };

/** Reads no more than was announced, whatever lies there. */
async function fetchUpload(storage: Storage, row: Row): Promise<Uint8Array | AttachmentRefusal> {
  const there = await storage.head(incomingKey(row.id));
  if (!there) return 'not_uploaded';
  if (there.size !== row.size) return 'size_differs';
  const stream = await storage.read(incomingKey(row.id));
  return stream ? new Uint8Array(await new Response(stream).arrayBuffer()) : 'not_uploaded';
}

async function judge(row: Row, bytes: Uint8Array): Promise<Read> {
  const found = await inspect(bytes);
  const isPicture = found.type === row.type && kindOf(row.type) === 'image';
  const sides = isPicture ? ((await sidesOf(bytes, row.type)) ?? undefined) : undefined;
  const verdict = judgeContent(row, { ...found, sides });
  if (!verdict.ok) return { refused: verdict.why };
  if (!isPicture) return { bytes };
  return (await redraw(bytes, row.type)) ?? { refused: 'damaged' };
}

/** What was decided before is said again. */
function judged(row: Row): Attachment {
  if (row.state === 'ready') return attachmentOf(row);
  throw refusedFor(row.refusal ?? 'not_uploaded');
}

const system = (ctx: Ctx) => ctx.doors.asSystem('attachments: content was read');

/** The upload's address may still be good: what arrives there afterwards is removed when it is not. */
async function settle(ctx: Ctx, row: Row, change: Partial<typeof attachments.$inferInsert>): Promise<boolean> {
  return system(ctx).write(async (tx) => {
    const [moved] = await tx
      .update(attachments)
      .set({ ...change, ticketHash: null })
      .where(and(eq(attachments.id, row.id), eq(attachments.state, 'waiting'), isNull(attachments.messageId)))
      .returning({ storage: attachments.storage, dueAt: attachments.uploadUntil });
    if (!moved) return false;
    await tx.insert(attachmentRemovals).values({ ...moved, objectKey: incomingKey(row.id) });
    return true;
  });
}

/** What is left to remove is removed later by the clock, should this fail. */
const dropNow = (ctx: Ctx, storage: Storage, key: string) =>
  storage
    .remove(key)
    .catch((error: unknown) => ctx.log('an object stays for the clock', { key, error: String(error) }));

/** Says that the bytes are there: they are read, judged and kept. Asked again it says the same. */
export async function completeAttachment(ctx: Ctx, { attachmentId }: { attachmentId: string }): Promise<Attachment> {
  const { userId } = actorOf(ctx);
  const look = async () => {
    const { me, mine, any } = await userDoor(ctx).read((db) => ({
      me: identity.me(db, userId),
      mine: queries.findUnsent(db, attachmentId, userId),
      any: queries.find(db, attachmentId),
    }));
    requireActive(me[0]);
    if (mine[0]) return mine[0];
    if (any[0]?.ownerId === userId) throw new AppError('wrong_state');
    return absent();
  };
  const row = await look();
  if (row.state !== 'waiting') return judged(row);

  const storage = await storageNamed(ctx, row.storage);
  const fetched = await fetchUpload(storage, row);
  // nothing has been sent yet, and it may still come; or somebody else has read it and put it away
  if (fetched === 'not_uploaded') return judged(await look());
  const read = typeof fetched === 'string' ? { refused: fetched } : await judge(row, fetched);
  if ('refused' in read) {
    await settle(ctx, row, { state: 'refused', refusal: read.refused });
    await dropNow(ctx, storage, incomingKey(row.id));
    throw refusedFor(read.refused);
  }
  const key = keptKey(row.id);
  await storage.write(key, read.bytes, row.type);
  const { width, height } = { width: null, height: null, ...read };
  const kept = { state: 'ready', objectKey: key, size: read.bytes.byteLength, width, height } as const;
  if (!(await settle(ctx, row, kept))) {
    // two readers, or removed meanwhile: what the other one decided stands
    await dropNow(ctx, storage, key);
    return judged(await look());
  }
  await dropNow(ctx, storage, incomingKey(row.id));
  return attachmentOf({ ...row, ...kept });
}
