import * as z from 'zod';
import { isUnchanged } from '../../../http/entity-tag.ts';
import { api, ctxOf, once } from '../../endpoint.ts';
import * as contract from '../contract/thread.ts';
import { requestMessage, requestMessages, requestThread } from '../schema/thread.ts';
import { requireRequests } from '../talk.ts';
import * as thread from '../thread.ts';

const sendRequestMessage = once(contract.sendRequestMessage, requestMessage, thread.sendRequestMessage);
const markRequestThreadRead = once(
  contract.markRequestThreadRead,
  z.object({ unread: z.int() }),
  thread.markRequestThreadRead,
);

export const requestThreadRoutes = api()
  .openapi(contract.getRequestThread, async (c) => {
    const answer = requestThread.parse(await thread.getRequestThread(ctxOf(c), c.req.valid('param')));
    return (await isUnchanged(c, answer)) ? c.body(null, 304) : c.json(answer, 200);
  })
  .openapi(contract.listRequestMessages, async (c) => {
    const wish = { ...c.req.valid('param'), ...c.req.valid('query') };
    const answer = requestMessages.parse(await thread.listRequestMessages(ctxOf(c), wish));
    return (await isUnchanged(c, answer)) ? c.body(null, 304) : c.json(answer, 200);
  })
  .openapi(contract.sendRequestMessage, async (c) => {
    requireRequests(ctxOf(c));
    return c.json(await sendRequestMessage(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 201);
  })
  .openapi(contract.markRequestThreadRead, async (c) =>
    c.json(await markRequestThreadRead(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  );
