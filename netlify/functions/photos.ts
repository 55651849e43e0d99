import type { Config } from '@netlify/functions';
import { photoRoutes } from '../../src/features/photos/routes/api.ts';
import { serve } from '../../src/wiring.ts';

export default serve(photoRoutes);

export const config: Config = {
  path: [
    '/api/services/:serviceId/photo-requests',
    '/api/photo-requests',
    '/api/photo-requests/*',
    '/api/photos',
    '/api/photos/*',
    '/api/whatsapp-number',
    '/api/whatsapp-number/*',
  ],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
