import { api, ctxOf, once, onceAsOperator } from '../../endpoint.ts';
import * as blocks from '../blocks.ts';
import * as contract from '../contract/conduct.ts';
import { lookAtThread } from '../looking.ts';
import { createReport, decideReport, listReports } from '../reports.ts';
import { block, blockList, lookedThread, operatorReport, report, reportList } from '../schema/conduct.ts';
import { takeBack } from '../taking-back.ts';

const createBlock = once(contract.createBlock, block, blocks.createBlock);
const makeReport = once(contract.createReport, report, createReport);
const decide = onceAsOperator(contract.decideReport, operatorReport, decideReport);

export const blockRoutes = api()
  .openapi(contract.createBlock, async (c) => c.json(await createBlock(c, c.req.valid('json')), 201))
  .openapi(contract.listBlocks, async (c) =>
    c.json(blockList.parse(await blocks.listBlocks(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.deleteBlock, async (c) => {
    await blocks.deleteBlock(ctxOf(c), c.req.valid('param'));
    return c.body(null, 204);
  });

/** They stand under the conversations' address, in a function of their own. */
export const reportRoutes = api()
  .openapi(contract.createReport, async (c) =>
    c.json(await makeReport(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 201),
  )
  .openapi(contract.takeBackMessage, async (c) => {
    await takeBack(ctxOf(c), c.req.valid('param'));
    return c.body(null, 204);
  });

export const adminConversationRoutes = api()
  .openapi(contract.listReports, async (c) =>
    c.json(reportList.parse(await listReports(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.decideReport, async (c) =>
    c.json(await decide(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(contract.lookAtThread, async (c) =>
    c.json(lookedThread.parse(await lookAtThread(ctxOf(c), { ...c.req.valid('param'), ...c.req.valid('query') })), 200),
  );
