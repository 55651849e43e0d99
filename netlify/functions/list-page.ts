import type { Config } from '@netlify/functions';
import { loadLists } from '../../src/features/discovery/lists.ts';
import { listPage } from '../../src/features/showcase/routes/list-page.ts';
import { serve } from '../../src/wiring.ts';
import { renderList, renderNotFound, renderUnavailable } from '../generated/render-lists.mjs';

// Raw: the lists are the same for everyone, so nobody's session is looked at.
export default serve(
  listPage({ find: (ctx) => loadLists(ctx.doors), render: renderList, renderNotFound, renderUnavailable }),
  { raw: true },
);

export const config: Config = {
  path: [
    '/fresh/:locale',
    '/fresh/:locale/talents',
    '/fresh/:locale/talents/as/:category',
    '/fresh/:locale/talents/in/:city',
    '/fresh/:locale/talents/as/:category/in/:city',
  ],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
