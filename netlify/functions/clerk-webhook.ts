import type { Config } from '@netlify/functions';
import { clerkWebhookRoutes } from '../../src/features/identity/routes.ts';
import { serve } from '../../src/wiring.ts';
import { clerkNews } from '../../src/wiring/clerk-webhook.ts';

export default serve(clerkWebhookRoutes(clerkNews), { raw: true });

export const config: Config = { path: '/api/webhooks/clerk', method: 'POST' };
