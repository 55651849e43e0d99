import { absent, AppError, lostRace } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import * as identity from '../identity/service.ts';
import { isPublic } from '../profiles/rules/profile.ts';
import { requireOperator } from './approving.ts';
import * as queries from './queries/accounts.ts';
import { audit } from './queries/approvals.ts';
import { announce } from './queries/news.ts';
import { decideSuspension } from './rules/suspension.ts';
import type { AccountLine, AccountsQuery, SetSuspension } from './schema/accounts.ts';

function view({ user, kind, talent, birthDate, reason, suspendedBy }: queries.Row): AccountLine {
  return {
    userId: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    kind: kind ?? user.customerKind ?? (user.role === 'talent' ? 'talent' : null),
    approval: user.approval,
    registeredAt: (user.onboardedAt ?? user.createdAt).toISOString(),
    suspendedAt: user.suspendedAt?.toISOString() ?? null,
    suspendedBy,
    reason,
    talent: talent && {
      slug: talent.slug,
      displayName: talent.displayName,
      published: talent.publishedAt !== null,
      public: isPublic(talent),
      birthDate,
    },
  };
}

/** Everybody with an account, found by name or address. For operators, through the system's door. */
export async function listAccounts(ctx: Ctx, page: AccountsQuery) {
  const { userId } = actorOf(ctx);
  const { me, rows } = await ctx.doors.asSystem('operator: accounts').read((db) => ({
    me: identity.me(db, userId),
    rows: queries.listed(db, page),
  }));
  requireOperator(me[0]);
  const items = rows.slice(0, page.limit).map(view);
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.userId ?? null) : null };
}

/**
 * Shuts an account, or gives it back. Whoever is suspended is refused everywhere, their page and their requests are closed; what is
 * booked and paid stays as it is, and its other side is answered for by the operator. Given back, they publish again themselves.
 */
export async function setSuspension(
  ctx: Ctx,
  tx: Tx,
  { userId, suspended, reason }: SetSuspension & { userId: string },
): Promise<{ account: AccountLine; closed: string | null }> {
  const operator = requireOperator((await identity.me(tx, actorOf(ctx).userId))[0]);
  const [locked] = await queries.lockAccount(tx, userId);
  if (!locked || locked.deletedAt) return absent();
  const to = suspended ? 'suspended' : 'reinstated';
  const facts = { suspended: locked.suspendedAt !== null, role: locked.role, own: userId === operator.userId };
  const may = decideSuspension(facts, to);
  if (!may.ok) throw new AppError(may.why);
  const said = { at: ctx.now, actorId: operator.userId, reason, requestId: ctx.requestId };
  const [page] = suspended ? await queries.takeDown(tx, userId, ctx.now) : [];
  const wasPublic = page !== undefined && isPublic({ publishedAt: ctx.now, seenBy: page.seenBy });
  if (page)
    await audit(tx, {
      ...said,
      action: wasPublic ? 'profile.unpublished' : 'profile.withdrawn',
      subjectKind: 'talent_profile',
      subjectId: page.id,
      data: { slug: page.slug, seenBy: page.seenBy },
    });
  await queries.setSuspended(tx, userId, suspended ? ctx.now : null, ctx.now);
  await audit(tx, { ...said, action: `account.${to}`, subjectKind: 'user', subjectId: userId });
  await announce(tx, `account.${to}`, { userId, actorId: operator.userId }, ctx.now);
  return {
    account: view((await queries.byId(tx, userId))[0] ?? lostRace()),
    closed: wasPublic ? page.slug : null,
  };
}
