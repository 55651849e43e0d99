import type { Context } from 'hono';
import type { Tx } from '../../../db/client.ts';
import type { Ctx } from '../../ctx.ts';
import { api, ctxOf, once, type AppEnv } from '../../endpoint.ts';
import * as contract from '../contract.ts';
import * as removing from '../removing.ts';
import { completeUpload } from '../receiving.ts';
import { announced, portfolio, type Portfolio } from '../schema.ts';
import * as service from '../service.ts';
import { tellPages } from '../telling.ts';

/** A change of what the page shows; once it is committed, word to the page and to whoever keeps a copy of the piece. */
const change = <Input>(
  route: { operationId?: string | undefined },
  verb: (ctx: Ctx, tx: Tx, input: Input) => Promise<Portfolio>,
) => {
  const write = once(route, portfolio, verb);
  return async (c: Context<AppEnv>, input: Input, itemId?: string): Promise<Portfolio> => {
    const now = await write(c, input);
    await tellPages(ctxOf(c), now, itemId);
    return now;
  };
};
const announceWork = once(contract.announceWork, announced, service.announce);
const addLink = change(contract.addWorkLink, service.addLink);
const changeWork = change(contract.changeWork, service.changeItem);
const removeWork = change(contract.removeWork, removing.removeItem);
const restoreWork = change(contract.restoreWork, removing.restoreItem);
const orderWork = change(contract.orderWork, service.orderItems);

export const portfolioRoutes = api()
  .openapi(contract.getPortfolio, async (c) => c.json(portfolio.parse(await service.getPortfolio(ctxOf(c))), 200))
  .openapi(contract.announceWork, async (c) => c.json(await announceWork(c, c.req.valid('json')), 201))
  .openapi(contract.addWorkLink, async (c) => c.json(await addLink(c, c.req.valid('json')), 201))
  .openapi(contract.orderWork, async (c) => c.json(await orderWork(c, c.req.valid('json')), 200))
  .openapi(contract.completeWork, async (c) => {
    const now = portfolio.parse(await completeUpload(ctxOf(c), c.req.valid('param')));
    await tellPages(ctxOf(c), now);
    return c.json(now, 200);
  })
  .openapi(contract.changeWork, async (c) => {
    const { itemId } = c.req.valid('param');
    return c.json(await changeWork(c, { itemId, ...c.req.valid('json') }, itemId), 200);
  })
  .openapi(contract.removeWork, async (c) => {
    const { itemId } = c.req.valid('param');
    return c.json(await removeWork(c, { itemId }, itemId), 200);
  })
  .openapi(contract.restoreWork, async (c) => {
    const { itemId } = c.req.valid('param');
    return c.json(await restoreWork(c, { itemId }, itemId), 200);
  });
