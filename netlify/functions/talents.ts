import type { Config } from '@netlify/functions';
import { talentRoutes } from '../../src/features/discovery/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(talentRoutes);

export const config: Config = {
  path: ['/api/talents', '/api/talents/:slug'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
