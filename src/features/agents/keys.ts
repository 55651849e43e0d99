import { randomBytes } from 'node:crypto';
import { absent } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { digestOf } from '../digest.ts';
import { asker, orLimit, requireTalent, talentOf } from './owner.ts';
import * as queries from './queries/keys.ts';
import { hintOf, keyPrefix } from './rules/keys.ts';

type Key = Awaited<ReturnType<typeof queries.myKeys>>[number];
const viewOf = ({ id, name, hint, createdAt, lastUsedAt }: Key) => ({
  id,
  name,
  hint,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});

export async function listKeys(ctx: Ctx) {
  const { who, keys } = await userDoor(ctx).read((db) => ({ who: asker(ctx, db), keys: queries.myKeys(db) }));
  requireTalent(who);
  return { items: keys.map(viewOf) };
}

/** The key is in this answer and in no other: what is kept is its digest. */
export async function createKey(ctx: Ctx, { name }: { name: string }) {
  const { userId } = actorOf(ctx);
  const token = `${keyPrefix}${randomBytes(32).toString('base64url')}`;
  const made = await userDoor(ctx)
    .write(async (tx) => {
      await talentOf(ctx, tx);
      const [key] = await queries.addKey(tx, { userId, name, keyHash: digestOf(token), hint: hintOf(token) });
      return key ?? absent();
    })
    .catch((error: unknown) => orLimit(error, 'agent_keys_are_few'));
  return { key: viewOf(made), token };
}

export async function revokeKey(ctx: Ctx, tx: Tx, { keyId }: { keyId: string }) {
  const [gone] = await queries.revokeKey(tx, keyId, ctx.now);
  if (!gone) absent();
  return { removed: true as const };
}
