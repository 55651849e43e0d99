import type { Ctx } from '../ctx.ts';
import { digestOf } from '../digest.ts';
import { isPublic } from '../profiles/rules/profile.ts';
import * as queries from './queries/guardians.ts';
import { announce } from './queries/news.ts';
import { decideGuardian, type GuardianMove } from './rules/guardian.ts';
import { isMinor } from './rules/minors.ts';
import type { GuardianPage } from './schema/pages.ts';

type Found = Awaited<ReturnType<typeof queries.byToken>>[number];

const page = (ctx: Ctx, token: string, found: Found, done: GuardianPage['done']): GuardianPage => ({
  token,
  guardian: found.guardian.name,
  talent: { name: found.talentName, slug: found.publishedAt === null ? null : found.slug },
  state: found.guardian.state,
  over: !isMinor(found.birthDate, found.timeZone, ctx.now),
  done,
});

/** What the page behind the link shows; null: the link opens nothing, or nothing any more. Looking changes nothing. */
export async function openConsent(ctx: Ctx, token: string): Promise<GuardianPage | null> {
  const { found } = await ctx.doors
    .asSystem('guardian: a link was opened')
    .read((db) => ({ found: queries.byToken(db, digestOf(token)) }));
  const [row] = found;
  return row && !row.away ? page(ctx, token, row, null) : null;
}

const said = { give: 'given', refuse: 'refused', withdraw: 'withdrawn' } as const;

/**
 * What a guardian says, as often as they change their mind. A consent that is taken back takes the talent's page down in the same
 * transaction; `closed` is its address, for the edge to know at once.
 */
export async function speakAsGuardian(
  ctx: Ctx,
  { token, move }: { token: string; move: GuardianMove },
): Promise<{ page: GuardianPage | null; closed: string | null }> {
  const hash = digestOf(token);
  return ctx.doors.asSystem('guardian: said by link').write(async (tx) => {
    await queries.lockByToken(tx, hash);
    const [before] = await queries.byToken(tx, hash);
    if (!before || before.away) return { page: null, closed: null };
    const minor = isMinor(before.birthDate, before.timeZone, ctx.now);
    const { userId, state, name } = before.guardian;
    // pressed twice: it is as they wish
    if (state === said[move]) return { page: page(ctx, token, before, said[move]), closed: null };
    const to = decideGuardian(before.guardian, move, minor);
    if (!to.ok || (await queries.decide(tx, { userId, from: state, to: to.value }, ctx.now)).length === 0)
      return { page: page(ctx, token, before, 'late'), closed: null };
    await queries.audit(tx, {
      at: ctx.now,
      action: `guardian.${to.value}`,
      subjectKind: 'user',
      subjectId: userId,
      // who it was is known to the operator alone
      data: { guardian: name, email: before.guardian.email },
      requestId: ctx.requestId,
    });
    await announce(tx, 'guardian.decided', { userId, actorId: null, state: to.value }, ctx.now);
    const [now] = await queries.byToken(tx, hash);
    const closed = isPublic(before) && now?.publishedAt === null ? before.slug : null;
    return { page: now ? page(ctx, token, now, said[move]) : null, closed };
  });
}
