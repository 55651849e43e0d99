import * as z from 'zod';
import { isUnchanged } from '../../../http/entity-tag.ts';
import { api, ctxOf, once } from '../../endpoint.ts';
import * as contract from '../contract/threads.ts';
import * as inbox from '../inbox.ts';
import { threadCard, threadList, threadMessage, threadMessages, threadView, unreadThreads } from '../schema/threads.ts';

const sendMessage = once(contract.sendMessage, threadMessage, inbox.sendMessage);
const markThreadRead = once(contract.markThreadRead, z.object({ unread: z.int() }), inbox.markThreadRead);
const fileThread = once(contract.fileThread, threadCard, inbox.fileThread);

export const threadRoutes = api()
  .openapi(contract.listThreads, async (c) => {
    const answer = threadList.parse(await inbox.listThreads(ctxOf(c), c.req.valid('query')));
    return (await isUnchanged(c, answer)) ? c.body(null, 304) : c.json(answer, 200);
  })
  .openapi(contract.countUnreadThreads, async (c) => {
    const answer = unreadThreads.parse(await inbox.countUnread(ctxOf(c)));
    return (await isUnchanged(c, answer)) ? c.body(null, 304) : c.json(answer, 200);
  })
  .openapi(contract.getThread, async (c) => {
    const answer = threadView.parse(await inbox.getThread(ctxOf(c), c.req.valid('param')));
    return (await isUnchanged(c, answer)) ? c.body(null, 304) : c.json(answer, 200);
  })
  .openapi(contract.listThreadMessages, async (c) => {
    const wish = { ...c.req.valid('param'), ...c.req.valid('query') };
    const answer = threadMessages.parse(await inbox.listThreadMessages(ctxOf(c), wish));
    return (await isUnchanged(c, answer)) ? c.body(null, 304) : c.json(answer, 200);
  })
  .openapi(contract.sendMessage, async (c) =>
    c.json(await sendMessage(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 201),
  )
  .openapi(contract.markThreadRead, async (c) =>
    c.json(await markThreadRead(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(contract.fileThread, async (c) =>
    c.json(await fileThread(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  );
