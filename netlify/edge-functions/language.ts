import type { Config } from '@netlify/edge-functions';
import { readerLanguage } from '../../src/core/reader-language.ts';

/** An address without a language leads to the same page in the reader's. */
export default function language(request: Request): Response | undefined {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
  const { pathname, search } = new URL(request.url);
  const locale = readerLanguage(request.headers.get('cookie'), request.headers.get('accept-language'));
  return new Response(null, {
    status: 302,
    headers: {
      // One slash at the front: `//host` would be another site.
      location: `/${locale}${pathname.replace(/^\/+/, '/').replace(/\/*$/, '/')}${search}`,
      'cache-control': 'private, no-store',
      vary: 'Cookie, Accept-Language',
    },
  });
}

export const config: Config = {
  path: [
    '/',
    '/talents',
    '/talents/*',
    '/pricing',
    '/about',
    '/safety',
    '/help',
    '/terms',
    '/privacy',
    '/sign-in',
    '/onboarding',
    '/dashboard',
    '/dashboard/*',
    '/account',
    '/calendar',
    '/profile',
    '/talent/*',
    '/messages',
    '/messages/*',
    '/notifications',
    '/bookings',
    '/bookings/*',
    '/book/*',
    '/providers/*',
    '/requests',
    '/requests/*',
    '/checkout/*',
    '/buy',
    '/contact',
    '/discover',
    '/collections',
    '/collections/*',
    '/plan',
    '/earnings',
    '/agents',
    '/team',
    '/invitation',
    '/photos',
    '/payments',
    '/payments/*',
    '/documents/*',
    '/receipts/*',
    '/admin',
    '/admin/*',
  ],
};
