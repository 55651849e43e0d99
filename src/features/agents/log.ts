import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import * as queries from './queries/deliveries.ts';
import { eventType } from './rules/events.ts';
import type { delivery, DeliveryQuery, deliveryView } from './schema.ts';
import { sendByHand } from './sending.ts';
import { tell } from './telling.ts';

type Line = Awaited<ReturnType<typeof queries.myDeliveries>>[number];
type DeliveryLine = z.input<typeof delivery>;
const lineOf = (row: Line): DeliveryLine => ({
  id: row.id,
  endpointId: row.endpointId,
  url: row.url,
  type: eventType(row.kind),
  event: `evt_${row.eventId}`,
  happenedAt: row.happenedAt.toISOString(),
  state: row.state,
  attempts: row.attempts,
  nextAttemptAt: row.state === 'pending' ? row.dueAt.toISOString() : null,
  status: row.lastStatus,
  error: row.lastError,
});

export async function listDeliveries(ctx: Ctx, { endpointId, cursor, limit }: DeliveryQuery) {
  const { rows } = await userDoor(ctx).read((db) => ({
    rows: queries.myDeliveries(db, { endpointId, before: cursor, limit: limit + 1 }),
  }));
  const items = rows.slice(0, limit).map(lineOf);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

export async function getDelivery(
  ctx: Ctx,
  { deliveryId }: { deliveryId: string },
): Promise<z.input<typeof deliveryView>> {
  const { deliveries, attempts } = await userDoor(ctx).read((db) => queries.myDelivery(db, deliveryId));
  const [row] = deliveries;
  if (!row) absent();
  return {
    delivery: lineOf(row),
    attempts: attempts.map(({ id, at, status, error, ms, answer, byHand }) => ({
      id,
      at: at.toISOString(),
      status,
      error,
      ms,
      answer,
      byHand,
    })),
    body: await tell(ctx, row),
  };
}

/** Again, with the same id: a receiver that had it already can tell. */
export async function replayDelivery(ctx: Ctx, { deliveryId }: { deliveryId: string }) {
  await getDelivery(ctx, { deliveryId });
  if (!(await sendByHand(ctx, deliveryId))) throw new AppError('lost_race');
  return getDelivery(ctx, { deliveryId });
}
