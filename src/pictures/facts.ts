import { createHash } from 'node:crypto';
import { plainLine } from '../core/text.ts';
import type { Locale } from '../core/locale.ts';
import { categoryIds } from '../features/discovery/categories.ts';
import { cityIds } from '../features/discovery/places.ts';
import type { PublicTalent } from '../features/discovery/schema.ts';
import { commonMessages } from '../i18n/catalogs/common.ts';
import { publicMessages } from '../i18n/catalogs/public.ts';
import { formatNumber } from '../i18n/format.ts';
import { translator } from '../i18n/translate.ts';

/**
 * What stands on the picture that a shared link shows. The address of a picture names these facts by their digest: as
 * long as a file of that name exists it is current, and a changed profile asks for another name.
 */
export type TalentFacts = {
  kind: 'talent';
  locale: Locale;
  name: string;
  trade: string;
  place: string;
  rating: string | null;
  portrait: string | null;
};
export type PageFacts = { kind: 'page'; locale: Locale; title: string; under: string };
export type PictureFacts = TalentFacts | PageFacts;

export type Picture = { url: string; width: number; height: number; alt: string };

export const pictureSize = { width: 1200, height: 630 } as const;

/** Goes up with every change of the drawing, so that no picture of the old look is taken for a new one. */
const drawing = 1;

export const digestOf = (facts: PictureFacts): string =>
  createHash('sha256')
    .update(JSON.stringify([drawing, facts]))
    .digest('hex')
    .slice(0, 12);

export function talentFacts(talent: PublicTalent, locale: Locale): TalentFacts {
  const t = translator(locale, publicMessages[locale]);
  return {
    kind: 'talent',
    locale,
    name: plainLine(talent.displayName),
    trade: t(`category.${talent.category}`),
    place: t(`city.${talent.city}`),
    rating:
      talent.rating.average === null
        ? null
        : `${formatNumber(locale, talent.rating.average)} · ${t('talent.reviews.count', { count: talent.rating.count })}`,
    portrait: talent.avatar?.url ?? null,
  };
}

export function talentPicture(talent: PublicTalent, locale: Locale): Picture {
  const facts = talentFacts(talent, locale);
  const alt = translator(locale, publicMessages[locale])('talent.title', {
    name: facts.name,
    category: facts.trade,
    city: facts.place,
  });
  return { url: `/og/${locale}/talents/${talent.slug}.${digestOf(facts)}.jpg`, ...pictureSize, alt };
}

/** The pages whose picture the build draws, by their path behind the language, with what is written on each. */
export function drawnPages(locale: Locale): ReadonlyMap<string, PageFacts> {
  const t = translator(locale, publicMessages[locale]);
  const brand = commonMessages[locale];
  const both = `${t('country.IQ')} · ${t('country.MA')}`;
  const page = (title: string, under: string): PageFacts => ({ kind: 'page', locale, title, under });
  return new Map([
    ['/', page(t('home.hero'), brand['brand.tagline'])],
    ['/talents/', page(t('talents.heading'), brand['brand.tagline'])],
    ['/pricing/', page(t('pricing.heading'), brand['brand.tagline'])],
    ...categoryIds.map((id) => [`/talents/as/${id}/`, page(t(`categories.${id}`), both)] as const),
    ...cityIds.map((id) => [`/talents/in/${id}/`, page(t('talents.inCity', { city: t(`city.${id}`) }), both)] as const),
  ]);
}

const pageFile = (path: string, facts: PageFacts) =>
  `/og/${facts.locale}/${path === '/' ? 'home' : path.slice(1, -1)}.${digestOf(facts)}.jpg`;

export const pictureOfFacts = (path: string, facts: PageFacts): Picture => ({
  url: pageFile(path, facts),
  ...pictureSize,
  alt: `${facts.title} · ${commonMessages[facts.locale]['brand.name']}`,
});

const known = new Map<Locale, ReadonlyMap<string, PageFacts>>();

/** The picture of a page by its path: its own, or that of the list it is a part of. `null`: the picture of the house. */
export function pagePicture(locale: Locale, path: string): Picture | null {
  const pages = known.get(locale) ?? drawnPages(locale);
  known.set(locale, pages);
  // a path may carry a question, which no picture is drawn for
  const steps = path
    .replace(/[?#].*$/s, '')
    .split('/')
    .filter(Boolean);
  for (let length = steps.length; length > 0; length -= 1) {
    const at = `/${steps.slice(0, length).join('/')}/`;
    const facts = pages.get(at);
    if (facts) return pictureOfFacts(at, facts);
  }
  const home = path === '/' ? pages.get('/') : undefined;
  return home ? pictureOfFacts('/', home) : null;
}
