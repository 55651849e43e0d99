import type { Config } from '@netlify/functions';
import { profileRoutes } from '../../src/features/profiles/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(profileRoutes);

export const config: Config = {
  path: ['/api/profile', '/api/profile/*', '/api/me/onboarding'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
