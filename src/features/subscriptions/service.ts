import { absent, AppError, lostRace } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive, requireApproved } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { recordPaidUnder } from '../payments/paid-under.ts';
import { endNow } from './activation.ts';
import { tendAgreement } from './agreements.ts';
import { purseNow } from './credits.ts';
import { tell } from './news.ts';
import * as credits from './queries/credits.ts';
import * as purchases from './queries/purchases.ts';
import * as queries from './queries/subscriptions.ts';
import { decideBuy, sellsTo, type Wish } from './rules/catalogue.ts';
import { allowanceOf, decideMonth, emptyPurse } from './rules/credits.ts';
import { entitlements, inForce, tierOf } from './rules/entitlements.ts';
import { lifecycleLimits, renewalOf } from './rules/lifecycle.ts';
import type { CreatePurchase, CreditsView, MyPlanView, PurchaseView } from './schema.ts';
import { creditsView, purchaseView, subscriptionView } from './views.ts';

const shown = 50;

async function whoAsks(ctx: Ctx): Promise<identity.Me & { role: NonNullable<identity.Me['role']> }> {
  const { userId } = actorOf(ctx);
  const { me } = await userDoor(ctx).read((db) => ({ me: identity.me(db, userId) }));
  return requireActive(me[0]);
}

/** A turn of this person's: what they have does not change under it. */
const inTurn = <Result>(ctx: Ctx, userId: string, why: string, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
  ctx.doors.asSystem(`subscriptions: ${why}`).write(async (tx) => {
    await queries.queueFor(tx, userId);
    return work(tx);
  });

export async function createPurchase(ctx: Ctx, wish: CreatePurchase): Promise<PurchaseView> {
  // a colleague buys credits; what the account is a member of is its own to decide
  if (ctx.actor?.member && wish.product !== 'credits') throw new AppError('own_login_only');
  // nobody pays for what they may not be let into
  return order(ctx, requireApproved(await whoAsks(ctx)), wish, wish.currency);
}

/** Puts it on the counter at the catalogue's price; the same wish that is open already is answered instead. */
async function order(
  ctx: Ctx,
  who: Awaited<ReturnType<typeof whoAsks>>,
  wish: Wish,
  currency: CreatePurchase['currency'],
): Promise<PurchaseView> {
  const decided = decideBuy(who, wish, currency, ctx.ports.currencies);
  if (!decided.ok)
    throw new AppError(decided.why, {
      ...(decided.why === 'wrong_currency' && { values: { currency: ctx.ports.currencies.join(', ') } }),
      // what is sold by the pack is asked for by the pack, and a month alone does not come again
      ...(decided.why === 'invalid' && {
        fields:
          wish.product === 'credits' || wish.credits !== null
            ? { credits: ['not_offered'] }
            : { interval: ['not_offered'] },
      }),
    });
  const row: purchases.NewPurchase = {
    userId: who.userId,
    product: wish.product,
    interval: wish.interval,
    recurring: wish.recurring,
    credits: wish.credits,
    amount: decided.value.amount,
    currency: decided.value.currency,
    expiresAt: new Date(ctx.now.getTime() + lifecycleLimits.purchaseOpen),
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  return inTurn(ctx, who.userId, 'order', async (tx) => {
    const live = await queries.lockLive(tx, who.userId);
    const running = live?.product === wish.product && live.state !== 'past_due' && renewalOf(live) === 'by_gateway';
    if (running && inForce(live, ctx.now)) throw new AppError('renews_by_itself');
    const open = await purchases.openLike(tx, row);
    if (open && open.expiresAt > ctx.now && open.amount === row.amount) return purchaseView(open);
    if (open) await purchases.changePurchase(tx, open, { state: 'lapsed' }, ctx.now);
    return purchaseView((await purchases.addPurchase(tx, row)) ?? lostRace());
  });
}

export async function getPurchase(ctx: Ctx, { purchaseId }: { purchaseId: string }): Promise<PurchaseView> {
  const { userId } = actorOf(ctx);
  const { me, found } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    found: purchases.purchaseById(db, purchaseId),
  }));
  requireActive(me[0]);
  const [purchase] = found;
  return purchase?.userId === userId ? purchaseView(purchase) : absent();
}

