import { AppError } from '../../core/errors.ts';
import { api, ctxOf, once } from '../endpoint.ts';
import * as contract from './contract.ts';
import { me } from './schema.ts';
import * as service from './service.ts';

const updateMe = once(contract.updateMe, me, service.updateMe);

export const identityRoutes = api()
  .openapi(contract.getMe, async (c) => c.json(me.parse(await service.getMe(ctxOf(c))), 200))
  .openapi(contract.updateMe, async (c) => c.json(await updateMe(c, c.req.valid('json')), 200));

/** `read` proves the signature over the raw body; it comes from wiring, for features know no Clerk. */
export const clerkWebhookRoutes = (read: (request: Request) => Promise<service.IdentityNews | null>) =>
  api().openapi(contract.receiveClerkWebhook, async (c) => {
    const news = await read(c.req.raw);
    if (!news) throw new AppError('unauthenticated');
    await service.receiveClerkWebhook(ctxOf(c), news);
    return c.json({ received: true as const }, 200);
  });
