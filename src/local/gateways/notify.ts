import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Gateway, Notice } from './gateway.ts';

export const notifySchema = z.strictObject({
  times: z.int().min(0).max(9).optional(),
  delayMs: z.int().min(0).max(60_000).optional(),
  order: z.enum(['reversed']).optional(),
  forged: z.boolean().optional(),
  wrongAmount: z.boolean().optional(),
});
export type Notify = z.infer<typeof notifySchema>;

/** One attempt to reach the merchant, and what came back. */
export type Delivery = {
  ref: string;
  says: string;
  attempt: number;
  at: string;
  status: number | null;
  error?: string;
};

/**
 * What goes out, and in which order. A gateway tells what is new since it had told `before`; `reversed` sends the whole
 * history newest first, so that old news arrives after new news. Where nothing is new it only repeats itself on demand.
 */
export function schedule(
  before: number,
  history: readonly Notice[],
  { times, order }: Pick<Notify, 'times' | 'order'>,
): Notice[] {
  const news = history.slice(before);
  const told =
    order === 'reversed' ? history.toReversed() : news.length === 0 && times !== undefined ? history.slice(-1) : news;
  return told.flatMap((notice) => Array.from({ length: times ?? 1 }, () => notice));
}

/** Calls the merchant until the answer settles the notice or the gateway gives up; the waits double from `firstWaitMs`. */
export async function deliver(
  notice: Notice,
  gateway: Pick<Gateway, 'settled' | 'retries'>,
  { send = fetch, signal, firstWaitMs = 100 }: { send?: typeof fetch; signal?: AbortSignal; firstWaitMs?: number } = {},
): Promise<Delivery[]> {
  const log: Delivery[] = [];
  for (let attempt = 1; attempt <= gateway.retries + 1; attempt += 1) {
    if (attempt > 1)
      await pause(firstWaitMs * 2 ** (attempt - 2), undefined, { signal, ref: false }).catch(() => undefined);
    if (signal?.aborted) break;
    const entry = { ref: notice.ref, says: notice.says, attempt, at: new Date().toISOString() };
    try {
      const timeout = AbortSignal.timeout(10_000);
      const answer = await send(notice.url, {
        method: notice.method ?? 'POST',
        headers: notice.headers,
        body: notice.method === 'GET' ? undefined : notice.body,
        redirect: 'manual',
        signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
      });
      log.push({ ...entry, status: answer.status });
      if (gateway.settled(answer.status, await answer.text())) break;
    } catch (error) {
      log.push({ ...entry, status: null, error: reason(error) });
    }
  }
  return log;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
