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
import { isolated } from '../bookings/next-step.ts';
import { titleOf } from '../checkout/gateways.ts';
import { useGateways } from '../checkout/use-gateways.ts';
import { toneClass, type Tone } from '../../styles/tone.ts';
import type { IconName } from '../../styles/icons.ts';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { isWaiting, standingOf, type Standing } from './standing.ts';

type Words = { payment: PaymentMessages };

/** Where the payer comes back to. The page asks until the gateway has said yes or no; closing it loses nothing. */
export function PaymentScreen({ locale, common, payment }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Payment payment={payment} />
    </AccountFrame>
  );
}

const looks: Readonly<Record<Standing, readonly [Tone, IconName]>> = {
  pending: ['info', 'clock'],
  doubt: ['waiting', 'search'],
  review: ['waiting', 'search'],
  failed: ['bad', 'alert'],
  expired: ['neutral', 'clock'],
  cancelled: ['neutral', 'close'],
  paid: ['good', 'check'],
  refund: ['waiting', 'wallet'],
  refunded: ['neutral', 'wallet'],
  charged_back: ['bad', 'alert'],
};

function Payment({ payment }: Words) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, payment);
  const id = idInPath();
  const gateways = useGateways();
  const found = useQuery({
    queryKey: ['payment', id],
    queryFn: () => api.getPaymentStatus(id),
    refetchInterval: ({ state }) => (state.data && !isWaiting(standingOf(state.data)) ? false : 3_500),
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
  const gateway = isolated(titleOf(gateways.data, status.attempt?.driver));
  const isPurchase = status.payable.kind === 'purchase';
  const text = () => {
    if (standing === 'failed' || standing === 'expired' || standing === 'cancelled') return t(`fail.${standing}.text`);
    if (standing === 'paid' && isPurchase) return t('status.paid.purchase');
    if (standing === 'refund' && isPurchase) return t('status.refund.purchase');
    return t(standing === 'doubt' ? 'doubt.text' : `status.${standing}.text`);
  };
  const title = () => {
    if (standing === 'failed' || standing === 'expired' || standing === 'cancelled')
      return t(`fail.${standing}`, { gateway });
    if (standing === 'paid' && isPurchase) return t('status.paid.bought');
    return t(standing === 'doubt' ? 'doubt.title' : `status.${standing}`);
  };
  return (
    <div className="mx-auto w-full max-w-md py-6">
      <Card>
        <div role="status" className="flex flex-col items-center gap-4 text-center">
          <span className={`grid h-20 w-16 place-items-center rounded-arch ${toneClass[tone]}`}>
            <Icon name={icon} className="size-8" />
          </span>
          <h1 className="text-2xl">{title()}</h1>
          <p className="figures text-3xl font-semibold">{formatMoney(locale, status.amount)}</p>
          <p className="text-ink-soft">{text()}</p>
          {status.paidAt && (
            <p className="text-sm text-ink-faint">
              {t('status.paidAt', {
                when: formatDateTime(locale, new Date(status.paidAt), myTimeZone(), 'shortDateTime'),
              })}
            </p>
          )}
        </div>
        <WhatNext status={status} standing={standing} payment={payment} />
      </Card>
    </div>
  );
}

type WhatNextProps = { status: PaymentStatus; standing: Standing; payment: PaymentMessages };

function WhatNext({ status, standing, payment }: WhatNextProps) {
  const { locale } = useAccount();
  const t = translator(locale, payment);
  const { kind, id } = status.payable;
  const [home, homeLabel] =
    kind === 'purchase'
      ? [`/${locale}/plan/`, t('status.toPlan')]
      : [`/${locale}/bookings/${id}/`, t('checkout.toBooking')];
  const checkout = `/${locale}/checkout/${id}/${kind === 'purchase' ? '?for=purchase' : ''}`;
  const mayPay = ['pending', 'doubt', 'failed', 'expired', 'cancelled'].includes(standing);
  const goOn = standing === 'pending' && status.nextAction?.type === 'redirect' ? status.nextAction.url : null;
  return (
    <div className="mt-6 flex flex-col gap-3">
      {standing === 'paid' && (
        <>
          <LinkButton href={home}>{homeLabel}</LinkButton>
          <LinkButton variant="secondary" icon="receipt" href={`/${locale}/receipts/${status.paymentId}/`}>
            {t(kind === 'purchase' ? 'status.invoice' : 'status.receipt')}
          </LinkButton>
        </>
      )}
      {goOn && (
        <LinkButton icon="external" href={goOn}>
          {t('pay.goToGateway')}
        </LinkButton>
      )}
      {mayPay && (
        <LinkButton variant={goOn ? 'secondary' : 'primary'} href={checkout}>
          {t(standing === 'pending' ? 'status.toCheckout' : 'status.tryAgain')}
        </LinkButton>
      )}
      {standing !== 'paid' && (
        <LinkButton variant="secondary" href={home}>
          {homeLabel}
        </LinkButton>
      )}
    </div>
  );
}
