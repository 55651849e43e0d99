import type { Config } from '@netlify/functions';
import { adminSubscriptionRoutes } from '../../src/features/subscriptions/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(adminSubscriptionRoutes);

export const config: Config = {
  path: ['/api/admin/subscriptions', '/api/admin/subscriptions/*'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
