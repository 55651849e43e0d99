import type { Config } from '@netlify/functions';
import { attachmentRoutes } from '../../src/features/attachments/routes/files.ts';
import { serve } from '../../src/wiring.ts';

export default serve(attachmentRoutes);

export const config: Config = {
  path: ['/api/attachments', '/api/attachments/*'],
  rateLimit: { windowLimit: 1200, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
