import * as z from 'zod';
import { isCurrency, type Money } from '../../../core/money.ts';
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
import type { FailureReason, Report } from '../rules.ts';
import { call, type Answer } from './call.ts';

const name = 'fib';

const settings = z.object({
  FIB_BASE_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  FIB_CLIENT_ID: z.string().min(1),
  FIB_CLIENT_SECRET: z.string().min(1),
  /** ISO 8601, from PT12H to P7D */
  FIB_REFUNDABLE_FOR: z
    .string()
    .regex(/^P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?)?$/)
    .default('P7D'),
  GATEWAY_PATIENCE_MS: z.coerce.number().int().positive().default(8000),
});

/** Whole dinars, sent as a number or as a decimal string: `25000`, `"25000"`, `"25000.00"`. */
const dinars = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}(?:\.0{1,3})?$/)
      .transform(Number),
  ])
  .refine((amount) => Number.isSafeInteger(amount) && amount >= 0);
const sum = z.object({ amount: dinars, currency: z.string().default('IQD') });

const link = z.string().refine((url) => /^https?:\/\//i.test(url) && URL.canParse(url));
/** A field that is absent, null or nonsense is not there; the rest of the answer still counts. */
const loose = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().catch(null);
const moment = z
  .string()
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()));

const tokenReply = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().catch(60) });
const openReply = z.object({
  paymentId: z.string().min(1).max(200),
  readableCode: loose(z.string().min(1).max(100)),
  qrCode: loose(z.string().regex(/^data:image\/png;base64,[A-Za-z0-9+/=\s]+$/)),
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
const saysNo = z.object({ errors: z.array(z.unknown()).min(1) });
const notice = z.object({ id: loose(z.string().min(1).max(200)), paymentId: loose(z.string().min(1).max(200)) });

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

const amountOf = (said: z.infer<typeof sum> | null | undefined): Money | undefined =>
  said && isCurrency(said.currency) ? { amount: said.amount, currency: said.currency } : undefined;

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

export const durationOf = (milliseconds: number): string => `PT${Math.max(60, Math.floor(milliseconds / 1000))}S`;

const inside = (text: string, most: number): string => [...text].slice(0, most).join('');

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
  recurring: false,
  windows: { payable: null, refundable: 7 * 86_400_000, askable: null },
};

function connect({ env, fetch, now }: DriverDeps): PaymentProvider | null {
  if (!env.FIB_BASE_URL || !env.FIB_CLIENT_ID || !env.FIB_CLIENT_SECRET) return null;
  const keys = settings.parse(env);
  const deps = { fetch, patience: keys.GATEWAY_PATIENCE_MS };
  // somebody's page waits for the answer, and an unanswered question costs nothing
  const asking = { fetch, patience: Math.min(deps.patience, 4000) };
  const payments = `${keys.FIB_BASE_URL}/protected/v1/payments`;
  const one = (ref: string, leaf: string) => `${payments}/${encodeURIComponent(ref)}/${leaf}`;

  let held: { token: string; until: number } | null = null;
  let fetching: Promise<string> | null = null;

  async function fetchToken(): Promise<string> {
    let answer: Answer;
    try {
      answer = await call(
        name,
        'token',
        asking,
        `${keys.FIB_BASE_URL}/auth/realms/fib-online-shop/protocol/openid-connect/token`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
          body: new URLSearchParams({
            grant_type: 'client_credentials',
            client_id: keys.FIB_CLIENT_ID,
            client_secret: keys.FIB_CLIENT_SECRET,
          }).toString(),
        },
      );
    } catch (trouble) {
      // a token moves no money: whatever went wrong with it, nothing was opened or refunded
      throw new GatewayTrouble('unavailable', name, 'token', {
        code: trouble instanceof GatewayTrouble ? trouble.trouble : 'lost',
      });
    }
    const reply = tokenReply.safeParse(answer.body);
    if (!answer.ok || !reply.success) throw new GatewayTrouble('unavailable', name, 'token', { status: answer.status });
    const { access_token, expires_in } = reply.data;
    // a token that dies on the way costs a second call, so let it go some seconds early
    const margin = Math.min(10, expires_in / 4);
    held = { token: access_token, until: now().getTime() + (expires_in - margin) * 1000 };
    return access_token;
  }

  async function token(): Promise<string> {
    if (held !== null && now().getTime() < held.until) return held.token;
    fetching ??= fetchToken().finally(() => {
      fetching = null;
    });
    return fetching;
  }

  /** With a fresh token once more after a 401: that answer comes before the call is carried out. */
  async function authorized(step: string, url: string, init: { method: string; body?: string }): Promise<Answer> {
    const send = async () =>
      call(name, step, step === 'status' ? asking : deps, url, {
        ...init,
        headers: {
          authorization: `Bearer ${await token()}`,
          accept: 'application/json',
          ...(init.body !== undefined && { 'content-type': 'application/json' }),
        },
      });
    const first = await send();
    if (first.status !== 401) return first;
    held = null;
    return send();
  }

  function mustBeYes(step: string, answer: Answer): void {
    const { status } = answer;
    // a busy or unauthorised answer is given before the call is read
    if (status === 401 || status === 403 || status === 429)
      throw new GatewayTrouble('unavailable', name, step, { status });
    if (status >= 400 && status < 500 && status !== 408) throw new GatewayTrouble('refused', name, step, { status });
    if (!answer.ok) throw new GatewayTrouble('in_doubt', name, step, { status });
    // this gateway is known to say no inside a 200
    const idThere = openReply.pick({ paymentId: true }).safeParse(answer.body);
    if (saysNo.safeParse(answer.body).success && !idThere.success)
      throw new GatewayTrouble('refused', name, step, { status, code: 'errors' });
  }

  async function ask(ref: string): Promise<Report> {
    const answer = await authorized('status', one(ref, 'status'), { method: 'GET' });
    if (answer.status === 404) throw new GatewayTrouble('refused', name, 'status', { status: 404 });
    if (!answer.ok || answer.body === undefined || saysNo.safeParse(answer.body).success) {
      throw new GatewayTrouble('unavailable', name, 'status', { status: answer.status });
    }
    const said = statusReply.safeParse(answer.body);
    // an answer about another payment is no answer
    if (said.success && said.data.paymentId && said.data.paymentId !== ref)
      throw new GatewayTrouble('unavailable', name, 'status', { code: 'other_payment' });
    return readReply(ref, answer.body);
  }

  async function open(order: Order): Promise<Opened> {
    const answer = await authorized('create', payments, {
      method: 'POST',
      body: JSON.stringify({
        monetaryValue: { amount: String(order.amount.amount), currency: order.amount.currency },
        statusCallbackUrl: order.callbackUrl,
        description: inside(order.description, 50),
        redirectUri: order.returnUrl,
        expiresIn: durationOf(order.expiresAt.getTime() - now().getTime()),
        refundableFor: keys.FIB_REFUNDABLE_FOR,
        category: 'ECOMMERCE',
      }),
    });
    mustBeYes('create', answer);
    const reply = openReply.safeParse(answer.body);
    // a yes we cannot read: something payable may exist over there
    if (!reply.success)
      throw new GatewayTrouble('in_doubt', name, 'create', { status: answer.status, code: 'unreadable' });
    const said = reply.data;
    const contradictory = saysNo.safeParse(answer.body).success;
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
    async cancel(ref) {
      mustBeYes('cancel', await authorized('cancel', one(ref, 'cancel'), { method: 'POST' }));
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
      mustBeYes('refund', await authorized('refund', one(ref, 'refund'), { method: 'POST' }));
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
      const read = notice.safeParse(said);
      return { hint: read.success ? (read.data.id ?? read.data.paymentId ?? null) : null };
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
  ],
  toConfirm: [],
  connect,
};
