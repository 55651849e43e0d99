import type { Config } from '@netlify/functions';
import { portfolioRoutes } from '../../src/features/portfolio/routes/portfolio.ts';
import { serve } from '../../src/wiring.ts';

export default serve(portfolioRoutes);

export const config: Config = {
  path: ['/api/portfolio', '/api/portfolio/*'],
  rateLimit: { windowLimit: 300, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
