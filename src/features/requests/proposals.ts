import type * as z from 'zod';
import { absent, AppError, lostRace } from '../../core/errors.ts';
import { money, type Currency } from '../../core/money.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { bookingLimits, decidePeriod } from '../bookings/rules.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive, requireApproved, requireRole } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { maskContacts } from '../messaging/rules.ts';
import { canReadRequestThread, requestUnmasked } from '../messaging/rules/requests.ts';
import { readAvailability } from '../profiles/availability.ts';
import { decideRoom, type Period } from '../profiles/rules/availability.ts';
import * as facts from './queries/facts.ts';
import * as queries from './queries/proposals.ts';
import { canPropose } from './rules.ts';
import { decideProposalMove, proposalMoves, type ProposalMove, type ProposalStanding } from './rules/proposals.ts';
import type {
  acceptedProposal,
  listProposalsQuery,
  proposalList,
  ProposalView,
  SendProposal,
} from './schema/proposals.ts';
import { refusalOf, requireRequests, talkOf } from './talk.ts';

type Between = { blocked: boolean; away: boolean };
const standing = (row: queries.Shown, userId: string, between: Between): ProposalStanding => ({
  state: row.proposal.state,
  request: row.request,
  startsAt: row.proposal.startsAt,
  by: row.proposal.userId === userId ? 'author' : 'owner',
  ...between,
});

/** A proposal as one of the two sees it. What a block or a rest forbids besides is said when it is tried. */
function viewOf(row: queries.Shown, userId: string, now: Date): ProposalView {
  const { proposal } = row;
  const mine = proposal.userId === userId;
  const stands = standing(row, userId, { blocked: false, away: false });
  return {
    id: proposal.id,
    requestId: proposal.requestId,
    requestTitle: row.request.title,
    talent: { id: proposal.talentId, slug: row.slug, name: proposal.talentName },
    mine,
    amount: money(proposal.amount, proposal.currency),
    startsAt: proposal.startsAt.toISOString(),
    endsAt: proposal.endsAt.toISOString(),
    timeZone: proposal.timeZone,
    // where talents' words are masked, an offer is no way round it: contact comes with the booking
    text: mine || requestUnmasked(row.request.visibility) ? proposal.text : maskContacts(proposal.text),
    state: proposal.state,
    createdAt: proposal.createdAt.toISOString(),
    readAt: proposal.readAt?.toISOString() ?? null,
    bookingId: row.bookingId,
    moves: proposalMoves.filter((move) => decideProposalMove(stands, move, now).ok),
  };
}

const viewNow = async (ctx: Ctx, tx: Tx, proposalId: string): Promise<ProposalView> => {
  const [row] = await queries.one(tx, proposalId);
  return viewOf(row ?? lostRace(), actorOf(ctx).userId, ctx.now);
};

type Page = z.output<typeof listProposalsQuery>;
function pageOf(ctx: Ctx, rows: readonly queries.Shown[], { limit }: Page): z.input<typeof proposalList> {
  const items = rows.slice(0, limit).map((row) => viewOf(row, actorOf(ctx).userId, ctx.now));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** All of a request for its owner, who has read them then; for a talent who unlocked it, their own. */
export async function listProposals(ctx: Ctx, { requestId, ...page }: Page & { requestId: string }) {
  requireRequests(ctx);
  const { userId } = actorOf(ctx);
  const door = userDoor(ctx);
  const found = await door.read((db) => ({
    me: identity.me(db, userId),
    facts: facts.facts(db, requestId),
    rows: queries.ofRequest(db, requestId, page),
  }));
  const who = requireActive(found.me[0]);
  const [request] = found.facts.rows;
  const may = canReadRequestThread(talkOf(ctx, who.role, request));
  if (!may.ok) throw refusalOf(may.why);
  if (request?.owner && found.rows.some(({ proposal }) => proposal.readAt === null))
    await door.write(async (tx) => {
      await queries.holdAlone(tx, requestId);
      await queries.markRead(tx, userId, requestId, ctx.now);
    });
  return pageOf(ctx, found.rows, page);
}

/** What a talent offered, on whichever request, the newest first. */
export async function listMyProposals(ctx: Ctx, page: Page) {
  requireRequests(ctx);
  const { userId } = actorOf(ctx);
  const found = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    rows: queries.mine(db, userId, page),
  }));
  requireRole(found.me[0], 'talent');
  return pageOf(ctx, found.rows, page);
}

