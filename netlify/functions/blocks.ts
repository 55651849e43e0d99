import type { Config } from '@netlify/functions';
import { blockRoutes } from '../../src/features/messaging/routes/conduct.ts';
import { serve } from '../../src/wiring.ts';

export default serve(blockRoutes);

export const config: Config = {
  path: ['/api/blocks', '/api/blocks/*'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
