import type { FoundTalent } from '../../client/collections-api.ts';
import type { Locale } from '../../core/locale.ts';
import { readText } from '../../core/locale.ts';
import { formatMoney, formatNumber } from '../../i18n/format.ts';
import { translateIfKnown, translator, type Catalog } from '../../i18n/translate.ts';
import { SaveMenu } from '../collections/save-menu.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import type { DiscoverPart } from './discover-part.ts';

type Shown = Pick<FoundTalent, 'slug' | 'seenBy'>;
/** Whom not everyone sees has no public page; members see theirs behind the sign-in. */
export const talentHref = (locale: Locale, { slug, seenBy }: Shown): string =>
  seenBy === 'everyone' ? `/${locale}/talents/${slug}/` : `/${locale}/talent/${slug}/`;

/** In sizes where the image network may fetch it; otherwise the one file whoever is signed in gets. */
export const portraitOf = ({ avatar, seenBy }: Pick<FoundTalent, 'avatar' | 'seenBy'>, published = true) =>
  published && seenBy === 'everyone' ? { picture: avatar } : { src: avatar?.url ?? null };

/** The stars for the eye, a sentence for a screen reader. */
export function Stars({ locale, labels, rating }: { locale: Locale; labels: Catalog; rating: FoundTalent['rating'] }) {
  const label = translator(locale, labels);
  if (rating.average === null) return <span className="text-ink-faint">{label('card.new')}</span>;
  const average = formatNumber(locale, rating.average, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return (
    <span className="whitespace-nowrap">
      <span aria-hidden="true">
        <span className="text-saffron">★</span> <b className="figures font-semibold">{average}</b>{' '}
        <span className="figures text-ink-faint">({formatNumber(locale, rating.count)})</span>
      </span>
      <span className="visually-hidden">{label('card.rating', { average, count: rating.count })}</span>
    </span>
  );
}

export function SeenBy({ seenBy, t }: { seenBy: FoundTalent['seenBy']; t: DiscoverPart['t'] }) {
  if (seenBy === 'everyone') return null;
  return <Badge tone="info">{t(`seen.${seenBy}`)}</Badge>;
}

export function priceText(locale: Locale, labels: Catalog, priceFrom: FoundTalent['priceFrom']): string {
  const label = translator(locale, labels);
  return priceFrom ? label('card.from', { price: formatMoney(locale, priceFrom) }) : label('card.askPrice');
}

/** One person among what was found. The whole card leads to the page; the link itself is the name. */
export function TalentResult({
  talent,
  keepsLists,
  ...part
}: DiscoverPart & { talent: FoundTalent; keepsLists: boolean }) {
  const { locale, t, labels } = part;
  const headline = readText(talent.headline, locale);
  return (
    <li className="group relative flex gap-4 sm:flex-col sm:gap-3">
      <Avatar
        name={talent.displayName}
        {...portraitOf(talent)}
        sizes="(min-width:80rem) 15rem,(min-width:40rem) 45vw,6rem"
        className="w-24 self-start text-3xl sm:w-full sm:text-6xl"
      />
      <div className="flex min-w-0 grow flex-col">
        <h2 className="text-xl">
          <a
            className="decoration-clay decoration-2 underline-offset-4 group-hover:underline after:absolute after:inset-0"
            href={talentHref(locale, talent)}
          >
            <bdi>{talent.displayName}</bdi>
          </a>
        </h2>
        <p className="dotted text-sm text-clay-ink">
          <span>{translateIfKnown(labels, `category.${talent.category}`, talent.category)}</span>
          <span>{translateIfKnown(labels, `city.${talent.city}`, talent.city)}</span>
        </p>
        {headline && (
          <p lang={headline.locale} dir="auto" className="own-words mt-1 line-clamp-2 text-sm text-ink-soft">
            {headline.text}
          </p>
        )}
        <p className="flex flex-wrap gap-x-3 pt-1.5 text-sm sm:mt-auto">
          <Stars locale={locale} labels={labels} rating={talent.rating} />
          <span>{priceText(locale, labels, talent.priceFrom)}</span>
        </p>
        <div className="relative mt-2 flex flex-wrap items-center gap-2">
          {keepsLists && <SaveMenu {...part} talent={talent} />}
          <SeenBy seenBy={talent.seenBy} t={t} />
        </div>
      </div>
    </li>
  );
}

/** The shape of what is coming. */
export function SkeletonTalents() {
  return (
    <div className="grid gap-x-5 gap-y-7 sm:grid-cols-2 xl:grid-cols-3">
      {Array.from({ length: 6 }, (_, at) => (
        <div key={at} aria-hidden={at > 0} className="flex gap-4 sm:flex-col sm:gap-3">
          <span className="aspect-portrait w-24 shrink-0 rounded-arch bg-line motion-safe:animate-breathe sm:w-full" />
          <Skeleton lines={3} className="grow" />
        </div>
      ))}
    </div>
  );
}
