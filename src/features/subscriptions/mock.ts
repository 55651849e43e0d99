import { absent, AppError } from '../../core/errors.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { endNow } from './activation.ts';
import * as queries from './queries/subscriptions.ts';
import { sellsTo } from './rules/catalogue.ts';
import { periodFrom } from './rules/periods.ts';
import { productIds } from './rules/states.ts';
import type { MockSubscription, MyPlanView } from './schema.ts';
import { getSubscription } from './service.ts';

/** Pretends a state of one's own plan (S1-25). Written nowhere else, and this address is not there in production. */
export async function mockSubscription(ctx: Ctx, wish: MockSubscription): Promise<MyPlanView> {
  if (ctx.ports.production) absent();
  const { userId } = actorOf(ctx);
  const { me } = await userDoor(ctx).read((db) => ({ me: identity.me(db, userId) }));
  const who = requireActive(me[0]);
  const product = wish.product ?? (who.role === 'talent' ? 'PRO' : productIds.find((one) => sellsTo(one, who)));
  if (!product || !sellsTo(product, who)) throw new AppError('role_not_allowed');
  const { now } = ctx;
  const [currency = 'IQD'] = ctx.ports.currencies;
  // past due: its period has just ended, and the days of grace run
  const start = wish.state === 'mock:active' ? now : new Date(now.getTime() - 30 * 86_400_000);
  const periodEnd = wish.state === 'mock:active' ? periodFrom(now, now, 'month').end : now;
  await ctx.doors.asSystem('subscriptions: mock').write(async (tx) => {
    await queries.queueFor(tx, userId);
    const live = await queries.lockLive(tx, userId);
    if (live) await endNow(tx, live, 'replaced', now);
    await queries.begin(tx, {
      userId,
      product,
      interval: 'month',
      amount: 0,
      currency,
      state: wish.state,
      anchor: start,
      periodStart: start,
      periodEnd,
      ...(wish.state === 'mock:expired' && { ending: 'ran_out', endedAt: now }),
      createdAt: now,
      updatedAt: now,
    });
  });
  return getSubscription(ctx);
}
