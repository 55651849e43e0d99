import type { Config } from '@netlify/functions';
import { adminInquiryRoutes } from '../../src/features/inquiries/routes/messages.ts';
import { serve } from '../../src/wiring.ts';

export default serve(adminInquiryRoutes);

export const config: Config = {
  path: '/api/admin/inquiries/*',
  rateLimit: { windowLimit: 600, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
