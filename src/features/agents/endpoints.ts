import { randomBytes } from 'node:crypto';
import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive } from '../identity/rules.ts';
import { activeIn, asker, orLimit, requireTalent, talentOf } from './owner.ts';
import * as queries from './queries/endpoints.ts';
import { judgeAddress } from './rules/addresses.ts';
import { sendingLimits } from './rules/sending.ts';
import type * as z from 'zod';
import type { delivery, endpoint, EndpointBody, EndpointChange } from './schema.ts';
import { getDelivery } from './log.ts';
import { sendTrial } from './sending.ts';

/** 32 bytes in the form the Standard Webhooks libraries read. */
const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

type EndpointView = z.input<typeof endpoint>;
function viewOf(row: queries.Endpoint, oldSecretUntil: Date | null): EndpointView {
  return {
    id: row.id,
    url: row.url,
    name: row.name,
    events: row.events as EndpointView['events'],
    enabled: row.disabledAt === null,
    disabledReason: row.disabledReason,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    failingSince: row.failingSince?.toISOString() ?? null,
    lastSuccessAt: row.lastSuccessAt?.toISOString() ?? null,
    oldSecretUntil: oldSecretUntil?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

/** The address as it will be called: written the one way a browser would write it. */
function addressOf(ctx: Ctx, text: string): string {
  const judged = judgeAddress(text, ctx.ports.webhooks.inside);
  if (!judged.ok) throw new AppError('address_not_allowed', { fields: { url: [judged.why] } });
  return judged.value.href;
}

async function seen(ctx: Ctx, tx: Tx, id: string): Promise<EndpointView> {
  const [row] = await queries.myEndpoints(tx, id);
  const secrets = await queries.secretsOf(tx, [id], ctx.now);
  return viewOf(row ?? absent(), secrets.find(({ expiresAt }) => expiresAt !== null)?.expiresAt ?? null);
}

export async function listEndpoints(ctx: Ctx): Promise<{ items: EndpointView[] }> {
  const { who, rows } = await userDoor(ctx).read((db) => ({ who: asker(ctx, db), rows: queries.myEndpoints(db) }));
  requireTalent(who);
  const { secrets } = await userDoor(ctx).read((db) => ({
    secrets: queries.secretsOf(
      db,
      rows.map(({ id }) => id),
      ctx.now,
    ),
  }));
  const leaving = new Map(
    secrets.map(({ endpointId, expiresAt }) => [expiresAt === null ? '' : endpointId, expiresAt]),
  );
  return { items: rows.map((row) => viewOf(row, leaving.get(row.id) ?? null)) };
}

/** The secret is in this answer and in no other. */
export async function createEndpoint(
  ctx: Ctx,
  body: EndpointBody,
): Promise<{ endpoint: EndpointView; secret: string }> {
  const url = addressOf(ctx, body.url);
  const { userId } = actorOf(ctx);
  const secret = newSecret();
  const made = await userDoor(ctx)
    .write(async (tx) => {
      await talentOf(ctx, tx);
      const [row] = await queries.addEndpoint(tx, { userId, url, name: body.name, events: body.events });
      const { id } = row ?? absent();
      await queries.addSecret(tx, id, secret);
      return seen(ctx, tx, id);
    })
    .catch((error: unknown) => orLimit(error, 'webhook_endpoints_are_few'));
  return { endpoint: made, secret };
}

/** Switched on again it begins anew: what was given up meanwhile is not sent by itself, only by hand. */
export async function updateEndpoint(
  ctx: Ctx,
  tx: Tx,
  { endpointId, enabled, url, ...rest }: EndpointChange & { endpointId: string },
): Promise<EndpointView> {
  await activeIn(ctx, tx);
  const [there] = await queries.myEndpoints(tx, endpointId);
  if (!there) absent();
  const { name, events } = rest;
  await queries.changeEndpoint(tx, endpointId, {
    ...(name === undefined ? {} : { name }),
    ...(events === undefined ? {} : { events }),
    ...(url === undefined ? {} : { url: addressOf(ctx, url), failingSince: null }),
    ...(enabled === true ? { disabledAt: null, disabledReason: null, failingSince: null } : {}),
    ...(enabled === false && there.disabledAt === null
      ? { disabledAt: ctx.now, disabledReason: 'owner' as const }
      : {}),
    // nothing asked for is nothing changed, and a statement must set something
    name: name ?? there.name,
  });
  return seen(ctx, tx, endpointId);
}

export async function deleteEndpoint(_: Ctx, tx: Tx, { endpointId }: { endpointId: string }) {
  const [gone] = await queries.removeEndpoint(tx, endpointId);
  if (!gone) absent();
  return { removed: true as const };
}

/** A new secret signs beside the old one for a day, so that the receiver loses nothing while it changes. */
export async function rotateSecret(
  ctx: Ctx,
  { endpointId }: { endpointId: string },
): Promise<{ endpoint: EndpointView; secret: string }> {
  const secret = newSecret();
  const rotated = await userDoor(ctx).write(async (tx) => {
    await activeIn(ctx, tx);
    // the row is locked, so that two rotations follow each other
    const [there] = await queries.changeEndpoint(tx, endpointId, { failingSince: null });
    if (!there) absent();
    await queries.retireSecret(tx, endpointId, new Date(ctx.now.getTime() + sendingLimits.overlap));
    await queries.addSecret(tx, endpointId, secret);
    return seen(ctx, tx, endpointId);
  });
  return { endpoint: rotated, secret };
}

/** Sent at once and waited for: the answer says what came of it. */
export async function testEndpoint(
  ctx: Ctx,
  { endpointId }: { endpointId: string },
): Promise<z.input<typeof delivery>> {
  const { who, rows } = await userDoor(ctx).read((db) => ({
    who: asker(ctx, db),
    rows: queries.myEndpoints(db, endpointId),
  }));
  requireActive(who[0]);
  const [row] = rows;
  if (!row) absent();
  const deliveryId = await sendTrial(ctx, row);
  return (await getDelivery(ctx, { deliveryId })).delivery;
}
