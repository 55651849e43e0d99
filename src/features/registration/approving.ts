import { absent, AppError, lostRace } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { ofRole, requireActive } from '../identity/rules.ts';
import type { MeView } from '../identity/schema.ts';
import * as identity from '../identity/service.ts';
import { mendBirthDate as mend } from './guarding.ts';
import * as queries from './queries/approvals.ts';
import { announce } from './queries/news.ts';
import { askAgainAfter, decideApproval as decide } from './rules/approval.ts';
import { isMinor } from './rules/minors.ts';
import type { Applicant, ApprovalsQuery, DecideApproval } from './schema/approvals.ts';
import type { MendBirthDate } from './schema/guardian.ts';

/** An operator in good standing. To anybody else there is nothing here. */
export function requireOperator(me: identity.Me | undefined): identity.Me {
  if (!me) return absent();
  const who = requireActive(me);
  return ofRole(who, ['admin']).ok ? who : absent();
}

function view(ctx: Ctx, row: queries.Row): Applicant {
  const { user, details, talent, birthDate, guardian, deciderName } = row;
  return {
    userId: user.id,
    kind: details?.kind ?? user.customerKind ?? 'talent',
    name: user.name,
    email: user.email,
    locale: user.locale,
    approval: user.approval,
    registeredAt: (user.onboardedAt ?? user.createdAt).toISOString(),
    decidedAt: user.approvalAt?.toISOString() ?? null,
    decidedBy: deciderName,
    reason: user.approvalReason,
    organisation: details?.organisation ?? null,
    contactName: details?.contactName ?? null,
    profession: details?.profession ?? null,
    hires: details?.hires ?? [],
    city: talent?.city ?? details?.city ?? null,
    website: details?.website ?? null,
    about: details?.about ?? null,
    size: details?.size ?? null,
    talent: talent && {
      category: talent.category,
      languages: talent.languages,
      headline: talent.headline,
      birthDate,
      minor: isMinor(birthDate, talent.timeZone, ctx.now),
      guardian,
    },
  };
}

/** Who waits, longest first; or what was decided. With all they answered, through the system's door. */
export async function listApprovals(ctx: Ctx, page: ApprovalsQuery) {
  const { userId } = actorOf(ctx);
  const { me, rows } = await ctx.doors.asSystem('operator: approvals').read((db) => ({
    me: identity.me(db, userId),
    rows: queries.listed(db, page),
  }));
  requireOperator(me[0]);
  const items = rows.slice(0, page.limit).map((row) => view(ctx, row));
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.userId ?? null) : null };
}

/** Lets somebody in or does not, says why, and has it mailed. */
export async function decideApproval(
  ctx: Ctx,
  tx: Tx,
  { userId, decision, reason }: DecideApproval & { userId: string },
): Promise<Applicant> {
  const operator = requireOperator((await identity.me(tx, actorOf(ctx).userId))[0]);
  const [locked] = await queries.lockUser(tx, userId);
  if (!locked || locked.deletedAt || !locked.onboardedAt) return absent();
  const to = decide(locked, decision === 'approved' ? 'approve' : 'refuse', 'operator', ctx.now);
  if (!to.ok) throw new AppError(to.why);
  const words = { approval: to.value, approvalAt: ctx.now, approvalBy: operator.userId, approvalReason: reason };
  if ((await queries.decideUser(tx, userId, locked.approval, words)).length === 0) lostRace();
  await queries.audit(tx, {
    at: ctx.now,
    actorId: operator.userId,
    action: `account.${decision}`,
    subjectKind: 'user',
    subjectId: userId,
    reason,
    data: { from: locked.approval, to: to.value },
    requestId: ctx.requestId,
  });
  await announce(tx, `account.${decision}`, { userId, actorId: operator.userId }, ctx.now);
  return view(ctx, (await queries.byId(tx, userId))[0] ?? lostRace());
}

/** A date that was typed wrong, mended by hand. */
export async function mendBirthDate(ctx: Ctx, tx: Tx, wish: MendBirthDate & { userId: string }) {
  requireOperator((await identity.me(tx, actorOf(ctx).userId))[0]);
  return mend(ctx, tx, wish);
}

/** Whoever was refused has put right what was named, and asks to be looked at again. */
export async function askApprovalAgain(ctx: Ctx, tx: Tx): Promise<MeView> {
  const { userId } = actorOf(ctx);
  const me = requireActive((await identity.me(tx, userId))[0]);
  const to = decide(me, 'ask_again', 'person', ctx.now);
  if (!to.ok) throw new AppError(to.why, to.why === 'slow_down' ? { retryAfter: askAgainAfter / 1000 } : {});
  if ((await queries.askAgain(tx, userId)).length === 0) lostRace();
  await announce(tx, 'account.asked_again', { userId, actorId: userId }, ctx.now);
  return identity.meAfter(tx, userId, ctx.now);
}
