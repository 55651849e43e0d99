import type { Config } from '@netlify/functions';
import { calendarRoutes } from '../../src/features/calendar/routes/feed.ts';
import { serve } from '../../src/wiring.ts';

export default serve(calendarRoutes);

export const config: Config = {
  path: ['/api/calendar-feed', '/api/calendar/*'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
