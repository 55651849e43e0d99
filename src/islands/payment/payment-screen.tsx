import { useQuery } from '@tanstack/react-query';
import type { Locale } from '../../core/locale.ts';
import type { PaymentStatus } from '../../features/payments/schema.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import { translator } from '../../i18n/translate.ts';
import { AccountFrame, idInPath, useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { toneClass, type Tone } from '../../styles/tone.ts';
import type { IconName } from '../../styles/icons.ts';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';

type Words = { payment: PaymentMessages };

/** Where the payer comes back to. The page asks until the bank has said yes or no; closing it loses nothing. */
export function PaymentScreen({ locale, common, payment }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Payment payment={payment} />
    </AccountFrame>
  );
}

type Standing = 'pending' | 'review' | 'failed' | 'paid' | 'refund' | 'refunded';
const looks: Readonly<Record<Standing, readonly [Tone, IconName]>> = {
  pending: ['info', 'clock'],
  review: ['waiting', 'search'],
  failed: ['bad', 'alert'],
  paid: ['good', 'check'],
  refund: ['waiting', 'wallet'],
  refunded: ['neutral', 'wallet'],
};

function standingOf(status: PaymentStatus): Standing {
  if (status.state === 'paid' || status.state === 'refunded') return status.state;
  if (status.state === 'refund_due' || status.state === 'refund_pending') return 'refund';
  if (status.underReview || status.attempt?.state === 'in_doubt') return 'review';
  return status.state === 'failed' ? 'failed' : 'pending';
}

function Payment({ payment }: Words) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, payment);
  const id = idInPath();
  const found = useQuery({
    queryKey: ['payment', id],
    queryFn: () => api.getPaymentStatus(id),
    refetchInterval: ({ state }) =>
      !state.data || state.data.state === 'paid' || state.data.state === 'refunded' ? false : 3_500,
  });
  if (found.isPending) return <SkeletonCards count={1} />;
  if (!found.data)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const status = found.data;
  const standing = standingOf(status);
  const [tone, icon] = looks[standing];
  return (
    <div className="mx-auto w-full max-w-md py-6">
      <Card>
        <div role="status" className="flex flex-col items-center gap-4 text-center">
          <span className={`grid h-20 w-16 place-items-center rounded-arch ${toneClass[tone]}`}>
            <Icon name={icon} className="size-8" />
          </span>
          <h1 className="text-2xl">{t(`status.${standing}`)}</h1>
          <p className="figures text-3xl font-semibold">{formatMoney(locale, status.amount)}</p>
          <p className="text-ink-soft">{t(`status.${standing}.text`)}</p>
          {status.paidAt && (
            <p className="text-sm text-ink-faint">
              {t('status.paidAt', {
                when: formatDateTime(locale, new Date(status.paidAt), myTimeZone(), 'shortDateTime'),
              })}
            </p>
          )}
        </div>
        <div className="mt-6 flex flex-col gap-3">
          {standing === 'paid' && (
            <>
              <LinkButton href={`/${locale}/bookings/${status.bookingId}/`}>{t('checkout.toBooking')}</LinkButton>
              <LinkButton variant="secondary" icon="receipt" href={`/${locale}/receipts/${id}/`}>
                {t('status.receipt')}
              </LinkButton>
            </>
          )}
          {(standing === 'pending' || standing === 'failed') && (
            <LinkButton href={`/${locale}/checkout/${status.bookingId}/`}>{t('status.toCheckout')}</LinkButton>
          )}
          {standing !== 'paid' && (
            <LinkButton variant="secondary" href={`/${locale}/bookings/${status.bookingId}/`}>
              {t('checkout.toBooking')}
            </LinkButton>
          )}
        </div>
      </Card>
    </div>
  );
}
