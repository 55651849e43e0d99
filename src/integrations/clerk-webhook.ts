import { verifyWebhook } from '@clerk/backend/webhooks';
import * as z from 'zod';

/** What we read of Clerk's user object: https://clerk.com/docs/webhooks. The rest of it is none of our business. */
const user = z.object({
  id: z.string().min(1).max(255),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  primary_email_address_id: z.string().nullish(),
  email_addresses: z
    .array(
      z.object({ id: z.string(), email_address: z.string(), verification: z.object({ status: z.string() }).nullish() }),
    )
    .default([]),
  created_at: z.number().nullish(),
  updated_at: z.number().nullish(),
});
const deletedUser = z.object({ id: z.string().min(1).max(255) });

export type IdentityNews =
  | {
      eventId: string;
      type: 'user.created' | 'user.updated';
      userId: string;
      email: string;
      name: string;
      at: Date | null;
    }
  | { eventId: string; type: 'user.deleted'; userId: string }
  | { eventId: string; type: 'other' };

/** What Clerk tells us, once its signature over the raw bytes proves that it does; null for anything unproven or malformed. */
export async function readClerkWebhook(request: Request, signingSecret: string): Promise<IdentityNews | null> {
  const eventId = request.headers.get('svix-id')?.trim();
  if (!eventId || eventId.length > 255) return null;
  let event: { type: string; data: unknown };
  try {
    event = await verifyWebhook(request, { signingSecret });
  } catch {
    return null;
  }
  if (event.type === 'user.deleted') {
    const gone = deletedUser.safeParse(event.data);
    return gone.success ? { eventId, type: event.type, userId: gone.data.id } : null;
  }
  if (event.type !== 'user.created' && event.type !== 'user.updated') return { eventId, type: 'other' };
  const parsed = user.safeParse(event.data);
  if (!parsed.success) return null;
  const { data } = parsed;
  const primary = data.email_addresses.find(({ id }) => id === data.primary_email_address_id);
  // an address nobody has proven yet is not yet this person's
  const proven = primary && (primary.verification == null || primary.verification.status === 'verified');
  const changedAt = data.updated_at ?? data.created_at;
  return {
    eventId,
    type: event.type,
    userId: data.id,
    email: proven ? primary.email_address.trim().toLowerCase() : '',
    name: [data.first_name, data.last_name].filter(Boolean).join(' ').trim(),
    at: changedAt == null ? null : new Date(changedAt),
  };
}
