import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Locale } from '../../../core/locale.ts';
import { isCurrency } from '../../../core/money.ts';
import {
  GatewayTrouble,
  type Driver,
  type DriverDeps,
  type Opened,
  type Order,
  type PaymentProvider,
  type Powers,
  type RefundReport,
  type RefundWish,
} from '../provider.ts';
import { bodyHashes, contentType, dateOf, proves, signatureOf, uriOf } from './areeba-signature.ts';
import { heardIn, readRefund, readStatus, saidIn, worded, type Said } from './areeba-words.ts';
import { call, type Answer } from './call.ts';

/**
 * areeba in Iraq: a house of IXOPAY under areeba's name (areeba elsewhere runs on Mastercard's gateway and has a driver of
 * its own). What nobody has confirmed for areeba's Iraqi accounts is a setting or is tolerated, and stands in `toConfirm`.
 */
const name = 'areeba';

const settings = z.object({
  AREEBA_BASE_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  AREEBA_API_KEY: z.string().min(1),
  AREEBA_USERNAME: z.string().min(1),
  AREEBA_PASSWORD: z.string().min(1),
  AREEBA_SHARED_SECRET: z.string().min(1).optional(),
  AREEBA_BODY_HASH: z.enum(bodyHashes).default('sha512'),
  /** how far a signed call's date may be from now, in seconds; 0 takes any date */
  AREEBA_CALLBACK_WINDOW: z.coerce.number().int().nonnegative().default(300),
  AREEBA_LANGUAGE: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
  AREEBA_CURRENCIES: z
    .string()
    .transform((list) => list.split(',').map((one) => one.trim()))
    .pipe(z.array(z.string().refine(isCurrency)).min(1))
    .default(['IQD']),
  GATEWAY_PATIENCE_MS: z.coerce.number().int().positive().default(8000),
});

const needed = ['AREEBA_BASE_URL', 'AREEBA_API_KEY', 'AREEBA_USERNAME', 'AREEBA_PASSWORD'] as const;

/** The page speaks Arabic and English; readers of Sorani are nearer to the former. */
const languages: Record<Locale, 'ar' | 'en'> = { ar: 'ar', ckb: 'ar', en: 'en', fr: 'en' };

/** Rate limit, signature, configuration, temporarily away: said before a transaction is made. */
const turnedAway = new Set([1004, 1007, 1009, 3003]);
/** Faults in the middle of it, and a reference that is taken: something may have been made. */
const unsure = new Set([1000, 1001, 1003, 1008, 3001, 3004, 3005, 9999]);
const duplicate = 3004;
const unknown = 8001;

const inside = (text: string, most: number): string => [...text].slice(0, most).join('');

/** Our ids as they are, where they fit the fifty letters of a reference. */
const referenceOf = (id: string): string =>
  /^[\w-]{1,50}$/.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 50);

const powers: Powers = {
  currencies: ['IQD'],
  amountFormat: 'whole dinars, as a string: "150000"; other currencies with two decimals',
  reference: 'ours',
  reopens: false,
  cancel: false,
  refund: 'partial',
  trust: 'signature',
  notifies: 'every_change',
  address: 'payment',
  recurring: false,
  windows: { payable: null, refundable: null, askable: null },
};

const codeOf = (said: Said | null) => (said?.code == null ? {} : { code: `code ${said.code}` });

