import type { Config } from '@netlify/functions';
import { drivers } from '../../src/features/payments/drivers.ts';
import { paymentRoutes } from '../../src/features/payments/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(paymentRoutes, { drivers });

export const config: Config = {
  path: ['/api/payments', '/api/payments/*'],
  excludedPath: '/api/payments/webhook/*',
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
