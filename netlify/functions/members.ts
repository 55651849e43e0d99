import type { Config } from '@netlify/functions';
import { memberTalentRoutes } from '../../src/features/discovery/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(memberTalentRoutes);

export const config: Config = {
  path: '/api/members/talents/:slug',
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
