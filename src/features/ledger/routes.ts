import type { Context } from 'hono';
import { api, ctxOf, once, onceAsOperator, type AppEnv } from '../endpoint.ts';
import * as books from './books.ts';
import * as commission from './commission.ts';
import * as contract from './contract.ts';
import * as earnings from './earnings.ts';
import * as payouts from './payouts.ts';
import * as shape from './schema.ts';

const setPayoutAccount = once(contract.setPayoutAccount, shape.payoutAccountView, earnings.setPayoutAccount);

export const earningsRoutes = api()
  .openapi(contract.getEarnings, async (c) =>
    c.json(shape.earningsView.parse(await earnings.getEarnings(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.getPayoutAccount, async (c) =>
    c.json(shape.payoutAccountView.parse(await earnings.getPayoutAccount(ctxOf(c))), 200),
  )
  .openapi(contract.setPayoutAccount, async (c) => c.json(await setPayoutAccount(c, c.req.valid('json')), 200))
  .openapi(contract.listMyPayouts, async (c) =>
    c.json(shape.ownPayoutList.parse(await earnings.listMyPayouts(ctxOf(c), c.req.valid('query'))), 200),
  );

const createPayoutBatch = onceAsOperator(contract.createPayoutBatch, shape.payoutBatch, payouts.createPayoutBatch);
const settlePayout = onceAsOperator(contract.settlePayout, shape.operatorPayout, payouts.settlePayout);
const cancelPayout = onceAsOperator(contract.cancelPayout, shape.operatorPayout, payouts.cancelPayout);
const setCommissionRule = onceAsOperator(
  contract.setCommissionRule,
  shape.commissionRuleSet,
  commission.setCommissionRule,
);
const correctLedger = onceAsOperator(contract.correctLedger, shape.entryView, books.correctLedger);

/** Saved under a name, never shown as a page. */
const spreadsheet = (c: Context<AppEnv>, name: string, text: string) =>
  c.body(text, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.csv"`,
  });

export const adminLedgerRoutes = api()
  .openapi(contract.getPayoutBalances, async (c) =>
    c.json(shape.payoutBalances.parse(await payouts.getPayoutBalances(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.listPayouts, async (c) =>
    c.json(shape.payoutList.parse(await payouts.listPayouts(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.createPayoutBatch, async (c) => c.json(await createPayoutBatch(c, c.req.valid('json')), 201))
  .openapi(contract.settlePayout, async (c) =>
    c.json(await settlePayout(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(contract.cancelPayout, async (c) =>
    c.json(await cancelPayout(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(contract.exportPayoutBatch, async (c) => {
    const path = c.req.valid('param');
    return spreadsheet(c, `payouts-${path.batchId}`, await payouts.exportPayoutBatch(ctxOf(c), path));
  })
  .openapi(contract.listCommissionRules, async (c) =>
    c.json(shape.commissionRuleList.parse(await commission.listCommissionRules(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.setCommissionRule, async (c) => c.json(await setCommissionRule(c, c.req.valid('json')), 200))
  .openapi(contract.getLedger, async (c) => c.json(shape.booksView.parse(await books.getLedger(ctxOf(c))), 200))
  .openapi(contract.listLedgerEntries, async (c) =>
    c.json(shape.entryList.parse(await books.listLedgerEntries(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.exportLedger, async (c) =>
    spreadsheet(c, 'ledger', await books.exportLedger(ctxOf(c), c.req.valid('query'))),
  )
  .openapi(contract.correctLedger, async (c) => c.json(await correctLedger(c, c.req.valid('json')), 201));
