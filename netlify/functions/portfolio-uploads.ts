import type { Config } from '@netlify/functions';
import { portfolioUploadRoutes, uploadLimit } from '../../src/features/portfolio/routes/uploads.ts';
import { serve } from '../../src/wiring.ts';

export default serve(portfolioUploadRoutes, { raw: true, bodyLimit: uploadLimit });

export const config: Config = {
  path: '/api/portfolio-uploads/*',
  rateLimit: { windowLimit: 120, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
