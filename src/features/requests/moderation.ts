import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import type { CategoryId } from '../discovery/categories.ts';
import type { CityId } from '../discovery/places.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import * as identity from '../identity/service.ts';
import { requireOperator } from '../messaging/reports.ts';
import * as queries from './queries/admin.ts';
import { returnCredits } from './returns.ts';
import { standingOf } from './rules.ts';
import type {
  CheckRequest,
  listRequestsToCheckQuery,
  RemoveRequest,
  removedRequest,
  RequestForOperator,
  requestsToCheck,
} from './schema/admin.ts';

const iso = (at: Date | null) => at?.toISOString() ?? null;

function lineOf({ request, checkerName, reports }: queries.Found, now: Date) {
  const standing = standingOf(request, now);
  const { startsOn, currency, budgetMin, budgetMax, openedAt, publishedAt, expiresAt } = request;
  // the table lets nothing be published without them
  if (!startsOn || !currency || budgetMax === null || !openedAt || !publishedAt || !expiresAt) return absent();
  return {
    id: request.id,
    title: request.title,
    summary: request.summary,
    locale: request.locale,
    category: request.category as CategoryId,
    city: request.city as CityId,
    startsOn,
    endsOn: request.endsOn,
    budget: { currency, min: budgetMin, max: budgetMax },
    visibility: request.visibility,
    owner: { id: request.ownerId, name: request.ownerName },
    state: standing.state,
    closedReason: standing.closedReason,
    publishedAt: publishedAt.toISOString(),
    openedAt: openedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    closedAt: iso(standing.closedAt),
    checked: request.checkedAt !== null,
    checkedAt: iso(request.checkedAt),
    checkedBy: checkerName,
    changedAt: request.updatedAt.toISOString(),
    unlocks: request.unlocks,
    proposals: request.proposals,
    reports,
  };
}

export async function listRequestsToCheck(
  ctx: Ctx,
  page: z.output<typeof listRequestsToCheckQuery>,
): Promise<z.input<typeof requestsToCheck>> {
  const { userId } = actorOf(ctx);
  const { me, rows } = await ctx.doors.asSystem('operator: requests').read((db) => ({
    me: identity.me(db, userId),
    rows: queries.listed(db, page, ctx.now),
  }));
  requireOperator(me[0]);
  const items = rows.slice(0, page.limit).map((row) => lineOf(row, ctx.now));
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}

type Parts = {
  found: queries.Found | undefined;
  details: Awaited<ReturnType<typeof queries.detailsOf>>[number] | undefined;
  decisions: Awaited<ReturnType<typeof queries.decisionsOf>>;
};
function wholeOf({ found, details, decisions }: Parts, now: Date): RequestForOperator {
  if (!found || !details) return absent();
  const { description, place, contactName, contactEmail, contactPhone } = details.details;
  return {
    ...lineOf(found, now),
    description,
    place,
    contact: { name: contactName, email: contactEmail, phone: contactPhone },
    threadId: found.threadId,
    decisions: decisions.map(({ action, by, reason, at }) => ({
      action,
      by: by ?? '',
      reason,
      at: at.toISOString(),
    })),
  };
}

/** What its owner wrote, with the contact they agreed to show. The talk about it takes a reason, and is read elsewhere. */
export async function inspectRequest(ctx: Ctx, { requestId }: { requestId: string }): Promise<RequestForOperator> {
  const { userId } = actorOf(ctx);
  const { me, found, details, decisions } = await ctx.doors.asSystem('operator: requests').read((db) => ({
    me: identity.me(db, userId),
    found: queries.byId(db, requestId),
    details: queries.detailsOf(db, requestId),
    decisions: queries.decisionsOf(db, requestId),
  }));
  requireOperator(me[0]);
  return wholeOf({ found: found[0], details: details[0], decisions }, ctx.now);
}

const asItIs = async (ctx: Ctx, tx: Tx, id: string): Promise<RequestForOperator> =>
  wholeOf(
    {
      found: (await queries.byId(tx, id))[0],
      details: (await queries.detailsOf(tx, id))[0],
      decisions: await queries.decisionsOf(tx, id),
    },
    ctx.now,
  );

/** Looked at, and found to be what it says. Through the system's door, with a line in the log. */
export async function checkRequest(ctx: Ctx, tx: Tx, { requestId, changedAt }: CheckRequest & { requestId: string }) {
  const operator = requireOperator((await identity.me(tx, actorOf(ctx).userId))[0]);
  const [request] = await queries.lock(tx, requestId);
  if (!request) return absent();
  if (standingOf(request, ctx.now).state !== 'OPEN') throw new AppError('wrong_state');
  if (changedAt !== undefined && new Date(changedAt).getTime() !== request.updatedAt.getTime())
    throw new AppError('lost_race');
  if (request.checkedAt === null) {
    await queries.check(tx, requestId, operator.userId, ctx.now);
    await queries.audit(tx, {
      actorId: operator.userId,
      action: 'request.checked',
      subjectId: requestId,
      reason: '',
      data: { title: request.title },
      requestId: ctx.requestId,
      at: ctx.now,
    });
  }
  return asItIs(ctx, tx, requestId);
}

/** Off the board for good; what talents paid for it is theirs again in the same transaction. */
export async function removeRequest(
  ctx: Ctx,
  tx: Tx,
  { requestId, reason, note }: RemoveRequest & { requestId: string },
): Promise<z.input<typeof removedRequest>> {
  const operator = requireOperator((await identity.me(tx, actorOf(ctx).userId))[0]);
  const [request] = await queries.lock(tx, requestId);
  if (!request) return absent();
  if (request.closedReason === 'removed') throw new AppError('wrong_state');
  await queries.remove(tx, requestId);
  const creditsReturned = await returnCredits(ctx, tx, requestId);
  await queries.audit(tx, {
    actorId: operator.userId,
    action: 'request.removed',
    subjectId: requestId,
    reason: note,
    data: { why: reason, title: request.title, ownerId: request.ownerId, creditsReturned },
    requestId: ctx.requestId,
    at: ctx.now,
  });
  return { request: await asItIs(ctx, tx, requestId), creditsReturned };
}
