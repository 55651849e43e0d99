import type { Config } from '@netlify/functions';
import { adminAccountRoutes } from '../../src/features/registration/routes/accounts.ts';
import { serve } from '../../src/wiring.ts';

export default serve(adminAccountRoutes);

export const config: Config = {
  path: ['/api/admin/accounts', '/api/admin/accounts/*'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
