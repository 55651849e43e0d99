import { createHash, createHmac } from 'node:crypto';
import type { Notice } from './gateway.ts';

/** How IXOPAY signs a call, and how it looks on the wire. Connectors differ in body hash, proxies in the date's header. */
export const callbackForms = [
  { hash: 'sha512', dateHeader: 'date' },
  { hash: 'md5', dateHeader: 'x-date' },
  { hash: 'sha512', dateHeader: 'x-date' },
  { hash: 'md5', dateHeader: 'date' },
] as const;
export type CallbackForm = (typeof callbackForms)[number];

const jsonType = 'application/json; charset=utf-8';

export function sign(
  secret: string,
  call: { method: string; body: string; date: string; path: string },
  hash: CallbackForm['hash'] = 'sha512',
): string {
  const lines = [call.method, createHash(hash).update(call.body, 'utf8').digest('hex'), jsonType, call.date, call.path];
  return createHmac('sha512', secret).update(lines.join('\n'), 'utf8').digest('base64');
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (part: number) => String(part).padStart(2, '0');

/** `Thu, 09 Oct 2025 08:53:20 UTC` */
export const httpDate = (at: Date): string =>
  `${days[at.getUTCDay()]}, ${two(at.getUTCDate())} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()} ` +
  `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} UTC`;

export function signedNotice(
  about: { ref: string; says: string; url: string; body: Record<string, unknown> },
  secret: string,
  form: CallbackForm,
  now: Date,
): Notice {
  const { ref, says, url } = about;
  const body = JSON.stringify(about.body);
  const date = httpDate(now);
  const { origin } = new URL(url);
  return {
    ref,
    says,
    url,
    headers: {
      'content-type': jsonType,
      [form.dateHeader]: date,
      'x-signature': sign(secret, { method: 'POST', body, date, path: url.slice(origin.length) }, form.hash),
    },
    body,
  };
}
