import type { Config } from '@netlify/functions';
import { api } from '../../src/features/endpoint.ts';
import { proposalRoutes } from '../../src/features/requests/routes/proposals.ts';
import { requestRoutes } from '../../src/features/requests/routes/requests.ts';
import { searchRoutes } from '../../src/features/requests/routes/searches.ts';
import { requestThreadRoutes } from '../../src/features/requests/routes/thread.ts';
import { serve } from '../../src/wiring.ts';

export default serve(
  api().route('/', requestRoutes).route('/', requestThreadRoutes).route('/', proposalRoutes).route('/', searchRoutes),
);

export const config: Config = {
  path: [
    '/api/marketplace',
    '/api/proposals',
    '/api/proposals/*',
    '/api/requests',
    '/api/requests/*',
    '/api/saved-searches',
    '/api/saved-searches/*',
  ],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
