import { AppError } from '../../core/errors.ts';
import { actorOf, type Ctx, type ShotOutcome } from '../ctx.ts';
import * as deliveries from './queries/deliveries.ts';
import * as endpoints from './queries/endpoints.ts';
import { judgeAddress } from './rules/addresses.ts';
import { disables, isTaken, nextAttempt, sendingLimits, type Outcome } from './rules/sending.ts';
import { tell } from './telling.ts';

type Target = { endpoint: endpoints.Endpoint; secrets: string[] };
const lockFrom = (now: Date) => new Date(now.getTime() + sendingLimits.lock);

/** The name an event has for its receiver: the same in every attempt, so that a receiver can tell a repeat. */
const eventName = (delivery: Pick<deliveries.Delivery, 'eventId'>) => `evt_${delivery.eventId}`;

async function targetsOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Target>> {
  const found = await ctx.doors.asSystem('agents: targets').read((db) => endpoints.targetsOf(db, ids, ctx.now));
  return new Map(
    found.endpoints.map((endpoint) => [
      endpoint.id,
      {
        endpoint,
        secrets: found.secrets.filter(({ endpointId }) => endpointId === endpoint.id).map(({ secret }) => secret),
      },
    ]),
  );
}

/** A person's own attempt moves nothing of what the clock has planned, and plans nothing. */
function nextTry(ctx: Ctx, delivery: deliveries.Delivery, outcome: Outcome, byHand: boolean): Date | null {
  if (byHand) return delivery.state === 'pending' ? delivery.dueAt : null;
  return nextAttempt(delivery.attempts, outcome, ctx.now);
}

/** One attempt, from the event's words to the log. Answers what came of it; null: there was nothing left to tell. */
async function attempt(
  ctx: Ctx,
  delivery: deliveries.Delivery,
  { endpoint, secrets }: Target,
  byHand: boolean,
): Promise<ShotOutcome | null> {
  const system = ctx.doors.asSystem('agents: deliver');
  const body = await tell(ctx, delivery);
  if (body === null) {
    const dropped = { state: 'dropped' as const, endedAt: ctx.now, lastStatus: null, lastError: null };
    await system.write((tx) => deliveries.settle(tx, delivery, dropped));
    return null;
  }
  const address = judgeAddress(endpoint.url, ctx.ports.webhooks.inside);
  const shot: ShotOutcome = address.ok
    ? await ctx.ports.webhooks.send({ url: address.value, id: eventName(delivery), at: ctx.now, body, secrets })
    : { error: 'not_allowed', ms: 0, answer: '' };
  const outcome: Outcome = shot;
  await system.write(async (tx) => {
    const { ms, answer } = shot;
    await deliveries.logAttempt(tx, delivery, outcome, { at: ctx.now, ms, answer, byHand });
    const taken = isTaken(outcome);
    const again = taken ? null : nextTry(ctx, delivery, outcome, byHand);
    await deliveries.settle(tx, delivery, {
      state: taken ? 'delivered' : again ? 'pending' : 'failed',
      endedAt: again ? null : ctx.now,
      ...(again ? { dueAt: again } : {}),
      lastStatus: 'status' in outcome ? outcome.status : null,
      lastError: 'error' in outcome ? outcome.error : null,
    });
    if (taken) return void (await endpoints.noteSuccess(tx, endpoint.id, ctx.now));
    if (byHand) return;
    const [failing] = await endpoints.noteFailure(tx, endpoint.id, ctx.now);
    const why = failing ? disables(outcome, failing.failingSince ?? ctx.now, ctx.now) : null;
    if (failing && why) await endpoints.disable(tx, failing, why, ctx.now);
  });
  return shot;
}

/** Sends what is due, side by side, until nothing is or the budget is spent; what fails comes back later. */
export async function sendDue(ctx: Ctx, budget = 12_000): Promise<{ delivered: number; failed: number }> {
  const started = performance.now();
  const report = { delivered: 0, failed: 0 };
  const system = ctx.doors.asSystem('agents: claim');
  do {
    const { waiting } = await system.read((db) => ({ waiting: deliveries.anyDue(db, ctx.now) }));
    if (waiting.length === 0) break;
    const { batch, perEndpoint } = sendingLimits;
    const taken = await system.write((tx) => deliveries.claim(tx, ctx.now, lockFrom(ctx.now), batch, perEndpoint));
    if (taken.length === 0) break;
    const targets = await targetsOf(ctx, [...new Set(taken.map(({ endpointId }) => endpointId))]);
    const outcomes = await Promise.allSettled(
      taken.map(async (delivery) => {
        const target = targets.get(delivery.endpointId);
        return target ? attempt(ctx, delivery, target, false) : null;
      }),
    );
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled' && (outcome.value === null || isTaken(outcome.value))) report.delivered += 1;
      else report.failed += 1;
      // its lock runs out, and then it is taken again
      if (outcome.status === 'rejected')
        ctx.log('delivery broke off', { error: outcome.reason instanceof Error ? outcome.reason.name : 'unknown' });
    }
  } while (performance.now() - started < budget);
  return report;
}

/** Whoever sends by hand makes us call somebody: often enough to try things, not to trouble anyone. */
async function notTooOften(ctx: Ctx, userId: string): Promise<void> {
  const since = new Date(ctx.now.getTime() - 60_000);
  const { sent } = await ctx.doors
    .asSystem('agents: by hand')
    .read((db) => ({ sent: deliveries.byHandSince(db, userId, since) }));
  if ((sent[0]?.count ?? 0) >= sendingLimits.byHand) throw new AppError('slow_down', { retryAfter: 60 });
}

/** One delivery again, by its owner's hand and at once. False: a worker is at it, or its endpoint is gone. */
export async function sendByHand(ctx: Ctx, deliveryId: string): Promise<boolean> {
  await notTooOften(ctx, actorOf(ctx).userId);
  const system = ctx.doors.asSystem('agents: replay');
  const [taken] = await system.write((tx) => deliveries.claimOne(tx, deliveryId, ctx.now, lockFrom(ctx.now)));
  if (!taken) return false;
  const target = (await targetsOf(ctx, [taken.endpointId])).get(taken.endpointId);
  if (!target) return false;
  await attempt(ctx, taken, target, true);
  return true;
}

/** A trial shot: the same way as news, with nothing in it. Answers the delivery's id. */
export async function sendTrial(ctx: Ctx, endpoint: Pick<endpoints.Endpoint, 'id' | 'userId'>): Promise<string> {
  await notTooOften(ctx, endpoint.userId);
  const system = ctx.doors.asSystem('agents: trial');
  const lockedUntil = lockFrom(ctx.now);
  const [trial] = await system.write((tx) =>
    deliveries.addTrial(tx, {
      endpointId: endpoint.id,
      userId: endpoint.userId,
      kind: 'test.ping',
      lockedUntil,
      happenedAt: ctx.now,
    }),
  );
  const target = (await targetsOf(ctx, [endpoint.id])).get(endpoint.id);
  if (trial && target) await attempt(ctx, trial, target, true);
  return trial?.id ?? '';
}

/** The scheduled worker: what is due, and the sweeping of what nobody needs any more. */
export async function runAgents(ctx: Ctx): Promise<Record<string, unknown>> {
  const report = await sendDue(ctx);
  await ctx.doors.asSystem('agents: sweep').write(async (tx) => {
    await endpoints.forgetExpiredSecrets(tx, ctx.now);
    await deliveries.forgetOldDeliveries(tx, new Date(ctx.now.getTime() - sendingLimits.logLife));
  });
  return report;
}
