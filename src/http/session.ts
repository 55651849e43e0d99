import { AppError } from '../core/errors.ts';

/**
 * A cookie is sent by the browser whoever wrote the page, so a write by cookie must not come from another site's page. Every
 * browser names the origin of such a write; a caller that names nothing is no browser, and nobody lent it the cookie.
 */
export function refuseCrossSite(request: Request, origins: readonly string[]): AppError | null {
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return new AppError('cross_site');
  const origin = request.headers.get('origin');
  if (origin !== null && !origins.includes(origin)) return new AppError('cross_site');
  return null;
}
