import { api, ctxOf, onceAsOperator } from '../../endpoint.ts';
import * as contract from '../contract/accounts.ts';
import { pageIsClosed } from '../page-news.ts';
import { accountLines, suspension } from '../schema/accounts.ts';
import * as suspending from '../suspending.ts';

const set = onceAsOperator(contract.setSuspension, suspension, suspending.setSuspension);

export const adminAccountRoutes = api()
  .openapi(contract.listAccounts, async (c) =>
    c.json(accountLines.parse(await suspending.listAccounts(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.setSuspension, async (c) => {
    const done = await set(c, { ...c.req.valid('param'), ...c.req.valid('json') });
    if (done.closed !== null) await pageIsClosed(ctxOf(c), done.closed);
    return c.json(done, 200);
  });
