import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far a stamp may be from our clock, on either side: a call from the future is no better than an old one. */
const toleranceMs = 300_000;
const mostSignatures = 16;

type Stamped = { at: number; signatures: string[] };

/** `t=1772362301,v1=<hex>,v1=<hex>,v0=<hex>`. Null unless there is exactly one stamp and a signature of the scheme we know. */
function read(header: string): Stamped | null {
  const stamps: number[] = [];
  const signatures: string[] = [];
  for (const part of header.split(',')) {
    const [, scheme = '', value = ''] = /^\s*([a-z]\w*)=([^\s,]+)\s*$/.exec(part) ?? [];
    if (scheme === '') return null;
    if (scheme === 't') {
      if (!/^\d{1,12}$/.test(value)) return null;
      stamps.push(Number(value));
    }
    if (scheme === 'v1') {
      if (!/^[0-9a-f]{64}$/i.test(value)) return null;
      signatures.push(value.toLowerCase());
    }
  }
  const [at, ...others] = stamps;
  if (at === undefined || others.length > 0 || signatures.length === 0 || signatures.length > mostSignatures)
    return null;
  return { at, signatures };
}

/**
 * Did one of these secrets sign these very bytes, about now? While a secret is rolled over Stripe signs with both, and we
 * may hold both: every pair is compared, each in constant time.
 */
export function isSigned(
  call: { header: string | null; bytes: Uint8Array; at: Date },
  secrets: readonly string[],
): boolean {
  const stamped = call.header === null ? null : read(call.header);
  if (stamped === null || Math.abs(call.at.getTime() - stamped.at * 1000) > toleranceMs) return false;
  let found = false;
  for (const secret of secrets) {
    const wanted = createHmac('sha256', secret).update(`${stamped.at}.`).update(call.bytes).digest();
    for (const signature of stamped.signatures) {
      if (timingSafeEqual(wanted, Buffer.from(signature, 'hex'))) found = true;
    }
  }
  return found;
}
