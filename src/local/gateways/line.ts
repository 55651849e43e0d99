import { suffer, type FaultQueue, type Outcome } from './faults.ts';
import type { Gateway } from './gateway.ts';

/** The line to a gateway: what the next fault in the queue does to a call, if there is one. */
export function callThrough(gateway: Gateway, faults: FaultQueue, request: Request): Promise<Outcome> {
  const fault = gateway.asksForToken(request) ? undefined : faults.take();
  return suffer(fault, () => gateway.handle(request), gateway.errorInSuccess);
}

/** The gateway as the `fetch` of a driver under test: same machine, same faults, no port. */
export function asFetch(gateway: Gateway, faults: FaultQueue): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const outcome = await callThrough(gateway, faults, request);
    if (outcome === 'cut') throw new TypeError('fetch failed', { cause: new Error('other side closed') });
    // the caller's own signal: the request's copy is only weakly tied to it, and may be collected before it fires
    if (outcome === 'silence') return silence(init?.signal ?? request.signal);
    return outcome.response;
  };
}

const silence = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const hangUp = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) hangUp();
    else signal.addEventListener('abort', hangUp, { once: true });
  });
