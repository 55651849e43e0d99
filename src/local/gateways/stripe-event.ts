import { createHmac, randomBytes } from 'node:crypto';
import { newId, type StripeEvent } from './stripe-books.ts';
import type { Wire } from './stripe-wire.ts';

/** How Stripe tells a merchant: an event, its raw bytes signed, with every secret the endpoint has at the moment. */

export const eventOf = (type: string, about: string, object: Wire, createdAt: number): StripeEvent => ({
  id: newId('evt'),
  type,
  about,
  createdAt,
  object,
});

/** Stripe indents what it sends: whoever parses before checking checks other bytes. */
export const bodyOf = ({ id, type, createdAt, object }: StripeEvent, version: string): string =>
  JSON.stringify(
    {
      id,
      object: 'event',
      api_version: version,
      created: createdAt,
      type,
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      data: { object },
    },
    null,
    2,
  );

export function signed(body: string, secrets: readonly string[], at: number): string {
  const hashes = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(`${at}.${body}`, 'utf8').digest('hex')}`,
  );
  // test mode adds a signature of an older scheme, which nobody is to look at
  return [`t=${at}`, ...hashes, `v0=${randomBytes(32).toString('hex')}`].join(',');
}