function connect({ env, fetch, now }: DriverDeps): PaymentProvider | null {
  if (needed.some((key) => !env[key])) return null;
  // a line left empty in a file of settings is a setting left out
  const keys = settings.parse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  const secret = keys.AREEBA_SHARED_SECRET;
  const window = keys.AREEBA_CALLBACK_WINDOW === 0 ? null : keys.AREEBA_CALLBACK_WINDOW * 1000;
  const deps = { fetch, patience: keys.GATEWAY_PATIENCE_MS };
  // somebody's page waits for the answer, and an unanswered question costs nothing
  const asking = { fetch, patience: Math.min(deps.patience, 4000) };
  const basic = Buffer.from(`${keys.AREEBA_USERNAME}:${keys.AREEBA_PASSWORD}`).toString('base64');
  const key = encodeURIComponent(keys.AREEBA_API_KEY);

  function send(step: string, method: 'GET' | 'POST', path: string, body = ''): Promise<Answer> {
    const url = new URL(`${keys.AREEBA_BASE_URL}${path}`).href;
    const date = dateOf(now());
    const signed = { method, body, date, uri: uriOf(url) };
    return call(name, step, method === 'GET' ? asking : deps, url, {
      method,
      headers: {
        authorization: `Basic ${basic}`,
        accept: 'application/json',
        'content-type': contentType,
        ...(secret !== undefined && {
          date,
          'x-date': date,
          'x-signature': signatureOf(secret, keys.AREEBA_BODY_HASH, signed),
        }),
      },
      ...(method === 'POST' && { body }),
    });
  }

  /** A yes comes back; a no, a maybe and a not-now are thrown. `ref`: what can be asked about after a maybe. */
  function mustBeYes(step: string, ref: string, { status, ok, body }: Answer): Said {
    const said = saidIn(body);
    const facts = { status, ...codeOf(said) };
    // a busy or unauthorised answer is given before the call is read
    if (status === 401 || status === 403 || status === 429) throw new GatewayTrouble('unavailable', name, step, facts);
    if (said !== null && (said.success === false || said.returnType === 'ERROR' || (!ok && said.code !== null))) {
      if (turnedAway.has(said.code ?? 0)) throw new GatewayTrouble('unavailable', name, step, facts);
      if (said.code === null ? status >= 500 : unsure.has(said.code))
        throw new GatewayTrouble('in_doubt', name, step, { ...facts, ref });
      throw new GatewayTrouble('refused', name, step, facts);
    }
    if (status >= 400 && status < 500 && status !== 408) throw new GatewayTrouble('refused', name, step, facts);
    if (!ok || said?.success !== true)
      throw new GatewayTrouble('in_doubt', name, step, { status, ref, code: 'unreadable' });
    return said;
  }

  /** What was sent and got lost can be asked about: its reference is ours. */
  async function sendOnce(step: string, ref: string, order: Record<string, unknown>): Promise<Answer> {
    try {
      return await send(step, 'POST', `/transaction/${key}/${step}`, JSON.stringify(order));
    } catch (fault) {
      if (fault instanceof GatewayTrouble && fault.trouble === 'in_doubt')
        throw new GatewayTrouble('in_doubt', name, step, { ref, code: 'lost' });
      throw fault;
    }
  }

  async function status(step: string, ref: string): Promise<Said> {
    const path = `/status/${key}/getByMerchantTransactionId/${encodeURIComponent(ref)}`;
    const answer = await send(step, 'GET', path).catch((fault: unknown) => {
      // a question moves nothing: one that got lost leaves no doubt behind
      throw new GatewayTrouble('unavailable', name, step, {
        code: fault instanceof GatewayTrouble ? fault.trouble : 'lost',
      });
    });
    const said = saidIn(answer.body);
    const facts = { status: answer.status, ...codeOf(said) };
    if (said?.code === unknown || answer.status === 404) throw new GatewayTrouble('refused', name, step, facts);
    if (!answer.ok || !said?.transactionStatus) throw new GatewayTrouble('unavailable', name, step, facts);
    // an answer about another payment is no answer
    if (said.merchantTransactionId && said.merchantTransactionId !== ref)
      throw new GatewayTrouble('unavailable', name, step, { code: 'other_payment' });
    return said;
  }

  async function open(order: Order): Promise<Opened> {
    const ref = referenceOf(order.attemptId);
    const [firstName = '', ...others] = order.payer.name.trim().split(/\s+/);
    const lastName = others.join(' ');
    const answer = await sendOnce('debit', ref, {
      merchantTransactionId: ref,
      amount: worded(order.amount),
      currency: order.amount.currency,
      description: inside(order.description, 255),
      successUrl: order.returnUrl,
      cancelUrl: order.returnUrl,
      errorUrl: order.returnUrl,
      callbackUrl: order.callbackUrl,
      customer: {
        ...(firstName !== '' && { firstName: inside(firstName, 50) }),
        ...(lastName !== '' && { lastName: inside(lastName, 50) }),
        ...(order.payer.email !== '' && { email: order.payer.email }),
      },
      language: keys.AREEBA_LANGUAGE ?? languages[order.locale],
    });
    const said = mustBeYes('debit', ref, answer);
    const { returnType, redirectUrl } = said;
    const opened = (url: string): Opened => ({ ref, next: { type: 'redirect', url }, expiresAt: order.expiresAt });
    if ((returnType ?? 'REDIRECT') === 'REDIRECT' && redirectUrl) return opened(redirectUrl);
    // nothing left for the payer to do: the site's own page asks how it stands
    if (returnType === 'FINISHED' || returnType === 'PENDING') return opened(order.returnUrl);
    // a form to embed (HTML), or no address: it exists over there, and nobody can pay it
    throw new GatewayTrouble('in_doubt', name, 'debit', { status: answer.status, ref, code: 'no_way_to_pay' });
  }

  const askRefund = async ({ refundId }: RefundWish): Promise<RefundReport> => {
    const refundRef = referenceOf(refundId);
    return readRefund(refundRef, await status('refund status', refundRef));
  };

  async function refund(wish: RefundWish): Promise<RefundReport> {
    const refundRef = referenceOf(wish.refundId);
    // the refund points at the payment by the gateway's own id of it
    const paid = await status('refund', wish.ref);
    const { uuid } = paid;
    if (readStatus(wish.ref, paid).status !== 'paid')
      throw new GatewayTrouble('refused', name, 'refund', { code: 'not_paid' });
    if (!uuid) throw new GatewayTrouble('unavailable', name, 'refund', { code: 'no_uuid' });
    const answer = await sendOnce('refund', refundRef, {
      merchantTransactionId: refundRef,
      referenceUuid: uuid,
      amount: worded(wish.amount),
      currency: wish.amount.currency,
      callbackUrl: wish.callbackUrl,
      merchantMetaData: wish.ref,
    });
    const read = saidIn(answer.body);
    // asked for before: how it stands is the answer
    if (read?.code === duplicate) return askRefund(wish);
    // a transaction of its own that failed: this refund will never be
    if (read?.returnType === 'ERROR' && read.uuid && read.code !== null && !unsure.has(read.code))
      return { status: 'failed', refundRef };
    const { returnType } = mustBeYes('refund', refundRef, answer);
    return { status: returnType === 'FINISHED' ? 'done' : 'pending', refundRef };
  }

  return {
    name,
    powers: { ...powers, currencies: keys.AREEBA_CURRENCIES, trust: secret === undefined ? 'hint' : 'signature' },
    reference: referenceOf,
    open,
    ask: async (ref) => readStatus(ref, await status('status', ref)),
    refund,
    askRefund,
    async hear(request) {
      const body = new Uint8Array(await request.arrayBuffer());
      const { method, url, headers } = request;
      const proven = secret !== undefined && proves(secret, { method, url, headers, body }, now(), window);
      if (secret !== undefined && !proven) throw new GatewayTrouble('refused', name, 'hear', { code: 'signature' });
      return heardIn(new TextDecoder().decode(body), proven);
    },
    // anything but this very text, and it calls again for a week
    thanks: () => new Response('OK', { headers: { 'content-type': 'text/plain; charset=utf-8' } }),
  };
}

