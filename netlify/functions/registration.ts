import type { Config } from '@netlify/functions';
import { registrationRoutes } from '../../src/features/registration/routes/me.ts';
import { serve } from '../../src/wiring.ts';

export default serve(registrationRoutes);

export const config: Config = {
  path: ['/api/me/registration', '/api/me/details', '/api/me/approval', '/api/me/guardian', '/api/me/birth-date'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
