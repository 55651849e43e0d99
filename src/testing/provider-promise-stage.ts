import type { Driver, PaymentProvider, Settings } from '../features/payments/provider.ts';
import { faultQueue } from '../local/gateways/faults.ts';
import { forgetful, type Deed, type DeedDetails, type Notice, type Twin } from '../local/gateways/gateway.ts';
import { openHouse, type MoveOrder } from '../local/gateways/house.ts';
import { asFetch } from '../local/gateways/line.ts';
import type { Facts, Opening, Stage } from './provider-promise-play.ts';

export type Cast = Facts & {
  driver: Driver;
  twin: Twin;
  /** settings over those the twin hands out */
  env?: Settings;
  /** which of the calls about a payment tells how it stands; else the last one */
  telling?: (notice: Told) => boolean;
};
type Told = Pick<Notice, 'method' | 'url' | 'headers' | 'body'>;

const start = new Date('2026-03-01T10:00:00Z');
const siteUrl = 'https://site.test';
export const secretOf = (name: string): string => `${name}-s3cret-9Zk-of-32-characters`;

function connected(
  { driver, twin, env }: Cast,
  baseUrl: string,
  deps: { fetch: typeof fetch; now: () => Date; patience: string },
): PaymentProvider {
  const provider = driver.connect({
    env: { ...twin.env(baseUrl, secretOf), GATEWAY_PATIENCE_MS: deps.patience, ...env },
    fetch: deps.fetch,
    now: deps.now,
  });
  if (!provider) throw new Error('the driver has its keys and opened nothing');
  return provider;
}

/** What it can do may hang on its settings, so the connected one is asked. */
const opening = (cast: Cast, open: () => Promise<Stage>): Opening => {
  const { powers } = connected(cast, 'http://gateway.test', { fetch, now: () => start, patience: '60' });
  return Object.assign(open, { powers, facts: cast });
};

const requestOf = ({ method = 'POST', url, headers, body }: Told): Request =>
  new Request(url, { method, headers, body: method === 'GET' ? undefined : body });

function last(cast: Cast, told: readonly Told[]): Request {
  const notice = told.findLast(cast.telling ?? (() => true));
  if (!notice) throw new Error('the gateway has nothing to say');
  return requestOf(notice);
}

/** The driver and its twin on a line of function calls. */
export const onLine = (cast: Cast): Opening => opening(cast, () => lineStage(cast));

async function lineStage(cast: Cast): Promise<Stage> {
  let now = start;
  const faults = faultQueue();
  const gateway = cast.twin.open({
    now: () => now,
    siteUrl,
    payPage: (ref) => `http://gateway.test/pay/${encodeURIComponent(ref)}`,
    memory: forgetful(),
    announce: () => undefined,
    secret: secretOf,
  });
  const move = async (ref: string, deed: Deed, details: DeedDetails = {}) => {
    const moved = gateway.move(ref, deed, details);
    if (moved === null || 'refused' in moved) throw new Error(`it did not ${deed}: ${moved?.refused ?? 'unknown'}`);
  };
  return {
    ...cast,
    provider: connected(cast, 'http://gateway.test', {
      fetch: asFetch(gateway, faults),
      now: () => now,
      patience: '60',
    }),
    pay: (ref, facts) => move(ref, 'pay', facts),
    decline: (ref) => move(ref, 'decline'),
    expire: (ref) => move(ref, 'expire'),
    finishRefund: (ref) => move(ref, 'refund'),
    given: (ref) => gateway.find(ref)?.refunded ?? 0,
    faults: (...next) => faults.add(next),
    refs: () =>
      gateway
        .payments()
        .map(({ ref }) => ref)
        .toReversed(),
    notice: (ref) => last(cast, gateway.notices(ref)),
    forged: (ref) => {
      const claim = gateway.forge(ref, 'pay');
      if (!claim) throw new Error('nothing to forge');
      return requestOf(claim);
    },
    passTime: async (milliseconds) => {
      now = new Date(now.getTime() + milliseconds);
      gateway.tick();
    },
    now: () => now,
  };
}

/** The same over a real port, with notices that are really sent. */
export const onPort = (cast: Cast): Opening => opening(cast, () => portStage(cast));

async function portStage(cast: Cast): Promise<Stage> {
  let now = start;
  const heard: Told[] = [];
  const { driver } = cast.twin;
  const house = await openHouse([cast.twin], {
    now: () => now,
    siteUrl,
    payPage: (_, ref) => `http://gateway.test/pay/${encodeURIComponent(ref)}`,
    memory: forgetful,
    secret: secretOf,
    firstWaitMs: 1,
    send: async (url, init) => {
      const request = new Request(url, init);
      const method = request.method === 'GET' ? 'GET' : 'POST';
      heard.push({
        method,
        url: String(url),
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
      });
      return provider.thanks({ method, home: `${siteUrl}/en/` });
    },
  });
  const baseUrl = house.list()[0]?.baseUrl ?? '';
  // a busy machine is waited for, and a gateway that was told to keep silent is not
  const hangsUp: typeof fetch = (input, init) => {
    const silent = house.list()[0]?.faults.includes('timeout') ?? false;
    const signals = [init?.signal, silent ? AbortSignal.timeout(1000) : null].filter((signal) => signal != null);
    return fetch(input, { ...init, signal: AbortSignal.any(signals) });
  };
  const provider = connected(cast, baseUrl, { fetch: hangsUp, now: () => now, patience: '30000' });
  const move = async (ref: string, order: MoveOrder) => {
    const moved = await house.move(driver, ref, order);
    if (typeof moved === 'string' || 'refused' in moved)
      throw new Error(`it did not ${order.do}: ${JSON.stringify(moved)}`);
  };
  return {
    ...cast,
    provider,
    pay: (ref, facts) => move(ref, { do: 'pay', notify: facts }),
    decline: (ref) => move(ref, { do: 'decline' }),
    expire: (ref) => move(ref, { do: 'expire' }),
    finishRefund: (ref) => move(ref, { do: 'refund' }),
    given: (ref) => house.find(driver, ref)?.refunded ?? 0,
    faults: (...next) => void house.faults(driver, next),
    refs: () => (house.list()[0]?.payments ?? []).map(({ ref }) => ref).toReversed(),
    notice: () => last(cast, heard),
    forged: async (ref) => {
      await move(ref, { do: 'pay', notify: { forged: true } });
      return last(cast, heard);
    },
    passTime: async (milliseconds) => {
      now = new Date(now.getTime() + milliseconds);
      house.tick();
      await house.idle();
    },
    now: () => now,
    close: () => house.close(),
  };
}
