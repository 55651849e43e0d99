import { absent, AppError, lostRace } from '../../core/errors.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { asker, operatorIn, requireOperator } from '../ledger/operator.ts';
import { endNow } from './activation.ts';
import { purseNow } from './credits.ts';
import { tell } from './news.ts';
import * as queries from './queries/subscriptions.ts';
import { fits } from './rules/entitlements.ts';
import { isLive } from './rules/states.ts';
import type { EndSubscription, GiveComp, OperatorSubscriptionView, subscriptionListQuery } from './schema.ts';
import { operatorView } from './views.ts';
import type * as z from 'zod';

export async function listSubscriptions(ctx: Ctx, query: z.output<typeof subscriptionListQuery>) {
  const { me, rows } = await userDoor(ctx).read((db) => ({
    me: asker(ctx, db),
    rows: queries.listed(db, { state: query.state, userId: query.userId, before: query.cursor }, query.limit + 1),
  }));
  requireOperator(me[0]);
  const page = rows.slice(0, query.limit);
  return {
    subscriptions: page.map(({ subscription, name }) => operatorView(subscription, name, ctx.now)),
    nextCursor: rows.length > query.limit ? (page.at(-1)?.subscription.id ?? null) : null,
  };
}

/** Given by an operator: until a day, at no price, with a reason that is kept. */
export async function giveSubscription(ctx: Ctx, gift: GiveComp): Promise<OperatorSubscriptionView> {
  const { userId: operatorId } = actorOf(ctx);
  const until = new Date(gift.until);
  const { now } = ctx;
  const [currency = 'IQD'] = ctx.ports.currencies;
  return ctx.doors.asSystem('operator: give a plan').write(async (tx) => {
    await operatorIn(ctx, tx);
    if (until <= now) throw new AppError('in_the_past');
    await queries.queueFor(tx, gift.userId);
    const [who] = await queries.accountOf(tx, gift.userId);
    if (!who || who.deletedAt) return absent();
    if (!fits(gift.product, who)) throw new AppError('invalid', { fields: { product: ['role_not_allowed'] } });
    const live = await queries.lockLive(tx, gift.userId);
    // what is paid for is not taken away by a gift
    if (live && live.state !== 'comp' && !live.state.startsWith('mock:')) throw new AppError('plan_running');
    if (live) await endNow(tx, live, 'replaced', now);
    const row = await queries.begin(tx, {
      userId: gift.userId,
      product: gift.product,
      interval: 'once',
      amount: 0,
      currency,
      state: 'comp',
      anchor: now,
      periodStart: now,
      periodEnd: until,
      createdAt: now,
      updatedAt: now,
    });
    await purseNow(tx, gift.userId, now);
    await queries.audit(tx, {
      action: 'subscription.given',
      subscriptionId: row.id,
      actorId: operatorId,
      reason: gift.reason,
      data: { userId: gift.userId, product: gift.product, until: gift.until },
      requestId: ctx.requestId,
      now,
    });
    return operatorView(row, who.name, now);
  });
}

export async function endSubscription(ctx: Ctx, wish: EndSubscription): Promise<OperatorSubscriptionView> {
  const { userId: operatorId } = actorOf(ctx);
  const { now } = ctx;
  const ended = await ctx.doors.asSystem('operator: end a plan').write(async (tx) => {
    await operatorIn(ctx, tx);
    const found = (await queries.lockSubscription(tx, wish.subscriptionId)) ?? absent();
    const [who] = await queries.accountOf(tx, found.userId);
    if (!isLive(found.state)) return operatorView(found, who?.name ?? null, now);
    await endNow(tx, found, 'operator', now);
    await tell(tx, 'subscription.expired', { ...found, periodEnd: now }, `${found.id}:operator`, now);
    await queries.audit(tx, {
      action: 'subscription.ended',
      subscriptionId: found.id,
      actorId: operatorId,
      reason: wish.reason,
      data: { userId: found.userId, product: found.product, was: found.state },
      requestId: ctx.requestId,
      now,
    });
    const row = (await queries.lockSubscription(tx, found.id)) ?? lostRace();
    return operatorView(row, who?.name ?? null, now);
  });
  return ended;
}
