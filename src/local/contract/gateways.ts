import { Hono } from 'hono';
import * as z from 'zod';
import { deeds } from '../gateways/gateway.ts';
import { faultsSchema, moveSchema } from '../gateways/house.ts';
import { payerPage } from './pages/payer.ts';
import type { Parts } from './parts.ts';
import { problem, readBody } from './problem.ts';

const tap = z.object({
  do: z.enum(['pay', 'decline', 'leave']),
  times: z.coerce.number().int().min(0).max(9).optional(),
  reversed: z.literal('on').optional(),
  wrongAmount: z.literal('on').optional(),
});

/** The strings of the simulated gateways: for outside checks, and a page for the person who pays. */
export function gatewayRoutes({ gateways }: Parts): Hono {
  const routes = new Hono();

  routes.get('/gateways', (c) => c.json(gateways.list()));

  routes.get('/gateways/:driver/pay/:ref', (c) => {
    const payment = gateways.find(c.req.param('driver'), c.req.param('ref'));
    if (!payment) return problem(c, 404, 'not_found', 'This gateway knows no such payment.');
    return c.html(payerPage(payment, { left: c.req.query('left') !== undefined }));
  });

  routes.post('/gateways/:driver/pay/:ref', async (c) => {
    const { driver, ref } = c.req.param();
    const payment = gateways.find(driver, ref);
    if (!payment) return problem(c, 404, 'not_found', 'This gateway knows no such payment.');
    const read = await readBody(c, tap);
    if ('refusal' in read) return read.refusal;
    const { do: deed, times, reversed, wrongAmount } = read.body;
    const page = `/__local/gateways/${driver}/pay/${encodeURIComponent(ref)}`;
    if (deed === 'leave') return c.redirect(`${page}?left`, 303);
    const notify = { times, order: reversed && ('reversed' as const), wrongAmount: wrongAmount === 'on' };
    const moved = await gateways.move(driver, ref, { do: deed, notify });
    // Too late to tap: the page says why, in its own words.
    if (typeof moved === 'string' || 'refused' in moved) return c.redirect(page, 303);
    // the way back is the one of after: some gateways write into it what happened
    return c.redirect((payment.open ? moved.returnUrl : null) ?? page, 303);
  });

  routes.post('/gateways/:driver/payments/:ref', async (c) => {
    const read = await readBody(c, moveSchema);
    if ('refusal' in read) return read.refusal;
    const moved = await gateways.move(c.req.param('driver'), c.req.param('ref'), read.body);
    if (moved === 'no gateway') return problem(c, 404, 'not_found', 'There is no such gateway; see /__local/gateways.');
    if (moved === 'no payment') return problem(c, 404, 'not_found', 'This gateway knows no such payment.');
    if ('refused' in moved) return problem(c, 409, 'wrong_state', moved.refused, { moves: deeds });
    return c.json(moved);
  });

  routes.post('/gateways/:driver/faults', async (c) => {
    const read = await readBody(c, faultsSchema);
    if ('refusal' in read) return read.refusal;
    const waiting = gateways.faults(c.req.param('driver'), read.body.next);
    if (waiting === 'no gateway')
      return problem(c, 404, 'not_found', 'There is no such gateway; see /__local/gateways.');
    return c.json({ waiting });
  });

  return routes;
}
