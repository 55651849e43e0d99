import type { Config } from '@netlify/functions';
import { notificationRoutes } from '../../src/features/notifications/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(notificationRoutes);

export const config: Config = {
  path: ['/api/notifications', '/api/notifications/*'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
