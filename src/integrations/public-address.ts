import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Reached from inside Azure alone, though its number looks public: the host's own agent. */
const looksPublic = new Set(['168.63.129.16']);
/** All of IPv6 that is routed in public so far; tunnels and translations inside it are told by their range. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Is this number a machine in the public net? Everything that is not plainly so is not: private, loopback, link-local (where clouds
 * keep their metadata), shared, reserved, multicast, and every form of IPv6 that carries an IPv4 number inside.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || looksPublic.has(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(globalUnicast);
}

export class NotPublic extends Error {
  constructor() {
    super('the name leads to an address that is not public');
    this.name = 'NotPublic';
  }
}

type Address = { address: string; family: number };
export type Resolve = (host: string) => Promise<Address[]>;
const resolveAll: Resolve = (host) => lookup(host, { all: true });

/**
 * The socket's own looking up of a name, so that what is checked is what is connected to: there is no second look that could be
 * answered otherwise. One number that is not public among many refuses them all.
 */
export function checkedLookup(allowed = isPublicAddress, resolve: Resolve = resolveAll): LookupFunction {
  return (host, options, done) => {
    resolve(host).then(
      (found) => {
        const [first] = found;
        if (!first || !found.every(({ address }) => allowed(address))) done(new NotPublic(), '', 0);
        else if (options.all) done(null, found);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    );
  };
}
