import { useQuery } from '@tanstack/react-query';
import { readText, type Locale } from '../../core/locale.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import { translator } from '../../i18n/translate.ts';
import { AccountFrame, idInPath, useAccount } from '../account/account-frame.tsx';
import { codeOf, shownProblem } from '../account/problems.ts';
import { offsetText, periodText } from '../bookings/booking-when.tsx';
import { BackLink } from '../ui/back-link.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';

type Words = { payment: PaymentMessages };

/** A receipt to keep: on paper it is only the sheet, without the site around it. */
export function ReceiptScreen({ locale, common, payment }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Receipt payment={payment} />
    </AccountFrame>
  );
}

function Receipt({ payment }: Words) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, payment);
  const id = idInPath();
  const found = useQuery({ queryKey: ['receipt', id], queryFn: () => api.getReceipt(id), staleTime: 60_000 });
  if (found.isPending) return <SkeletonCards count={1} />;
  if (!found.data)
    return codeOf(found.error) === 'not_found' ? (
      <EmptyState
        title={t('receipt.absent')}
        action={<LinkButton href={`/${locale}/bookings/`}>{t('receipt.toBookings')}</LinkButton>}
      >
        {t('receipt.absentText')}
      </EmptyState>
    ) : (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const receipt = found.data;
  const { service } = receipt;
  const [start, end] = [new Date(service.startsAt), new Date(service.endsAt)];
  const moment = (at: string) => formatDateTime(locale, new Date(at), service.timeZone, 'shortDateTime');
  const rows = [
    [t('receipt.number'), <bdi dir="ltr">{receipt.number}</bdi>],
    [t('receipt.paidAt'), moment(receipt.paidAt)],
    [t('receipt.payer'), <bdi>{receipt.payer.name}</bdi>],
    [t('receipt.payee'), <bdi>{receipt.payee.name}</bdi>],
    [t('receipt.service'), <bdi>{readText(service.title, locale)?.text}</bdi>],
    [
      t('receipt.when'),
      <>
        <span className="block">{formatDateTime(locale, start, service.timeZone, 'longDay')}</span>
        <span className="figures whitespace-nowrap">{periodText(locale, start, end, service.timeZone)}</span>{' '}
        <span className="text-sm text-ink-faint">{offsetText(locale, service.timeZone, start)}</span>
      </>,
    ],
    [t('receipt.gateway'), receipt.driver === 'fib' ? 'First Iraqi Bank (FIB)' : receipt.driver],
    [
      t('receipt.reference'),
      <bdi dir="ltr" className="font-mono text-sm break-all">
        {receipt.reference}
      </bdi>,
    ],
    ...(receipt.refundedAt ? ([[t('receipt.refundedAt'), moment(receipt.refundedAt)]] as const) : []),
  ] as const;
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3 print:hidden">
        <BackLink href={`/${locale}/bookings/${receipt.bookingId}/`}>{t('receipt.back')}</BackLink>
        <Button variant="secondary" icon="print" onPress={() => print()}>
          {t('receipt.print')}
        </Button>
      </div>
      <article className="overflow-hidden rounded-lg border border-line bg-raised print:rounded-none print:border-0">
        <div className="woven text-clay print:hidden" aria-hidden="true" />
        <div className="flex flex-col gap-6 p-6 sm:p-9 print:p-0">
          <header className="flex flex-wrap items-start justify-between gap-4">
            <div>
              <p className="font-display text-lg font-head">{ui.t('brand.name')}</p>
              <h1 className="text-3xl">{t('receipt.title')}</h1>
            </div>
            <Badge tone={receipt.state === 'paid' ? 'good' : 'neutral'}>{t(`receipt.state.${receipt.state}`)}</Badge>
          </header>
          <dl className="flex flex-col">
            {rows.map(([label, value]) => (
              <div key={label} className="border-t border-line py-2.5 sm:flex sm:justify-between sm:gap-6">
                <dt className="text-ink-faint">{label}</dt>
                <dd className="sm:text-end">{value}</dd>
              </div>
            ))}
            <div className="flex flex-wrap items-baseline justify-between gap-x-6 border-t-2 border-ink py-3">
              <dt className="text-lg font-semibold">{t('receipt.amount')}</dt>
              <dd className="figures text-2xl font-semibold">{formatMoney(locale, receipt.amount)}</dd>
            </div>
          </dl>
          <p className="text-sm text-ink-faint">{t('receipt.foot')}</p>
        </div>
      </article>
    </div>
  );
}
