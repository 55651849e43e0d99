import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../endpoint.ts';
import { demo, exampleIds } from '../examples.ts';
import * as shape from './schema.ts';

const security = [{ session: [] }];
const signedIn = { 401: ['unauthenticated'], 403: ['account_suspended', 'onboarding_required'] } as const;
const talent = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required', 'role_not_allowed'],
} as const;
const operator = { ...signedIn, 404: ['not_found'] } as const;
const badInput = ['invalid', 'idempotency_mismatch'] as const;
const earnings = ['earnings'];
const admin = ['operator: money'];

const spreadsheet = (description: string) => ({
  description,
  content: { 'text/csv': { schema: z.string() } },
});

export const getEarnings = createRoute({
  method: 'get',
  path: '/api/earnings',
  operationId: 'getEarnings',
  summary: 'What I have earned: balances per currency, and my paid bookings, newest first',
  tags: earnings,
  security,
  request: { query: shape.page },
  responses: {
    200: jsonAnswer('balances and a page of earnings', shape.earningsView),
    ...refusals({ ...talent, 422: ['invalid'] }),
  },
});
export const getPayoutAccount = createRoute({
  method: 'get',
  path: '/api/earnings/account',
  operationId: 'getPayoutAccount',
  summary: 'Where I am paid',
  tags: earnings,
  security,
  responses: { 200: jsonAnswer('the account, if one is named', shape.payoutAccountView), ...refusals(talent) },
});
export const setPayoutAccount = createRoute({
  method: 'put',
  path: '/api/earnings/account',
  operationId: 'setPayoutAccount',
  summary: 'Names where I am paid: a bank account or a wallet',
  tags: earnings,
  security,
  'x-example-as': demo.talent,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      shape.payoutAccountBody.meta({
        example: { method: 'fastpay', holder: 'Zainab Kareem', number: '0770 123 4567' },
      }),
    ),
  },
  responses: {
    200: jsonAnswer('the account as it is kept', shape.payoutAccountView),
    ...refusals({ ...talent, 422: badInput }),
  },
});
export const listMyPayouts = createRoute({
  method: 'get',
  path: '/api/earnings/payouts',
  operationId: 'listMyPayouts',
  summary: 'What was paid out to me, newest first',
  tags: earnings,
  security,
  request: { query: shape.page },
  responses: {
    200: jsonAnswer('a page of payouts', shape.ownPayoutList),
    ...refusals({ ...talent, 422: ['invalid'] }),
  },
});

export const getPayoutBalances = createRoute({
  method: 'get',
  path: '/api/admin/payouts/balances',
  operationId: 'getPayoutBalances',
  summary: 'Who can be paid how much now',
  tags: admin,
  security,
  request: { query: shape.payoutBalancesQuery },
  responses: {
    200: jsonAnswer('a balance per talent and currency', shape.payoutBalances),
    ...refusals({ ...operator, 422: ['invalid'] }),
  },
});
export const listPayouts = createRoute({
  method: 'get',
  path: '/api/admin/payouts',
  operationId: 'listPayouts',
  summary: 'Payouts, newest first',
  tags: admin,
  security,
  request: { query: shape.payoutListQuery },
  responses: { 200: jsonAnswer('a page of payouts', shape.payoutList), ...refusals({ ...operator, 422: ['invalid'] }) },
});
export const createPayoutBatch = createRoute({
  method: 'post',
  path: '/api/admin/payouts',
  operationId: 'createPayoutBatch',
  summary: 'A batch of payouts in one currency: to each what the books say can be paid at this moment',
  tags: admin,
  security,
  'x-example-as': demo.operator,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(shape.createPayoutBatchBody.meta({ example: { currency: 'IQD' } })),
  },
  responses: {
    201: jsonAnswer('the batch with its payouts', shape.payoutBatch),
    ...refusals({ ...operator, 422: badInput }),
  },
});
const onePayout = (id: string) => z.object({ payoutId: z.uuid().meta({ example: id }) });
export const settlePayout = createRoute({
  method: 'post',
  path: '/api/admin/payouts/{payoutId}/settle',
  operationId: 'settlePayout',
  summary: 'The transfer was made by hand: its reference is kept and the books say so',
  tags: admin,
  security,
  'x-example-as': demo.operator,
  request: {
    params: onePayout(exampleIds.payoutToSettle),
    headers: idempotencyHeader,
    body: jsonBody(shape.settlePayoutBody.meta({ example: { reference: 'FIB-20260412-7731', from: 'bank' } })),
  },
  responses: {
    200: jsonAnswer('the payout as it is now', shape.operatorPayout),
    ...refusals({ ...operator, 409: ['wrong_state', 'owed_too_little'], 422: badInput }),
  },
});
export const cancelPayout = createRoute({
  method: 'post',
  path: '/api/admin/payouts/{payoutId}/cancel',
  operationId: 'cancelPayout',
  summary: 'The transfer will not be made: the sum can be paid out again',
  tags: admin,
  security,
  'x-example-as': demo.operator,
  request: {
    params: onePayout(exampleIds.payoutToCancel),
    headers: idempotencyHeader,
    body: jsonBody(shape.cancelPayoutBody.meta({ example: { reason: 'The account number was closed.' } })),
  },
  responses: {
    200: jsonAnswer('the payout as it is now', shape.operatorPayout),
    ...refusals({ ...operator, 409: ['wrong_state'], 422: badInput }),
  },
});
export const exportPayoutBatch = createRoute({
  method: 'get',
  path: '/api/admin/payouts/{batchId}/csv',
  operationId: 'exportPayoutBatch',
  summary: 'One batch as a spreadsheet, for the bank',
  tags: admin,
  security,
  request: { params: shape.batchPath },
  responses: { 200: spreadsheet('a line per payout'), ...refusals(operator) },
});

