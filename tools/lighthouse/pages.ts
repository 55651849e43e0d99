// What Lighthouse looks at: the pages people land on, or with `--all` one of every public template.
import { contentPageIds } from '../../src/core/content-pages.ts';

export type Page = {
  /** behind the language: `talents/` */
  path: string;
  /** says itself that no index should hold it, so that is no fault */
  hidden?: boolean;
};

type Item = { slug: string; rating: { count: number } };
type Full = { portfolio: { kind: string }[] };

async function ask<Answer>(origin: string, path: string): Promise<Answer> {
  const answer = await fetch(`${origin}/api/${path}`);
  if (!answer.ok) throw new Error(`/api/${path} answered ${answer.status}`);
  return (await answer.json()) as Answer;
}

/** Home, list, search, and a profile with everything on it. */
async function landings(origin: string): Promise<{ pages: Page[]; items: Item[] }> {
  const { items } = await ask<{ items: Item[] }>(origin, 'talents?limit=50');
  items.sort((one, other) => other.rating.count - one.rating.count);
  return {
    pages: ['', 'talents/', 'search/', `talents/${items[0]?.slug ?? ''}/`].map((path) => ({ path })),
    items,
  };
}

export async function landingPages(origin: string): Promise<Page[]> {
  return (await landings(origin)).pages;
}

export async function everyTemplate(origin: string): Promise<Page[]> {
  const { pages, items } = await landings(origin);
  const talents = await Promise.all(
    items.map(async ({ slug }) => ({ slug, ...(await ask<Full>(origin, `talents/${slug}`)) })),
  );
  const showing = (kind: string) => talents.find(({ portfolio }) => portfolio.some((work) => work.kind === kind))?.slug;
  const [film, sound] = [showing('video'), showing('audio')];
  return [
    ...pages,
    ...[...new Set([film, sound, items.at(-1)?.slug])].flatMap((slug) => (slug ? { path: `talents/${slug}/` } : [])),
    { path: 'talents/as/photographer/' },
    { path: 'talents/in/baghdad/' },
    { path: 'talents/as/photographer/in/baghdad/' },
    { path: 'search/?q=photo', hidden: true },
    { path: 'search/?q=zzzzqqq', hidden: true },
    { path: 'pricing/' },
    ...contentPageIds.map((id) => ({ path: `${id}/` })),
    // a page that is not there answers 404, which Lighthouse does not look at: these are the two it answers with
    { path: 'not-found/', hidden: true },
    { path: 'gone/', hidden: true },
  ];
}
