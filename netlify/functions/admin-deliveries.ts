import type { Config } from '@netlify/functions';
import { adminDeliveryRoutes } from '../../src/features/notifications/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(adminDeliveryRoutes);

export const config: Config = {
  path: ['/api/admin/deliveries', '/api/admin/deliveries/*'],
  rateLimit: { windowLimit: 600, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
