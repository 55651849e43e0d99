import { GatewayTrouble } from '../provider.ts';

/** Faults that come before a single byte of the request has left: nothing can have happened over there. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const codeOf = (fault: unknown): string | undefined => {
  for (let at = fault; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at instanceof AggregateError) return codeOf(at.errors[0]);
    if (at.name === 'TimeoutError') return 'timeout';
  }
  return undefined;
};

/** An answer of a gateway, read whole: `body` is parsed JSON, or undefined where it was none. */
export type Answer = { status: number; ok: boolean; body: unknown; empty: boolean };

const longestAnswer = 256 * 1024;

async function readWhole(response: Response): Promise<string> {
  const text = await response.text();
  return text.length > longestAnswer ? '' : text;
}

/**
 * One call to a gateway, with a deadline over the whole of it. Redirects are not followed: a gateway's address is a
 * setting, and a bearer token goes nowhere else. What broke is told apart by whether the call can have been carried out.
 */
export async function call(
  gateway: string,
  step: string,
  deps: { fetch: typeof fetch; patience: number },
  url: string,
  init: RequestInit,
): Promise<Answer> {
  try {
    const response = await deps.fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(deps.patience) });
    const text = await readWhole(response);
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      body = undefined;
    }
    return { status: response.status, ok: response.ok, body, empty: text.trim() === '' };
  } catch (fault) {
    // the fault itself stays here: its message may quote the address or what was sent
    const code = codeOf(fault);
    throw new GatewayTrouble(code !== undefined && neverSent.has(code) ? 'unavailable' : 'in_doubt', gateway, step, {
      code: code ?? 'lost',
    });
  }
}
