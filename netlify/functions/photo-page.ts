import type { Config } from '@netlify/functions';
import { uploadPage } from '../../src/features/photos/routes/pages.ts';
import { serve } from '../../src/wiring.ts';
import { renderUpload } from '../generated/render-photos.mjs';

// Raw: the link alone says who comes, and what is too heavy is answered with a page.
export default serve(uploadPage(renderUpload), { raw: true, bodyLimit: 8 * 1024 * 1024 });

export const config: Config = {
  path: '/:locale/photos/:id',
  excludedPath: '/api/*',
  rateLimit: { windowLimit: 120, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
