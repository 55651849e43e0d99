import * as z from 'zod';

/** What can go wrong with the next calls to a gateway, in the words of the control call. */
export const faultWord = z
  .string()
  .regex(
    /^(timeout|500|429|garbage|200-with-error|drop-after-accept|slow:\d{1,6})$/,
    'one of: timeout, 500, 429, garbage, 200-with-error, drop-after-accept, slow:MS',
  );
export type Fault = z.infer<typeof faultWord>;

/** How a call ends. `silence` and `cut` have no HTTP answer: the server leaves the line open or tears it down. */
export type Outcome = { response: Response } | 'silence' | 'cut';

export type FaultQueue = {
  add(next: readonly Fault[]): void;
  take(): Fault | undefined;
  waiting(): Fault[];
  clear(): void;
};

export function faultQueue(): FaultQueue {
  const queue: Fault[] = [];
  return {
    add: (next) => void queue.push(...next),
    take: () => queue.shift(),
    waiting: () => [...queue],
    clear: () => void queue.splice(0),
  };
}

/** One call, gone wrong the way `fault` says. Only `drop-after-accept` and `slow` let the gateway act on it. */
export async function suffer(
  fault: Fault | undefined,
  act: () => Promise<Response>,
  errorInSuccess: () => Response,
): Promise<Outcome> {
  if (fault === undefined) return { response: await act() };
  if (fault === 'timeout') return 'silence';
  if (fault === 'drop-after-accept') {
    await act();
    return 'cut';
  }
  if (fault === '500') return { response: new Response('Internal Server Error', { status: 500 }) };
  if (fault === '429') {
    return { response: new Response('Too Many Requests', { status: 429, headers: { 'retry-after': '1' } }) };
  }
  if (fault === 'garbage') {
    return {
      response: new Response('<html><body><h1>502 Bad Gateway</h1><!-- upstream: {"status":"PAI', {
        status: 200,
        headers: { 'content-type': 'text/html' },
      }),
    };
  }
  if (fault === '200-with-error') return { response: errorInSuccess() };
  await new Promise((done) => setTimeout(done, Number(fault.slice('slow:'.length))));
  return { response: await act() };
}
