import type { CreditsView } from '../../features/subscriptions/schema.ts';
import { formatDateTime, formatNumber } from '../../i18n/format.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Icon } from '../ui/icon.tsx';

/** How many credits there are, which of them end, and where they came from and went. */
export function CreditsCard({ credits, plans }: { credits: CreditsView; plans: PlansMessages }) {
  const { locale } = useAccount();
  const t = translator(locale, plans);
  const day = (iso: string) => formatDateTime(locale, new Date(iso), myTimeZone(), 'date');
  return (
    <Card title={t('credits.title')}>
      <p className="figures font-display text-4xl font-head">{formatNumber(locale, credits.balance)}</p>
      {credits.monthlyUntil && (
        <p className="mt-1 text-ink-soft">
          {t('credits.monthly', { count: credits.monthly, until: day(credits.monthlyUntil) })}
        </p>
      )}
      {credits.bought > 0 && <p className="text-ink-soft">{t('credits.bought', { count: credits.bought })}</p>}
      <p className="mt-2 text-sm text-ink-faint">{t('credits.what')}</p>
      <LinkButton variant="secondary" icon="plus" className="mt-4" href={`/${locale}/buy/?product=credits`}>
        {t('credits.buy')}
      </LinkButton>
      {credits.lines.length > 0 && (
        <details className="group mt-5 border-t border-line pt-3">
          <summary className="flex cursor-pointer list-none items-center justify-between gap-3 rounded-sm py-1 font-semibold [&::-webkit-details-marker]:hidden">
            {t('credits.lines')}
            <Icon name="down" className="size-5 shrink-0 text-ink-soft group-open:rotate-180" />
          </summary>
          <ul className="mt-2">
            {credits.lines.map((line) => (
              <li key={line.id} className="flex justify-between gap-4 border-b border-line py-2 last:border-0">
                <span>
                  {t(`credits.kind.${line.kind}`)}
                  <span className="figures block text-sm text-ink-faint">{day(line.at)}</span>
                </span>
                <bdi dir="ltr" className="figures font-semibold">
                  {formatNumber(locale, line.amount, { signDisplay: 'always' })}
                </bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}
