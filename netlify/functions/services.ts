import type { Config } from '@netlify/functions';
import { serviceRoutes } from '../../src/features/discovery/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(serviceRoutes);

export const config: Config = {
  path: ['/api/services', '/api/services/:serviceId'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
