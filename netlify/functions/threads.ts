import type { Config } from '@netlify/functions';
import { threadRoutes } from '../../src/features/messaging/routes/threads.ts';
import { serve } from '../../src/wiring.ts';

export default serve(threadRoutes);

export const config: Config = {
  path: ['/api/threads', '/api/threads/*'],
  excludedPath: ['/api/threads/:threadId/reports', '/api/threads/:threadId/messages/:messageId'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
