import type { Ctx } from '../ctx.ts';

/** How long an answer waits for the edge to know. Beyond it the work goes on, and the clock repeats what is lost. */
const patience = 3_000;

/**
 * After commit: the page is out of date, and copies of a piece that was hidden, changed or removed are let go. What the page's own
 * change lets go of is tried again until it is done (its tag is on every file too); a store that is down does not undo what was saved.
 */
export async function tellPages(ctx: Ctx, page: { slug: string; public: boolean }, itemId?: string): Promise<void> {
  const told = Promise.all([
    ...(itemId === undefined ? [] : [ctx.ports.pages.dropped(`work-${itemId}`)]),
    // a page that is not on the public site has no address to freshen, and one it left stays closed
    ...(page.public ? [ctx.ports.pages.changed(page.slug, ctx.now)] : []),
  ]).catch((error: unknown) =>
    ctx.log('a page was not announced', {
      slug: page.slug,
      error: error instanceof Error ? error.message : String(error),
    }),
  );
  ctx.defer(() => told);
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([told, new Promise((resolve) => (timer = setTimeout(resolve, patience)))]);
  clearTimeout(timer);
}
