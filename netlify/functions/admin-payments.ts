import type { Config } from '@netlify/functions';
import { drivers } from '../../src/features/payments/drivers.ts';
import { adminPaymentRoutes } from '../../src/features/payments/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(adminPaymentRoutes, { drivers });

export const config: Config = {
  path: [
    '/api/admin/payments',
    '/api/admin/payments/*',
    '/api/admin/refunds',
    '/api/admin/refunds/*',
    '/api/admin/cases',
    '/api/admin/cases/*',
    '/api/admin/gateways',
  ],
  rateLimit: { windowLimit: 600, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
