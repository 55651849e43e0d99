import type * as z from 'zod';
import { absent } from '../../core/errors.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { sees, type Audience, type Viewer } from '../profiles/rules/audience.ts';
import * as queries from './queries.ts';
import type { memberTalent, Preview } from './schema.ts';
import { publicQueries, publicTalents, type PublicRows } from './service.ts';

const eyes: Readonly<Record<Preview, Viewer>> = {
  visitor: { member: false, premium: false },
  member: { member: true, premium: false },
  subscriber: { member: true, premium: true },
};
const audienceOf = (visibility: 'public' | 'members' | 'subscribers'): Audience =>
  visibility === 'public' ? 'everyone' : visibility;

/** The talent's own rows, without what these eyes would not see. What is not theirs to see does not get to the shape. */
const through = (rows: PublicRows, viewer: Viewer): PublicRows => ({
  ...rows,
  portfolio: rows.portfolio.filter(({ visibility }) => sees(viewer, audienceOf(visibility))),
  casting: rows.casting.filter(({ seenBy }) => sees(viewer, seenBy)),
});

/**
 * One talent with everything whoever asks may see: they come in by their own door, so policies choose the rows. A talent may look at
 * their own page, published or not, with the eyes of others; to anyone else that question has no answer.
 */
export async function getTalentAsMember(
  ctx: Ctx,
  { slug, as }: { slug: string; as?: Preview | undefined },
): Promise<z.input<typeof memberTalent>> {
  const { userId } = actorOf(ctx);
  const look = (at: string) =>
    userDoor(ctx).read((db) => ({
      ...publicQueries(db, ctx.now, at, 'seen'),
      moved: queries.movedTo(db, at),
      me: identity.me(db, userId),
      mine: queries.isMine(db, at, userId),
    }));
  let { moved, me, mine, ...rows } = await look(slug);
  requireActive(me[0]);
  // an address the page left shows the page, by its present one
  const to = rows.profiles.length === 0 ? moved[0]?.slug : undefined;
  if (to !== undefined) ({ moved, me, mine, ...rows } = await look(to));
  const own = mine.length > 0;
  if (as !== undefined && !own) absent();
  const shown = as === undefined ? rows : through(rows, eyes[as]);
  const [talent] = publicTalents(shown, ctx.now);
  const [profile] = shown.profiles;
  if (!talent || !profile) absent();
  const visibility = new Map(shown.portfolio.map((item) => [item.id, item.visibility]));
  const seenBy = shown.casting[0]?.seenBy;
  const hidden = rows.portfolio.length > shown.portfolio.length || rows.casting.length > shown.casting.length;
  return {
    ...talent,
    seenBy: profile.seenBy,
    published: profile.publishedAt !== null,
    own,
    shownAs: as ?? null,
    casting: talent.casting && seenBy ? { ...talent.casting, seenBy } : null,
    portfolio: talent.portfolio.map((item) => ({ ...item, visibility: visibility.get(item.id) ?? 'public' })),
    moreForMembers: as === 'visitor' && hidden,
    moreForSubscribers: as === undefined ? profile.moreForMembers : as === 'member' && hidden,
  };
}
