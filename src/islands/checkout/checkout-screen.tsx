import { useQuery } from '@tanstack/react-query';
import { readText, type Locale } from '../../core/locale.ts';
import { formatMoney } from '../../i18n/format.ts';
import type { BookingMessages } from '../../i18n/catalogs/booking.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import { translator } from '../../i18n/translate.ts';
import { AccountFrame, idInPath, useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { isolated } from '../bookings/next-step.ts';
import { BookingWhen } from '../bookings/booking-when.tsx';
import { BackLink } from '../ui/back-link.tsx';
import { Card } from '../ui/card.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { Pay } from './pay.tsx';

type Words = { booking: BookingMessages; payment: PaymentMessages };

export function CheckoutScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Checkout {...words} />
    </AccountFrame>
  );
}

function Checkout({ booking, payment }: Words) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, booking);
  const id = idInPath();
  const found = useQuery({
    queryKey: ['booking', id],
    queryFn: () => api.getBooking(id),
    refetchInterval: ({ state }) => (state.data ? 15_000 : false),
  });
  const back = <BackLink href={`/${locale}/bookings/${id}/`}>{t('booking.backToOne')}</BackLink>;
  if (found.isPending)
    return (
      <>
        {back}
        <SkeletonCards count={2} />
      </>
    );
  if (!found.data)
    return (
      <>
        {back}
        <ErrorState
          problem={shownProblem(found.error, ui.t)}
          onRetry={() => void found.refetch()}
          isRetrying={found.isFetching}
        />
      </>
    );
  const view = found.data;
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-5">
      {back}
      <h1 className="text-3xl">{translator(locale, payment)('checkout.title')}</h1>
      <Card>
        <div className="flex flex-wrap justify-between gap-x-8 gap-y-4">
          <div>
            <h2 className="text-xl">
              <bdi>{readText(view.serviceTitle, locale)?.text}</bdi>
            </h2>
            <p className="mb-3 text-ink-soft">{t('list.with', { name: isolated(view.talentName) })}</p>
            <BookingWhen {...view} locale={locale} t={t} />
          </div>
          <div className="sm:text-end">
            <p className="text-sm text-ink-faint">{translator(locale, payment)('checkout.total')}</p>
            <p className="figures text-3xl font-semibold">{formatMoney(locale, view.priceAgreed ?? view.price)}</p>
            <p className="text-sm text-ink-faint">{translator(locale, payment)('checkout.noFees')}</p>
          </div>
        </div>
      </Card>
      <Pay view={view} fetchedAt={found.dataUpdatedAt} payment={payment} />
    </div>
  );
}
