import type { MouseEvent } from 'react';
import type { ThreadCard } from '../../client/messages-api.ts';
import type { Locale } from '../../core/locale.ts';
import { formatDateTime, formatNumber } from '../../i18n/format.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Clipped } from '../ui/clipped.tsx';
import { isUnread, threadHref, titleOf, type InboxPart } from './inbox-part.ts';

type RowProps = InboxPart & { card: ThreadCard; isOpen: boolean; onOpen: (id: string) => void };

/** The clock for today's, the day for older ones. */
function whenText(locale: Locale, at: Date, now: Date): string {
  const zone = myTimeZone();
  const day = (date: Date) => formatDateTime('en', date, zone, 'date');
  return formatDateTime(locale, at, zone, day(at) === day(now) ? 'time' : 'date');
}

/** A click that asks for a new tab or window is the browser's. */
const isPlain = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** Who, about what, the last word and when. The whole row leads to the conversation. */
export function ThreadRow({ card, isOpen, onOpen, locale, t }: RowProps) {
  const about = titleOf(card, locale);
  // an owner's request has many people in it: there the row is called by what it is about
  const [name, title] = card.partnerName ? [{ text: card.partnerName, lang: undefined }, about] : [about, null];
  const waits = isUnread(card);
  const at = new Date(card.lastMessageAt);
  return (
    <li className={`relative flex gap-3 p-4 transition-colors hover:bg-sunk ${isOpen ? 'bg-palm-soft' : ''}`}>
      <Avatar name={name.text} shape="circle" className="w-11 self-start text-lg" />
      <div className="flex min-w-0 grow flex-col gap-0.5">
        <div className="flex items-baseline justify-between gap-3">
          <h2 className={`min-w-0 text-base ${waits ? 'font-bold' : 'font-semibold'}`}>
            <a
              href={threadHref(locale, card)}
              aria-current={isOpen ? 'page' : undefined}
              onClick={(event) => {
                if (!isPlain(event) || card.kind === 'request') return;
                event.preventDefault();
                onOpen(card.id);
              }}
              className="rounded-sm after:absolute after:inset-0"
            >
              <Clipped lang={name.lang}>{name.text}</Clipped>
            </a>
          </h2>
          <time dateTime={card.lastMessageAt} className="figures shrink-0 text-xs text-ink-faint">
            {whenText(locale, at, new Date())}
          </time>
        </div>
        <p className="flex text-sm text-ink-soft">
          <span className="shrink-0 whitespace-pre">
            {t(`one.${card.kind}`)}
            {title?.text && ' · '}
          </span>
          {title?.text && (
            <span className="min-w-0">
              <Clipped lang={title.lang}>{title.text}</Clipped>
            </span>
          )}
        </p>
        <p className={`flex items-center gap-2 text-sm ${waits ? 'text-ink' : 'text-ink-faint'}`}>
          <span dir="auto" className="own-words min-w-0 grow truncate">
            {card.preview}
          </span>
          {card.kind === 'direct' && card.state === 'pending' && <Badge tone="waiting">{t('state.pending')}</Badge>}
          {waits && (
            <span className="figures grid h-5 min-w-5 shrink-0 place-items-center rounded-full bg-palm px-1.5 text-xs font-bold text-on-palm">
              <span aria-hidden="true">{card.unread > 0 ? formatNumber(locale, card.unread) : '•'}</span>
              <span className="visually-hidden">
                {card.unread > 0 ? t('unread', { count: card.unread }) : t('markedUnread')}
              </span>
            </span>
          )}
        </p>
      </div>
    </li>
  );
}
