import type { Config } from '@netlify/functions';
import { drivers } from '../../src/features/payments/drivers.ts';
import { subscriptionRoutes } from '../../src/features/subscriptions/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(subscriptionRoutes, { drivers });

export const config: Config = {
  path: ['/api/purchases', '/api/purchases/*', '/api/subscription', '/api/subscription/*', '/api/credits'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
