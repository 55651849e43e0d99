import { api, ctxOf, onceAsOperator } from '../endpoint.ts';
import { getReceipt } from '../documents/service.ts';
import * as contract from './contract.ts';
import * as asOperator from './contract/operator.ts';
import { listPayments } from './history.ts';
import { hearAccountNotice, hearNotice } from './notices.ts';
import * as operator from './operator.ts';
import { gatewayList, paymentStatus } from './schema.ts';
import * as shape from './schema/operator.ts';
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

const createRefund = onceAsOperator(asOperator.createRefund, shape.refundView, operator.createRefund);
const settleRefund = onceAsOperator(asOperator.settleRefund, shape.refundView, operator.settleRefund);
const failRefund = onceAsOperator(asOperator.failRefund, shape.refundView, operator.failRefund);
const closeCase = onceAsOperator(asOperator.closeCase, shape.caseView, operator.closeCase);

export const adminPaymentRoutes = api()
  .openapi(asOperator.listOperatorPayments, async (c) =>
    c.json(shape.operatorPaymentList.parse(await operator.listOperatorPayments(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(asOperator.getOperatorPayment, async (c) =>
    c.json(shape.operatorPayment.parse(await operator.getOperatorPayment(ctxOf(c), c.req.valid('param'))), 200),
  )
  .openapi(asOperator.askPayment, async (c) =>
    c.json(shape.askedPayment.parse(await operator.askPayment(ctxOf(c), c.req.valid('param'))), 200),
  )
  .openapi(asOperator.createRefund, async (c) => {
    const refund = await createRefund(c, { ...c.req.valid('param'), ...c.req.valid('json') });
    operator.sendRefund(ctxOf(c), refund.refundId);
    return c.json(refund, 201);
  })
  .openapi(asOperator.listRefunds, async (c) =>
    c.json(shape.refundList.parse(await operator.listRefunds(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(asOperator.settleRefund, async (c) =>
    c.json(await settleRefund(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(asOperator.failRefund, async (c) =>
    c.json(await failRefund(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(asOperator.listCases, async (c) =>
    c.json(shape.caseList.parse(await operator.listCases(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(asOperator.closeCase, async (c) =>
    c.json(await closeCase(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(asOperator.listGatewaySettings, async (c) =>
    c.json(shape.gatewaySettings.parse(await operator.listGatewaySettings(ctxOf(c))), 200),
  );

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
