import type { Config } from '@netlify/functions';
import { talentSearchRoutes } from '../../src/features/discovery/search/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(talentSearchRoutes);

export const config: Config = {
  path: ['/api/search', '/api/search/members'],
  rateLimit: { windowLimit: 1200, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
