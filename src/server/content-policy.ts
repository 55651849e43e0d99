import { publicContentPolicy } from '../core/page-headers.ts';

/**
 * What each page may load, as Netlify's `_headers`. Public pages run nothing at all. Account pages run our own files and
 * the few inline starters Astro writes for islands, each named by its hash. The two kinds of path never overlap: Netlify
 * joins the values of all rules that match, and two policies joined forbid what either forbids.
 */
export type BuiltPage = { path: string; html: string };

const executable = /<script(?![^>]*type="application\/ld\+json")[^>]*>([\s\S]*?)<\/script>/g;

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}

/** Clerk's own address is written inside its publishable key: `pk_live_` and base64 of `clerk.example.com$`. */
export function clerkHost(key: string | undefined): string | null {
  const encoded = /^pk_(?:live|test)_([A-Za-z0-9+/=_-]+)$/.exec(key ?? '')?.[1];
  if (!encoded) return null;
  const host = atob(encoded.replaceAll('-', '+').replaceAll('_', '/')).replace(/\$$/, '');
  return /^[a-z0-9.-]+$/.test(host) ? `https://${host}` : null;
}

function accountPolicy(hashes: readonly string[], clerk: string | null, bucket: string | null): string {
  const clerks = clerk ? [clerk, 'https://challenges.cloudflare.com'] : [];
  return [
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ["script-src 'self'", ...hashes, ...clerks].join(' '),
    // React Aria and Clerk write style elements while they run.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: https:",
    "font-src 'self'",
    // files go straight to the bucket, where there is one
    ["connect-src 'self'", ...(clerk ? [clerk, 'https://clerk-telemetry.com'] : []), ...(bucket ? [bucket] : [])].join(
      ' ',
    ),
    // a film that was just chosen is looked at for its poster where it lies
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    ...(clerk ? ['frame-src https://challenges.cloudflare.com'] : []),
  ].join('; ');
}

/** The rooms behind the sign-in, and the addresses with an id that netlify.toml lets them stand in for. */
export const accountRooms = [
  'sign-in',
  'onboarding',
  'dashboard',
  'notifications',
  'messages',
  'bookings',
  'booking',
  'book',
  'providers',
  'request-thread',
  'requests',
  'request',
  'checkout',
  'payments',
  'payment',
  'buy',
  'contact',
  'discover',
  'collections',
  'collection',
  'plan',
  'earnings',
  'documents',
  'receipts',
  'receipt',
  'account',
  'profile',
  'calendar',
  'talent',
  'agents',
  'photos',
  'team',
  'invitation',
  'admin',
] as const;
const isAccountRoom = (room: string | undefined): boolean => accountRooms.some((name) => name === room);

export async function contentPolicies(
  pages: readonly BuiltPage[],
  {
    locales,
    clerkKey,
    bucket,
  }: { locales: readonly string[]; clerkKey?: string | undefined; bucket?: string | undefined },
): Promise<string> {
  const publicPaths = new Set(['/404.html']);
  const hashes = new Set<string>();
  for (const { path, html } of pages) {
    const [, locale, room] = path.split('/');
    if (isAccountRoom(room)) {
      for (const [, code] of html.matchAll(executable)) if (code?.trim()) hashes.add(await sha256(code));
    } else publicPaths.add(room ? `/${locale}/${room}/*` : path);
  }
  const account = accountPolicy([...hashes].sort(), clerkHost(clerkKey), bucket ? new URL(bucket).origin : null);
  const accountPaths = locales.flatMap((locale) => accountRooms.map((room) => `/${locale}/${room}/*`));
  const rule = (path: string, policy: string) => `${path}\n  Content-Security-Policy: ${policy}\n`;
  return [
    ...[...publicPaths].sort().map((path) => rule(path, publicContentPolicy)),
    ...accountPaths.map((path) => rule(path, account)),
  ].join('');
}
