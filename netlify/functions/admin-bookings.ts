import type { Config } from '@netlify/functions';
import { drivers } from '../../src/features/payments/drivers.ts';
import { adminBookingRoutes } from '../../src/features/bookings/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(adminBookingRoutes, { drivers });

export const config: Config = {
  path: ['/api/admin/disputes', '/api/admin/bookings/*'],
  rateLimit: { windowLimit: 600, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
