import type { Config } from '@netlify/functions';
import { accountRoutes } from '../../src/features/accounts/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(accountRoutes);

export const config: Config = {
  path: ['/api/accounts/*'],
  rateLimit: { windowLimit: 600, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
