import { areeba } from './areeba.ts';
import { areebaMpgs } from './areeba-mpgs.ts';
import { fib } from './fib.ts';
import type { Twin } from './gateway.ts';
import { stripe } from './stripe.ts';
import { fastpay } from './fastpay.ts';
import { nasspay } from './nasspay.ts';
import { nasswallet } from './nasswallet.ts';

/** Every simulated gateway of the stack: one line each. */
export const twins: readonly Twin[] = [fib, stripe, fastpay, nasspay, nasswallet, areeba, areebaMpgs];
