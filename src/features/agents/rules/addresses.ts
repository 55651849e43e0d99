import { allow, refuse, type Decision } from '../../../core/decision.ts';

export const addressProblems = [
  'malformed',
  'too_long',
  'not_https',
  'has_credentials',
  'port_not_allowed',
  'number_not_name',
  'not_public',
] as const;
export type AddressProblem = (typeof addressProblems)[number];

export const addressLimits = { length: 500, ports: ['', '443', '8443'] } as const;

/** Names that are answered inside a house, a machine or a laboratory, and never in the public net. */
const insideNames =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|test|example|invalid|onion|home\.arpa|localdomain)$/;

/**
 * May an address be kept as one that news is sent to? By its form alone: where its name leads is asked anew at each sending, and
 * every answer is checked (src/integrations/webhooks-out.ts). A machine's number instead of a name is refused in every
 * way of writing it: who listens in public has a name and a certificate for it.
 * `inside` is the one address of the local stack that is let through, outside production.
 */
export function judgeAddress(text: string, inside?: string): Decision<URL, AddressProblem> {
  if (text.length > addressLimits.length) return refuse('too_long');
  const url = URL.parse(text);
  if (!url) return refuse('malformed');
  if (url.username !== '' || url.password !== '') return refuse('has_credentials');
  if (isInside(url, inside)) return allow(url);
  if (url.protocol !== 'https:') return refuse('not_https');
  if (!addressLimits.ports.some((port) => port === url.port)) return refuse('port_not_allowed');
  const host = url.hostname.replace(/\.$/, '');
  if (host.startsWith('[') || /^[\d.]+$/.test(host)) return refuse('number_not_name');
  if (!host.includes('.') || insideNames.test(host)) return refuse('not_public');
  url.hash = '';
  return allow(url);
}

/** The same scheme, host and port, and a path below its own. */
export function isInside(url: URL, inside: string | undefined): boolean {
  const house = inside === undefined ? null : URL.parse(inside);
  return house !== null && url.origin === house.origin && url.pathname.startsWith(house.pathname);
}
