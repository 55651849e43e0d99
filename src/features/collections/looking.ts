import type { Ctx } from '../ctx.ts';
import { findAll, type Found } from './finding.ts';
import * as queries from './queries/searches.ts';
import { newMatches, nextLook, sameQuery } from './rules/searches.ts';

/** People at one go; the next run takes the rest. */
const atOnce = 50;

type Owner = Awaited<ReturnType<typeof queries.dueOwners>>[number];

/**
 * Looks through the searches that are due, each as the one who saved it and may see it: whoever is new is told of once, in one letter for
 * all searches of a person and one line in the house.
 */
export async function lookForTalents(ctx: Ctx, budget = 20_000): Promise<{ looked: number; told: number }> {
  const started = performance.now();
  const report = { looked: 0, told: 0 };
  const { owners } = await ctx.doors
    .asSystem('clock: talent searches')
    .read((db) => ({ owners: queries.dueOwners(db, ctx.now, atOnce) }));
  for (const owner of owners) {
    if (performance.now() - started >= budget) break;
    try {
      const told = await lookFor(ctx, owner);
      report.looked += 1;
      report.told += told;
    } catch (error) {
      // one person's search does not keep the others waiting; it is due still
      ctx.log('talent searches not looked through', {
        user: owner.userId,
        error: error instanceof Error ? error.name : 'unknown',
      });
    }
  }
  return report;
}

/** How many new talents this person is told of. */
async function lookFor(ctx: Ctx, { userId, timeZone, looks }: Owner): Promise<number> {
  const door = ctx.doors.asSystem('clock: talent searches');
  const { searches } = await door.read((db) => ({ searches: queries.due(db, userId, ctx.now) }));
  const found = new Map<string, Found>();
  const asThem: Ctx = { ...ctx, actor: { userId } };
  if (looks) for (const { id, query } of searches) found.set(id, await findAll(asThem, query));
  const lookId = crypto.randomUUID();
  return door.write(async (tx) => {
    const told = new Set<string>();
    for (const search of await queries.heldDue(tx, userId, ctx.now)) {
      const next = { dueAt: nextLook(ctx.now, search.rhythm, timeZone), lookedAt: ctx.now };
      const seen = found.get(search.id);
      // asked otherwise since it was looked through: its findings are another question's
      const same = searches.some(({ id, query }) => id === search.id && sameQuery(query, search.query));
      if (!seen || !same) {
        await queries.looked(tx, search.id, next);
        continue;
      }
      const known = new Set((await queries.known(tx, search.id)).map(({ talentId }) => talentId));
      const fresh = newMatches({ at: search.baselineAt, whole: search.baselineWhole }, known, seen.matches);
      const kept =
        fresh.length === 0
          ? []
          : await queries.keepFound(
              tx,
              fresh.map((talentId) => ({ searchId: search.id, userId, talentId, lookId, foundAt: ctx.now })),
            );
      for (const { talentId } of kept) told.add(talentId);
      await queries.looked(tx, search.id, { ...next, ...(kept.length > 0 && { toldAt: ctx.now }) });
    }
    if (told.size > 0) await queries.announce(tx, { userId, lookId, count: told.size });
    return told.size;
  });
}
