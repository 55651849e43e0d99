import type { Config } from '@netlify/functions';
import { identityRoutes } from '../../src/features/identity/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(identityRoutes);

export const config: Config = {
  path: '/api/me',
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
