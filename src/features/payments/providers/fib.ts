import * as z from 'zod';
import {
  GatewayTrouble,
  type Driver,
  type DriverDeps,
  type NextStep,
  type Opened,
  type Order,
  type PaymentProvider,
  type Powers,
  type RefundReport,
} from '../provider.ts';
import { fibAgreements } from './fib-agreements.ts';
import {
  amountOf,
  durationOf,
  fibLine,
  hasErrors,
  inside,
  link,
  loose,
  moment,
  mustBeAnswer,
  mustBeYes,
  picture,
  sum,
} from './fib-line.ts';
import type { FailureReason, Report } from '../rules.ts';

const name = 'fib';

const settings = z
  .object({
    FIB_BASE_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
    FIB_CLIENT_ID: z.string().min(1),
    FIB_CLIENT_SECRET: z.string().min(1),
    /** ISO 8601, from PT12H to P7D */
    FIB_REFUNDABLE_FOR: z
      .string()
      .regex(/^P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?)?$/)
      .default('P7D'),
    /** the bank may give out a pair of its own for subscriptions */
    FIB_SUBSCRIPTIONS_CLIENT_ID: z.string().optional(),
    FIB_SUBSCRIPTIONS_CLIENT_SECRET: z.string().optional(),
    GATEWAY_PATIENCE_MS: z.coerce.number().int().positive().default(8000),
  })
  .refine(
    (keys) => !keys.FIB_SUBSCRIPTIONS_CLIENT_ID === !keys.FIB_SUBSCRIPTIONS_CLIENT_SECRET,
    'one of a pair is missing',
  );

const openReply = z.object({
  paymentId: z.string().min(1).max(200),
  readableCode: loose(z.string().min(1).max(100)),
  qrCode: loose(picture),
  validUntil: loose(moment),
  personalAppLink: loose(link),
  businessAppLink: loose(link),
  corporateAppLink: loose(link),
});
const statusReply = z.object({
  paymentId: loose(z.string()),
  status: z.string().catch('unknown'),
  amount: loose(sum),
  decliningReason: loose(z.string()),
});
const named = loose(z.string().min(1).max(200));
const notice = z.object({ id: named, paymentId: named, subscriptionId: named });

const reasons: Record<string, FailureReason> = {
  PAYMENT_CANCELLATION: 'cancelled',
  PAYMENT_EXPIRATION: 'expired',
  SERVER_FAILURE: 'declined',
};
const moneyWords: Record<string, 'paid' | 'refund_pending' | 'refunded'> = {
  PAID: 'paid',
  REFUND_REQUESTED: 'refund_pending',
  REFUND_IN_PROGRESS: 'refund_pending',
  REFUNDED: 'refunded',
};

/** What a status answer says. Unknown words are `pending`, and so is a yes that names no sum. */
export function readReply(ref: string, raw: unknown): Report {
  const reply = statusReply.safeParse(raw);
  if (!reply.success) return { ref, status: 'pending' };
  const { status, amount: said, decliningReason } = reply.data;
  const amount = amountOf(said);
  if (status === 'DECLINED')
    return { ref, status: 'failed', reason: reasons[decliningReason ?? ''] ?? 'declined', ...(amount && { amount }) };
  const word = moneyWords[status];
  if (word !== undefined && amount !== undefined) return { ref, status: word, amount };
  return { ref, status: 'pending', ...(amount && { amount }) };
}

const powers: Powers = {
  currencies: ['IQD'],
  amountFormat: 'whole dinars, as a numeric string',
  reference: 'theirs',
  reopens: false,
  cancel: true,
  refund: 'full',
  trust: 'hint',
  notifies: 'every_change',
  address: 'payment',
  recurring: true,
  windows: { payable: null, refundable: 7 * 86_400_000, askable: null },
};

