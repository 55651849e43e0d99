import { randomUUID } from 'node:crypto';
import { absent, AppError } from '../../core/errors.ts';
import type { AnyDb, Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { digestOf } from '../digest.ts';
import { requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { tierOf } from '../subscriptions/rules/entitlements.ts';
import * as queries from './queries.ts';
import { isOver, mandateLimits, mayInvite, roomOf, type Account, type MandateKind } from './rules.ts';
import type { Invite, TeamView } from './schema.ts';

/** What the database's own limits refused. */
export function orRefused(error: unknown): never {
  const said = (
    [
      ['mandates_have_room', 'no_room'],
      ['mandates_are_few', 'slow_down'],
      ['mandates_rest', 'slow_down'],
      ['mandates_one_open', 'already_member'],
      ['mandates_one_seat_each', 'already_member'],
      ['mandates_one_roster', 'already_member'],
      ['mandates_are_answered_in_time', 'invitation_over'],
      ['mandates_fit', 'role_not_allowed'],
      ['mandates_are_for_others', 'own_invitation'],
    ] as const
  ).find(([constraint]) => violates(error, constraint));
  if (!said) throw error;
  throw new AppError(said[1], {
    cause: error,
    ...(said[1] === 'slow_down' && { retryAfter: mandateLimits.rest / 1000 }),
  });
}

const inOrder = (me: identity.Me | undefined) => {
  const who = requireActive(me);
  if (who.role === 'admin') throw new AppError('role_not_allowed');
  return who;
};
const accountOf = (who: identity.Me, now: Date): Account => ({
  role: who.role,
  suspended: who.suspendedAt !== null,
  deleted: who.deletedAt !== null,
  tier: tierOf(who, who.held, now),
});
const isOpen = (row: queries.TeamRow, now: Date) => row.state === 'accepted' || !isOver(row.invitedAt, now);

function shown(who: identity.Me, kind: MandateKind, rows: readonly queries.TeamRow[], now: Date): TeamView {
  return {
    room: roomOf(accountOf(who, now).tier, kind),
    taken: rows.filter((row) => isOpen(row, now)).length,
    items: rows.map((row) => {
      const { invitedAt, acceptedAt } = row;
      return {
        id: row.id,
        state: row.state,
        email: row.email,
        name: row.name || null,
        slug: row.slug,
        invitedAt: invitedAt.toISOString(),
        expiresAt: row.state === 'invited' ? new Date(invitedAt.getTime() + mandateLimits.open).toISOString() : null,
        acceptedAt: acceptedAt?.toISOString() ?? null,
        counts: row.counts,
      };
    }),
  };
}

const asked = (ctx: Ctx, kind: MandateKind) => (db: AnyDb) => ({
  me: identity.me(db, actorOf(ctx).userId),
  rows: queries.team(db, kind),
});

/** Who has a place, who is invited, and how many there are. */
export const listTeam =
  (kind: MandateKind) =>
  async (ctx: Ctx): Promise<TeamView> => {
    const { me, rows } = await userDoor(ctx).read(asked(ctx, kind));
    return shown(inOrder(me[0]), kind, rows, ctx.now);
  };

async function teamNow(ctx: Ctx, tx: Tx, kind: MandateKind): Promise<TeamView> {
  const { me, rows } = asked(ctx, kind)(tx);
  return shown(inOrder((await me)[0]), kind, await rows, ctx.now);
}

const gate = (why: 'role_not_allowed' | 'upgrade_required' | 'no_room', kind: MandateKind) =>
  new AppError(
    why,
    why === 'upgrade_required' ? { upgradeUrl: '/pricing', feature: kind === 'seat' ? 'seats' : 'roster' } : {},
  );

/** Somebody is offered a place, by mail. Offered before and not answered: mailed again. */
export const inviteTo =
  (kind: MandateKind) =>
  async (ctx: Ctx, tx: Tx, { email }: Invite): Promise<TeamView> => {
    const { me, rows: found } = asked(ctx, kind)(tx);
    const who = inOrder((await me)[0]);
    const rows = await found;
    if (email === who.email.toLowerCase()) throw new AppError('own_invitation');
    const there = rows.find((row) => row.email === email);
    if (there?.state === 'accepted') throw new AppError('already_member');
    const taken = rows.filter((row) => row !== there && isOpen(row, ctx.now)).length;
    const may = mayInvite(accountOf(who, ctx.now), kind, taken);
    if (!may.ok) throw gate(may.why, kind);
    if (there) return sendAgain(ctx, tx, there.id, kind);
    const id = randomUUID();
    const tokenHash = digestOf(ctx.ports.secretFor('mandate', id));
    await queries.invite(tx, { id, kind, accountId: who.userId, email, tokenHash }).catch(orRefused);
    await queries.announce(tx, 'mandate.invited', id, who.userId, ctx.now);
    return teamNow(ctx, tx, kind);
  };

async function sendAgain(ctx: Ctx, tx: Tx, id: string, kind: MandateKind): Promise<TeamView> {
  const [renewed] = await queries.renew(tx, id, ctx.now).catch(orRefused);
  if (!renewed) return absent();
  await queries.announce(tx, 'mandate.invited', id, actorOf(ctx).userId, ctx.now);
  return teamNow(ctx, tx, kind);
}

/** A place is taken back, or the offer of one. From now on they act for nobody here. */
export const removeFrom =
  (kind: MandateKind) =>
  async (ctx: Ctx, tx: Tx, { mandateId }: { mandateId: string }): Promise<TeamView> => {
    const who = inOrder((await identity.me(tx, actorOf(ctx).userId))[0]);
    const [gone] = await queries.remove(tx, mandateId, kind, who.userId, ctx.now);
    if (!gone) return absent();
    if (gone.personId !== null) await queries.announce(tx, 'mandate.ended', mandateId, who.userId, ctx.now);
    return teamNow(ctx, tx, kind);
  };
