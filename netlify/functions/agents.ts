import type { Config } from '@netlify/functions';
import { agentRoutes } from '../../src/features/agents/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(agentRoutes);

export const config: Config = {
  path: ['/api/agents/*'],
  rateLimit: { windowLimit: 1200, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
