import type { MyPlanView } from '../../features/subscriptions/schema.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { purchaseTerm } from '../buy/wish.ts';
import { titleOf } from '../checkout/gateways.ts';
import { useGateways } from '../checkout/use-gateways.ts';
import { Badge } from '../ui/badge.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';

type PlanHistoryProps = { mine: MyPlanView; plans: PlansMessages; products: Catalog };

/** What was bought, newest first, each with its paper. */
export function PlanHistory({ mine, plans, products }: PlanHistoryProps) {
  const { locale } = useAccount();
  const t = translator(locale, plans);
  const gateways = useGateways();
  const day = (iso: string) => formatDateTime(locale, new Date(iso), myTimeZone(), 'date');
  return (
    <Card title={t('plan.history')}>
      {mine.history.length === 0 ? (
        <p className="text-ink-soft">{t('plan.history.empty')}</p>
      ) : (
        <ul>
          {mine.history.map(({ purchase, paymentId, paidThrough }) => (
            <li
              key={purchase.id}
              className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-b border-line py-4 first:pt-0 last:border-0 last:pb-0"
            >
              <div className="min-w-0 grow basis-48">
                <p className="font-semibold">{translator(locale, products)(`product.${purchase.product}`)}</p>
                <p className="text-sm text-ink-soft">
                  {purchase.periodStart && purchase.periodEnd ? (
                    <span className="figures">
                      {day(purchase.periodStart)} – {day(purchase.periodEnd)}
                    </span>
                  ) : (
                    purchaseTerm(purchase, t)
                  )}
                </p>
                <p className="text-sm text-ink-faint">
                  {purchase.paidAt && <span className="figures">{day(purchase.paidAt)}</span>}
                  {paidThrough && (
                    <>
                      {' · '}
                      <bdi>{titleOf(gateways.data, paidThrough)}</bdi>
                    </>
                  )}
                </p>
              </div>
              <div className="flex flex-col items-start gap-1.5 sm:items-end">
                <span className="figures font-semibold whitespace-nowrap">{formatMoney(locale, purchase.price)}</span>
                {purchase.state !== 'paid' && (
                  <Badge tone="neutral">
                    {t(purchase.state === 'charged_back' ? 'plan.state.chargedBack' : 'plan.state.refunded')}
                  </Badge>
                )}
                {paymentId && (
                  <LinkButton variant="quiet" size="sm" icon="receipt" href={`/${locale}/receipts/${paymentId}/`}>
                    {t('plan.invoice')}
                  </LinkButton>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
