import { absent } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import * as queries from './queries/blocks.ts';
import type { BlockBody } from './schema/conduct.ts';

const viewOf = (row: queries.BlockRow) => ({ ...row, createdAt: row.createdAt.toISOString() });

/**
 * Blocks whoever the caller has been talking with, never a person by their id: nobody can be looked up by trying. In the same
 * transaction what waits between the two is declined and what is open closed. Asked again it changes nothing.
 */
export async function createBlock(ctx: Ctx, tx: Tx, { threadId, inquiryId }: BlockBody) {
  requireActive((await identity.me(tx, actorOf(ctx).userId))[0]);
  const thread = threadId ?? (await queries.threadOfInquiry(tx, inquiryId ?? absent()))[0]?.id ?? absent();
  const id = (await queries.blockPartner(tx, thread)) ?? absent();
  const [row] = await queries.blockById(tx, id);
  return viewOf(row ?? absent());
}

export async function listBlocks(ctx: Ctx, page: { cursor?: string | undefined; limit: number }) {
  const { userId } = actorOf(ctx);
  const { me, rows } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    rows: queries.listed(db, userId, page),
  }));
  requireActive(me[0]);
  const items = rows.slice(0, page.limit).map(viewOf);
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}

/** What the block has closed stays closed: a talent's word opens it again, a customer may ask again. */
export async function deleteBlock(ctx: Ctx, { blockId }: { blockId: string }): Promise<void> {
  const { userId } = actorOf(ctx);
  await userDoor(ctx).write(async (tx) => {
    requireActive((await identity.me(tx, userId))[0]);
    if ((await queries.remove(tx, userId, blockId)).length === 0) absent();
  });
}
