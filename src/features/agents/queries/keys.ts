import { and, asc, eq, isNull } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { agentKeys } from '../../../db/schema/agents.ts';
import { users } from '../../../db/schema/users.ts';

// the digest stays where it is: no grant names it
const shown = {
  id: agentKeys.id,
  name: agentKeys.name,
  hint: agentKeys.hint,
  createdAt: agentKeys.createdAt,
  lastUsedAt: agentKeys.lastUsedAt,
  revokedAt: agentKeys.revokedAt,
};

export const myKeys = (db: ReadDb) =>
  db.select(shown).from(agentKeys).where(isNull(agentKeys.revokedAt)).orderBy(asc(agentKeys.id));

export const addKey = (tx: Tx, values: { userId: string; name: string; keyHash: string; hint: string }) =>
  tx.insert(agentKeys).values(values).returning(shown);

export const revokeKey = (tx: Tx, id: string, now: Date) =>
  tx
    .update(agentKeys)
    .set({ revokedAt: now })
    .where(and(eq(agentKeys.id, id), isNull(agentKeys.revokedAt)))
    .returning({ id: agentKeys.id });

/** A key that works, of a talent in good standing. */
export const keyByHash = (db: ReadDb, keyHash: string) =>
  db
    .select({ id: agentKeys.id, userId: agentKeys.userId, lastUsedAt: agentKeys.lastUsedAt })
    .from(agentKeys)
    .innerJoin(users, eq(users.id, agentKeys.userId))
    .where(
      and(
        eq(agentKeys.keyHash, keyHash),
        isNull(agentKeys.revokedAt),
        eq(users.role, 'talent'),
        isNull(users.suspendedAt),
        isNull(users.deletedAt),
      ),
    );

export const noteUse = (tx: Tx, id: string, now: Date) =>
  tx.update(agentKeys).set({ lastUsedAt: now }).where(eq(agentKeys.id, id));