function connect({ env, fetch, now }: DriverDeps): PaymentProvider | null {
  if (!env.FIB_BASE_URL || !env.FIB_CLIENT_ID || !env.FIB_CLIENT_SECRET) return null;
  const keys = settings.parse(env);
  const pair = (id: string, secret: string) =>
    fibLine({ base: keys.FIB_BASE_URL, patience: keys.GATEWAY_PATIENCE_MS, id, secret }, { fetch, now });
  const line = pair(keys.FIB_CLIENT_ID, keys.FIB_CLIENT_SECRET);
  const { FIB_SUBSCRIPTIONS_CLIENT_ID: ownId, FIB_SUBSCRIPTIONS_CLIENT_SECRET: ownSecret } = keys;
  const agreements = fibAgreements(ownId && ownSecret ? pair(ownId, ownSecret) : line, now);
  const one = (ref: string, leaf: string) => `payments/${encodeURIComponent(ref)}/${leaf}`;

  async function ask(ref: string): Promise<Report> {
    const answer = await line.send('status', one(ref, 'status'), { method: 'GET', asking: true });
    mustBeAnswer('status', answer);
    const said = statusReply.safeParse(answer.body);
    // an answer about another payment is no answer
    if (said.success && said.data.paymentId && said.data.paymentId !== ref)
      throw new GatewayTrouble('unavailable', name, 'status', { code: 'other_payment' });
    return readReply(ref, answer.body);
  }

  async function open(order: Order): Promise<Opened> {
    const answer = await line.send('create', 'payments', {
      method: 'POST',
      body: {
        monetaryValue: { amount: String(order.amount.amount), currency: order.amount.currency },
        statusCallbackUrl: order.callbackUrl,
        description: inside(order.description, 50),
        redirectUri: order.returnUrl,
        expiresIn: durationOf(order.expiresAt.getTime() - now().getTime()),
        refundableFor: keys.FIB_REFUNDABLE_FOR,
        category: 'ECOMMERCE',
      },
    });
    const reply = openReply.safeParse(answer.body);
    mustBeYes('create', answer, reply.success);
    // a yes we cannot read: something payable may exist over there
    if (!reply.success)
      throw new GatewayTrouble('in_doubt', name, 'create', { status: answer.status, code: 'unreadable' });
    const said = reply.data;
    const contradictory = hasErrors(answer.body);
    const links = [
      { app: 'personal', url: said.personalAppLink },
      { app: 'business', url: said.businessAppLink },
      { app: 'corporate', url: said.corporateAppLink },
    ].flatMap(({ app, url }) => (url ? [{ app, url }] : []));
    const next: NextStep = { type: 'qr', image: said.qrCode ?? null, code: said.readableCode ?? null, links };
    if (contradictory || (next.image === null && next.code === null && links.length === 0)) {
      throw new GatewayTrouble('in_doubt', name, 'create', {
        status: answer.status,
        ref: said.paymentId,
        code: contradictory ? 'contradictory' : 'no_way_to_pay',
      });
    }
    return { ref: said.paymentId, next, expiresAt: said.validUntil ?? order.expiresAt };
  }

  const provider: PaymentProvider = {
    name,
    powers,
    open,
    ask,
    agreements,
    async cancel(ref) {
      mustBeYes('cancel', await line.send('cancel', one(ref, 'cancel'), { method: 'POST' }));
      return ask(ref);
    },
    async refund({ ref, amount }) {
      // the call names no sum: it gives back all of it, so a part must never get this far
      const before = await ask(ref);
      if (before.status === 'refund_pending' || before.status === 'refunded') return refundOf(before);
      if (
        before.status !== 'paid' ||
        before.amount.amount !== amount.amount ||
        before.amount.currency !== amount.currency
      ) {
        throw new GatewayTrouble('refused', name, 'refund', { code: 'full_sum_only' });
      }
      mustBeYes('refund', await line.send('refund', one(ref, 'refund'), { method: 'POST' }));
      return { status: 'pending', refundRef: null };
    },
    askRefund: async ({ ref }) => refundOf(await ask(ref)),
    async hear(request) {
      const text = await request.text();
      let said: unknown;
      try {
        said = JSON.parse(text);
      } catch {
        said = Object.fromEntries(new URLSearchParams(text));
      }
      const read = notice.safeParse(said).data;
      if (read?.subscriptionId) return { agreement: read.subscriptionId };
      return { hint: read?.id ?? read?.paymentId ?? null };
    },
    // FIB sends again, up to five times, until it is told 202
    thanks: () => new Response(null, { status: 202 }),
  };
  return provider;
}

/** A refund here is a state of its payment: the gateway names no refund of its own. */
const refundOf = ({ status }: Report): RefundReport => ({
  status: status === 'refunded' ? 'done' : 'pending',
  refundRef: null,
});

export const fib: Driver = {
  name,
  title: 'FIB',
  powers,
  keys: [
    { name: 'FIB_BASE_URL', needed: true, secret: false, what: 'https://fib.prod.fib.iq, or the stage address' },
    { name: 'FIB_CLIENT_ID', needed: true, secret: false, what: 'the client id of the merchant account' },
    { name: 'FIB_CLIENT_SECRET', needed: true, secret: true, what: 'the client secret of the merchant account' },
    { name: 'FIB_REFUNDABLE_FOR', needed: false, secret: false, what: 'ISO 8601, from PT12H to P7D (default)' },
    {
      name: 'FIB_SUBSCRIPTIONS_CLIENT_ID',
      needed: false,
      secret: false,
      what: 'only where the bank gave a pair of its own for subscriptions',
    },
    { name: 'FIB_SUBSCRIPTIONS_CLIENT_SECRET', needed: false, secret: true, what: 'the secret of that pair' },
  ],
  toConfirm: [
    'which spelling of the host is yours (fib.prod.fib.iq or fib-prod.fib.iq)',
    'whether a callback tells of a refund; until then we ask',
    'the smallest sum a payment may have (250 IQD is said)',
    'subscriptions: that they are open to you, and with which client id',
    'subscriptions: how a debit that failed shows, how often it is tried again, and whether a renewal calls back',
    'subscriptions: the field that names the subscription in a callback',
  ],
  connect,
};
