import { readText } from '../../core/locale.ts';
import { formatDay, formatList, formatNumber } from '../../i18n/format.ts';
import { useAccount } from '../account/account-frame.tsx';
import { isolated } from '../bookings/next-step.ts';
import { portraitOf } from '../discover/talent-result.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Facts, type Fact } from '../ui/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { TalentCasting } from './talent-casting.tsx';
import type { TalentPart } from './talent-part.ts';
import { TalentServices } from './talent-services.tsx';
import { TalentWork } from './talent-work.tsx';
import { UserText } from './user-text.tsx';

/** A talent with everything that is for whoever looks: the public page's content, and what stands behind it. */
export function TalentView(part: TalentPart & { contact: string }) {
  const { talent, locale, s, label, contact } = part;
  const { me } = useAccount();
  const name = isolated(talent.displayName);
  const { average, count } = talent.rating;
  const facts: Fact[] = [
    {
      label: label('talent.speaks'),
      value: formatList(
        locale,
        talent.languages.map((tag) => label(`language.${tag}`)),
      ),
    },
    ...(talent.nextFreeDays.length === 0
      ? []
      : [
          {
            label: label('talent.nextFree'),
            value: formatList(
              locale,
              talent.nextFreeDays.map((day) => formatDay(locale, day, talent.timeZone, 'day')),
            ),
          },
        ]),
    ...(talent.tags.length === 0
      ? []
      : [
          {
            label: label('talent.tags'),
            value: (
              <span className="flex flex-wrap gap-1.5">
                {talent.tags.map((tag) => (
                  <span key={tag} dir="auto" className="rounded-full bg-sunk px-2.5">
                    {tag}
                  </span>
                ))}
              </span>
            ),
          },
        ]),
  ];
  return (
    <article className="flex flex-col gap-12">
      <header className="flex flex-col gap-6 sm:flex-row sm:items-end">
        <Avatar
          name={talent.displayName}
          {...portraitOf(talent, talent.published)}
          sizes="11rem"
          alt={talent.avatar ? (readText(talent.avatar.alt, locale)?.text ?? talent.displayName) : ''}
          className="w-32 text-5xl sm:w-44"
        />
        <div className="flex min-w-0 grow flex-col gap-2">
          {talent.seenBy !== 'everyone' && (
            <span>
              <Badge tone="info">{s(talent.seenBy === 'members' ? 'page.forMembers' : 'page.forSubscribers')}</Badge>
            </span>
          )}
          <h1 className="text-3xl">
            <span dir="auto">{talent.displayName}</span>
          </h1>
          <p className="dotted text-lg text-clay-ink">
            <span>{label(`category.${talent.category}`)}</span>
            <span>{label(`city.${talent.city}`)}</span>
          </p>
          {average !== null && (
            <p className="flex items-center gap-1.5 text-ink-soft">
              <Icon name="star" className="size-4.5 text-saffron-ink" />
              <span className="figures">{formatNumber(locale, average, { minimumFractionDigits: 1 })}</span>
              <span>({label('talent.reviews.count', { count })})</span>
            </p>
          )}
          <p className="font-display text-xl leading-snug">
            <UserText text={talent.headline} locale={locale} />
          </p>
          <div className="mt-2 flex flex-wrap gap-3">
            {me.role === 'customer' && talent.published && (
              <LinkButton icon="message" href={`/${locale}/contact/?talent=${talent.slug}`}>
                {contact}
              </LinkButton>
            )}
            {talent.seenBy === 'everyone' && talent.published && (
              <LinkButton variant="secondary" icon="globe" href={`/${locale}/talents/${talent.slug}/`}>
                {s('page.public')}
              </LinkButton>
            )}
          </div>
        </div>
      </header>
      {(talent.moreForMembers || talent.moreForSubscribers) && (
        <p className="flex items-start gap-3 rounded-md bg-river-soft px-4 py-3 text-river-ink">
          <Icon name="eye" className="mt-[0.35em] size-5 shrink-0" />
          <span>
            {s(talent.moreForSubscribers ? 'page.moreForSubscribers' : 'page.moreForMembers', { name })}{' '}
            {talent.moreForSubscribers && !talent.own && (
              <a className="link whitespace-nowrap" href={`/${locale}/pricing/`}>
                {s('page.seePlans')}
              </a>
            )}
          </span>
        </p>
      )}
      <Facts facts={facts} />
      <TalentServices {...part} />
      <TalentCasting {...part} />
      <TalentWork {...part} />
      {readText(talent.bio, locale) && (
        <section aria-labelledby="about">
          <h2 id="about" className="text-2xl">
            {label('talent.about', { name })}
          </h2>
          <UserText text={talent.bio} locale={locale} as="p" className="prose-text own-words mt-3" />
        </section>
      )}
      {talent.reviews.length > 0 && (
        <section aria-labelledby="reviews">
          <h2 id="reviews" className="text-2xl">
            {label('talent.reviews')}
          </h2>
          <ul className="mt-4 flex flex-col gap-5">
            {talent.reviews.map((review) => (
              <li key={review.at + review.author} className="border-s-2 border-line ps-4">
                <p className="flex flex-wrap items-baseline gap-x-3">
                  <bdi className="font-semibold">{review.author}</bdi>
                  <span className="text-sm text-ink-soft">
                    {label('talent.review.stars', { rating: review.rating })}
                  </span>
                </p>
                <p dir="auto" className="prose-text own-words mt-1">
                  {review.comment}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}