export const areeba: Driver = {
  name,
  title: 'areeba Iraq',
  powers,
  keys: [
    {
      name: 'AREEBA_BASE_URL',
      needed: true,
      secret: false,
      what: 'https://gateway.areebapayment.com/api/v3, for tests and live alike: the API key decides',
    },
    { name: 'AREEBA_API_KEY', needed: true, secret: true, what: 'the API key of the connector' },
    { name: 'AREEBA_USERNAME', needed: true, secret: false, what: 'the API user' },
    { name: 'AREEBA_PASSWORD', needed: true, secret: true, what: 'the API user’s password' },
    {
      name: 'AREEBA_SHARED_SECRET',
      needed: false,
      secret: true,
      what: 'the connector’s shared secret: with it calls are signed and must be, without it every call is only a hint',
    },
    {
      name: 'AREEBA_BODY_HASH',
      needed: false,
      secret: false,
      what: 'how we hash bodies when we sign: sha512 (default), or md5 for old connectors',
    },
    {
      name: 'AREEBA_CALLBACK_WINDOW',
      needed: false,
      secret: false,
      what: 'how many seconds a signed call’s date may be from now: 300 (default), 0 for any',
    },
    {
      name: 'AREEBA_CURRENCIES',
      needed: false,
      secret: false,
      what: 'the currencies of the connector, comma-separated: IQD (default)',
    },
    {
      name: 'AREEBA_LANGUAGE',
      needed: false,
      secret: false,
      what: 'the language of the payment page for everybody (ar or en); left out: the payer’s',
    },
  ],
  toConfirm: [
    'That the account is on IXOPAY (gateway.areebapayment.com) and not on Mastercard’s gateway.',
    'Which currencies the connector takes (AREEBA_CURRENCIES).',
    'Whether the connector has a shared secret, which body hash it signs with, and whether a repeated call is signed with a new date.',
    'That the connector answers a debit with a redirect (returnType REDIRECT), not with a form to embed (HTML).',
    'How amounts in dinars are written in callbacks: 150000 and 150000.00 are read, fractions of a dinar are not.',
    'Which callback a chargeback comes with, and whether the status of the payment tells of it.',
    'How long a payment page lives, and how long a payment can be refunded.',
    'Whether cards may be stored for recurring payments (withRegister): not used until then.',
  ],
  connect,
};
