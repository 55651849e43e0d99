// Every address a stranger can open, by a short name. What a letter leads to is in `letter-pages.ts`.
import { contentPageIds } from '../../src/core/content-pages.ts';

type Card = { slug: string };
type Full = Card & {
  portfolio: { kind: string }[];
  services: { id: string }[];
  casting: unknown;
  moreForMembers: boolean;
  reviews: unknown[];
};

/** Talents that show the page at its fullest and at its barest, found among those the stack has. */
export async function publicPages(origin: string): Promise<Record<string, string>> {
  const ask = async <T>(path: string): Promise<T> => (await (await fetch(`${origin}/api/${path}`)).json()) as T;
  const { items } = await ask<{ items: Card[] }>('talents?limit=50');
  const talents = await Promise.all(items.map(({ slug }) => ask<Full>(`talents/${slug}`)));
  const much = (talent: Full) =>
    talent.portfolio.length + talent.services.length + talent.reviews.length + (talent.casting ? 5 : 0);
  const ordered = talents.toSorted((a, b) => much(b) - much(a));
  const shows = (kind: string) => ordered.find(({ portfolio }) => portfolio.some((work) => work.kind === kind));
  const page = (talent: Card | undefined) => `talents/${talent?.slug ?? ''}/`;
  return {
    home: '',
    talents: 'talents/',
    trade: 'talents/as/photographer/',
    city: 'talents/in/baghdad/',
    'trade-in-city': 'talents/as/photographer/in/baghdad/',
    talent: page(ordered[0]),
    'talent-sparse': page(ordered.at(-1)),
    'talent-casting': page(ordered.find(({ casting }) => casting)),
    'talent-film': page(shows('video')),
    'talent-audio': page(shows('audio')),
    'talent-more-for-members': page(ordered.find(({ moreForMembers }) => moreForMembers)),
    'search-empty': 'search/',
    search: 'search/?q=photo',
    'search-filtered': 'search/?category=photographer,singer&city=baghdad,erbil&language=ar&priceMin=50000&sort=price',
    'search-corrected': 'search/?q=potographer',
    'search-notes': 'search/?q=photo&rating=nine&color=red',
    'search-none': 'search/?q=zzzzqqq',
    'search-none-filtered': 'search/?q=oud&category=chef&city=tangier&rating=5',
    pricing: 'pricing/',
    ...Object.fromEntries(contentPageIds.map((id) => [id, `${id}/`])),
    'sign-in': 'sign-in/',
    'sign-in-return': 'sign-in/?return=%2Fen%2Fdashboard%2F',
    contact: `contact/?talent=${ordered[0]?.slug ?? ''}`,
    invitation: 'invitation/?token=no-such-token',
    'ask-photos': `photos/ask/${ordered[0]?.services[0]?.id ?? ''}/`,
    'members-only': 'talents/hamza-ould-derb/',
    'not-found': 'nowhere/at-all/',
    gone: 'gone/',
    'letter-dead-inquiry': 'inquiry/0190d3a0-0000-7000-8000-000000000072/?k=guess',
    'letter-dead-guardian': 'guardian/no-such-link-of-a-guardian-anywhere/',
    'letter-dead-photos': 'photos/0190d3a0-0000-7000-8000-000000000072/?k=guess',
    'letter-dead-unsubscribe': 'unsubscribe/no.such/',
  };
}
