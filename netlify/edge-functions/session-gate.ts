import type { Config, Context } from '@netlify/edge-functions';
import { isLocale } from '../../src/core/locale.ts';
import { cookieValue } from '../../src/core/reader-language.ts';
import { standingOf } from '../../src/core/session-cookies.ts';

/**
 * Sends a stranger from an account page to the sign-in, with the way back. This is comfort: the pages are empty shells,
 * and what fills them comes from functions that verify the session. So a token is read here, not verified.
 */
export default async function sessionGate(request: Request, context: Context): Promise<Response | undefined> {
  const { pathname, search, protocol } = new URL(request.url);
  const locale = pathname.split('/')[1];
  if (!isLocale(locale) || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined;
  const cookies = request.headers.get('cookie');
  if (standingOf(cookies, new Date()) === 'signed-out') {
    return new Response(null, {
      status: 303,
      headers: {
        location: `/${locale}/sign-in/?return=${encodeURIComponent(pathname + search)}`,
        'cache-control': 'private, no-store',
        vary: 'Cookie',
      },
    });
  }
  // Whoever works in a language is greeted in it next time.
  if (cookieValue(cookies, 'locale') !== locale) {
    context.cookies.set({
      name: 'locale',
      value: locale,
      path: '/',
      maxAge: 31_536_000,
      sameSite: 'Lax',
      secure: protocol === 'https:',
    });
  }
  return context.next();
}

export const config: Config = {
  path: [
    '/:locale/dashboard',
    '/:locale/dashboard/*',
    '/:locale/messages',
    '/:locale/messages/*',
    '/:locale/notifications',
    '/:locale/notifications/*',
    // the list only: an address with an id is let in by its link
    '/:locale/photos',
    '/:locale/bookings',
    '/:locale/bookings/*',
    '/:locale/booking',
    '/:locale/booking/*',
    '/:locale/book',
    '/:locale/book/*',
    '/:locale/providers',
    '/:locale/providers/*',
    '/:locale/request-thread',
    '/:locale/request-thread/*',
    '/:locale/requests',
    '/:locale/requests/*',
    '/:locale/request',
    '/:locale/request/*',
    '/:locale/discover',
    '/:locale/discover/*',
    '/:locale/collections',
    '/:locale/collections/*',
    '/:locale/collection',
    '/:locale/collection/*',
    '/:locale/contact',
    '/:locale/contact/*',
    '/:locale/checkout',
    '/:locale/checkout/*',
    '/:locale/buy',
    '/:locale/buy/*',
    '/:locale/plan',
    '/:locale/plan/*',
    '/:locale/earnings',
    '/:locale/earnings/*',
    '/:locale/payments',
    '/:locale/payments/*',
    '/:locale/payment',
    '/:locale/payment/*',
    '/:locale/documents',
    '/:locale/documents/*',
    '/:locale/receipts',
    '/:locale/receipts/*',
    '/:locale/receipt',
    '/:locale/receipt/*',
    '/:locale/account',
    '/:locale/account/*',
    '/:locale/calendar',
    '/:locale/calendar/*',
    '/:locale/profile',
    '/:locale/profile/*',
    '/:locale/talent',
    '/:locale/talent/*',
    '/:locale/team',
    '/:locale/team/*',
    '/:locale/invitation',
    '/:locale/invitation/*',
    '/:locale/agents',
    '/:locale/agents/*',
    '/:locale/admin',
    '/:locale/admin/*',
    '/:locale/onboarding',
    '/:locale/onboarding/*',
  ],
  excludedPath: '/api/*',
};
