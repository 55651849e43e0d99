import type { Config } from '@netlify/functions';
import { linkPage } from '../../src/features/inquiries/routes/link-page.ts';
import { serve } from '../../src/wiring.ts';
import { renderGone, renderThread } from '../generated/render-inquiry.mjs';

// Raw: whoever opens the link reads by the link alone, so nobody's session is looked at.
export default serve(linkPage({ renderGone, renderThread }), { raw: true });

export const config: Config = {
  path: '/:locale/inquiry/:id',
  excludedPath: '/api/*',
  rateLimit: { windowLimit: 120, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
