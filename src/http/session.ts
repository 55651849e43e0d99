import { AppError } from '../core/errors.ts';

/**
 * A cookie is sent by the browser whoever wrote the page; a write by cookie must prove that the page was ours. Browsers
 * say so by themselves; who says nothing shows the token instead.
 */
export function refuseCrossSite(request: Request, origins: readonly string[]): AppError | null {
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return new AppError('cross_site');
  const origin = request.headers.get('origin');
  if (origin !== null && !origins.includes(origin)) return new AppError('cross_site');
  return site === null && origin === null ? new AppError('cross_site') : null;
}
