import type { Config } from '@netlify/functions';
import { reportRoutes } from '../../src/features/messaging/routes/conduct.ts';
import { serve } from '../../src/wiring.ts';

export default serve(reportRoutes);

export const config: Config = {
  path: ['/api/threads/:threadId/reports', '/api/threads/:threadId/messages/:messageId'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
