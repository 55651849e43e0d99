import { randomUUID } from 'node:crypto';
import type { Compressor } from './compress.ts';
import { mutable, type Visit } from './context.ts';

/** What the network tells a site about a request, and never lets a client tell. */
export function arriving(request: Request, ip: string): Request {
  const asked = new Request(request);
  for (const name of [...asked.headers.keys()]) if (name.startsWith('x-nf-')) asked.headers.delete(name);
  asked.headers.set('x-nf-client-connection-ip', ip);
  asked.headers.set('x-nf-request-id', randomUUID());
  asked.headers.set('x-forwarded-for', ip);
  asked.headers.set('x-forwarded-proto', new URL(asked.url).protocol.replace(':', ''));
  return asked;
}

/** On the way out: the request's number, `304` for a reader who has this very page, compression. */
export async function leaving(
  request: Request,
  response: Response,
  visit: Visit,
  compressor: Compressor,
): Promise<Response> {
  const answer = mutable(response);
  answer.headers.set('x-nf-request-id', visit.requestId);
  const etag = answer.headers.get('etag');
  const known = request.headers
    .get('if-none-match')
    ?.split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  const readable = request.method === 'GET' || request.method === 'HEAD';
  if (etag && readable && answer.status === 200 && known?.includes(etag.replace(/^W\//, ''))) {
    await answer.body?.cancel();
    for (const name of ['content-type', 'content-length', 'content-encoding']) answer.headers.delete(name);
    return new Response(null, { status: 304, headers: answer.headers });
  }
  return compressor.apply(request, answer);
}
