import type { Config } from '@netlify/functions';
import { attachmentUploadRoutes, uploadLimit } from '../../src/features/attachments/routes/uploads.ts';
import { serve } from '../../src/wiring.ts';

export default serve(attachmentUploadRoutes, { raw: true, bodyLimit: uploadLimit });

export const config: Config = {
  path: '/api/attachment-uploads/*',
  rateLimit: { windowLimit: 120, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
