import { and, eq, lte } from 'drizzle-orm';
import type * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import { shortName } from '../../core/text.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { reviews } from '../../db/schema/bookings.ts';
import { talentProfiles } from '../../db/schema/profiles.ts';
import type { createReviewBody } from '../bookings/schema.ts';
import { judge, move, viewAfter } from '../bookings/service.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { isPublic } from '../profiles/rules/profile.ts';

/** One review per side of a completed booking; both are shown when both are in, or when the blind time is over. */
export async function createReview(
  ctx: Ctx,
  tx: Tx,
  { bookingId, rating, comment }: z.output<typeof createReviewBody> & { bookingId: string },
) {
  const judged = await judge(ctx, tx, bookingId, 'review');
  const { booking, side } = judged;
  try {
    await tx.transaction(async (inner) => {
      await inner.insert(reviews).values({
        bookingId,
        side,
        reviewerId: actorOf(ctx).userId,
        talentId: booking.talentId,
        rating,
        comment,
        authorName: shortName(side === 'customer' ? booking.customerName : booking.talentName),
        publishAt: ctx.now,
      });
    });
  } catch (error) {
    if (violates(error, 'reviews_one_per_side')) throw new AppError('already_reviewed', { cause: error });
    throw error;
  }
  return booking.state === 'completed' ? move(ctx, tx, judged, { state: 'reviewed' }) : viewAfter(ctx, tx, bookingId);
}

/**
 * After commit: a customer's review that the second one has let out stands on the talent's page, and its stars on every list. One whose
 * blind time ends by itself is the clock's to tell, and so is what this misses.
 */
export async function reviewMayShow(ctx: Ctx, { bookingId }: { bookingId: string }): Promise<void> {
  const { found } = await ctx.doors.asSystem('reviews: whose page').read((db) => ({
    found: db
      .select({
        slug: talentProfiles.slug,
        publishedAt: talentProfiles.publishedAt,
        seenBy: talentProfiles.seenBy,
        at: reviews.publishAt,
      })
      .from(reviews)
      .innerJoin(talentProfiles, eq(talentProfiles.id, reviews.talentId))
      .where(
        and(
          eq(reviews.bookingId, bookingId),
          eq(reviews.side, 'customer'),
          lte(reviews.publishAt, ctx.now),
          eq(talentProfiles.withheld, false),
        ),
      ),
  }));
  for (const { slug, at, ...page } of found) if (isPublic(page)) await ctx.ports.pages.changed(slug, at);
}
