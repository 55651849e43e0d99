import type { Config } from '@netlify/functions';
import { sitemaps } from '../../src/features/showcase/routes/sitemap.ts';
import { serve } from '../../src/wiring.ts';

// Raw: search engines have no session.
export default serve(sitemaps(), { raw: true });

export const config: Config = {
  path: ['/sitemap-index.xml', '/sitemap-talents-:number.xml'],
  rateLimit: { windowLimit: 300, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
