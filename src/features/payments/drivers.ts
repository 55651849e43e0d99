import type { Driver } from './provider.ts';
import { areeba } from './providers/areeba.ts';
import { areebaMpgs } from './providers/areeba-mpgs.ts';
import { fib } from './providers/fib.ts';
import { stripe } from './providers/stripe.ts';
import { fastpay } from './providers/fastpay.ts';
import { nasspay } from './providers/nasspay.ts';
import { nasswallet } from './providers/nasswallet.ts';

/** Every gateway we speak with: one line each. Wiring opens those this deploy has keys for. */
export const drivers: readonly Driver[] = [fib, stripe, fastpay, nasspay, nasswallet, areeba, areebaMpgs];