/** After the unlock, whatever the plan: one at a time, in the currency of the request, for a time that is free. */
export async function sendProposal(
  ctx: Ctx,
  tx: Tx,
  { requestId, ...wish }: SendProposal & { requestId: string },
): Promise<ProposalView> {
  requireRequests(ctx);
  const who = requireApproved((await identity.me(tx, actorOf(ctx).userId))[0]);
  await queries.holdAlone(tx, requestId);
  const [request] = (await facts.facts(tx, requestId)).rows;
  if (!request) absent();
  const [asked] = (await queries.wishFacts(tx, requestId, who.userId)).rows;
  const { currency } = wish.amount;
  // asked for only once the request can be seen
  const wanted = (asked?.currency ?? currency) as Currency;
  const startsAt = new Date(wish.startsAt);
  const endsAt = new Date(wish.endsAt);
  const may = canPropose(
    {
      role: who.role,
      owner: request.owner,
      blocked: request.blocked,
      ownerAway: request.ownerAway,
      request: { state: request.state, closedReason: null, closedAt: null, expiresAt: null },
      unlock: request.unlock,
      entitled: asked?.entitled ?? false,
      active: asked?.active ?? false,
      currency: wanted,
      startsAt,
      offered: { currency, startsAt, endsAt },
    },
    ctx.now,
  );
  if (!may.ok) throw refusalOfWish(may.why, wanted);
  const period = decidePeriod({ startsAt, endsAt }, ctx.now);
  if (!period.ok) throw new AppError(period.why, { fields: { startsAt: [period.why] } });
  const talentId = who.talentId ?? absent();
  if (wish.serviceId !== undefined && (await queries.ownService(tx, talentId, wish.serviceId)).length === 0)
    throw new AppError('invalid', { fields: { serviceId: ['unknown'] } });
  const room = await roomFor(tx, talentId, { startsAt, endsAt });
  if (!room.ok) throw new AppError(room.why, { fields: { startsAt: [room.why] } });
  const row = {
    requestId,
    userId: who.userId,
    talentId,
    serviceId: wish.serviceId ?? null,
    amount: wish.amount.amount,
    currency,
    startsAt,
    endsAt,
    text: wish.text,
  };
  try {
    const [sent] = await queries.insert(tx, row);
    return await viewNow(ctx, tx, sent?.id ?? lostRace());
  } catch (error) {
    if (violates(error, 'proposals_one_active')) throw new AppError('already_proposed', { cause: error });
    throw error;
  }
}

/** Is there room in the talent's time? From here on nobody else decides about it. */
async function roomFor(tx: Tx, talentId: string, period: Period): Promise<ReturnType<typeof decideRoom>> {
  await queries.decideAlone(tx, talentId);
  const timeZone = (await queries.clockOf(tx, talentId)) ?? 'UTC';
  const range = { from: period.startsAt, until: period.endsAt };
  return decideRoom(await readAvailability(tx, { id: talentId, timeZone }, range), period);
}

type WishRefusal = Exclude<ReturnType<typeof canPropose>, { ok: true }>['why'];
function refusalOfWish(why: WishRefusal, currency: Currency): AppError {
  switch (why) {
    case 'upgrade_required':
      return new AppError(why, { upgradeUrl: '/pricing', feature: 'proposals' });
    case 'wrong_currency':
      return new AppError(why, { fields: { 'amount.currency': [why] }, values: { currency } });
    case 'in_the_past':
      return new AppError(why, { fields: { startsAt: [why] } });
    case 'invalid':
      return new AppError(why, { fields: { endsAt: ['too_early'] } });
    default:
      return new AppError(why);
  }
}

/** A proposal that is about to move: the request is held, and the rule was asked about both as they are now. */
async function judged(ctx: Ctx, tx: Tx, proposalId: string, move: ProposalMove) {
  requireRequests(ctx);
  const who = requireActive((await identity.me(tx, actorOf(ctx).userId))[0]);
  const [known] = await queries.one(tx, proposalId);
  await queries.holdAlone(tx, (known ?? absent()).proposal.requestId);
  const row = (await queries.one(tx, proposalId))[0] ?? lostRace();
  const [between] = (await queries.between(tx, proposalId)).rows;
  // operators read what they may not move
  if (!between) absent();
  const to = decideProposalMove(standing(row, who.userId, between), move, ctx.now);
  if (!to.ok) throw new AppError(to.why);
  return { who, row, to: to.value };
}

/** Taken back, it makes room for another. */
export async function withdrawProposal(ctx: Ctx, tx: Tx, { proposalId }: { proposalId: string }) {
  const { to } = await judged(ctx, tx, proposalId, 'withdraw');
  if ((await queries.move(tx, proposalId, to)).length === 0) lostRace();
  return viewNow(ctx, tx, proposalId);
}

/** The request is filled, and a booking stands with the proposal as its first quote: the customer agrees to it and pays as ever. */
export async function acceptProposal(
  ctx: Ctx,
  tx: Tx,
  { proposalId }: { proposalId: string },
): Promise<z.input<typeof acceptedProposal>> {
  const { who, row, to } = await judged(ctx, tx, proposalId, 'accept');
  const { proposal, request } = row;
  const { talentId, startsAt, endsAt } = proposal;
  const room = await roomFor(tx, talentId, { startsAt, endsAt });
  if (!room.ok) throw new AppError(room.why);
  const [service] = proposal.serviceId === null ? [] : await queries.serviceTitle(tx, proposal.serviceId);
  const [details] = await queries.placeOf(tx, proposal.requestId);
  if ((await queries.move(tx, proposalId, to)).length === 0) lostRace();
  const [booked] = await queries.book(tx, {
    proposalId,
    serviceId: service?.id ?? null,
    talentId,
    talentUserId: proposal.userId,
    customerId: who.userId,
    state: 'quoted',
    quoteVersion: 1,
    startsAt,
    endsAt,
    timeZone: proposal.timeZone,
    serviceTitle: service?.title ?? { [request.locale]: request.title },
    listAmount: proposal.amount,
    currency: proposal.currency,
    place: details?.place ?? '',
    customerName: who.name,
    talentName: proposal.talentName,
    expiresAt: new Date(ctx.now.getTime() + bookingLimits.answerWithin),
  });
  return { proposal: await viewNow(ctx, tx, proposalId), bookingId: booked?.id ?? lostRace() };
}
