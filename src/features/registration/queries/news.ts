import type { Tx } from '../../../db/client.ts';
import { outbox } from '../../../db/schema/operations.ts';

export type AccountNews =
  | 'account.registered'
  | 'account.asked_again'
  | 'account.approved'
  | 'account.refused'
  | 'account.suspended'
  | 'account.reinstated'
  | 'guardian.asked'
  | 'guardian.decided';

/** Goes out with the transaction that made it. */
export const announce = (
  tx: Tx,
  kind: AccountNews,
  { userId, actorId, ...more }: { userId: string; actorId: string | null; state?: string },
  now: Date,
) =>
  tx
    .insert(outbox)
    .values({
      kind,
      payload: { userId, ...more },
      // whoever asks again, and whoever changes their mind, is news each time
      dedupeKey: `${kind}:${userId}:${now.toISOString()}`,
      actorId,
      createdAt: now,
      dueAt: now,
    })
    .onConflictDoNothing();
