import { listOf } from './path-pattern.ts';

export type RateLimit = {
  windowLimit: number;
  windowSize: number;
  aggregateBy?: string | string[];
  action?: string;
  to?: string;
};

/** Counts calls in fixed windows, as the network in front of functions does. */
export class RateLimiter {
  readonly #now: () => number;
  readonly #windows = new Map<string, { until: number; calls: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Seconds until the caller may come again; 0 when it may now, which is then counted. */
  wait(rule: string, limit: RateLimit, caller: { ip: string; domain: string }): number {
    // Netlify's packager turns a bare string, and the default, into one counter for all visitors.
    const by = Array.isArray(limit.aggregateBy) ? listOf(limit.aggregateBy) : ['domain'];
    const key = [rule, ...by.map((part) => (part === 'ip' ? caller.ip : caller.domain))].join('\n');
    const now = this.#now();
    const open = this.#windows.get(key);
    // a window of the future is left from before the stack's clock was put back
    const current = open && open.until > now && open.until <= now + limit.windowSize * 1000;
    const window = current ? open : { until: now + limit.windowSize * 1000, calls: 0 };
    this.#windows.set(key, window);
    if (this.#windows.size > 10_000) this.#forget(now);
    window.calls += 1;
    return window.calls > limit.windowLimit ? Math.max(1, Math.ceil((window.until - now) / 1000)) : 0;
  }

  #forget(now: number): void {
    for (const [key, { until }] of this.#windows) if (until <= now) this.#windows.delete(key);
  }
}
