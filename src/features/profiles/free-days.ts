import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { freeDaysNews, talentFreeDays } from '../../db/schema/calendar.ts';
import { talentProfiles } from '../../db/schema/profiles.ts';
import type { Ctx, Ports } from '../ctx.ts';
import { freeDaysShown } from '../discovery/rules.ts';
import { readAvailability } from './availability.ts';
import * as queries from './queries.ts';
import { daysAhead } from './rules/availability.ts';
import { isPublic } from './rules/profile.ts';

/** How far ahead search knows who is free. */
export const freeDaysKept = 90;

/** Of the platform's thirty seconds: one talent more is always finished. */
const budget = 20_000;
const atOnce = 50;
const aDay = 86_400_000;

/** Whose turn it is: first whoever something happened to, then those for whom time alone has made it another answer. */
const due = (tx: Tx) =>
  tx.execute<{ talentId: string }>(sql`
    (select n.talent_id as "talentId" from free_days_news n order by n.id limit ${atOnce})
    union
    (select d.talent_id from talent_free_days d where d.stale_at <= app.now() order by d.stale_at limit ${atOnce})`);

/** A talent whose page is published, with the length of the work that is shortest; none: there is nothing to know. */
const publishedTalent = (tx: Tx, talentId: string) =>
  tx
    .select({
      slug: talentProfiles.slug,
      publishedAt: talentProfiles.publishedAt,
      seenBy: talentProfiles.seenBy,
      timeZone: talentProfiles.timeZone,
      shortest: sql<
        number | null
      >`(select min(s.duration_minutes) from services s where s.talent_id = ${talentId}::uuid and s.active)`,
    })
    .from(talentProfiles)
    .where(
      and(eq(talentProfiles.id, talentId), isNotNull(talentProfiles.publishedAt), eq(talentProfiles.withheld, false)),
    );

type Days = { fromDay: string; days: string[] };

/** Does a page that shows the first few of them show others now? Days that are over are nobody's news: each build leaves them out. */
function moved(before: Days, now: Days): boolean {
  const shown = ({ days }: Days) => days.filter((day) => day >= now.fromDay).slice(0, freeDaysShown.count);
  return shown(before).join() !== shown(now).join();
}

/**
 * Works one talent out under a lock of their own: of two at once, the later one has seen what the earlier one saw. Answers with the
 * address of a public page that something has made show other days.
 */
async function workOut(tx: Tx, talentId: string, now: Date, only: 'news' | 'all' = 'all'): Promise<string | null> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${talentId}::text, 43))`);
  const news = await tx
    .select({ id: freeDaysNews.id })
    .from(freeDaysNews)
    .where(sql`${freeDaysNews.talentId} = ${talentId}::uuid`);
  if (only === 'news' && news.length === 0) return null;
  const [talent] = await publishedTalent(tx, talentId);
  let outdated: string | null = null;
  if (!talent) {
    await tx.delete(talentFreeDays).where(sql`${talentFreeDays.talentId} = ${talentId}::uuid`);
  } else {
    const range = { from: now, until: new Date(now.getTime() + freeDaysKept * aDay) };
    const availability = await readAvailability(tx, { id: talentId, timeZone: talent.timeZone }, range);
    const wish = { now, count: freeDaysKept, horizonDays: freeDaysKept - 1 };
    const found = daysAhead(talent.shortest === null ? { ...availability, hours: [], exceptions: [] } : availability, {
      ...wish,
      durationMinutes: talent.shortest ?? 0,
    });
    const [before] = await tx
      .select({ fromDay: talentFreeDays.fromDay, days: talentFreeDays.days })
      .from(talentFreeDays)
      .where(sql`${talentFreeDays.talentId} = ${talentId}::uuid`);
    // what time alone changes comes with the build of the day; for whom nobody has looked yet, a booking is reason enough
    const others = before ? moved(before, found) : only === 'news';
    if (news.length > 0 && isPublic(talent) && others) outdated = talent.slug;
    const row = {
      fromDay: found.fromDay,
      days: found.days,
      computedAt: now,
      staleAt: found.until,
      ...(outdated !== null && { movedAt: now }),
    };
    await tx
      .insert(talentFreeDays)
      .values({ talentId, ...row })
      .onConflictDoUpdate({ target: talentFreeDays.talentId, set: row });
  }
  // only what was there before the facts were read: what came meanwhile is worked out again
  if (news.length > 0)
    await tx.delete(freeDaysNews).where(
      inArray(
        freeDaysNews.id,
        news.map(({ id }) => id),
      ),
    );
  return outdated;
}

/** What tending needs of a context: the local stack begins with days of its own, before anything is served. */
export type DaysCtx = Pick<Ctx, 'doors' | 'now' | 'log'> & { ports: { pages: Pick<Ports['pages'], 'alone'> } };

/** After commit. A store that is down undoes nothing: `movedAt` says it to the clock again. */
const tell = (ctx: DaysCtx, slug: string): Promise<void> =>
  ctx.ports.pages.alone(slug, ctx.now).catch((error: unknown) =>
    ctx.log('a page was not announced', {
      slug,
      news: 'alone',
      error: error instanceof Error ? error.message : String(error),
    }),
  );

/**
 * Right after a booking took or gave back time, for the page that may offer it: nothing where a trigger has left no news. What this
 * misses is the clock's a minute later.
 */
export async function freeDaysMayMove(ctx: Ctx, talentId: string): Promise<void> {
  const slug = await ctx.doors
    .asSystem('free days of one talent')
    .write((tx) => workOut(tx, talentId, ctx.now, 'news'));
  if (slug !== null) await tell(ctx, slug);
}

/** For the clock: what search knows of free days. Each talent is a transaction of their own, so whatever is done stays done. */
export async function tendFreeDays(ctx: DaysCtx): Promise<{ talents: number; left: boolean }> {
  const door = ctx.doors.asSystem('clock: free days');
  const started = performance.now();
  let talents = 0;
  for (;;) {
    const { rows } = await door.write((tx) => due(tx));
    if (rows.length === 0) return { talents, left: false };
    for (const { talentId } of rows) {
      const slug = await door.write((tx) => workOut(tx, talentId, ctx.now));
      if (slug !== null) await tell(ctx, slug);
      talents += 1;
      if (performance.now() - started >= budget) return { talents, left: true };
    }
  }
}

/** For the clock: tells again what a crash between commit and telling swallowed. Saying it twice changes nothing. */
export async function tellDaysAgain(ctx: Ctx, since: Date, atMost = 200): Promise<number> {
  const { days } = await ctx.doors.asSystem('clock: free days of pages').write(async (tx) => ({
    days: await queries.daysMovedSince(tx, since, atMost),
  }));
  for (const { slug, at } of days) await ctx.ports.pages.alone(slug, at);
  return days.length;
}
