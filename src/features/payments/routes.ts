import { api, ctxOf } from '../endpoint.ts';
import { getReceipt } from '../documents/service.ts';
import * as contract from './contract.ts';
import { listPayments } from './history.ts';
import { hearAccountNotice, hearNotice } from './notices.ts';
import { gatewayList, paymentStatus } from './schema.ts';
import * as service from './service.ts';

export const paymentRoutes = api()
  .openapi(contract.createPayment, async (c) =>
    c.json(await service.createPayment(ctxOf(c), c.req.valid('json'), c.req.valid('header')['idempotency-key']), 201),
  )
  .openapi(contract.getPaymentStatus, async (c) =>
    c.json(paymentStatus.parse(await service.getPaymentStatus(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.listGateways, (c) => c.json(gatewayList.parse(service.listGateways(ctxOf(c))), 200))
  .openapi(contract.listPayments, async (c) => c.json(await listPayments(ctxOf(c), c.req.valid('query')), 200))
  .openapi(contract.getReceipt, async (c) => c.json(await getReceipt(ctxOf(c), c.req.valid('param')), 200));

export const paymentWebhookRoutes = api()
  .openapi(contract.receivePaymentNotice, (c) => {
    const { driver, secret } = c.req.valid('param');
    return hearNotice(ctxOf(c), driver, secret, c.req.raw);
  })
  .openapi(contract.receivePaymentNoticeByGet, (c) => {
    const { driver, secret } = c.req.valid('param');
    return hearNotice(ctxOf(c), driver, secret, c.req.raw);
  })
  .openapi(contract.receivePaymentNoticeAtCallback, (c) => {
    const { driver, secret } = c.req.valid('param');
    return hearNotice(ctxOf(c), driver, secret, c.req.raw);
  })
  .openapi(contract.receivePaymentNoticeAtCallbackByGet, (c) => {
    const { driver, secret } = c.req.valid('param');
    return hearNotice(ctxOf(c), driver, secret, c.req.raw);
  })
  .openapi(contract.receiveAccountNotice, (c) => hearAccountNotice(ctxOf(c), c.req.valid('param').driver, c.req.raw))
  .openapi(contract.receiveAccountNoticeByGet, (c) =>
    hearAccountNotice(ctxOf(c), c.req.valid('param').driver, c.req.raw),
  );
