import { bookingView } from '../bookings/schema.ts';
import { api, ctxOf, once } from '../endpoint.ts';
import * as contract from './contract.ts';
import * as service from './service.ts';

const createReview = once(contract.createReview, bookingView, service.createReview);

export const reviewRoutes = api().openapi(contract.createReview, async (c) => {
  const path = c.req.valid('param');
  const now = await createReview(c, { ...path, ...c.req.valid('json') });
  ctxOf(c).defer(() => service.reviewMayShow(ctxOf(c), path));
  return c.json(now, 200);
});
