import { randomUUID } from 'node:crypto';
import { absent, AppError, lostRace } from '../../core/errors.ts';
import type { AnyDb, Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { digestOf } from '../digest.ts';
import { cities, type CityId } from '../discovery/places.ts';
import { requireRole } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { isPublic } from '../profiles/rules/profile.ts';
import * as queries from './queries/guardians.ts';
import { announce } from './queries/news.ts';
import { guardianLimits } from './rules/guardian.ts';
import { decideMending, isBirthDate, isMinor, localDate } from './rules/minors.ts';
import type { GuardianView, MendBirthDate, NameGuardian, SayBirthDate } from './schema/guardian.ts';

type Talent = identity.Me & { talentTimeZone: string };
const facts = (db: AnyDb, userId: string) => ({
  me: identity.me(db, userId),
  clock: queries.clockOf(db, userId),
  birth: queries.birthDateOf(db, userId),
  guardian: queries.guardianOf(db, userId),
});
type Rows = { [Name in keyof ReturnType<typeof facts>]: Awaited<ReturnType<typeof facts>[Name]> };
async function rowsIn(tx: Tx, userId: string): Promise<Rows> {
  const asked = facts(tx, userId);
  return { me: await asked.me, clock: await asked.clock, birth: await asked.birth, guardian: await asked.guardian };
}

/** A talent, by their own hand: what is said here is about a person and not about an account. */
function talentIn(ctx: Ctx, { me, clock }: Rows): Talent {
  if (ctx.actor?.member) throw new AppError('own_login_only');
  const who = requireRole(me[0], 'talent');
  return { ...who, talentTimeZone: clock[0]?.timeZone ?? who.timeZone };
}

function view(ctx: Ctx, rows: Rows, pageClosed: boolean): GuardianView {
  const talent = talentIn(ctx, rows);
  const birthDate = rows.birth[0]?.birthDate ?? null;
  const [guardian] = rows.guardian;
  return {
    birthDate,
    mendable: rows.birth[0]?.mendedAt === null,
    minor: isMinor(birthDate, talent.talentTimeZone, ctx.now),
    guardian: guardian
      ? {
          name: guardian.name,
          email: guardian.email,
          locale: guardian.locale,
          state: guardian.state,
          askedAt: guardian.askedAt.toISOString(),
          decidedAt: guardian.decidedAt?.toISOString() ?? null,
        }
      : null,
    pageClosed,
  };
}

export async function getGuardian(ctx: Ctx): Promise<GuardianView> {
  const { userId } = actorOf(ctx);
  return view(ctx, await userDoor(ctx).read((db) => facts(db, userId)), false);
}

/** After a change that may have taken the page down: the database did it in the same transaction, and says so here. */
async function after(ctx: Ctx, tx: Tx, before: Talent): Promise<GuardianView> {
  const rows = await rowsIn(tx, before.userId);
  return view(ctx, rows, before.talentPublishedAt !== null && rows.me[0]?.talentPublishedAt === null);
}

const likely = (birthDate: string, timeZone: string, now: Date): void => {
  if (!isBirthDate(birthDate, localDate(now, timeZone)))
    throw new AppError('invalid', { fields: { birthDate: ['unlikely'] } });
};

export async function sayBirthDate(ctx: Ctx, tx: Tx, { birthDate }: SayBirthDate): Promise<GuardianView> {
  const talent = talentIn(ctx, await rowsIn(tx, actorOf(ctx).userId));
  likely(birthDate, talent.talentTimeZone, ctx.now);
  if ((await queries.sayBirthDate(tx, talent.userId, birthDate, ctx.now)).length === 0)
    throw new AppError('already_done', { fields: { birthDate: ['said_before'] } });
  return after(ctx, tx, talent);
}

/** Once, by the owner's own hand; the same date again changes nothing. */
export async function changeBirthDate(ctx: Ctx, tx: Tx, { birthDate }: SayBirthDate): Promise<GuardianView> {
  const rows = await rowsIn(tx, actorOf(ctx).userId);
  const talent = talentIn(ctx, rows);
  const known = rows.birth[0] ?? absent();
  likely(birthDate, talent.talentTimeZone, ctx.now);
  if (known.birthDate === birthDate) return view(ctx, rows, false);
  const may = decideMending(known, birthDate, talent.talentTimeZone, ctx.now);
  if (!may.ok) throw new AppError(may.why);
  if ((await queries.changeBirthDate(tx, talent.userId, may.value, ctx.now)).length === 0) lostRace();
  await queries.audit(tx, {
    at: ctx.now,
    actorId: talent.userId,
    action: 'birth_date.changed',
    subjectKind: 'user',
    subjectId: talent.userId,
    requestId: ctx.requestId,
  });
  return after(ctx, tx, talent);
}

const orRest = (error: unknown): never => {
  if (violates(error, 'guardians_rest'))
    throw new AppError('slow_down', { retryAfter: guardianLimits.rest / 1000, cause: error });
  throw error;
};

/** Names a guardian, or another one, and has the letter sent; named again, the same one gets it again. */
export async function nameGuardian(ctx: Ctx, tx: Tx, wish: NameGuardian): Promise<GuardianView> {
  const rows = await rowsIn(tx, actorOf(ctx).userId);
  const talent = talentIn(ctx, rows);
  if (!isMinor(rows.birth[0]?.birthDate ?? null, talent.talentTimeZone, ctx.now)) throw new AppError('wrong_state');
  await ask(ctx, tx, talent, wish);
  return after(ctx, tx, talent);
}

async function ask(
  ctx: Ctx,
  tx: Tx,
  who: Pick<identity.Me, 'userId' | 'email' | 'locale'>,
  { name, email, locale = who.locale }: NameGuardian,
): Promise<void> {
  const { userId } = who;
  // nobody consents for themselves
  if (email === who.email.toLowerCase())
    throw new AppError('invalid', { fields: { guardianEmail: ['own_address'], email: ['own_address'] } });
  const [there] = await queries.lockGuardian(tx, userId);
  if (there?.email === email) {
    if (there.state === 'given') throw new AppError('already_done');
    // the letter's link is made of today's secret: where that has changed, the link that is sent is the one that opens
    const tokenHash = digestOf(ctx.ports.secretFor('guardian', there.id));
    const again = { name, locale, tokenHash, askedAt: ctx.now, updatedAt: ctx.now };
    await queries.changeGuardian(tx, userId, again).catch(orRest);
  } else {
    const id = randomUUID();
    const tokenHash = digestOf(ctx.ports.secretFor('guardian', id));
    const fresh = { id, name, email, locale, state: 'asked' as const, tokenHash, askedAt: ctx.now, updatedAt: ctx.now };
    await (
      there
        ? queries.changeGuardian(tx, userId, { ...fresh, decidedAt: null })
        : queries.insertGuardian(tx, { userId, ...fresh, lettersSince: ctx.now, createdAt: ctx.now })
    ).catch(orRest);
  }
  await queries.audit(tx, {
    at: ctx.now,
    actorId: userId,
    action: 'guardian.asked',
    subjectKind: 'user',
    subjectId: userId,
    requestId: ctx.requestId,
  });
  await announce(tx, 'guardian.asked', { userId, actorId: userId }, ctx.now);
}

type Born = { birthDate: string; guardian?: { name: string; email: string } | undefined; city: CityId };

/** On the way in: what is said of a talent's age, and who answers for one who is not of age. */
export async function registerAge(
  ctx: Ctx,
  tx: Tx,
  who: Pick<identity.Me, 'userId' | 'email' | 'locale'>,
  { birthDate, guardian, city }: Born,
): Promise<void> {
  const { timeZone } = cities[city];
  likely(birthDate, timeZone, ctx.now);
  await queries.sayBirthDate(tx, who.userId, birthDate, ctx.now);
  if (!isMinor(birthDate, timeZone, ctx.now)) return;
  if (!guardian) throw new AppError('invalid', { fields: { guardianName: ['required'], guardianEmail: ['required'] } });
  await ask(ctx, tx, who, guardian);
}

/** A date that was typed wrong is mended by an operator, for a reason, in the log. Through the system's door. */
export async function mendBirthDate(
  ctx: Ctx,
  tx: Tx,
  { userId, birthDate, reason }: MendBirthDate & { userId: string },
): Promise<{ userId: string; birthDate: string; minor: boolean; closed: string | null }> {
  const [before] = await identity.me(tx, userId);
  if (before?.role !== 'talent') return absent();
  const timeZone = (await queries.clockOf(tx, userId))[0]?.timeZone ?? before.timeZone;
  likely(birthDate, timeZone, ctx.now);
  await queries.mendBirthDate(tx, userId, birthDate, ctx.now);
  await queries.audit(tx, {
    at: ctx.now,
    actorId: actorOf(ctx).userId,
    action: 'birth_date.mended',
    subjectKind: 'user',
    subjectId: userId,
    reason,
    requestId: ctx.requestId,
  });
  const [now] = await identity.me(tx, userId);
  const was = isPublic({ publishedAt: before.talentPublishedAt, seenBy: before.talentSeenBy });
  const closed = was && (now ?? lostRace()).talentPublishedAt === null;
  return { userId, birthDate, minor: isMinor(birthDate, timeZone, ctx.now), closed: closed ? before.talentSlug : null };
}
