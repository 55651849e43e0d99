import type { Config } from '@netlify/functions';
import { adminRequestRoutes } from '../../src/features/requests/routes/admin.ts';
import { serve } from '../../src/wiring.ts';

export default serve(adminRequestRoutes);

export const config: Config = {
  path: ['/api/admin/requests', '/api/admin/requests/*'],
  rateLimit: { windowLimit: 600, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