/** My plan, all of it in one round trip; a second one when this month's credits are due. */
export async function getSubscription(ctx: Ctx): Promise<MyPlanView> {
  const { userId } = actorOf(ctx);
  const look = () =>
    userDoor(ctx).read((db) => ({
      me: identity.me(db, userId),
      held: queries.subscriptionOf(db, userId),
      purse: credits.purseOf(db, userId),
      lines: credits.linesOf(db, userId, shown),
      history: purchases.bought(db, userId, shown),
    }));
  let seen = await look();
  const who = requireActive(seen.me[0]);
  if (who.role === 'talent' && monthIsDue(who, seen, ctx.now)) {
    await ctx.doors.asSystem('subscriptions: credits').write((tx) => purseNow(tx, userId, ctx.now));
    seen = await look();
  }
  const [held = null] = seen.held;
  return {
    plan: tierOf(who, held, ctx.now),
    subscription: held && subscriptionView(held, ctx.now),
    entitlements: entitlements(who, held, ctx.now),
    credits: who.role === 'talent' ? creditsView(seen.purse[0], seen.lines, ctx.now) : null,
    history: seen.history.map(({ purchase, paymentId, paidThrough }) => ({
      purchase: purchaseView(purchase),
      paymentId,
      paidThrough,
    })),
  };
}

type Seen = {
  held: queries.SubscriptionRow[];
  purse: Awaited<ReturnType<typeof credits.purseOf>>;
  lines: Awaited<ReturnType<typeof credits.linesOf>>;
};
function monthIsDue(who: identity.Me, { held, purse, lines }: Seen, now: Date): boolean {
  const allowance = allowanceOf(who, held[0] ?? null, now);
  const granted = lines.some(({ kind, source }) => kind === 'grant' && source === allowance?.source);
  return decideMonth(purse[0] ?? emptyPurse, allowance, granted, now).length > 0;
}

export async function getCredits(ctx: Ctx): Promise<CreditsView> {
  const { credits: mine } = await getSubscription(ctx);
  if (mine === null) throw new AppError('role_not_allowed');
  return mine;
}

export async function cancelSubscription(ctx: Ctx): Promise<MyPlanView> {
  const { userId } = await whoAsks(ctx);
  await inTurn(ctx, userId, 'cancel', async (tx) => {
    const live = (await queries.lockLive(tx, userId)) ?? absent();
    if (live.cancelAtPeriodEnd && live.state !== 'past_due') return;
    if (live.state === 'past_due') {
      // nothing is paid for any more that could be waited for
      await endNow(tx, live, 'cancelled', ctx.now);
    } else {
      const agreement = live.agreement === 'running' ? 'to_cancel' : live.agreement;
      await queries.change(tx, live.id, { cancelAtPeriodEnd: true, agreement }, ctx.now);
    }
    await tell(tx, 'subscription.cancelled', live, `${live.id}:${ctx.now.toISOString()}`, ctx.now);
  });
  return tended(ctx, userId);
}

export async function resumeSubscription(ctx: Ctx): Promise<MyPlanView> {
  const { userId } = await whoAsks(ctx);
  await inTurn(ctx, userId, 'resume', async (tx) => {
    const live = (await queries.lockLive(tx, userId)) ?? absent();
    if (!live.cancelAtPeriodEnd) return;
    // a month bought alone has nothing to go on with but another purchase
    if (live.interval === 'once' || live.periodEnd <= ctx.now) absent();
    const agreement =
      live.agreement === 'to_cancel' ? 'running' : live.agreement === 'cancelling' ? 'to_end' : live.agreement;
    await queries.change(tx, live.id, { cancelAtPeriodEnd: false, agreement }, ctx.now);
  });
  return tended(ctx, userId);
}

/** The gateway hears of it at once if it can; the clock tells it otherwise. */
async function tended(ctx: Ctx, userId: string): Promise<MyPlanView> {
  const { held } = await userDoor(ctx).read((db) => ({ held: queries.subscriptionOf(db, userId) }));
  const [row] = held;
  if (row?.driver && row.agreementRef && (row.agreement === 'to_cancel' || row.agreement === 'to_end')) {
    const { driver, agreementRef } = row;
    await ctx.ports.agreementMoved(ctx, driver, agreementRef).catch((error: unknown) =>
      ctx.log('agreement not told yet', {
        subscription: row.id,
        error: error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : 'unknown',
      }),
    );
  }
  return getSubscription(ctx);
}

export async function renewSubscription(ctx: Ctx): Promise<PurchaseView> {
  const who = await whoAsks(ctx);
  const { held } = await userDoor(ctx).read((db) => ({ held: queries.subscriptionOf(db, who.userId) }));
  const last = held[0] ?? absent();
  if (!sellsTo(last.product, who)) absent();
  // what was given or pretended had no price; the catalogue's first currency is the site's own
  const paid = last.amount > 0;
  const [first = last.currency] = ctx.ports.currencies;
  const currency = paid && ctx.ports.currencies.includes(last.currency) ? last.currency : first;
  const interval = last.interval === 'once' && !paid ? 'month' : last.interval;
  return order(ctx, who, { product: last.product, interval, credits: null, recurring: false }, currency);
}

/** Something moved under a standing agreement, says its gateway: it is asked. False: nobody here knows the agreement. */
export const agreementMoved = async (ctx: Ctx, driver: string, ref: string): Promise<boolean> =>
  (await tendAgreement(ctx, recordPaidUnder, driver, ref)) !== false;
