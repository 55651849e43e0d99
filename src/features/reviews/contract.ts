import { moveRoute } from '../bookings/contract.ts';
import { createReviewBody } from '../bookings/schema.ts';
import { demo, exampleIds } from '../examples.ts';

export const createReview = moveRoute(
  '/api/bookings/{bookingId}/reviews',
  'createReview',
  'One review per side, after completion',
  demo.customer,
  exampleIds.completedToReview,
  createReviewBody,
  { rating: 5, comment: 'On time, calm, and the pictures are wonderful.' },
  ['wrong_state', 'already_reviewed'],
);
