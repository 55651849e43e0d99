import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { Card } from '../ui/card.tsx';
import { Timeline, type Moment } from '../ui/timeline.tsx';
import type { BookingPart } from './booking-part.ts';

const ways = ['requested', 'quoted', 'accepted', 'paid', 'completed', 'reviewed'] as const;
const ended = ['disputed', 'resolved', 'cancelled', 'refunded', 'declined', 'withdrawn', 'expired'];

/** What happened, with who did it, and the part of the way that lies ahead. */
export function BookingHistory({ view, locale, t }: BookingPart) {
  const zone = myTimeZone();
  const names = { customer: view.customerName, talent: view.talentName };
  const happened: Moment[] = view.events.map((event, at) => {
    const quote =
      event.move === 'quote' ? view.quotes.find(({ version }) => version === event.quoteVersion) : undefined;
    const stopped = ended.includes(event.to) && event.from !== event.to;
    const who =
      event.by === 'customer' || event.by === 'talent'
        ? event.by === view.you
          ? t('thread.you')
          : names[event.by]
        : null;
    return {
      id: `${at} ${event.at}`,
      state: stopped ? 'stopped' : 'done',
      title: t(`event.${event.move}`),
      text: (
        <>
          {who && (
            <span className="block text-sm">
              <bdi>{who}</bdi>
            </span>
          )}
          {quote && (
            <>
              <span className="figures block">{formatMoney(locale, quote.amount)}</span>
              {quote.message && (
                <q dir="auto" className="own-words block text-sm wrap-anywhere whitespace-pre-line">
                  {quote.message}
                </q>
              )}
            </>
          )}
        </>
      ),
      when: formatDateTime(locale, new Date(event.at), zone, 'shortDateTime'),
      dateTime: event.at,
    };
  });
  const reached = ways.findIndex((state) => state === view.state);
  const ahead: Moment[] =
    reached < 0
      ? []
      : ways.slice(reached + 1, 5).map((state) => ({ id: state, state: 'ahead' as const, title: t(`ahead.${state}`) }));
  return (
    <Card title={t('history.title')}>
      <Timeline label={t('history.title')} moments={[...happened, ...ahead]} />
    </Card>
  );
}
