import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { freeDaysNews, talentFreeDays } from '../../db/schema/calendar.ts';
import { talentProfiles } from '../../db/schema/profiles.ts';
import type { Ctx } from '../ctx.ts';
import { readAvailability } from './availability.ts';
import { daysAhead } from './rules/availability.ts';

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

/** A talent whose page is public, with the length of the work that is shortest; none: there is nothing to know. */
const publicTalent = (tx: Tx, talentId: string) =>
  tx
    .select({
      timeZone: talentProfiles.timeZone,
      shortest: sql<
        number | null
      >`(select min(s.duration_minutes) from services s where s.talent_id = ${talentId}::uuid and s.active)`,
    })
    .from(talentProfiles)
    .where(and(eq(talentProfiles.id, talentId), isNotNull(talentProfiles.publishedAt)));

/** Works one talent out under a lock of their own: of two at once, the later one has seen what the earlier one saw. */
async function workOut(tx: Tx, talentId: string, now: Date): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${talentId}::text, 43))`);
  const news = await tx
    .select({ id: freeDaysNews.id })
    .from(freeDaysNews)
    .where(sql`${freeDaysNews.talentId} = ${talentId}::uuid`);
  const [talent] = await publicTalent(tx, talentId);
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
    const row = { fromDay: found.fromDay, days: found.days, computedAt: now, staleAt: found.until };
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
}

/** For the clock: what search knows of free days. Each talent is a transaction of their own, so whatever is done stays done. */
export async function tendFreeDays(ctx: Ctx): Promise<{ talents: number; left: boolean }> {
  const door = ctx.doors.asSystem('clock: free days');
  const started = performance.now();
  let talents = 0;
  for (;;) {
    const { rows } = await door.write((tx) => due(tx));
    if (rows.length === 0) return { talents, left: false };
    for (const { talentId } of rows) {
      await door.write((tx) => workOut(tx, talentId, ctx.now));
      talents += 1;
      if (performance.now() - started >= budget) return { talents, left: true };
    }
  }
}
