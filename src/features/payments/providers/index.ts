import type { Driver, DriverDeps, PaymentProvider } from '../provider.ts';
import { fib } from './fib.ts';

const drivers: readonly Driver[] = [fib];

/** The gateways this deploy has keys for, by name. */
export function openProviders(deps: DriverDeps): ReadonlyMap<string, PaymentProvider> {
  const open = drivers.map((driver) => driver(deps)).filter((provider) => provider !== null);
  return new Map(open.map((provider) => [provider.name, provider]));
}
