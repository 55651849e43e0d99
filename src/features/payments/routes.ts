import { api, ctxOf } from '../endpoint.ts';
import { getReceipt } from '../documents/service.ts';
import * as contract from './contract.ts';
import { listPayments } from './history.ts';
import { hearNotice } from './notices.ts';
import { paymentStatus } from './schema.ts';
import * as service from './service.ts';

export const paymentRoutes = api()
  .openapi(contract.createPayment, async (c) =>
    c.json(await service.createPayment(ctxOf(c), c.req.valid('json'), c.req.valid('header')['idempotency-key']), 201),
  )
  .openapi(contract.getPaymentStatus, async (c) =>
    c.json(paymentStatus.parse(await service.getPaymentStatus(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.listPayments, async (c) => c.json(await listPayments(ctxOf(c), c.req.valid('query')), 200))
  .openapi(contract.getReceipt, async (c) => c.json(await getReceipt(ctxOf(c), c.req.valid('param')), 200));

export const paymentWebhookRoutes = api()
  .openapi(contract.receivePaymentNotice, (c) =>
    hearNotice(ctxOf(c), c.req.valid('param').driver, c.req.valid('param').secret, c.req.raw),
  )
  .openapi(contract.receivePaymentNoticeByGet, (c) =>
    hearNotice(ctxOf(c), c.req.valid('param').driver, c.req.valid('param').secret, c.req.raw),
  );
