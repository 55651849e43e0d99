import type * as z from 'zod';
import { absent } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import * as queries from './queries/review.ts';
import type { heldMessageList, heldMessagesQuery, releaseBody, reviewed } from './schema.ts';

/** An operator in good standing. To anybody else there is nothing here. */
async function operatorIn(ctx: Ctx, tx: Tx): Promise<string> {
  const [me] = await identity.me(tx, actorOf(ctx).userId);
  return me && requireActive(me).role === 'admin' ? me.userId : absent();
}

/** What waits because three talents called its sender's words spam. */
export const listHeldMessages = (
  ctx: Ctx,
  { cursor, limit }: z.output<typeof heldMessagesQuery>,
): Promise<z.input<typeof heldMessageList>> => {
  actorOf(ctx);
  return ctx.doors.asSystem('operator: held inquiries').write(async (tx) => {
    await operatorIn(ctx, tx);
    const rows = await queries.held(tx, cursor, limit);
    const items = rows.slice(0, limit);
    return {
      items: items.map(({ talentId, talentName, createdAt, ...row }) => ({
        ...row,
        recipient: { id: talentId, name: talentName },
        createdAt: createdAt.toISOString(),
      })),
      nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
    };
  });
};

type Decided = { messageId: string; reason: string; clearMarks?: boolean };
type Reviewed = z.input<typeof reviewed>;

async function decide(
  ctx: Ctx,
  tx: Tx,
  { messageId, reason, clearMarks }: Decided,
  outcome: Reviewed['outcome'],
): Promise<Reviewed> {
  const actorId = await operatorIn(ctx, tx);
  const [held] = await queries.lockHeld(tx, messageId);
  if (!held) return absent();
  if (outcome === 'released') await queries.release(tx, held.id);
  else await queries.discard(tx, held.id, ctx.now);
  const cleared = clearMarks ? await queries.clearMarks(tx, held, ctx.now) : [];
  const data = { clearedMarks: cleared.map(({ id }) => id) };
  const action = `inquiry.${outcome}`;
  await queries.audit(tx, { actorId, action, subjectId: held.id, reason, data, requestId: ctx.requestId, at: ctx.now });
  return { id: held.id, outcome, clearedMarks: cleared.length };
}

/** The talent gets it, as if it had come now; with `clearMarks` this sender needs no look any more. */
export const releaseMessage = (ctx: Ctx, tx: Tx, wish: z.output<typeof releaseBody> & { messageId: string }) =>
  decide(ctx, tx, wish, 'released');

/** The talent never sees it. */
export const discardMessage = (ctx: Ctx, tx: Tx, wish: { messageId: string; reason: string }) =>
  decide(ctx, tx, wish, 'discarded');
