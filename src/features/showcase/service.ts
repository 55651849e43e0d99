import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import * as queries from './queries.ts';
import { isOn, room, sections, type Section } from './rules/sections.ts';
import type { featuredSection, featuredSections, FeaturedPlace, putFeaturedBody } from './schema/featured.ts';

/** An operator in good standing. To anybody else there is nothing here. */
async function operatorIn(ctx: Ctx, tx: Tx): Promise<string> {
  const [me] = await identity.me(tx, actorOf(ctx).userId);
  return me && requireActive(me).role === 'admin' ? me.userId : absent();
}

type Row = Awaited<ReturnType<typeof queries.everyPlace>>[number];

/** A section as its operator sees it: the first of those whose time it is and whose page is up are shown. */
function sectionOf(section: Section, rows: readonly Row[], now: Date): z.input<typeof featuredSection> {
  let places: number = room[section];
  const stateOf = (row: Row): FeaturedPlace['state'] => {
    if (row.endsAt !== null && row.endsAt <= now) return 'over';
    if (!isOn(row, now)) return 'soon';
    if (!row.isPublic) return 'hidden';
    places -= 1;
    return places >= 0 ? 'shown' : 'waiting';
  };
  return {
    section,
    room: room[section],
    items: rows.map((row) => ({
      // words of closed lists, in text columns
      talent: row.talent as FeaturedPlace['talent'],
      startsAt: row.startsAt?.toISOString() ?? null,
      endsAt: row.endsAt?.toISOString() ?? null,
      state: stateOf(row),
    })),
  };
}

export const listFeatured = (ctx: Ctx): Promise<z.input<typeof featuredSections>> => {
  actorOf(ctx);
  return ctx.doors.asSystem('operator: featured talents').write(async (tx) => {
    await operatorIn(ctx, tx);
    const rows = await queries.everyPlace(tx);
    return {
      sections: sections.map((section) =>
        sectionOf(
          section,
          rows.filter((row) => row.section === section),
          ctx.now,
        ),
      ),
    };
  });
};

const moment = (at: string | null): Date | null => (at === null ? null : new Date(at));

/** One section, whole and in order. */
export async function putFeatured(
  ctx: Ctx,
  tx: Tx,
  { section, items }: z.output<typeof putFeaturedBody>,
): Promise<z.input<typeof featuredSection>> {
  const actorId = await operatorIn(ctx, tx);
  await queries.lockShelf(tx, section);
  const ids = items.map(({ talentId }) => talentId);
  const known = new Set(ids.length === 0 ? [] : (await queries.known(tx, ids)).map(({ id }) => id));
  const strangers = items.flatMap(({ talentId }, at) =>
    known.has(talentId) ? [] : [[`items.${at}.talentId`, ['unknown']] as const],
  );
  if (strangers.length > 0)
    throw new AppError('invalid', { fields: Object.fromEntries(strangers.map(([path, codes]) => [path, [...codes]])) });
  const before = (await queries.everyPlace(tx, section)).map(({ talent }) => talent.slug);
  await queries.clear(tx, section);
  const rows = items.map(({ talentId, startsAt, endsAt }) => ({
    talentId,
    startsAt: moment(startsAt),
    endsAt: moment(endsAt),
  }));
  if (rows.length > 0) await queries.fill(tx, section, rows);
  const now = await queries.everyPlace(tx, section);
  const data = { before, after: now.map(({ talent }) => talent.slug) };
  const entry = {
    actorId,
    action: 'featured.changed',
    subjectId: section,
    data,
    requestId: ctx.requestId,
    at: ctx.now,
  };
  await queries.audit(tx, entry);
  return sectionOf(section, now, ctx.now);
}

/** For the clock: is the front page of a build made then out of date? */
export async function featuredMoved(ctx: Ctx, since: Date): Promise<boolean> {
  const moved = await ctx.doors
    .asSystem('clock: featured talents')
    .write((tx) => queries.movedSince(tx, since, ctx.now));
  return moved.length > 0;
}
