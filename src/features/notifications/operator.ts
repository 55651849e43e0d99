import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { ofRole, requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { audit } from './queries/audit.ts';
import * as queries from './queries/deliveries.ts';
import { letterKinds } from './rules/kinds.ts';
import type * as shape from './schema.ts';

/** An operator in good standing. To anybody else there is nothing here. */
function requireOperator(who: Parameters<typeof requireActive>[0]): void {
  if (!who) absent();
  requireActive(who);
  if (!ofRole(who, ['admin']).ok) absent();
}

const iso = (at: Date | null) => at?.toISOString() ?? null;

const viewOf = ({ delivery, userName, failingSince }: queries.Line): z.input<typeof shape.deliveryView> => ({
  deliveryId: delivery.id,
  name: delivery.name,
  kind: letterKinds.find((kind) => kind === delivery.kind) ?? 'operator',
  channel: delivery.channel,
  state: delivery.state,
  reason: delivery.reason,
  address: delivery.address,
  user: delivery.userId === null ? null : { userId: delivery.userId, name: userName ?? '' },
  failingSince: iso(failingSince),
  attempts: delivery.attempts,
  lastError: delivery.lastError,
  providerId: delivery.providerId,
  createdAt: delivery.createdAt.toISOString(),
  dueAt: delivery.dueAt.toISOString(),
  sentAt: iso(delivery.sentAt),
  deliveredAt: iso(delivery.deliveredAt),
  failedAt: iso(delivery.failedAt),
});

export async function listDeliveries(ctx: Ctx, filter: z.output<typeof shape.deliveryQuery>) {
  const { me, rows } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, actorOf(ctx).userId),
    rows: queries.list(db, filter),
  }));
  requireOperator(me[0]);
  const shown = rows.slice(0, filter.limit);
  return {
    items: shown.map(viewOf),
    nextCursor: rows.length > filter.limit ? (shown.at(-1)?.delivery.id ?? null) : null,
  };
}

/** A letter that failed is taken up again, from the beginning. */
export async function retryDelivery(ctx: Ctx, tx: Tx, { deliveryId }: { deliveryId: string }) {
  const { userId } = actorOf(ctx);
  requireOperator((await identity.me(tx, userId))[0]);
  const [before] = await queries.one(tx, deliveryId);
  if (!before) absent();
  const [again] = await queries.tryAgain(tx, deliveryId, ctx.now);
  if (!again) throw new AppError('wrong_state');
  await audit(tx, {
    at: ctx.now,
    actorId: userId,
    action: 'delivery.retry',
    subjectKind: 'delivery',
    subjectId: deliveryId,
    requestId: ctx.requestId,
  });
  const [after] = await queries.one(tx, deliveryId);
  return viewOf(after ?? absent());
}
