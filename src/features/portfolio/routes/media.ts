import { api, ctxOf } from '../../endpoint.ts';
import * as contract from '../contract.ts';
import { openMedia } from '../showing.ts';

/** Looked at and listened to, never run: no script, no frame, nothing beside it. */
const alone = { 'content-security-policy': "default-src 'none'; sandbox", 'accept-ranges': 'bytes' };

export const mediaRoutes = api().openapi(contract.getMedia, async (c) => {
  const media = await openMedia(ctxOf(c), {
    ...c.req.valid('param'),
    range: c.req.header('range') ?? null,
    known: c.req.header('if-none-match') ?? null,
  });
  // public: for good, under an address that names its content; let go near readers with the page, or alone when it is hidden
  const kept: Record<string, string> = media.isPublic
    ? {
        'cache-control': 'public, max-age=31536000, immutable',
        'netlify-cdn-cache-control': 'public, s-maxage=31536000, durable',
        'netlify-cache-tag': `media,talent-${media.slug},work-${media.itemId}${media.filmId ? `,work-${media.filmId}` : ''}`,
        'netlify-vary': 'query=v,header=range',
        'cross-origin-resource-policy': 'cross-origin',
      }
    : {
        'cache-control': 'private, no-store',
        vary: 'authorization, cookie',
        'cross-origin-resource-policy': 'same-origin',
      };
  if (media.is === 'elsewhere') return c.body(null, 302, { location: media.url, 'cache-control': 'private, no-store' });
  const told = { ...alone, ...kept, etag: media.etag };
  if (media.is === 'known') return c.body(null, 304, told);
  const { part, size } = media;
  if (!part) return c.body(media.body, 200, { ...told, 'content-type': media.type, 'content-length': String(size) });
  return c.body(media.body, 206, {
    ...told,
    // a part is nobody else's whole
    'netlify-cdn-cache-control': 'no-store',
    'content-type': media.type,
    'content-length': String(part.to - part.from + 1),
    'content-range': `bytes ${part.from}-${part.to}/${size}`,
  });
});
