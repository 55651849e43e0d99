import type { Config } from '@netlify/functions';
import { api } from '../../src/features/endpoint.ts';
import { serve } from '../../src/wiring.ts';

// An address of the API that is nobody's answers like the rest of the API: with a problem, not with a page.
export default serve(api());

export const config: Config = {
  path: '/api/*',
  excludedPath: [
    '/api/admin/bookings/*',
    '/api/admin/cases',
    '/api/admin/cases/*',
    '/api/admin/commission-rules',
    '/api/admin/disputes',
    '/api/admin/gateways',
    '/api/admin/ledger',
    '/api/admin/ledger/*',
    '/api/admin/payments',
    '/api/admin/payments/*',
    '/api/admin/payouts',
    '/api/admin/payouts/*',
    '/api/admin/refunds',
    '/api/admin/refunds/*',
    '/api/admin/subscriptions',
    '/api/admin/subscriptions/*',
    '/api/bookings',
    '/api/bookings/*',
    '/api/credits',
    '/api/docs',
    '/api/documents/*',
    '/api/earnings',
    '/api/earnings/*',
    '/api/health',
    '/api/me',
    '/api/me/onboarding',
    '/api/openapi.json',
    '/api/payments',
    '/api/payments/*',
    '/api/profile',
    '/api/profile/*',
    '/api/purchases',
    '/api/purchases/*',
    '/api/services',
    '/api/services/:serviceId',
    '/api/subscription',
    '/api/subscription/*',
    '/api/talents',
    '/api/talents/:slug',
    '/api/webhooks/clerk',
  ],
  rateLimit: { windowLimit: 600, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
