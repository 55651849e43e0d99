import type { Context } from 'hono';
import type { Tx } from '../../../db/client.ts';
import { userDoor, type Ctx } from '../../ctx.ts';
import { api, ctxOf, once, writeOnce, type AppEnv } from '../../endpoint.ts';
import * as asking from '../asking.ts';
import * as contract from '../contract.ts';
import * as numbers from '../numbers.ts';
import * as shape from '../schema.ts';
import * as showing from '../showing.ts';

async function ask(c: Context<AppEnv>, input: { serviceId: string } & shape.RequestPhotos) {
  const ctx = ctxOf(c);
  const { inquiryId, ...asked } = input;
  if (inquiryId !== undefined)
    return shape.photosRequested.parse(await asking.requestThroughInquiry(ctx, { ...asked, inquiryId }));
  const key = c.req.header('idempotency-key');
  const answer = shape.photosRequested;
  return writeOnce(ctx, { operation: 'requestPhotos', key, input, answer }, (tx) =>
    asking.requestPhotos(ctx, tx, asked),
  );
}

const closePhotoRequest = once(contract.closePhotoRequest, shape.photoRequestClosed, asking.closePhotoRequest);

/** A change of what the page shows, and once it is committed, word to the page; every cached copy of the photo goes with it. */
async function change(c: Context<AppEnv>, verb: (ctx: Ctx, tx: Tx) => Promise<showing.Changed>) {
  const ctx = ctxOf(c);
  const changed = await userDoor(ctx).write((tx) => verb(ctx, tx));
  if (changed.public) await ctx.ports.pages.changed(changed.slug, ctx.now);
  return shape.photoMoved.parse(changed);
}

/** Looked at, never run: no script, no frame, nothing beside it. */
const alone = {
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
};

export const photoRoutes = api()
  .openapi(contract.requestPhotos, async (c) =>
    c.json(await ask(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 201),
  )
  .openapi(contract.listPhotoRequests, async (c) =>
    c.json(shape.photoRequestList.parse(await asking.listPhotoRequests(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.closePhotoRequest, async (c) => c.json(await closePhotoRequest(c, c.req.valid('param')), 200))
  .openapi(contract.listMyPhotos, async (c) =>
    c.json(shape.servicePhotoList.parse(await showing.listMyPhotos(ctxOf(c))), 200),
  )
  .openapi(contract.movePhoto, async (c) => {
    const wish = { ...c.req.valid('param'), ...c.req.valid('json') };
    return c.json(await change(c, (ctx, tx) => showing.movePhoto(ctx, tx, wish)), 200);
  })
  .openapi(contract.removePhoto, async (c) => {
    const path = c.req.valid('param');
    await change(c, (ctx, tx) => showing.removePhoto(ctx, tx, path));
    return c.body(null, 204);
  })
  .openapi(contract.getPhoto, async (c) => {
    const known = c.req.header('if-none-match') ?? null;
    const photo = await showing.openPhoto(ctxOf(c), { ...c.req.valid('param'), known });
    // public while it is shown: a copy near the reader is let go with the talent's page, one in a browser is asked about again
    const kept: Record<string, string> = photo.isPublic
      ? {
          'cache-control': 'public, max-age=0, must-revalidate',
          'netlify-cdn-cache-control': 'public, s-maxage=31536000, durable',
          'netlify-cache-tag': `photos,talent-${photo.slug}`,
          'netlify-vary': 'query=v',
        }
      : { 'cache-control': 'private, no-store', vary: 'authorization, cookie' };
    const told = { ...alone, ...kept, etag: photo.etag };
    if (photo.is === 'known') return c.body(null, 304, told);
    return c.body(photo.body, 200, { ...told, 'content-type': photo.type, 'content-length': String(photo.size) });
  })
  .openapi(contract.getWhatsappNumber, async (c) =>
    c.json(shape.whatsappNumber.parse(await numbers.getWhatsappNumber(ctxOf(c))), 200),
  )
  .openapi(contract.giveWhatsappNumber, async (c) =>
    c.json(shape.whatsappNumber.parse(await numbers.giveWhatsappNumber(ctxOf(c), c.req.valid('json'))), 200),
  )
  .openapi(contract.confirmWhatsappNumber, async (c) =>
    c.json(shape.whatsappNumber.parse(await numbers.confirmWhatsappNumber(ctxOf(c), c.req.valid('json'))), 200),
  )
  .openapi(contract.chooseWhatsapp, async (c) =>
    c.json(shape.whatsappNumber.parse(await numbers.chooseWhatsapp(ctxOf(c), c.req.valid('json'))), 200),
  )
  .openapi(contract.forgetWhatsappNumber, async (c) =>
    c.json(shape.whatsappNumber.parse(await numbers.forgetWhatsappNumber(ctxOf(c))), 200),
  );
