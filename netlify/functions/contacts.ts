import type { Config } from '@netlify/functions';
import { contactRoutes } from '../../src/features/messaging/routes/contacts.ts';
import { serve } from '../../src/wiring.ts';

export default serve(contactRoutes);

export const config: Config = {
  path: ['/api/contacts', '/api/contacts/*'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
