import type { Config } from '@netlify/functions';
import { searchTalents } from '../../src/features/discovery/search/service.ts';
import { searchPage } from '../../src/features/showcase/routes/search-page.ts';
import { serve } from '../../src/wiring.ts';
import { renderNotFound, renderSearch, renderUnavailable } from '../generated/render-search.mjs';

// Raw: what is found is the same for everyone, so nobody's session is looked at.
export default serve(searchPage({ find: searchTalents, render: renderSearch, renderNotFound, renderUnavailable }), {
  raw: true,
});

export const config: Config = {
  path: '/:locale/search',
  excludedPath: '/api/*',
  rateLimit: { windowLimit: 600, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
