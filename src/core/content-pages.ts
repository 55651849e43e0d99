/** The pages the site has about itself, in the order they are named. `src/content/pages` holds each in four languages. */
export const contentPageIds = ['about', 'safety', 'help', 'terms', 'privacy'] as const;
export type ContentPageId = (typeof contentPageIds)[number];
