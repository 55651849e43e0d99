import type { Config } from '@netlify/functions';
import { whatsappWebhookRoutes } from '../../src/features/photos/routes/webhook.ts';
import { serve } from '../../src/wiring.ts';

export default serve(whatsappWebhookRoutes, { raw: true, bodyLimit: 3 * 1024 * 1024 });

export const config: Config = { path: '/api/webhooks/whatsapp' };
