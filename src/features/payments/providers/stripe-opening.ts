import * as z from 'zod';
import type { Locale } from '../../../core/locale.ts';
import type { Currency } from '../../../core/money.ts';
import { GatewayTrouble, type AgreementOrder, type Opened, type Order } from '../provider.ts';
import { KeyTaken, type Ask } from './stripe-client.ts';
import { session } from './stripe-objects.ts';

/** Opening a checkout, in words that are the same however often and whenever it is opened. */

const name = 'stripe';

export const currencies: readonly Currency[] = ['MAD', 'USD', 'EUR'];

const minute = 60_000;
export const day = 24 * 60 * minute;

/** Checkout speaks neither Arabic nor Kurdish; `auto` follows the payer's browser. */
const tongue = (locale: Locale): 'en' | 'fr' | 'auto' => (locale === 'en' || locale === 'fr' ? locale : 'auto');

const inside = (text: string, most: number): string => [...text].slice(0, most).join('');

/** Minutes past the end of an order that its checkout may have to go on, where less than half an hour is left. */
const stretches = [0, 2, 6, 16, 31];

/**
 * When a checkout ends: between 30 minutes and 24 hours from now, as near to the end of the order as that allows. Every
 * form follows from the order alone, so that opening it again sends the very same words; only which of them is tried first
 * depends on the clock, and then come those of earlier hours. Undefined: Stripe's own 24 hours.
 */
export function endings(expiresAt: Date, now: Date): readonly (number | undefined)[] {
  const all = stretches.map((minutes) => Math.floor((expiresAt.getTime() + minutes * minute) / 1000));
  if (expiresAt.getTime() - now.getTime() > day - minute) return [undefined, ...all];
  // half a minute on top, for the way there
  const enough = all.findIndex((ending) => ending * 1000 - now.getTime() >= 30.5 * minute);
  const first = enough === -1 ? all.length - 1 : enough;
  return [...all.slice(0, first + 1).reverse(), undefined, ...all.slice(first + 1)];
}

/** `interval`: what is paid at this checkout is taken again when a period is over. */
export async function openCheckout(
  { ask, now }: { ask: Ask; now: () => Date },
  order: Order,
  interval?: AgreementOrder['interval'],
): Promise<Opened> {
  if (!currencies.includes(order.amount.currency))
    throw new GatewayTrouble('refused', name, 'create', { code: 'currency' });
  const metadata = { attempt_id: order.attemptId };
  const email = z.email().max(200).safeParse(order.payer.email);
  const params = {
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: order.amount.currency.toLowerCase(),
          unit_amount: order.amount.amount,
          product_data: { name: inside(order.description, 250) },
          ...(interval && { recurring: { interval } }),
        },
      },
    ],
    client_reference_id: order.attemptId,
    metadata,
    ...(interval
      ? { mode: 'subscription' as const, subscription_data: { metadata } }
      : // charges carry what their payment intent does, and nothing of their checkout
        { mode: 'payment' as const, payment_intent_data: { metadata } }),
    ...(email.success && { customer_email: email.data }),
    success_url: order.returnUrl,
    cancel_url: order.returnUrl,
    locale: tongue(order.locale),
  };
  let taken: KeyTaken | null = null;
  for (const expires_at of endings(order.expiresAt, now())) {
    try {
      const said = await ask('create', (stripe) =>
        stripe.checkout.sessions.create(
          { ...params, ...(expires_at !== undefined && { expires_at }) },
          { idempotencyKey: order.attemptId },
        ),
      );
      return readOpened(said, order);
    } catch (fault) {
      // the key was used in an earlier hour, with another ending: under the same key nothing new can come of trying those
      if (!(fault instanceof KeyTaken)) throw fault;
      taken = fault;
    }
  }
  throw taken ?? new GatewayTrouble('refused', name, 'create', { code: 'no_ending' });
}

function readOpened(raw: unknown, order: Order): Opened {
  const said = session.safeParse(raw);
  // a yes we cannot read: something payable may exist over there
  if (!said.success) throw new GatewayTrouble('in_doubt', name, 'create', { code: 'unreadable' });
  const { id, url, expires_at } = said.data;
  if (!url) throw new GatewayTrouble('in_doubt', name, 'create', { ref: id, code: 'no_way_to_pay' });
  return { ref: id, next: { type: 'redirect', url }, expiresAt: expires_at ?? order.expiresAt };
}
