import * as z from 'zod';
import { newId, type Session } from './stripe-books.ts';
import type { Form } from './stripe-form.ts';

/** The body of a call that opens a checkout: what Stripe takes, and what it refuses. */

export type Problem = { status: number; type: string; code?: string; message: string; param?: string };
export const invalid = (message: string, facts: { param?: string; code?: string; status?: number } = {}): Problem => ({
  status: 400,
  type: 'invalid_request_error',
  message,
  ...facts,
});

const whole = z
  .string()
  .regex(/^\d{1,12}$/, 'Invalid integer')
  .transform(Number);
const metadata = z.record(z.string().max(40), z.string().max(500)).default({});
const address = z.url({ protocol: /^https?$/, error: 'Not a valid URL' }).max(5000);

/** The smallest sums of a few of the 135 currencies. Dinars are not among them, and of dirhams nobody has seen the smallest. */
const leastAmounts: Record<string, number> = { usd: 50, eur: 50, gbp: 30, mad: 1, aed: 200 };
const tongues =
  'auto bg cs da de el en en-GB es et fi fil fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt ro ru sk sl sv th tr vi zh'.split(
    ' ',
  );

const item = z.strictObject({
  quantity: whole,
  price_data: z.strictObject({
    currency: z.string().regex(/^[a-z]{3}$/, 'Invalid currency'),
    unit_amount: whole,
    product_data: z.strictObject({ name: z.string().min(1).max(250) }),
    recurring: z.strictObject({ interval: z.enum(['month', 'year']) }).optional(),
  }),
});

const createSchema = z.strictObject({
  mode: z.enum(['payment', 'subscription']),
  line_items: z.record(z.string().regex(/^\d$/), item),
  client_reference_id: z.string().max(200).optional(),
  metadata,
  payment_intent_data: z.strictObject({ metadata }).optional(),
  subscription_data: z.strictObject({ metadata }).optional(),
  customer_email: z.email('Invalid email address').optional(),
  success_url: address,
  cancel_url: address.optional(),
  expires_at: whole.optional(),
  locale: z.enum(tongues, { error: 'Invalid locale' }).default('auto'),
});

const bracketed = (path: PropertyKey[]): string =>
  path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('');

const halfHour = 1800;
const day = 86_400;

export function openSession(form: Form, now: number): Session | Problem {
  const read = createSchema.safeParse(form);
  if (!read.success) {
    const issue = read.error.issues[0];
    const unknown = issue?.code === 'unrecognized_keys';
    const path = [...(issue?.path ?? []), ...(unknown ? issue.keys.slice(0, 1) : [])];
    return invalid(unknown ? `Received unknown parameter: ${bracketed(path)}` : (issue?.message ?? 'Invalid'), {
      param: bracketed(path),
      code: unknown ? 'parameter_unknown' : undefined,
    });
  }
  const body = read.data;
  const lines = Object.values(body.line_items);
  const [line] = lines;
  if (!line || lines.length > 1) return invalid('This twin sells one thing at a time', { param: 'line_items' });
  const { currency, unit_amount, product_data, recurring } = line.price_data;
  const param = 'line_items[0][price_data][currency]';
  const least = leastAmounts[currency];
  if (least === undefined) return invalid(`Invalid currency: ${currency}`, { param });
  const amount = unit_amount * line.quantity;
  if (amount < least) return invalid('The amount is too small', { code: 'amount_too_small' });
  if ((body.mode === 'subscription') !== (recurring !== undefined))
    return invalid('You specified `payment` mode but passed a recurring price, or the reverse', { param: 'mode' });
  if (body.mode === 'payment' ? body.subscription_data : body.payment_intent_data)
    return invalid(`That does not go with \`${body.mode}\` mode`, { param: 'mode' });
  const expiresAt = body.expires_at ?? now + day;
  if (expiresAt < now + halfHour || expiresAt > now + day)
    return invalid('The `expires_at` timestamp must be between 30 minutes and 24 hours from now', {
      param: 'expires_at',
    });
  return {
    id: newId('cs_test'),
    mode: body.mode,
    status: 'open',
    paid: false,
    amount,
    total: amount,
    currency,
    name: product_data.name,
    interval: recurring?.interval ?? null,
    clientReference: body.client_reference_id ?? null,
    metadata: body.metadata,
    moneyMetadata: (body.mode === 'payment' ? body.payment_intent_data : body.subscription_data)?.metadata ?? {},
    email: body.customer_email ?? null,
    successUrl: body.success_url,
    cancelUrl: body.cancel_url ?? null,
    locale: body.locale,
    createdAt: now,
    expiresAt,
    intent: null,
    subscription: null,
    invoice: null,
  };
}
