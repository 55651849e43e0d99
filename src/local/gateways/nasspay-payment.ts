import * as z from 'zod';
import type { Deed, DeedDetails, Refusal } from './gateway.ts';

/** A transaction as Nass Payment Gateway keeps it, and the moves it knows. Pure: the clock is handed in. */

/** What became of it, by the pair of codes the status tells. */
export const outcomes = {
  unpaid: { actionCode: '3', responseCode: '-24', statusMsg: 'Transaction context mismatch' },
  approved: { actionCode: '0', responseCode: '00', statusMsg: 'Approved' },
  do_not_honour: { actionCode: '2', responseCode: '05', statusMsg: 'Do not honour' },
  no_funds: { actionCode: '2', responseCode: '51', statusMsg: 'Insufficient funds' },
  called_off: { actionCode: '3', responseCode: '-25', statusMsg: 'Transaction canceled by user' },
  out_of_time: { actionCode: '3', responseCode: '-20', statusMsg: 'Time window exceeded' },
} as const;
export type Outcome = keyof typeof outcomes;

const outcome = z.enum(Object.keys(outcomes) as [Outcome, ...Outcome[]]);

export const nassPaymentSchema = z.object({
  orderId: z.string(),
  token: z.string(),
  orderDesc: z.string(),
  /** in the charged unit: dinars, cents */
  amount: z.int(),
  currency: z.enum(['368', '840']),
  backRef: z.string(),
  notifyUrl: z.string().nullable(),
  createdAt: z.iso.datetime(),
  outcome,
  /** everything that came of it so far, oldest first: what notices tell */
  history: z.array(z.object({ outcome, at: z.iso.datetime() })),
  /** the bank's two numbers of it */
  rrn: z.string(),
  intRef: z.string(),
  paidAmount: z.int().nullable(),
  /** how often its status was asked: answers differ in form from one call to the next, as they do at the gateway */
  asked: z.number(),
});
export type NassPayment = z.infer<typeof nassPaymentSchema>;

const hour = 3_600_000;
const payableMs = hour;
/** The status is told for a day; after that the transaction is not found. */
const askableMs = 24 * hour;

export const pageEnds = ({ createdAt }: NassPayment): string =>
  new Date(Date.parse(createdAt) + payableMs).toISOString();
export const forgotten = ({ createdAt }: NassPayment, now: Date): boolean =>
  now.getTime() > Date.parse(createdAt) + askableMs;
export const isOpen = (payment: NassPayment, now: Date): boolean =>
  payment.outcome === 'unpaid' && now.toISOString() < pageEnds(payment);

/** The gateway knows no `localhost`; a machine by its number will do. */
const backRef = z
  .url({ protocol: /^https?$/, error: 'backRef must be a URL address' })
  .refine((url) => new URL(url).hostname !== 'localhost', 'backRef must be a URL address');

/** Whole dinars, or dollars to the cent. A JSON number is read by its digits. */
const price = z
  .object({
    amount: z.number('amount must be a number').positive('amount must be a positive number'),
    currency: z.enum(['368', '840'], 'currency must be one of the following values: 368, 840'),
  })
  .transform(({ amount, currency }, check) => {
    const places = currency === '840' ? 2 : 0;
    const [whole = '', fraction = ''] = String(amount).split('.');
    if (/^\d{1,12}$/.test(whole) && /^\d*$/.test(fraction) && fraction.length <= places)
      return { amount: Number(whole + fraction.padEnd(places, '0')), currency };
    check.addIssue({ code: 'custom', path: ['amount'], message: 'amount must be a valid number' });
    return z.NEVER;
  });
/** `"150000"`, `"19.99"`: a sum as answers and notices write it. */
export const written = (amount: number, currency: '368' | '840'): string =>
  currency === '368' ? String(amount) : `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;

/** The body of a create call. */
const order = z.object({
  orderId: z
    .string('orderId must be a string')
    .regex(/^\d*$/, 'orderId must contain only numbers')
    .min(9, 'orderId must be longer than or equal to 9 characters')
    .max(31, 'orderId must be shorter than or equal to 31 characters'),
  orderDesc: z
    .string('orderDesc must be a string')
    .max(119, 'orderDesc must be shorter than or equal to 119 characters'),
  transactionType: z.literal('1', 'transactionType is not allowed for this merchant'),
  backRef,
  notifyUrl: z.url({ protocol: /^https?$/, error: 'notifyUrl must be a URL address' }).nullish(),
  cardHolderEmail: z.email('cardHolderEmail must be an email').nullish(),
});
export const createSchema = z.intersection(order, price);

export function created(
  order: z.output<typeof createSchema>,
  ids: { token: string; rrn: string; intRef: string },
  now: Date,
): NassPayment {
  return {
    ...ids,
    orderId: order.orderId,
    orderDesc: order.orderDesc,
    amount: order.amount,
    currency: order.currency,
    backRef: order.backRef,
    notifyUrl: order.notifyUrl ?? null,
    createdAt: now.toISOString(),
    outcome: 'unpaid',
    history: [],
    paidAmount: null,
    asked: 0,
  };
}

/**
 * What the payer and the bank behind the card do. A decline is the bank's, 05 or 51; a decline of the amount 0 is the
 * payer who presses cancel, -25. An abandoned payment stays at -24 whatever the hour; `expire` is the payer who comes
 * when the hour is over and is told -20.
 */
export function act(payment: NassPayment, deed: Deed, details: DeedDetails, now: Date): NassPayment | Refusal {
  if (deed === 'refund')
    return { refused: 'NassPay has no refund: its support pays back by hand, and no answer tells of it.' };
  if (deed === 'chargeback')
    return { refused: 'NassPay tells of a chargeback by letter: its protocol has no word for one.' };
  if (payment.outcome !== 'unpaid' && !(deed === 'pay' && details.late === true && payment.outcome === 'out_of_time'))
    return { refused: `The transaction is already ${outcomes[payment.outcome].statusMsg}.` };
  const reach = (outcome: Outcome, facts: Partial<NassPayment> = {}): NassPayment => ({
    ...payment,
    ...facts,
    outcome,
    history: [...payment.history, { outcome, at: now.toISOString() }],
  });
  if (deed === 'decline') {
    if (details.amount === 0) return reach('called_off');
    return reach(Number(payment.orderId.at(-1)) % 2 === 0 ? 'no_funds' : 'do_not_honour');
  }
  if (deed === 'expire') return reach('out_of_time');
  if (!isOpen(payment, now) && details.late !== true)
    return { refused: 'The hour in which this page takes a card is over.' };
  const asked = details.wrongAmount === true ? another(payment.amount) : payment.amount;
  return reach('approved', { paidAmount: details.amount ?? asked });
}

/** A sum that is plausible and not the one asked. */
const another = (amount: number): number => (amount > 2_000 ? amount - 1_000 : amount + 1_000);
