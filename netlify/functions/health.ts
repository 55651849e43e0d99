import type { Config } from '@netlify/functions';
import { healthRoutes } from '../../src/features/health/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(healthRoutes);

export const config: Config = {
  path: '/api/health',
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
