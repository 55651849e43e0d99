import type { BoardCard } from '../../client/board-api.ts';
import { formatRelative } from '../../i18n/format.ts';
import { isolated } from '../bookings/next-step.ts';
import { Badge } from '../ui/badge.tsx';
import { Icon } from '../ui/icon.tsx';
import { budgetText, daysText, type BoardPart } from './board-part.ts';

type CardProps = Pick<BoardPart, 'locale' | 't' | 'label'> & { card: BoardCard };

/** How it stands with the house and with the reader: said in words, the colour only helps. */
export function RequestBadges({ card, t }: Pick<BoardPart, 't'> & { card: BoardCard }) {
  return (
    <>
      {card.state === 'CLOSED' && <Badge>{t('badge.closed')}</Badge>}
      {card.unlock?.status === 'UNLOCKED' && <Badge tone="good">{t('badge.unlocked')}</Badge>}
      {card.unlock?.status === 'RETURNED' && <Badge tone="info">{t('badge.returned')}</Badge>}
      {card.checked ? <Badge tone="info">{t('badge.checked')}</Badge> : <Badge>{t('badge.unchecked')}</Badge>}
    </>
  );
}

/** When, where, for how much. */
export function RequestFacts({ card, locale, t, label }: CardProps) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1.5 text-ink-soft">
      <li className="flex items-start gap-1.5">
        <Icon name="calendar" className="mt-[0.35em] size-4.5 shrink-0" />
        <span className="visually-hidden">{t('fact.days')} </span>
        {daysText(locale, card)}
      </li>
      <li className="flex items-center gap-1.5">
        <Icon name="pin" className="size-4.5 shrink-0" />
        <span className="visually-hidden">{t('fact.city')} </span>
        {label(`city.${card.city}`)}
      </li>
      <li className="figures flex items-center gap-1.5 font-semibold text-ink">
        <Icon name="wallet" className="size-4.5 shrink-0 text-ink-soft" />
        <span className="visually-hidden">{t('fact.budget')} </span>
        {budgetText({ locale, t }, card.budget)}
      </li>
    </ul>
  );
}

/** One request on the board. The whole card leads to it. */
export function RequestCardView({ card, locale, t, label }: CardProps) {
  return (
    <li className="relative flex flex-col gap-3 rounded-lg border border-line bg-raised p-5 transition-colors hover:border-line-strong">
      <div className="flex flex-wrap items-center gap-2">
        <span className="me-auto text-sm text-clay-ink">{label(`category.${card.category}`)}</span>
        <RequestBadges card={card} t={t} />
      </div>
      <div>
        <h2 className="text-xl">
          <a href={`/${locale}/requests/${card.id}/`} className="rounded-sm after:absolute after:inset-0">
            <bdi lang={card.locale}>{card.title}</bdi>
          </a>
        </h2>
        <p dir="auto" lang={card.locale} className="own-words mt-1 line-clamp-3 wrap-anywhere text-ink-soft">
          {card.summary}
        </p>
      </div>
      <RequestFacts card={card} locale={locale} t={t} label={label} />
      <p className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line pt-3 text-sm text-ink-faint">
        <span>{t('postedBy', { name: isolated(card.ownerName) })}</span>
        <time dateTime={card.openedAt}>{formatRelative(locale, new Date(card.openedAt), new Date())}</time>
        <span className="figures">{t('unlocks', { count: card.unlocks })}</span>
      </p>
    </li>
  );
}
