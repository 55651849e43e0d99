import type * as z from 'zod';
import type { Locale } from '../core/locale.ts';
import type * as bookings from '../features/bookings/contract.ts';
import type * as inquiries from '../features/inquiries/contract.ts';
import type * as letters from '../features/notifications/contract.ts';
import type * as ledger from '../features/ledger/contract.ts';
import type * as payments from '../features/payments/schema/operator.ts';
import type * as subscriptions from '../features/subscriptions/contract.ts';
import { apiCalls, type BodyOf } from './api.ts';

/** What a list is narrowed by, as it stands in the address of its screen. */
export type Filter = Readonly<Record<string, string | number | undefined>>;
type Is<Shape extends z.ZodType> = z.output<Shape>;
/** An answer of a shape that is shared by several routes. */
type As<Shape extends z.ZodType> = { responses: { 200: { content: { 'application/json': { schema: Shape } } } } };
type Sent<Shape extends z.ZodType> = { request: { body: { content: { 'application/json': { schema: Shape } } } } };

export type OperatorPayment = Is<typeof payments.operatorPayment>;
export type OperatorPaymentLine = Is<typeof payments.operatorPaymentList>['items'][number];
export type OperatorRefund = Is<typeof payments.refundView>;
export type MoneyCase = Is<typeof payments.caseView>;
export type GatewaySettings = Is<typeof payments.gatewaySettings>['items'][number];

/** What only the operator's screens ask; anybody else is answered that there is no such thing. */
export function adminClient(locale: Locale) {
  const { read, write, send, file } = apiCalls(locale);
  const admin = (...parts: readonly string[]) => ['/api/admin', ...parts.map(encodeURIComponent)].join('/');

  return {
    listPayments: (query: Filter) => read<As<typeof payments.operatorPaymentList>>(admin('payments'), query),
    getPayment: (id: string) => read<As<typeof payments.operatorPayment>>(admin('payments', id)),
    askPayment: (key: string, id: string) => send<As<typeof payments.askedPayment>>(admin('payments', id, 'ask'), key),
    createRefund: (key: string, id: string, body: z.input<typeof payments.createRefundBody>) =>
      write<As<typeof payments.refundView> & Sent<typeof payments.createRefundBody>>(
        admin('payments', id, 'refunds'),
        key,
        body,
      ),
    listRefunds: (query: Filter) => read<As<typeof payments.refundList>>(admin('refunds'), query),
    settleRefund: (key: string, id: string, body: z.input<typeof payments.settleRefundBody>) =>
      write<As<typeof payments.refundView> & Sent<typeof payments.settleRefundBody>>(
        admin('refunds', id, 'settle'),
        key,
        body,
      ),
    failRefund: (key: string, id: string, body: z.input<typeof payments.failRefundBody>) =>
      write<As<typeof payments.refundView> & Sent<typeof payments.failRefundBody>>(
        admin('refunds', id, 'fail'),
        key,
        body,
      ),
    listCases: (query: Filter) => read<As<typeof payments.caseList>>(admin('cases'), query),
    closeCase: (key: string, id: string, body: z.input<typeof payments.closeCaseBody>) =>
      write<As<typeof payments.caseView> & Sent<typeof payments.closeCaseBody>>(admin('cases', id, 'close'), key, body),
    listGateways: () => read<As<typeof payments.gatewaySettings>>(admin('gateways')),

    getLedger: () => read<typeof ledger.getLedger>(admin('ledger')),
    listEntries: (query: Filter) => read<typeof ledger.listLedgerEntries>(admin('ledger', 'entries'), query),
    ledgerFile: (query: Filter) => file(admin('ledger', 'csv'), query),
    correctLedger: (key: string, body: BodyOf<typeof ledger.correctLedger>) =>
      write<typeof ledger.correctLedger>(admin('ledger', 'corrections'), key, body),

    getPayoutBalances: (query: Filter) => read<typeof ledger.getPayoutBalances>(admin('payouts', 'balances'), query),
    listPayouts: (query: Filter) => read<typeof ledger.listPayouts>(admin('payouts'), query),
    createPayoutBatch: (key: string, body: BodyOf<typeof ledger.createPayoutBatch>) =>
      write<typeof ledger.createPayoutBatch>(admin('payouts'), key, body),
    settlePayout: (key: string, id: string, body: BodyOf<typeof ledger.settlePayout>) =>
      write<typeof ledger.settlePayout>(admin('payouts', id, 'settle'), key, body),
    cancelPayout: (key: string, id: string, body: BodyOf<typeof ledger.cancelPayout>) =>
      write<typeof ledger.cancelPayout>(admin('payouts', id, 'cancel'), key, body),
    payoutFile: (batchId: string) => file(admin('payouts', batchId, 'csv')),

    listCommissionRules: (query: Filter) => read<typeof ledger.listCommissionRules>(admin('commission-rules'), query),
    setCommissionRule: (key: string, body: BodyOf<typeof ledger.setCommissionRule>) =>
      write<typeof ledger.setCommissionRule>(admin('commission-rules'), key, body),

    listSubscriptions: async (query: Filter) => {
      const page = await read<typeof subscriptions.listSubscriptions>(admin('subscriptions'), query);
      return { items: page.subscriptions, nextCursor: page.nextCursor };
    },
    giveSubscription: (key: string, body: BodyOf<typeof subscriptions.giveSubscription>) =>
      write<typeof subscriptions.giveSubscription>(admin('subscriptions', 'comp'), key, body),
    endSubscription: (key: string, body: BodyOf<typeof subscriptions.endSubscription>) =>
      write<typeof subscriptions.endSubscription>(admin('subscriptions', 'end'), key, body),

    listDeliveries: (query: Filter) => read<typeof letters.listDeliveries>(admin('deliveries'), query),
    retryDelivery: (key: string, id: string) =>
      send<typeof letters.retryDelivery>(admin('deliveries', id, 'retry'), key),

    listHeldMessages: (query: Filter) => read<typeof inquiries.listHeldMessages>(admin('inquiries', 'held'), query),
    releaseMessage: (key: string, id: string, body: BodyOf<typeof inquiries.releaseMessage>) =>
      write<typeof inquiries.releaseMessage>(admin('inquiries', id, 'release'), key, body),
    discardMessage: (key: string, id: string, body: BodyOf<typeof inquiries.discardMessage>) =>
      write<typeof inquiries.discardMessage>(admin('inquiries', id, 'discard'), key, body),

    listDisputes: () => read<typeof bookings.listDisputes>(admin('disputes')),
    resolveBooking: (key: string, id: string, body: BodyOf<typeof bookings.resolveBooking>) =>
      write<typeof bookings.resolveBooking>(admin('bookings', id, 'resolve'), key, body),
  };
}
export type AdminClient = ReturnType<typeof adminClient>;
