import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { checkedLookup, NotPublic, type Resolve } from './public-address.ts';

export type Shot = {
  url: URL;
  /** the event's id: the same however often it is sent */
  id: string;
  at: Date;
  body: string;
  /** all that are alive: each signs, so that a receiver may change from one to the next */
  secrets: readonly string[];
};
export type ShotError = 'no_such_host' | 'not_public' | 'refused' | 'tls' | 'timeout' | 'broken_off';
export type ShotOutcome = {
  ms: number;
  /** the beginning of what was answered */
  answer: string;
} & ({ status: number; wish?: number } | { error: ShotError });

export type Range = {
  /** the local stack's own sink: the one place where plain HTTP and a number of this machine are allowed */
  inside: boolean;
  limit: number;
  answerBytes: number;
  allowed?: (address: string) => boolean;
  resolve?: Resolve;
  /** a certificate authority of a test's own */
  ca?: string;
};

/** The headers of the Standard Webhooks form (standardwebhooks.com). */
export const signed = ({ id, at, body, secrets }: Omit<Shot, 'url'>): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
});

/**
 * Sends one event to an address somebody else chose: never to a machine inside, never where a redirect leads, never for longer than
 * the limit, and never reading more of the answer than is kept.
 */
export async function shoot(shot: Shot, range: Range): Promise<ShotOutcome> {
  const started = performance.now();
  const took = () => Math.round(performance.now() - started);
  try {
    const response = await post(shot, range);
    return { ...response, ms: took() };
  } catch (error) {
    return { error: nameOf(error), ms: took(), answer: '' };
  }
}

function post(shot: Shot, range: Range): Promise<{ status: number; wish?: number; answer: string }> {
  const { url, body } = shot;
  const secure = url.protocol === 'https:';
  if (!secure && !range.inside) return Promise.reject(new NotPublic());
  // a number is not looked up, so it is judged here
  const number = url.hostname.replace(/^\[|\]$/g, '');
  const allowed = range.inside ? () => true : range.allowed;
  if (isIP(number) && !range.inside) return Promise.reject(new NotPublic());
  return new Promise((resolve, reject) => {
    const call = (secure ? requestSecure : requestPlain)(url, {
      method: 'POST',
      lookup: checkedLookup(allowed, range.resolve),
      // a connection of its own: none that was opened for something else is taken
      agent: false,
      signal: AbortSignal.timeout(range.limit),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Mawahib-Webhooks/1',
        ...signed(shot),
      },
      ...(range.ca === undefined ? {} : { ca: range.ca }),
    });
    call.on('error', reject);
    call.on('response', (answer) => {
      read(answer, range.answerBytes).then((text) => {
        const wish = Number(answer.headers['retry-after']);
        resolve({
          status: answer.statusCode ?? 0,
          answer: text,
          ...(Number.isInteger(wish) && wish > 0 ? { wish } : {}),
        });
      }, reject);
    });
    call.end(body);
  });
}

/** The first bytes as text; the rest is not waited for. */
async function read(answer: IncomingMessage, bytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    parts.push(part);
    if ((length += part.length) >= bytes) break;
  }
  answer.destroy();
  // a character cut in two at the end, and what no column can hold
  return new TextDecoder()
    .decode(Buffer.concat(parts).subarray(0, bytes))
    .replaceAll('\u0000', '')
    .replace(/\ufffd+$/, '');
}

const tlsCodes = /CERT|TLS|SSL|SELF_SIGNED|ALTNAME|UNABLE_TO_/;

/** What went wrong, in words the log can show: nothing of the network's own. */
function nameOf(error: unknown): ShotError {
  if (!(error instanceof Error)) return 'broken_off';
  if (error instanceof NotPublic) return 'not_public';
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'timeout';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA') return 'no_such_host';
  if (code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'refused';
  if (code === 'ETIMEDOUT') return 'timeout';
  return tlsCodes.test(code) ? 'tls' : 'broken_off';
}
