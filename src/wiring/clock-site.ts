import * as z from 'zod';
import { readEnv } from '../env.ts';
import type { Ctx } from '../features/ctx.ts';
import { tellDaysAgain } from '../features/profiles/free-days.ts';
import { announceAgain } from '../features/profiles/service.ts';
import { featuredMoved } from '../features/showcase/service.ts';
import { buildIfWanted, wantBuild } from '../integrations/build-hook.ts';
import { tidyTalentPages } from '../integrations/talent-pages.ts';

const day = 86_400_000;
const stamp = z.object({ builtAt: z.coerce.date() });

/** When the live site was built, by its own word; null when it cannot say. */
async function liveBuild(siteUrl: string): Promise<Date | null> {
  try {
    const answer = await fetch(`${siteUrl}/build.json`, { signal: AbortSignal.timeout(5_000), redirect: 'manual' });
    return stamp.parse(await answer.json()).builtAt;
  } catch {
    return null;
  }
}

/**
 * Keeps the static pages honest: markers the build has caught up with go, announcements that were lost are made again,
 * and a build comes when changes wait for one, or daily, for free days grow old.
 */
export async function keepSite(ctx: Ctx): Promise<Record<string, unknown>> {
  const env = readEnv();
  const builtAt = await liveBuild(ctx.ports.siteUrl);
  const markers = await tidyTalentPages(env, builtAt, ctx.now);
  const since = new Date(Math.max(builtAt?.getTime() ?? 0, ctx.now.getTime() - 7 * day));
  const announced = { ...(await announceAgain(ctx, since)), days: await tellDaysAgain(ctx, since) };
  const old = builtAt !== null && ctx.now.getTime() - builtAt.getTime() > day;
  // whom the front page shows has changed, or somebody's time on it came or went
  const moved = builtAt !== null && (await featuredMoved(ctx, builtAt));
  const build = old || moved ? await wantBuild(env, ctx.now) : await buildIfWanted(env, ctx.now);
  return { builtAt: builtAt?.toISOString() ?? null, markers, announced, build };
}
