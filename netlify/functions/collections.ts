import type { Config } from '@netlify/functions';
import { collectionRoutes } from '../../src/features/collections/routes/lists.ts';
import { savedTalentSearchRoutes } from '../../src/features/collections/routes/searches.ts';
import { api } from '../../src/features/endpoint.ts';
import { serve } from '../../src/wiring.ts';

export default serve(api().route('/', collectionRoutes).route('/', savedTalentSearchRoutes));

export const config: Config = {
  path: ['/api/collections', '/api/collections/*', '/api/talent-searches', '/api/talent-searches/*'],
  rateLimit: { windowLimit: 1200, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
