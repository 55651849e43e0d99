import { bookingView } from '../bookings/schema.ts';
import { api, once } from '../endpoint.ts';
import * as contract from './contract.ts';
import * as service from './service.ts';

const createReview = once(contract.createReview, bookingView, service.createReview);

export const reviewRoutes = api().openapi(contract.createReview, async (c) =>
  c.json(await createReview(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
);
