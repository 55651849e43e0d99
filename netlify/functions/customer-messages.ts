import type { Config } from '@netlify/functions';
import { formOrApi } from '../../src/features/inquiries/routes/form-page.ts';
import { withSlash } from '../../src/http/with-slash.ts';
import { serve } from '../../src/wiring.ts';

// What draws the pages is loaded for forms alone.
const pages = () => import('../generated/render-inquiry.mjs');

export default withSlash(serve(formOrApi(pages), { forms: true }));

export const config: Config = {
  path: ['/api/customer/messages', '/api/customer/messages/*'],
  // one network asks and reads no faster than people do; the caps by address and network are the database's
  rateLimit: { windowLimit: 120, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
