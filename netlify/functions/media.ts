import type { Config } from '@netlify/functions';
import { mediaRoutes } from '../../src/features/portfolio/routes/media.ts';
import { serve } from '../../src/wiring.ts';

export default serve(mediaRoutes);

export const config: Config = {
  path: '/api/media/*',
  rateLimit: { windowLimit: 1200, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