export const listCommissionRules = createRoute({
  method: 'get',
  path: '/api/admin/commission-rules',
  operationId: 'listCommissionRules',
  summary: 'What the site keeps, by which rule; the most specific one decides',
  tags: admin,
  security,
  request: { query: shape.commissionRuleQuery },
  responses: {
    200: jsonAnswer('a page of rules, newest first', shape.commissionRuleList),
    ...refusals({ ...operator, 422: ['invalid'] }),
  },
});
export const setCommissionRule = createRoute({
  method: 'post',
  path: '/api/admin/commission-rules',
  operationId: 'setCommissionRule',
  summary: 'Another rule for payments to come; those that were made keep theirs',
  tags: admin,
  security,
  'x-example-as': demo.operator,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      shape.setCommissionRuleBody.meta({
        example: { plan: 'PRO', currency: 'IQD', basisPoints: 800, minimum: 1000, reason: 'PRO talents keep more.' },
      }),
    ),
  },
  responses: {
    200: jsonAnswer('the rule in force now, and the one it ended', shape.commissionRuleSet),
    ...refusals({ ...operator, 422: badInput }),
  },
});

export const getLedger = createRoute({
  method: 'get',
  path: '/api/admin/ledger',
  operationId: 'getLedger',
  summary: 'The books: every account by currency and by where the money lies',
  tags: admin,
  security,
  responses: { 200: jsonAnswer('balances made from the lines', shape.booksView), ...refusals(operator) },
});
export const listLedgerEntries = createRoute({
  method: 'get',
  path: '/api/admin/ledger/entries',
  operationId: 'listLedgerEntries',
  summary: 'Entries with their lines, newest first',
  tags: admin,
  security,
  request: { query: shape.entryQuery },
  responses: { 200: jsonAnswer('a page of entries', shape.entryList), ...refusals({ ...operator, 422: ['invalid'] }) },
});
export const exportLedger = createRoute({
  method: 'get',
  path: '/api/admin/ledger/csv',
  operationId: 'exportLedger',
  summary: 'The lines of the books as a spreadsheet, oldest first',
  tags: admin,
  security,
  request: { query: shape.entryFilter },
  responses: { 200: spreadsheet('a row per line'), ...refusals({ ...operator, 422: ['invalid'] }) },
});
export const correctLedger = createRoute({
  method: 'post',
  path: '/api/admin/ledger/corrections',
  operationId: 'correctLedger',
  summary: 'An entry by hand, balanced and explained; nothing in the books is ever changed',
  tags: admin,
  security,
  'x-example-as': demo.operator,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      shape.correctionBody.meta({
        example: {
          words: 'The monthly fee FIB kept from our account.',
          lines: [
            { account: 'gateway_fee', amount: 5000, currency: 'IQD' },
            { account: 'gateway_fee', amount: -5000, currency: 'IQD', driver: 'fib' },
          ],
        },
      }),
    ),
  },
  responses: { 201: jsonAnswer('the entry', shape.entryView), ...refusals({ ...operator, 422: badInput }) },
});
