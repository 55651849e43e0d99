import type { Context } from 'hono';
import { api, ctxOf, once, type AppEnv } from '../../endpoint.ts';
import * as contract from '../contract.ts';
import { completeAttachment } from '../receiving.ts';
import { createdAttachment } from '../schema.ts';
import * as service from '../service.ts';

const createAttachment = once(contract.createAttachment, createdAttachment, service.createAttachment);

/** Whatever it is, it stands alone: no script, no frame, nobody else's page, no cache that is shared. */
const alone = {
  'cache-control': 'private, no-cache',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'accept-ranges': 'bytes',
  vary: 'authorization, cookie',
};

function shown(c: Context<AppEnv>, file: service.Shown) {
  if (file.is === 'elsewhere') return c.body(null, 302, { location: file.url, 'cache-control': 'private, no-store' });
  if (file.is === 'known') return c.body(null, 304, { ...alone, etag: file.etag });
  const { part, size } = file;
  const told = { ...alone, 'content-type': file.type, 'content-disposition': file.disposition, etag: file.etag };
  if (!part) return c.body(file.body, 200, { ...told, 'content-length': String(size) });
  return c.body(file.body, 206, {
    ...told,
    'content-length': String(part.to - part.from + 1),
    'content-range': `bytes ${part.from}-${part.to}/${size}`,
  });
}

export const attachmentRoutes = api()
  .openapi(contract.createAttachment, async (c) => c.json(await createAttachment(c, c.req.valid('json')), 201))
  .openapi(contract.completeAttachment, async (c) =>
    c.json(await completeAttachment(ctxOf(c), c.req.valid('param')), 200),
  )
  .openapi(contract.deleteAttachment, async (c) =>
    c.json(await service.deleteAttachment(ctxOf(c), c.req.valid('param')), 200),
  )
  .openapi(contract.getAttachment, async (c) => {
    const { attachmentId } = c.req.valid('param');
    const file = await service.openAttachment(ctxOf(c), {
      attachmentId,
      save: c.req.valid('query').save === '1',
      range: c.req.header('range') ?? null,
      known: c.req.header('if-none-match') ?? null,
    });
    return shown(c, file);
  });
