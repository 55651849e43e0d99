import * as z from 'zod';
import { api, ctxOf, once, onceAsSystem } from '../../endpoint.ts';
import { listOpenRequests } from '../board.ts';
import * as contract from '../contract/requests.ts';
import { createRequest, deleteRequest, editRequest } from '../drafts.ts';
import { getRequest, listRequests, lookAsTalent } from '../looking.ts';
import { closeRequest, publishRequest, reopenRequest } from '../moves.ts';
import { returnNow } from '../returns.ts';
import { board, ownRequest, requestList, requestView, unlocked } from '../schema/requests.ts';
import { expireNow } from '../tend.ts';
import { unlockRequest, unlockOutcome } from '../unlock.ts';

const create = once(contract.createRequest, ownRequest, createRequest);
const edit = once(contract.editRequest, ownRequest, editRequest);
const remove = once(contract.deleteRequest, z.object({ id: z.uuid() }), deleteRequest);
const publish = once(contract.publishRequest, ownRequest, publishRequest);
const close = once(contract.closeRequest, ownRequest, closeRequest);
const reopen = once(contract.reopenRequest, ownRequest, reopenRequest);
const unlock = onceAsSystem(contract.unlockRequest, unlockOutcome, unlockRequest);

export const requestRoutes = api()
  .openapi(contract.createRequest, async (c) => c.json(await create(c, c.req.valid('json')), 201))
  .openapi(contract.listRequests, async (c) =>
    c.json(requestList.parse(await listRequests(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.getRequest, async (c) =>
    c.json(requestView.parse(await getRequest(ctxOf(c), c.req.valid('param'))), 200),
  )
  .openapi(contract.editRequest, async (c) =>
    c.json(await edit(c, { ...c.req.valid('param'), changes: c.req.valid('json') }), 200),
  )
  .openapi(contract.deleteRequest, async (c) => c.json(await remove(c, c.req.valid('param')), 200))
  .openapi(contract.publishRequest, async (c) => c.json(await publish(c, c.req.valid('param')), 200))
  .openapi(contract.closeRequest, async (c) => {
    const { requestId } = c.req.valid('param');
    const closed = await close(c, { requestId, ...c.req.valid('json') });
    await returnNow(ctxOf(c), requestId);
    return c.json(closed, 200);
  })
  .openapi(contract.reopenRequest, async (c) => {
    // one whose time is over may not have been closed by the clock yet
    await expireNow(ctxOf(c), c.req.valid('param').requestId);
    return c.json(await reopen(c, c.req.valid('param')), 200);
  })
  .openapi(contract.unlockRequest, async (c) => {
    const { outcome } = await unlock(c, c.req.valid('param'));
    const request = await lookAsTalent(ctxOf(c), c.req.valid('param'));
    return c.json(unlocked.parse({ outcome, request }), 200);
  })
  .openapi(contract.listOpenRequests, async (c) =>
    c.json(board.parse(await listOpenRequests(ctxOf(c), c.req.valid('query'))), 200),
  );
