import type { Config } from '@netlify/functions';
import { api } from '../../src/features/endpoint.ts';
import { bookingRoutes } from '../../src/features/bookings/routes.ts';
import { bookingFileRoutes } from '../../src/features/calendar/routes/booking.ts';
import { reviewRoutes } from '../../src/features/reviews/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(api().route('/', bookingRoutes).route('/', reviewRoutes).route('/', bookingFileRoutes));

export const config: Config = {
  path: ['/api/bookings', '/api/bookings/*'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
