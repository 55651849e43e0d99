import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { CdnCache } from './cdn-cache.ts';
import { listen } from './http-server.ts';

const purge = z.object({ cache_tags: z.array(z.string()).optional() });

export type InternalServer = { origin: string; token: string; close: () => Promise<void> };

export type InternalDoors = {
  /** Past the edge functions, which have had this request. */
  origin: (request: Request) => Promise<Response>;
  /** From the beginning, as for anybody. */
  site: (request: Request) => Promise<Response>;
  siteHost: string;
};

/**
 * What the platform offers on other addresses than the site's: the purge API, and for edge functions on Deno
 * the way on to the origin. Kept off the site's port, where anybody could ask to be let past the edge.
 */
export async function startInternalServer(cache: CdnCache, doors: InternalDoors): Promise<InternalServer> {
  const token = randomUUID();
  const { port, close } = await listen(0, async (request, tooLarge) => {
    if (tooLarge) return new Response(null, { status: 413 });
    const { pathname } = new URL(request.url);
    if (request.headers.has('x-nf-passthrough')) return doors.origin(asTheSiteKnewIt(request, doors.siteHost));
    // When an edge function fetches from its own site, Netlify's bootstrap turns that here as well.
    if (request.method !== 'POST' || pathname !== '/api/v1/purge')
      return doors.site(asTheSiteKnewIt(request, doors.siteHost));
    if (request.headers.get('authorization') !== `Bearer ${token}`)
      return Response.json({ code: 401, message: 'Unauthorized' }, { status: 401 });
    const asked = purge.safeParse(await request.json().catch(() => null));
    if (!asked.success) return Response.json({ code: 400, message: 'Bad purge' }, { status: 400 });
    cache.purgeTags(asked.data.cache_tags ?? null);
    return new Response(null, { status: 202 });
  });
  return { origin: `http://localhost:${port}`, token, close };
}

/** Without what the way through Deno changed and added. */
function asTheSiteKnewIt(request: Request, siteHost: string): Request {
  const url = new URL(request.url);
  url.host = request.headers.get('x-forwarded-host') ?? siteHost;
  const plain = new Request(url, request);
  for (const name of [...plain.headers.keys()]) {
    if (/^x-nf-(passthrough|edge-functions|geo|site-info|feature-flags|deploy|available|account|debug)/.test(name))
      plain.headers.delete(name);
  }
  return plain;
}
