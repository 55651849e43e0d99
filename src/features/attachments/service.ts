import { randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { attachments } from '../../db/schema/attachments.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { digestOf } from '../digest.ts';
import { requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { maskedOrNull } from '../messaging/rules.ts';
import type { ByteRange, Storage } from '../storage.ts';
import { incomingKey } from './keys.ts';
import * as queries from './queries.ts';
import {
  attachmentLimits,
  disposition,
  fileName,
  mostBytes,
  partAsked,
  plainName,
  shownHow,
  whyNotAttach,
  type AttachmentRefusal,
} from './rules.ts';
import type { CreateAttachment, createdAttachment } from './schema.ts';

/** What a file is refused for: by its name for programs, in a sentence for people. */
export const refusedFor = (why: AttachmentRefusal, values: Record<string, string | number> = {}): AppError =>
  new AppError('attachment_refused', { fields: { file: [why] }, values: { reason: why, megabytes: 0, ...values } });

export async function storageNamed(ctx: Ctx, name: string): Promise<Storage> {
  const storage = await ctx.ports.storages.named(name);
  if (!storage) throw new AppError('not_ready', { cause: new Error(`the storage ${name} has no settings here`) });
  return storage;
}

/** Announces a file. Whether it may be sent is asked again when it is. */
export async function createAttachment(
  ctx: Ctx,
  tx: Tx,
  wish: CreateAttachment,
): Promise<z.input<typeof createdAttachment>> {
  const { userId } = actorOf(ctx);
  requireActive((await identity.me(tx, userId))[0]);
  const [thread] = await queries.threadFor(tx, wish.threadId, userId);
  const may = whyNotAttach(thread ?? absent());
  if (may === 'not_here') throw refusedFor('not_here');
  if (may !== null)
    throw new AppError(may, may === 'upgrade_required' ? { upgradeUrl: '/pricing', feature: 'messaging' } : {});
  const storage = await ctx.ports.storages.current();
  const most = mostBytes(wish.type, storage.limits);
  if (wish.size > most) throw refusedFor('too_large', { megabytes: Math.floor(most / 1024 / 1024) });
  if ((await queries.countUnsent(tx, userId)) >= attachmentLimits.unsent)
    throw new AppError('slow_down', { retryAfter: 3600 });

  const name = fileName(wish.name, wish.type);
  const word = randomBytes(24).toString('base64url');
  const until = new Date(ctx.now.getTime() + attachmentLimits.uploadFor);
  const [created] = await tx
    .insert(attachments)
    .values({
      threadId: wish.threadId,
      ownerId: userId,
      name,
      maskedName: maskedOrNull(name) === null ? null : plainName(wish.type),
      type: wish.type,
      size: wish.size,
      storage: storage.name,
      ticketHash: digestOf(word),
      uploadUntil: until,
    })
    .returning({ id: attachments.id });
  const { id } = created ?? absent();
  const upload = await storage.signUpload({
    key: incomingKey(id),
    type: wish.type,
    size: wish.size,
    until,
    now: ctx.now,
    ticket: { door: 'attachment-uploads', id, word },
  });
  return { id, upload, expiresAt: until.toISOString() };
}

/** Removes what was not sent. Its bytes follow by the clock. */
export async function deleteAttachment(ctx: Ctx, { attachmentId }: { attachmentId: string }): Promise<{ id: string }> {
  const { userId } = actorOf(ctx);
  return userDoor(ctx).write(async (tx) => {
    requireActive((await identity.me(tx, userId))[0]);
    const [gone] = await tx
      .delete(attachments)
      .where(and(eq(attachments.id, attachmentId), eq(attachments.ownerId, userId), isNull(attachments.messageId)))
      .returning({ id: attachments.id });
    return gone ?? absent();
  });
}

export type Shown =
  | { is: 'elsewhere'; url: string }
  | { is: 'known'; etag: string }
  | {
      is: 'here';
      body: ReadableStream<Uint8Array>;
      type: string;
      size: number;
      part: ByteRange | null;
      etag: string;
      disposition: string;
    };

/** A file for whoever may see it: that is the policies' to say. */
export async function openAttachment(
  ctx: Ctx,
  {
    attachmentId,
    save,
    range,
    known,
  }: { attachmentId: string; save: boolean; range: string | null; known: string | null },
): Promise<Shown> {
  const { userId } = actorOf(ctx);
  const { me, found } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    found: queries.findToShow(db, attachmentId),
  }));
  requireActive(me[0]);
  const row = found[0] ?? absent();
  if (row.objectKey === null) absent();
  // what lies under a key never changes
  const etag = `"${digestOf(row.objectKey).slice(0, 32)}"`;
  if (known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)) return { is: 'known', etag };
  const how = save ? 'attachment' : shownHow(row.type);
  const storage = await storageNamed(ctx, row.storage);
  if (how === 'attachment') {
    // large files do not pass through a function where the storage can hand them out itself
    const wish = { type: row.type, disposition: disposition(row.name, how), seconds: 60, now: ctx.now };
    const url = await storage.signDownload(row.objectKey, wish);
    if (url !== null) return { is: 'elsewhere', url };
  }
  const part = partAsked(range, row.size);
  const body = await storage.read(row.objectKey, part ?? undefined);
  if (!body) throw new Error(`attachment ${row.id} is not in its storage`);
  return { is: 'here', body, type: row.type, size: row.size, part, etag, disposition: disposition(row.name, how) };
}
