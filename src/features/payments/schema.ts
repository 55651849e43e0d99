import * as z from 'zod';
import { locales } from '../../core/locale.ts';
import { currencies } from '../../core/money.ts';
import { attemptStates, paymentStates } from './rules.ts';

const sum = z.object({
  amount: z.int().positive().meta({ description: 'whole number of the charged unit: dinars for IQD' }),
  currency: z.enum(currencies),
});
const instant = z.iso.datetime();

export const payable = z.object({ kind: z.enum(['booking', 'purchase']), id: z.uuid() });

export const createPaymentBody = z.object({
  payable,
  driver: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,30}$/)
    .meta({ description: 'the gateway: `fib`' }),
  newAttempt: z.boolean().default(false).meta({
    description:
      'the payer chose to start again. At a gateway that left us in doubt another is opened although the last try may still turn out to be paid (what is paid twice goes back). Where one is open its gateway is asked first: what is over there is replaced, what can be called off is called off and replaced, and what can still be paid is answered once more',
  }),
  recurring: z.boolean().optional().meta({
    description:
      'for what may renew by itself, at a gateway that can (`listGateways`): false pays once; left out, it is as the purchase says',
  }),
});
export type CreatePayment = z.output<typeof createPaymentBody>;

/** What is kept with an attempt: how its payer goes on. */
export const nextStep = z.discriminatedUnion('type', [
  z.object({ type: z.literal('redirect'), url: z.string() }),
  z.object({
    type: z.literal('qr'),
    image: z.string().nullable().meta({ description: 'a PNG as a data URL' }),
    code: z.string().nullable().meta({ description: 'to be typed into the bank’s app' }),
    links: z
      .array(z.object({ app: z.string(), url: z.string() }))
      .meta({ description: 'open the bank’s app: personal, business, corporate' }),
  }),
]);

const [redirectStep, qrStep] = nextStep.options;
export const nextAction = z.discriminatedUnion('type', [redirectStep, qrStep.extend({ expiresAt: instant })]);
export type NextAction = z.infer<typeof nextAction>;

export const createdPayment = z.object({
  paymentId: z.uuid(),
  attemptId: z.uuid(),
  state: z.enum(paymentStates),
  redirectUrl: z.string().meta({ description: 'the gateway’s page, or the site’s own page that shows the QR code' }),
  nextAction,
  expiresAt: instant,
  amount: sum,
});
export type CreatedPayment = z.infer<typeof createdPayment>;

export const paymentQuery = z.object({ id: z.uuid() });
export const paymentPath = z.object({ paymentId: z.uuid() });

export const paymentStatus = z.object({
  paymentId: z.uuid(),
  state: z.enum(paymentStates),
  amount: sum,
  payable,
  bookingId: z.uuid().nullable().meta({ description: 'the booking it pays, if it pays one' }),
  attempt: z
    .object({ id: z.uuid(), driver: z.string(), state: z.enum(attemptStates) })
    .nullable()
    .meta({ description: 'the latest try; `in_doubt`: the gateway may have opened a payment we were not told of' }),
  underReview: z.boolean().meta({ description: 'the gateway reported something a person must look at' }),
  expiresAt: instant.nullable(),
  nextAction: nextAction.nullable().meta({ description: 'while it can still be paid' }),
  receiptNumber: z.string().nullable(),
  paidAt: instant.nullable(),
  now: instant.meta({ description: 'the server’s time, for the countdown' }),
});
export type PaymentStatus = z.infer<typeof paymentStatus>;

export const gatewayList = z.object({
  items: z.array(
    z.object({
      driver: z.string(),
      title: z.string(),
      currencies: z.array(z.enum(currencies)),
      recurring: z.boolean().meta({ description: 'it can take the money again when a period is over' }),
    }),
  ),
});
export type GatewayList = z.infer<typeof gatewayList>;

export const paymentListQuery = z.object({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
const numbered = { id: z.uuid(), number: z.string() };
export const paymentList = z.object({
  items: z.array(
    z.object({
      paymentId: z.uuid(),
      you: z.enum(['payer', 'payee']).meta({ description: 'did you pay it, or was it for your work' }),
      payable,
      title: z
        .partialRecord(z.enum(locales), z.string())
        .nullable()
        .meta({ description: 'what was sold; null for a purchase that is not paid yet' }),
      otherName: z.string().nullable().meta({ description: 'the other side; null where the site itself sells' }),
      amount: sum,
      state: z.enum(paymentStates),
      document: z
        .object({ ...numbered, kind: z.enum(['receipt', 'invoice', 'credit_note']) })
        .nullable()
        .meta({ description: 'the receipt or invoice, once it is paid' }),
      creditNotes: z.array(z.object({ ...numbered, amount: sum })),
      createdAt: instant,
      paidAt: instant.nullable(),
    }),
  ),
  nextCursor: z.uuid().nullable(),
});
export type PaymentList = z.infer<typeof paymentList>;
