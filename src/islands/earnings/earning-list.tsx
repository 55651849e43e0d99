import type * as z from 'zod';
import { readText } from '../../core/locale.ts';
import type { earning, earningStates } from '../../features/ledger/schema.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator } from '../../i18n/translate.ts';
import type { Tone } from '../../styles/tone.ts';
import { useAccount } from '../account/account-frame.tsx';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { isolated } from '../bookings/next-step.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { useUi } from '../ui/ui-provider.tsx';

type Earning = z.output<typeof earning>;
const tones: Readonly<Record<(typeof earningStates)[number], Tone>> = {
  held: 'info',
  disputed: 'bad',
  waiting: 'waiting',
  earned: 'good',
  refunded: 'neutral',
  charged_back: 'bad',
};

type EarningListProps = {
  items: readonly Earning[];
  plans: PlansMessages;
  onMore: (() => void) | null;
  isLoading: boolean;
};

/** Booking by booking: what was paid, what the site keeps, and what is left. */
export function EarningList({ items, plans, onMore, isLoading }: EarningListProps) {
  const { locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, plans);
  const day = (iso: string) => formatDateTime(locale, new Date(iso), myTimeZone(), 'date');
  return (
    <Card title={t('earnings.bookings')}>
      <ul>
        {items.map((item) => {
          const title = readText(item.title, locale);
          const money = (amount: number) => formatMoney(locale, { amount, currency: item.currency });
          const taken = (amount: number) => money(amount === 0 ? 0 : -amount);
          return (
            <li
              key={item.paymentId}
              className="grid gap-x-6 gap-y-2 border-b border-line py-4 first:pt-0 last:border-0 last:pb-0 sm:grid-cols-[minmax(0,1fr)_auto]"
            >
              <div className="min-w-0">
                <h3 className="text-lg">
                  <a
                    className="rounded-sm hover:underline"
                    href={`/${locale}/bookings/${item.bookingId}/`}
                    lang={title?.locale}
                  >
                    <bdi>{title?.text}</bdi>
                  </a>
                </h3>
                <p className="text-sm text-ink-soft">
                  {t('earnings.from', { name: isolated(item.customerName), day: day(item.startsAt) })}
                </p>
                <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1">
                  <Badge tone={tones[item.state]}>{t(`earnings.state.${item.state}`)}</Badge>
                  {item.state === 'waiting' && item.availableAt && (
                    <span className="text-sm text-ink-faint">
                      {t('earnings.availableAt', { day: day(item.availableAt) })}
                    </span>
                  )}
                </p>
              </div>
              <dl className="grid grid-cols-[1fr_auto] text-sm sm:w-60">
                <dt className="text-ink-faint">{t('earnings.price')}</dt>
                <dd className="figures text-end">{money(item.price)}</dd>
                {item.refunded > 0 && (
                  <>
                    <dt className="text-ink-faint">{t('earnings.refunded')}</dt>
                    <dd className="figures text-end">{taken(item.refunded)}</dd>
                  </>
                )}
                <dt className="text-ink-faint">{t('earnings.commission')}</dt>
                <dd className="figures text-end">{taken(item.commission)}</dd>
                <dt className="mt-1 border-t border-line pt-1.5 font-semibold">{t('earnings.yours')}</dt>
                <dd className="figures mt-1 border-t border-line pt-1 text-end text-base font-semibold">
                  {money(item.yours)}
                </dd>
              </dl>
            </li>
          );
        })}
      </ul>
      {items.length === 0 && <p className="text-ink-soft">{t('earnings.bookings.none')}</p>}
      {onMore && (
        <Button variant="secondary" className="mt-4" onPress={onMore} isPending={isLoading}>
          {ui.t('action.loadMore')}
        </Button>
      )}
    </Card>
  );
}
