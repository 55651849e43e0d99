import type { Config } from '@netlify/functions';
import { unsubscribePage } from '../../src/features/notifications/unsubscribe-page.ts';
import { serve } from '../../src/wiring.ts';
import { renderUnsubscribe } from '../generated/render-talent.mjs';

// Raw: it is a form or a mail program that calls, and the link alone says for whom.
export default serve(unsubscribePage(renderUnsubscribe), { raw: true });

export const config: Config = {
  path: '/:locale/unsubscribe/:token',
  rateLimit: { windowLimit: 300, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
