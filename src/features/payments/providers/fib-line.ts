import * as z from 'zod';
import { isCurrency, type Money } from '../../../core/money.ts';
import { GatewayTrouble, type DriverDeps } from '../provider.ts';
import { call, type Answer } from './call.ts';

/** How First Iraqi Bank is spoken to: a token that lives a minute, answers whose optional fields come and go, a no inside a 200. */
const name = 'fib';

/** Whole dinars, sent as a number or as a decimal string: `25000`, `"25000"`, `"25000.00"`. */
const dinars = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}(?:\.0{1,3})?$/)
      .transform(Number),
  ])
  .refine((amount) => Number.isSafeInteger(amount) && amount >= 0);
export const sum = z.object({ amount: dinars, currency: z.string().default('IQD') });

export const amountOf = (said: z.infer<typeof sum> | null | undefined): Money | undefined =>
  said && isCurrency(said.currency) ? { amount: said.amount, currency: said.currency } : undefined;

export const link = z.string().refine((url) => /^https?:\/\//i.test(url) && URL.canParse(url));
export const picture = z.string().regex(/^data:image\/png;base64,[A-Za-z0-9+/=\s]+$/);
/** A field that is absent, null or nonsense is not there; the rest of the answer still counts. */
export const loose = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().catch(null);
/** An ISO 8601 text, or milliseconds since 1970. */
export const moment = z
  .union([z.string(), z.number()])
  .transform((said) => new Date(said))
  .refine((date) => !Number.isNaN(date.getTime()));

const saysNo = z.object({ errors: z.array(z.unknown()).min(1) });
export const hasErrors = (body: unknown): boolean => saysNo.safeParse(body).success;

export const durationOf = (milliseconds: number): string => `PT${Math.max(60, Math.floor(milliseconds / 1000))}S`;
export const inside = (text: string, most: number): string => [...text].slice(0, most).join('');

const tokenReply = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().catch(60) });

export type FibKeys = { base: string; id: string; secret: string; patience: number };
export type FibLine = {
  /** `asking`: nothing is moved by it, and somebody's page may wait for the answer */
  send(step: string, path: string, init: { method: string; body?: object; asking?: boolean }): Promise<Answer>;
};

/** The answer to a call that makes or moves something. `made`: it names what it made, so an error beside that is no plain no. */
export function mustBeYes(step: string, answer: Answer, made = false): void {
  const { status } = answer;
  // a busy or unauthorised answer is given before the call is read
  if (status === 401 || status === 403 || status === 429)
    throw new GatewayTrouble('unavailable', name, step, { status });
  if (status >= 400 && status < 500 && status !== 408) throw new GatewayTrouble('refused', name, step, { status });
  if (!answer.ok) throw new GatewayTrouble('in_doubt', name, step, { status });
  // this gateway is known to say no inside a 200
  if (hasErrors(answer.body) && !made) throw new GatewayTrouble('refused', name, step, { status, code: 'errors' });
}

/** The answer to a question; a thing that is not there is refused. */
export function mustBeAnswer(step: string, answer: Answer): void {
  if (answer.status === 404) throw new GatewayTrouble('refused', name, step, { status: 404 });
  if (!answer.ok || answer.body === undefined || hasErrors(answer.body))
    throw new GatewayTrouble('unavailable', name, step, { status: answer.status });
}

export function fibLine(keys: FibKeys, { fetch, now }: Pick<DriverDeps, 'fetch' | 'now'>): FibLine {
  const moving = { fetch, patience: keys.patience };
  const asking = { fetch, patience: Math.min(keys.patience, 4000) };
  let held: { token: string; until: number } | null = null;
  let fetching: Promise<string> | null = null;

  async function fetchToken(): Promise<string> {
    let answer: Answer;
    try {
      answer = await call(
        name,
        'token',
        asking,
        `${keys.base}/auth/realms/fib-online-shop/protocol/openid-connect/token`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
          body: new URLSearchParams({
            grant_type: 'client_credentials',
            client_id: keys.id,
            client_secret: keys.secret,
          }).toString(),
        },
      );
    } catch (trouble) {
      // a token moves no money: whatever went wrong with it, nothing was opened or refunded
      throw new GatewayTrouble('unavailable', name, 'token', {
        code: trouble instanceof GatewayTrouble ? trouble.trouble : 'lost',
      });
    }
    const reply = tokenReply.safeParse(answer.body);
    if (!answer.ok || !reply.success) throw new GatewayTrouble('unavailable', name, 'token', { status: answer.status });
    const { access_token, expires_in } = reply.data;
    // a token that dies on the way costs a second call, so let it go some seconds early
    const margin = Math.min(10, expires_in / 4);
    held = { token: access_token, until: now().getTime() + (expires_in - margin) * 1000 };
    return access_token;
  }

  async function token(): Promise<string> {
    if (held !== null && now().getTime() < held.until) return held.token;
    fetching ??= fetchToken().finally(() => {
      fetching = null;
    });
    return fetching;
  }

  return {
    /** With a fresh token once more after a 401: that answer comes before the call is carried out. */
    async send(step, path, { method, body, asking: quiet = false }) {
      const once = async () =>
        call(name, step, quiet ? asking : moving, `${keys.base}/protected/v1/${path}`, {
          method,
          headers: {
            authorization: `Bearer ${await token()}`,
            accept: 'application/json',
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
      const first = await once();
      if (first.status !== 401) return first;
      held = null;
      return once();
    },
  };
}
