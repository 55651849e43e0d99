import { api, ctxOf, onceAsOperator } from '../../endpoint.ts';
import * as contract from '../contract/admin.ts';
import * as moderation from '../moderation.ts';
import { removedRequest, requestForOperator, requestsToCheck } from '../schema/admin.ts';

const check = onceAsOperator(contract.checkRequest, requestForOperator, moderation.checkRequest);
const remove = onceAsOperator(contract.removeRequest, removedRequest, moderation.removeRequest);

export const adminRequestRoutes = api()
  .openapi(contract.listRequestsToCheck, async (c) =>
    c.json(requestsToCheck.parse(await moderation.listRequestsToCheck(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.inspectRequest, async (c) =>
    c.json(requestForOperator.parse(await moderation.inspectRequest(ctxOf(c), c.req.valid('param'))), 200),
  )
  .openapi(contract.checkRequest, async (c) =>
    c.json(await check(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(contract.removeRequest, async (c) =>
    c.json(await remove(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  );
