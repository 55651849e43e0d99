import type { Config } from '@netlify/functions';
import { guardianPage } from '../../src/features/registration/routes/guardian-page.ts';
import { serve } from '../../src/wiring.ts';
import { renderGuardian } from '../generated/render-guardian.mjs';

// Raw: it is a guardian who calls, and the link alone says of whom.
export default serve(guardianPage(renderGuardian), { raw: true });

export const config: Config = {
  path: '/:locale/guardian/:token',
  excludedPath: '/api/*',
  rateLimit: { windowLimit: 120, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
