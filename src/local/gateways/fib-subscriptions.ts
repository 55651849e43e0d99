import { randomUUID } from 'node:crypto';
import QRCode from 'qrcode';
import type { Notice, Refusal, TwinDeps, TwinPayment, Deed } from './gateway.ts';
import {
  isPastDue,
  subscribed,
  subscribeSchema,
  subscriptionAct,
  subscriptionAged,
  subscriptionCancelled,
  type FibSubscription,
  type SubscriptionStatus,
} from './fib-subscription.ts';
import { notAllowed, problem, readableCode, unknown } from './fib-wire.ts';

const root = '/protected/v1/subscriptions';

/** The subscriptions desk of the bank's twin. */
export function subscriptionsDesk(
  deps: Pick<TwinDeps, 'now' | 'payPage' | 'announce'>,
  remembered: readonly FibSubscription[],
  save: (subscriptions: FibSubscription[]) => void,
) {
  const known = new Map(remembered.map((one) => [one.subscriptionId, one]));
  const keep = (subscription: FibSubscription): FibSubscription => {
    known.set(subscription.subscriptionId, subscription);
    save([...known.values()]);
    return subscription;
  };
  const look = (ref: string): FibSubscription | null => {
    const before = known.get(ref);
    if (!before) return null;
    const after = subscriptionAged(before, deps.now());
    if (after === before) return before;
    keep(after);
    for (const status of after.told.slice(before.told.length)) deps.announce(noticeOf(after, status));
    return after;
  };

  const create = async (request: Request): Promise<Response> => {
    const order = subscribeSchema.safeParse(await request.json().catch(() => null));
    // whatever is missing, this is all it says
    if (!order.success) return problem(400, { code: 'INVALID_REQUEST', title: 'Invalid request', detail: '' });
    const ids = { subscriptionId: randomUUID(), readableCode: `SUBC-${readableCode(2)}` };
    const subscription = keep(subscribed(order.data, ids, deps.now()));
    const link = deps.payPage(ids.subscriptionId);
    return Response.json(
      {
        ...ids,
        qrCode: await QRCode.toDataURL(link, { errorCorrectionLevel: 'M', margin: 2, scale: 6 }),
        validUntil: subscription.validUntil,
        appLink: link,
      },
      { status: 201 },
    );
  };

  const cancel = (subscription: FibSubscription): Response => {
    const next = subscriptionCancelled(subscription);
    if (!next) {
      const detail = `Illegal transition from ${subscription.status}`;
      return problem(400, { code: 'INVALID_REQUEST', title: 'Invalid request', detail });
    }
    keep(next);
    deps.announce(noticeOf(next, next.status));
    return new Response(null, { status: 204 });
  };

  return {
    /** Null: not an address of this desk. */
    async handle(request: Request): Promise<Response | null> {
      const { pathname } = new URL(request.url);
      if (pathname === root) return request.method === 'POST' ? create(request) : notAllowed();
      const [, ref, verb] = pathname.match(/^\/protected\/v1\/subscriptions\/([^/]+)(\/cancel)?$/) ?? [];
      if (ref === undefined) return null;
      const subscription = look(ref);
      if (!subscription) return unknown();
      if (request.method !== (verb ? 'POST' : 'GET')) return notAllowed();
      return verb
        ? cancel(subscription)
        : Response.json(answer(keep({ ...subscription, asked: subscription.asked + 1 })));
    },
    shown: () => [...known.keys()].flatMap((ref) => shownSubscription(look(ref))),
    find: (ref: string) => shownSubscription(look(ref))[0] ?? null,
    move(ref: string, deed: Deed): TwinPayment | Refusal | null {
      const subscription = look(ref);
      if (!subscription) return null;
      const next = subscriptionAct(subscription, deed, deps.now());
      return 'refused' in next ? next : (shownSubscription(keep(next))[0] ?? null);
    },
    notices(ref: string): Notice[] {
      const subscription = look(ref);
      return subscription ? subscription.told.map((status) => noticeOf(subscription, status)) : [];
    },
    forge(ref: string, deed: Deed): Notice | null {
      const subscription = look(ref);
      return subscription && noticeOf(subscription, deed === 'pay' ? 'ACTIVE' : 'CANCELLED');
    },
    tick: () => {
      for (const ref of known.keys()) look(ref);
    },
  };
}

/** Unsigned, as everything the bank says unasked. */
const noticeOf = (subscription: FibSubscription, status: SubscriptionStatus): Notice => ({
  ref: subscription.subscriptionId,
  says: status,
  url: subscription.statusCallbackUrl,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ subscriptionId: subscription.subscriptionId, status }),
});

/** Moments are milliseconds in one answer and texts in the next, sums numbers and texts: both have been seen. */
function answer(subscription: FibSubscription): Record<string, unknown> {
  const odd = subscription.asked % 2 === 1;
  const moment = (at: string | null) => (at === null || !odd ? at : Date.parse(at));
  return {
    id: subscription.subscriptionId,
    readableCode: subscription.readableCode,
    title: subscription.title,
    description: subscription.description,
    monetaryValue: {
      amount: odd ? subscription.amount : String(subscription.amount),
      currency: subscription.currency,
    },
    interval: subscription.interval,
    trialPeriod: null,
    status: subscription.status,
    validUntil: subscription.validUntil,
    activeUntil: moment(subscription.activeUntil),
    lastPaymentAt: moment(subscription.lastPaymentAt),
  };
}

function shownSubscription(subscription: FibSubscription | null): TwinPayment[] {
  if (!subscription) return [];
  const { status } = subscription;
  const pastDue = isPastDue(subscription);
  return [
    {
      ref: subscription.subscriptionId,
      state: status,
      open: status === 'DRAFT',
      amount: subscription.amount,
      paidAmount: subscription.lastPaymentAt === null ? null : subscription.amount,
      currency: subscription.currency,
      description: subscription.description,
      code: subscription.readableCode,
      callbackUrl: subscription.statusCallbackUrl,
      returnUrl: null,
      createdAt: subscription.createdAt,
      expiresAt: status === 'DRAFT' ? subscription.validUntil : null,
      agreement: {
        interval: subscription.interval === 'P1Y' ? 'year' : 'month',
        state: status === 'DRAFT' ? 'pending' : status !== 'ACTIVE' ? 'ended' : pastDue ? 'past_due' : 'active',
        paidUntil: subscription.activeUntil,
        nextDebitAt: subscription.nextDebitAt,
      },
    },
  ];
}
