import { createRoute } from '@hono/zod-openapi';
import { AppError } from '../../../core/errors.ts';
import { api, ctxOf, refusals } from '../../endpoint.ts';
import { hearWhatsApp, workThroughNotices } from '../whatsapp.ts';

const tags = ['webhooks'];
const path = '/api/webhooks/whatsapp';

const proveAddress = createRoute({
  method: 'get',
  path,
  operationId: 'proveWhatsappAddress',
  summary: 'WhatsApp asks whether this address is ours (`hub.challenge`)',
  tags,
  responses: { 200: { description: 'the challenge, said back' }, ...refusals({ 404: ['not_found'] }) },
});
const receive = createRoute({
  method: 'post',
  path,
  operationId: 'receiveWhatsappWebhook',
  summary: 'WhatsApp tells what became of messages, and what was sent to us',
  description: 'Proved by `X-Hub-Signature-256` over the raw body. Each thing is taken once, however often it is told.',
  tags,
  responses: { 200: { description: 'heard' }, ...refusals({ 404: ['not_found'] }) },
});

/** Where this site has no WhatsApp there is nothing here; a wrong word or signature is told the same. */
export const whatsappWebhookRoutes = api()
  .openapi(proveAddress, (c) => {
    const challenge = ctxOf(c).ports.whatsapp?.challenge(new URL(c.req.url).searchParams) ?? null;
    if (challenge === null) throw new AppError('not_found');
    return c.body(challenge, 200, { 'content-type': 'text/plain; charset=utf-8' });
  })
  .openapi(receive, async (c) => {
    const ctx = ctxOf(c);
    const raw = new Uint8Array(await c.req.arrayBuffer());
    const heard = ctx.ports.whatsapp?.hear(raw, c.req.header('x-hub-signature-256') ?? null) ?? null;
    if (heard === null) throw new AppError('not_found');
    await hearWhatsApp(ctx, heard);
    // kept first, worked through after the answer: WhatsApp waits for nobody's pictures
    ctx.defer(() => workThroughNotices(ctx));
    return c.body(null, 200);
  });
