import { useQuery } from '@tanstack/react-query';
import type { Locale } from '../../core/locale.ts';
import type { BookingMessages } from '../../i18n/catalogs/booking.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import type { Catalog } from '../../i18n/translate.ts';
import { AccountFrame, idInPath, useAccount } from '../account/account-frame.tsx';
import { codeOf, shownProblem } from '../account/problems.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { BookingCheckout } from './booking-checkout.tsx';
import { PurchaseCheckout } from './purchase-checkout.tsx';

/** `products`: the names of what the site itself sells. */
type Words = { booking: BookingMessages; payment: PaymentMessages; plans: PlansMessages; products: Catalog };

/** One address for whatever is to be paid: an accepted booking, or something put on the counter. */
export function CheckoutScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Checkout {...words} />
    </AccountFrame>
  );
}

function Checkout({ booking, payment, plans, products }: Words) {
  const { api } = useAccount();
  const ui = useUi();
  const id = idInPath();
  const found = useQuery({
    queryKey: ['payable', id],
    queryFn: async () => {
      const purchase = async () => ({ kind: 'purchase' as const, purchase: await api.getPurchase(id) });
      // What was put on the counter says so in the address; a bank's way back may have lost that.
      if (new URLSearchParams(location.search).get('for') === 'purchase') return purchase();
      try {
        return { kind: 'booking' as const, booking: await api.getBooking(id) };
      } catch (error) {
        if (codeOf(error) !== 'not_found') throw error;
        return purchase();
      }
    },
    refetchInterval: ({ state }) => (state.data ? 15_000 : false),
  });
  if (found.isPending) return <SkeletonCards count={2} />;
  if (!found.data)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const again = () => void found.refetch();
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-5">
      {found.data.kind === 'booking' ? (
        <BookingCheckout
          view={found.data.booking}
          fetchedAt={found.dataUpdatedAt}
          booking={booking}
          payment={payment}
          onChange={again}
        />
      ) : (
        <PurchaseCheckout
          purchase={found.data.purchase}
          payment={payment}
          plans={plans}
          products={products}
          onChange={again}
        />
      )}
    </div>
  );
}
