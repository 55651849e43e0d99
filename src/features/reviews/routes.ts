import { bookingView } from '../bookings/schema.ts';
import { api, ctxOf, writeOnce } from '../endpoint.ts';
import * as contract from './contract.ts';
import { createReview } from './service.ts';

export const reviewRoutes = api().openapi(contract.createReview, async (c) => {
  const ctx = ctxOf(c);
  const input = { ...c.req.valid('param'), ...c.req.valid('json') };
  const key = c.req.valid('header')['idempotency-key'];
  return c.json(
    await writeOnce(ctx, { operation: 'createReview', key, input, answer: bookingView }, (tx) =>
      createReview(ctx, tx, input),
    ),
    200,
  );
});
