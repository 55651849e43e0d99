import type { Config } from '@netlify/functions';
import { adminConversationRoutes } from '../../src/features/messaging/routes/conduct.ts';
import { serve } from '../../src/wiring.ts';

export default serve(adminConversationRoutes);

export const config: Config = {
  path: ['/api/admin/reports', '/api/admin/reports/*', '/api/admin/threads/*'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
