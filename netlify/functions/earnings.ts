import type { Config } from '@netlify/functions';
import { earningsRoutes } from '../../src/features/ledger/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(earningsRoutes);

export const config: Config = {
  path: ['/api/earnings', '/api/earnings/*'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
