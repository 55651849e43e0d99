import type { Config } from '@netlify/functions';
import { documentRoutes } from '../../src/features/document/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(documentRoutes);

export const config: Config = {
  path: ['/api/openapi.json', '/api/docs'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
