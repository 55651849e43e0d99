/** What an address of the public site is from now on: out of date, shown for the first time, or no more. */
export type PageNews = { slug: string; news: 'changed' | 'published' | 'unpublished' };

export type Standing = { slug: string; public: boolean };

/**
 * What a change of a profile means for its addresses. A page that never was public is nobody's business, so where nothing was
 * shown nothing is said: a 410 would tell that there is somebody.
 */
export function newsOf(before: Standing, after: Standing, former: readonly string[]): PageNews[] {
  const led = former.filter((slug) => slug !== after.slug).map((slug) => ({ slug, news: 'changed' as const }));
  if (before.public && after.public) {
    const left = before.slug === after.slug ? [] : [{ slug: before.slug, news: 'changed' as const }];
    return [{ slug: after.slug, news: 'changed' }, ...left];
  }
  if (after.public) return [{ slug: after.slug, news: 'published' }, ...led];
  if (before.public)
    return [{ slug: before.slug, news: 'unpublished' }, ...led.filter(({ slug }) => slug !== before.slug)];
  return [];
}
