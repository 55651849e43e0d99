import type { Config } from '@netlify/functions';
import { adminApprovalRoutes } from '../../src/features/registration/routes/admin.ts';
import { serve } from '../../src/wiring.ts';

export default serve(adminApprovalRoutes);

export const config: Config = {
  path: ['/api/admin/approvals', '/api/admin/approvals/*', '/api/admin/approval-setting'],
  rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
