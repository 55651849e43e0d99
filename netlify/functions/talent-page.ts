import type { Config } from '@netlify/functions';
import { findTalent } from '../../src/features/discovery/service.ts';
import { freshTalentPage } from '../../src/http/fresh-talent-page.ts';
import { serve } from '../../src/wiring.ts';
import { renderNotFound, renderTalent, renderUnavailable } from '../generated/render-talent.mjs';

// Raw: the page is the same for everyone, so nobody's session is looked at.
export default serve(
  freshTalentPage({
    siteOf: (ctx) => ctx.ports.siteUrl,
    find: findTalent,
    render: renderTalent,
    renderNotFound,
    renderUnavailable,
  }),
  { raw: true },
);

export const config: Config = {
  path: ['/:locale/talents/:slug', '/fresh/:locale/talents/:slug'],
  excludedPath: '/api/*',
  preferStatic: true,
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
