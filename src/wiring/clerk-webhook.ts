import { AppError } from '../core/errors.ts';
import { readEnv } from '../env.ts';
import type { IdentityNews } from '../features/identity/service.ts';
import { readClerkWebhook } from '../integrations/clerk-webhook.ts';

/** What Clerk says, proven; apart from the rest of wiring, for only one function carries the signature's library. */
export async function clerkNews(request: Request): Promise<IdentityNews | null> {
  const secret = readEnv().CLERK_WEBHOOK_SIGNING_SECRET;
  if (!secret) throw new AppError('not_ready', { cause: new Error('CLERK_WEBHOOK_SIGNING_SECRET is not set') });
  return readClerkWebhook(request, secret);
}
