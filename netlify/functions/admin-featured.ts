import type { Config } from '@netlify/functions';
import { adminFeaturedRoutes } from '../../src/features/showcase/routes/featured.ts';
import { serve } from '../../src/wiring.ts';

export default serve(adminFeaturedRoutes);

export const config: Config = {
  path: '/api/admin/featured',
  rateLimit: { windowLimit: 600, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
