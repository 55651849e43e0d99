import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import * as identity from '../identity/service.ts';
import { isPublic } from '../profiles/rules/profile.ts';

/**
 * After commit: a page that was taken down must be gone from the edge at once. `slug` null: whoever asks knows whose it is. A store
 * that is down undoes nothing; the clock says it again, by the line in the log that the database wrote.
 */
export async function pageIsClosed(ctx: Ctx, slug: string | null): Promise<void> {
  const address = slug ?? (await ownAddress(ctx));
  if (address === null) return;
  await ctx.ports.pages.unpublished(address, ctx.now).catch((error: unknown) =>
    ctx.log('a page was not announced', {
      slug: address,
      news: 'unpublished',
      error: error instanceof Error ? error.message : String(error),
    }),
  );
}

/** Null while it is public again, and where it was never on the public site: there is no address to close. */
async function ownAddress(ctx: Ctx): Promise<string | null> {
  const { userId } = actorOf(ctx);
  const { me } = await userDoor(ctx).read((db) => ({ me: identity.me(db, userId) }));
  const [one] = me;
  return one?.talentPublishedAt === null && isPublic({ publishedAt: ctx.now, seenBy: one.talentSeenBy })
    ? one.talentSlug
    : null;
}
