import type { Config } from '@netlify/functions';
import { documentRoutes } from '../../src/features/documents/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(documentRoutes);

export const config: Config = {
  path: '/api/documents/*',
  rateLimit: { windowLimit: 600, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
