import type Stripe from 'stripe';
import { GatewayTrouble, type Trouble } from '../provider.ts';
import { call } from './call.ts';

/** What the SDK is set up with. Its types know this version alone, so another release of it is a decision made here. */
export const apiVersion = '2026-10-28.endive' satisfies Stripe.LatestApiVersion;

const name = 'stripe';

/** The codes worth telling an operator. Whatever else an error says stays out of logs. */
const tellable = new Set([
  'resource_missing',
  'charge_already_refunded',
  'charge_disputed',
  'amount_too_large',
  'amount_too_small',
  'parameter_invalid_integer',
  'parameter_unknown',
  'api_key_expired',
  'idempotency_key_in_use',
  'lock_timeout',
  'rate_limit',
  'url_invalid',
]);

/** The key was used before, with other words: something was made with it, or is being made right now. */
export class KeyTaken extends GatewayTrouble {
  constructor(step: string, status: number | undefined) {
    super('in_doubt', name, step, { status, code: 'idempotency' });
  }
}

type Said = { status: number | undefined; type: string | undefined; code: string | undefined };

function meaningOf({ status = 0, code }: Said): Trouble {
  // turned away before it was read: a key that is wrong today says nothing about the call
  if (status === 401 || status === 403 || status === 429 || code === 'rate_limit' || code === 'lock_timeout')
    return 'unavailable';
  if (status === 408 || status === 409 || status >= 500 || (status >= 300 && status < 400)) return 'in_doubt';
  return 'refused';
}

function troubleOf(step: string, said: Said): GatewayTrouble {
  if (said.type === 'idempotency_error') return new KeyTaken(step, said.status);
  const code = said.code !== undefined && tellable.has(said.code) ? said.code : undefined;
  return new GatewayTrouble(meaningOf(said), name, step, { status: said.status, code });
}

export type Ask = <Answer>(step: string, work: (stripe: Stripe) => Promise<Answer>) => Promise<Answer>;

/**
 * The official SDK on the house's own line: deadline, no redirects, a bounded answer. It is loaded when the first call is
 * made, and never repeats a call by itself.
 */
export function stripeClient(deps: { fetch: typeof fetch; patience: number; base: string; secretKey: string }): Ask {
  const address = new URL(deps.base);
  const protocol = address.protocol === 'http:' ? 'http' : 'https';
  // somebody's page waits for the answer, and an unanswered question costs nothing
  const asking = Math.min(deps.patience, 4000);

  const line =
    (step: string): typeof fetch =>
    async (input, init = {}) => {
      const patience = init.method === 'GET' ? asking : deps.patience;
      const url = input instanceof Request ? input.url : String(input);
      const answer = await call(name, step, { fetch: deps.fetch, patience }, url, init);
      if (typeof answer.body !== 'object' || answer.body === null) {
        // a success nobody can read may have been one
        if (answer.ok) throw new GatewayTrouble('in_doubt', name, step, { status: answer.status, code: 'unreadable' });
        throw troubleOf(step, { status: answer.status, type: undefined, code: undefined });
      }
      return Response.json(answer.body, { status: answer.status });
    };

  return async (step, work) => {
    const { default: Sdk } = await import('stripe');
    const stripe = new Sdk(deps.secretKey, {
      apiVersion,
      host: address.hostname,
      port: address.port || (protocol === 'http' ? '80' : '443'),
      protocol,
      httpClient: Sdk.createFetchHttpClient(line(step)),
      maxNetworkRetries: 0,
      timeout: deps.patience,
      telemetry: false,
    });
    try {
      return await work(stripe);
    } catch (fault) {
      // the fault itself stays here: it quotes what was sent and what was said
      if (fault instanceof GatewayTrouble) throw fault;
      if (fault instanceof Sdk.errors.StripeConnectionError) {
        const cause: unknown = fault.detail;
        throw cause instanceof GatewayTrouble ? cause : new GatewayTrouble('in_doubt', name, step, { code: 'lost' });
      }
      if (fault instanceof Sdk.errors.StripeError) {
        throw troubleOf(step, { status: fault.statusCode, type: fault.rawType, code: fault.code });
      }
      throw new GatewayTrouble('in_doubt', name, step, { code: 'lost' });
    }
  };
}
