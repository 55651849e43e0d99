import type * as z from 'zod';
import { absent, AppError, lostRace } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { requireApproved } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { spendCredits } from '../subscriptions/credits.ts';
import { entitlements } from '../subscriptions/rules/entitlements.ts';
import * as queries from './queries/unlocks.ts';
import { canUnlock } from './rules.ts';
import { unlocked } from './schema/requests.ts';
import { requireRequests } from './talk.ts';

/** What is kept under an idempotency key: the request itself is shown as it is then. */
export const unlockOutcome = unlocked.pick({ outcome: true });

/** Names each purchase once: whoever unlocks again after a return pays again. */
export const creditSource = (requestId: string, times: number): string => `request:${requestId}:${times}`;

/**
 * Through the system's door, which alone moves credits: judges, takes one credit and writes the unlock, all or nothing. The request
 * stands still meanwhile, so closing and unlocking cannot both win, and of any number of calls one pays.
 */
export async function unlockRequest(
  ctx: Ctx,
  tx: Tx,
  { requestId }: { requestId: string },
): Promise<z.input<typeof unlockOutcome>> {
  requireRequests(ctx);
  const actor = actorOf(ctx);
  const who = requireApproved((await identity.me(tx, actor.userId))[0]);
  const [locked] = await queries.lockRequest(tx, requestId);
  const request = locked ?? absent();
  const [between] = await queries.between(tx, who.userId, request.ownerId);
  const [had] = await queries.unlockOf(tx, who.userId, requestId);
  const may = canUnlock(
    {
      role: who.role,
      owner: request.ownerId === who.userId,
      blocked: between?.blocked ?? false,
      ownerAway: between?.away ?? true,
      request,
      unlock: had?.status ?? null,
      entitled: entitlements(who, who.held, ctx.now)['requests.unlock'],
    },
    ctx.now,
  );
  if (!may.ok)
    throw new AppError(may.why, may.why === 'upgrade_required' ? { upgradeUrl: '/pricing', feature: 'requests' } : {});
  if (may.value === 'found') return { outcome: 'found' };

  const source = creditSource(requestId, (had?.times ?? 0) + 1);
  if (!(await spendCredits(tx, who.userId, { count: 1, source }, ctx.now)))
    throw new AppError('not_enough_credits', { upgradeUrl: '/pricing', feature: 'credits' });
  const row = { requestId, userId: who.userId, byMember: actor.member?.id ?? null };
  const written = had ? await queries.unlockAgain(tx, had.id, row.byMember) : await queries.insertUnlock(tx, row);
  if (written.length === 0) lostRace();
  return { outcome: may.value };
}
