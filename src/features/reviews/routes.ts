import { moveOnce } from '../bookings/routes.ts';
import { api, ctxOf } from '../endpoint.ts';
import * as contract from './contract.ts';
import { createReview } from './service.ts';

export const reviewRoutes = api()
  .openapi(contract.createReview, async (c) => c.json(await moveOnce(ctxOf(c), 'createReview', c.req.valid('header')['idempotency-key'], { ...c.req.valid('param'), ...c.req.valid('json') }, createReview), 200));
