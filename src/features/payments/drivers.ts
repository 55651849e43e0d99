import type { Driver } from './provider.ts';
import { fib } from './providers/fib.ts';

/** Every gateway we speak with: one line each. Wiring opens those this deploy has keys for. */
export const drivers: readonly Driver[] = [fib];
