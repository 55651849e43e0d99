import type { Tx } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import * as queries from './queries/choices.ts';
import { oftenAtFirst, type Kind } from './rules/kinds.ts';
import { digestOf, readStopToken, type Stop } from './unsubscribe-token.ts';

/** The account a link speaks for: gone, or moved to another address, it speaks for the address alone. */
async function ownerOf(tx: Tx, stop: Stop): Promise<string | null> {
  if (stop.userId === null) return null;
  const [owner] = await queries.addressOf(tx, stop.userId);
  return owner && owner.deletedAt === null && digestOf(owner.email) === stop.addressHash ? stop.userId : null;
}

/** Which kinds one link is about: its own, or for the mail of the day whatever stands in it. */
async function kindsIn(tx: Tx, stop: Stop, owner: string, standing: 'daily' | 'never'): Promise<Kind[]> {
  if (stop.kind !== 'daily') return [stop.kind];
  return (await queries.choicesOf(tx, owner)).filter(({ often }) => often === standing).map(({ kind }) => kind);
}

/** Nothing more of this kind goes to this address. Said twice it is said once. */
export async function unsubscribe(ctx: Ctx, token: string): Promise<Stop | null> {
  const stop = readStopToken(ctx, token);
  if (!stop) return null;
  await ctx.doors.asSystem('unsubscribe').write(async (tx) => {
    const owner = await ownerOf(tx, stop);
    if (owner === null) {
      if (stop.kind !== 'daily') await queries.stop(tx, stop.addressHash, stop.kind);
      return;
    }
    const wanted = await kindsIn(tx, stop, owner, 'daily');
    if (wanted.length > 0)
      await queries.choose(
        tx,
        owner,
        wanted.map((kind) => ({ kind, often: 'never' })),
        ctx.now,
      );
  });
  return stop;
}

/** For who pressed the wrong button: as before. */
export async function resubscribe(ctx: Ctx, token: string): Promise<Stop | null> {
  const stop = readStopToken(ctx, token);
  if (!stop) return null;
  await ctx.doors.asSystem('resubscribe').write(async (tx) => {
    const owner = await ownerOf(tx, stop);
    if (owner === null) {
      if (stop.kind !== 'daily') await queries.allow(tx, stop.addressHash, stop.kind);
      return;
    }
    const wanted = await kindsIn(tx, stop, owner, 'never');
    const often = stop.kind === 'daily' ? 'daily' : oftenAtFirst(stop.kind);
    if (wanted.length > 0)
      await queries.choose(
        tx,
        owner,
        wanted.map((kind) => ({ kind, often })),
        ctx.now,
      );
  });
  return stop;
}
