import { and, asc, eq, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { webhookDeliveries, webhookEndpoints, webhookSecrets } from '../../../db/schema/agents.ts';
import { outbox } from '../../../db/schema/operations.ts';
import type { DisabledReason } from '../rules/sending.ts';

export type Endpoint = typeof webhookEndpoints.$inferSelect;

export const myEndpoints = (db: ReadDb | Tx, id?: string) =>
  db
    .select()
    .from(webhookEndpoints)
    .where(id === undefined ? undefined : eq(webhookEndpoints.id, id))
    .orderBy(asc(webhookEndpoints.id));

export const addEndpoint = (
  tx: Tx,
  values: Pick<typeof webhookEndpoints.$inferInsert, 'userId' | 'url' | 'name' | 'events'>,
) => tx.insert(webhookEndpoints).values(values).returning();

export const changeEndpoint = (
  tx: Tx,
  id: string,
  values: Partial<Pick<Endpoint, 'url' | 'name' | 'events' | 'disabledAt' | 'disabledReason' | 'failingSince'>>,
) => tx.update(webhookEndpoints).set(values).where(eq(webhookEndpoints.id, id)).returning();

export const removeEndpoint = (tx: Tx, id: string) =>
  tx.delete(webhookEndpoints).where(eq(webhookEndpoints.id, id)).returning({ id: webhookEndpoints.id });

/** Which of an endpoint's secrets sign, without the secrets: one stays, one may run out. */
export const secretsOf = (db: ReadDb | Tx, endpointIds: readonly string[], now: Date) =>
  db
    .select({ endpointId: webhookSecrets.endpointId, expiresAt: webhookSecrets.expiresAt })
    .from(webhookSecrets)
    .where(
      and(
        inArray(webhookSecrets.endpointId, [...endpointIds]),
        or(isNull(webhookSecrets.expiresAt), gt(webhookSecrets.expiresAt, now)),
      ),
    );

export const addSecret = (tx: Tx, endpointId: string, secret: string) =>
  tx.insert(webhookSecrets).values({ endpointId, secret });

/** The one that stays runs out then; one that was running out already keeps its day. */
export const retireSecret = (tx: Tx, endpointId: string, expiresAt: Date) =>
  tx
    .update(webhookSecrets)
    .set({ expiresAt })
    .where(and(eq(webhookSecrets.endpointId, endpointId), isNull(webhookSecrets.expiresAt)));

/** For the sender: where to, and with what. */
export const targetsOf = (db: ReadDb, endpointIds: readonly string[], now: Date) => ({
  endpoints: db
    .select()
    .from(webhookEndpoints)
    .where(inArray(webhookEndpoints.id, [...endpointIds])),
  secrets: db
    .select({ endpointId: webhookSecrets.endpointId, secret: webhookSecrets.secret })
    .from(webhookSecrets)
    .where(
      and(
        inArray(webhookSecrets.endpointId, [...endpointIds]),
        or(isNull(webhookSecrets.expiresAt), gt(webhookSecrets.expiresAt, now)),
      ),
    )
    // the one that stays signs first
    .orderBy(sql`${webhookSecrets.expiresAt} desc nulls first`),
});

export const noteSuccess = (tx: Tx, id: string, now: Date) =>
  tx.update(webhookEndpoints).set({ lastSuccessAt: now, failingSince: null }).where(eq(webhookEndpoints.id, id));

export const noteFailure = (tx: Tx, id: string, now: Date) =>
  tx
    .update(webhookEndpoints)
    .set({ failingSince: sql`coalesce(${webhookEndpoints.failingSince}, ${now.toISOString()}::timestamptz)` })
    .where(eq(webhookEndpoints.id, id))
    .returning();

/** Told nothing more, what waits for it is given up, and its owner hears of it: once. */
export async function disable(tx: Tx, endpoint: Endpoint, reason: DisabledReason, now: Date): Promise<void> {
  const [disabled] = await tx
    .update(webhookEndpoints)
    .set({ disabledAt: now, disabledReason: reason })
    .where(and(eq(webhookEndpoints.id, endpoint.id), isNull(webhookEndpoints.disabledAt)))
    .returning({ id: webhookEndpoints.id });
  if (!disabled) return;
  await tx
    .update(webhookDeliveries)
    .set({ state: 'failed', endedAt: now, lockedUntil: null })
    .where(and(eq(webhookDeliveries.endpointId, endpoint.id), eq(webhookDeliveries.state, 'pending')));
  await tx.insert(outbox).values({
    kind: 'agent.endpoint_disabled',
    payload: { userId: endpoint.userId, endpointId: endpoint.id, reason },
    dedupeKey: `agent.endpoint_disabled:${endpoint.id}:${now.toISOString()}`,
    createdAt: now,
    dueAt: now,
  });
}

export const forgetExpiredSecrets = (tx: Tx, now: Date) =>
  tx.delete(webhookSecrets).where(lt(webhookSecrets.expiresAt, now));
