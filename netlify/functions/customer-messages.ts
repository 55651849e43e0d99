import type { Config } from '@netlify/functions';
import { customerMessageRoutes } from '../../src/features/inquiries/routes/messages.ts';
import { withSlash } from '../../src/http/with-slash.ts';
import { serve } from '../../src/wiring.ts';

export default withSlash(serve(customerMessageRoutes));

export const config: Config = {
  path: ['/api/customer/messages', '/api/customer/messages/*'],
  // one network asks and reads no faster than people do; the caps by address and network are the database's
  rateLimit: { windowLimit: 120, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
