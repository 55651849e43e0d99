import type { Config } from '@netlify/functions';
import { adminLedgerRoutes } from '../../src/features/ledger/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(adminLedgerRoutes);

export const config: Config = {
  path: [
    '/api/admin/ledger',
    '/api/admin/ledger/*',
    '/api/admin/payouts',
    '/api/admin/payouts/*',
    '/api/admin/commission-rules',
  ],
  rateLimit: { windowLimit: 600, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
