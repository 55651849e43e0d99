import type { Config } from '@netlify/functions';
import { drivers } from '../../src/features/payments/drivers.ts';
import { paymentWebhookRoutes } from '../../src/features/payments/routes.ts';
import { serve } from '../../src/wiring.ts';

export default serve(paymentWebhookRoutes, { drivers, raw: true });

export const config: Config = { path: '/api/payments/webhook/*' };
