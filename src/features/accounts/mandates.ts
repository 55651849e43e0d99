import { absent, AppError, lostRace } from '../../core/errors.ts';
import type { AnyDb, Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import * as identity from '../identity/service.ts';
import * as queries from './queries.ts';
import { isOver, mandateLimits, mayAccept } from './rules.ts';
import type { ActingLog, Answer, LogQuery, Look, MandatesView } from './schema.ts';
import { orRefused } from './team.ts';

/** Whoever is signed in and not shut out: for taking a place nobody needs to have said what else they came for. */
function inStanding(who: Pick<identity.Me, 'deletedAt' | 'suspendedAt'> | undefined): void {
  if (who?.deletedAt) throw new AppError('unauthenticated');
  if (who?.suspendedAt) throw new AppError('account_suspended');
}

const asked = (db: Pick<AnyDb, 'select'>) => ({
  mine: queries.myMandates(db),
  agency: queries.myAgency(db),
  invitations: queries.myInvitations(db),
});
type Seen = {
  mine: readonly queries.MandateRow[];
  agency: readonly queries.AgencyRow[];
  invitations: readonly queries.InvitationRow[];
};

function shown({ mine, agency, invitations }: Seen, now: Date): MandatesView {
  const [over] = agency;
  return {
    items: mine.map((row) => ({
      accountId: row.accountId,
      kind: row.kind,
      name: row.name,
      slug: row.slug,
      under: { id: row.under, name: row.underName },
      mandateId: row.kind === 'seat' ? row.mandateId : null,
      since: row.since.toISOString(),
      counts: row.counts,
    })),
    agency: over ? { ...over, since: over.since.toISOString() } : null,
    invitations: invitations
      .filter((row) => !row.away && !isOver(row.invitedAt, now))
      .map((row) => ({
        id: row.id,
        kind: row.kind,
        from: row.name,
        invitedAt: row.invitedAt.toISOString(),
        expiresAt: new Date(row.invitedAt.getTime() + mandateLimits.open).toISOString(),
        byLink: row.byLink,
      })),
  };
}

/** For whom may I act, who acts for me, and what am I invited to: by my address, or by the word somebody was mailed. */
export async function listMandates(ctx: Ctx, { token }: Look): Promise<MandatesView> {
  const actor = actorOf(ctx);
  const { me, ...seen } = await ctx.doors
    .asUser(actor, { link: token })
    .read((db) => ({ me: identity.me(db, actor.userId), ...asked(db) }));
  inStanding(me[0]);
  return shown(seen, ctx.now);
}

async function seenIn(tx: Tx): Promise<Seen> {
  const { mine, agency, invitations } = asked(tx);
  return { mine: await mine, agency: await agency, invitations: await invitations };
}

/** The door an answer comes in by: a mailed word opens one invitation, whosever address it went to. */
export const answerDoor = (ctx: Ctx, { token }: Answer) => ctx.doors.asUser(actorOf(ctx), { link: token });

async function invitationFor(tx: Tx, { token, invitationId }: Answer): Promise<queries.InvitationRow> {
  const rows = await queries.myInvitations(tx);
  const found = rows.find((row) => (token === undefined ? row.id === invitationId : row.byLink));
  // withdrawn, answered or never there: to whoever asks it is the same
  if (!found) throw new AppError('invitation_over');
  return found;
}

export async function acceptInvitation(ctx: Ctx, tx: Tx, answer: Answer): Promise<MandatesView> {
  const person = await identity.present(ctx, tx);
  inStanding(person);
  const found = await invitationFor(tx, answer);
  const { mine, agency } = await seenIn(tx);
  const may = mayAccept(
    {
      role: person.role,
      suspended: false,
      deleted: false,
      onboarded: person.onboardedAt !== null,
      isAccount: found.accountId === person.userId,
      holdsOne:
        found.kind === 'roster'
          ? agency.length > 0
          : mine.some(({ kind, accountId }) => kind === 'seat' && accountId === found.accountId),
    },
    { role: found.role, suspended: found.away, deleted: found.away, tier: found.tier },
    { kind: found.kind, taken: found.taken, expired: isOver(found.invitedAt, ctx.now) },
  );
  if (!may.ok) throw new AppError(may.why);
  const [accepted] = await queries.accept(tx, found.id, person.userId, ctx.now).catch(orRefused);
  if (!accepted) return lostRace();
  await queries.announce(tx, 'mandate.accepted', found.id, person.userId, ctx.now);
  return shown(await seenIn(tx), ctx.now);
}

export async function declineInvitation(ctx: Ctx, tx: Tx, answer: Answer): Promise<{ declined: true }> {
  const person = await identity.present(ctx, tx);
  inStanding(person);
  const found = await invitationFor(tx, answer);
  const [declined] = await queries.decline(tx, found.id, person.userId, ctx.now).catch(orRefused);
  if (!declined) return lostRace();
  return { declined: true };
}

/** A colleague gives up their seat; a talent takes their leave of an agency. */
export async function leaveMandate(ctx: Ctx, tx: Tx, { mandateId }: { mandateId: string }): Promise<{ removed: true }> {
  const { userId } = actorOf(ctx);
  inStanding((await identity.me(tx, userId))[0]);
  const [left] = await queries.leave(tx, mandateId, userId, ctx.now);
  if (!left) return absent();
  await queries.announce(tx, 'mandate.ended', mandateId, userId, ctx.now);
  return { removed: true };
}

/** What others did as me, and under my plan. */
export async function listActingLog(ctx: Ctx, { cursor, limit }: LogQuery): Promise<ActingLog> {
  const { userId } = actorOf(ctx);
  const { me, found } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    found: queries.deeds(db, cursor, limit + 1),
  }));
  inStanding(me[0]);
  const items = found.slice(0, limit).map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    operation: row.operation,
    subject: { kind: row.subjectKind, id: row.subjectId },
    kind: row.kind,
    member: { id: row.memberId, name: row.memberName ?? '' },
    account: { id: row.accountId, name: row.accountName ?? '' },
  }));
  return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}
