import type { Config } from '@netlify/functions';
import { businessMessageRoutes } from '../../src/features/inquiries/routes/messages.ts';
import { withSlash } from '../../src/http/with-slash.ts';
import { serve } from '../../src/wiring.ts';

export default withSlash(serve(businessMessageRoutes));

export const config: Config = {
  path: ['/api/business/messages', '/api/business/messages/*'],
  rateLimit: { windowLimit: 600, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
