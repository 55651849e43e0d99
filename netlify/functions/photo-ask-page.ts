import type { Config } from '@netlify/functions';
import { askPage } from '../../src/features/photos/routes/pages.ts';
import { serve } from '../../src/wiring.ts';
import { renderAsk, renderNotFound } from '../generated/render-photos.mjs';

export default serve(askPage(renderAsk, renderNotFound), { forms: true });

export const config: Config = {
  path: '/:locale/photos/ask/:serviceId',
  excludedPath: '/api/*',
  rateLimit: { windowLimit: 120, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
