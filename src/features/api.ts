import { bookingRoutes } from './bookings/routes.ts';
import { serviceRoutes, talentRoutes } from './discovery/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { clerkWebhookRoutes, identityRoutes } from './identity/routes.ts';
import { paymentRoutes, paymentWebhookRoutes } from './payments/routes.ts';
import { profileRoutes } from './profiles/routes.ts';
import { reviewRoutes } from './reviews/routes.ts';

/** Every endpoint, for the API document. */
export const everyRoute = () => [
  identityRoutes,
  talentRoutes,
  serviceRoutes,
  profileRoutes,
  bookingRoutes,
  reviewRoutes,
  paymentRoutes,
  paymentWebhookRoutes,
  clerkWebhookRoutes(async () => null),
  healthRoutes,
];

/** What a browser calls; the typed client imports this type and nothing else. */
export type Api = typeof identityRoutes & typeof talentRoutes & typeof serviceRoutes & typeof profileRoutes & typeof bookingRoutes & typeof reviewRoutes & typeof paymentRoutes;
