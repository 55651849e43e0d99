import { useEffect } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { PurchaseView } from '../../features/subscriptions/schema.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { buyHref, purchaseTerm } from '../buy/wish.ts';
import { BackLink } from '../ui/back-link.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { Pay } from './pay.tsx';

function termOf({ product, interval, recurring }: PurchaseView) {
  if (product === 'credits') return 'term.credits';
  if (interval === 'once') return 'term.once';
  return recurring ? 'term.renews' : 'term.byHand';
}

type PurchaseCheckoutProps = {
  purchase: PurchaseView;
  payment: PaymentMessages;
  plans: PlansMessages;
  products: Catalog;
  onChange: () => void;
};

/** A membership, a plan or credits on the counter, and how to pay them. */
export function PurchaseCheckout({ purchase, payment, plans, products, onChange }: PurchaseCheckoutProps) {
  const { api, locale } = useAccount();
  const t = translator(locale, plans);
  const tp = translator(locale, payment);
  // The payment it may have had in another tab, or before the page was loaded again.
  const begun = useQuery({
    queryKey: ['payment of', purchase.id],
    queryFn: async () => {
      const { items } = await api.listPayments({ limit: 20 });
      return items.find(({ payable }) => payable.kind === 'purchase' && payable.id === purchase.id)?.paymentId ?? null;
    },
    staleTime: Infinity,
  });
  const paid = purchase.state !== 'open' && purchase.state !== 'lapsed';
  const there = begun.data ? `/${locale}/payments/${begun.data}/` : `/${locale}/plan/`;
  useEffect(() => {
    if (paid && !begun.isPending) location.replace(there);
  }, [paid, begun.isPending, there]);

  const toPay = () => {
    if (paid || begun.isPending) return <SkeletonCards count={1} />;
    if (purchase.state === 'lapsed')
      return (
        <EmptyState
          title={tp('checkout.lapsed')}
          action={<LinkButton href={buyHref(locale, purchase)}>{tp('checkout.orderAgain')}</LinkButton>}
        >
          {tp('checkout.lapsedText')}
        </EmptyState>
      );
    return (
      <Pay
        what={{
          payable: { kind: 'purchase', id: purchase.id },
          price: purchase.price,
          paymentId: begun.data ?? null,
          recurring: purchase.recurring,
          held: null,
          home: { href: buyHref(locale, purchase), label: tp('checkout.changeOrder') },
          onChange,
        }}
        payment={payment}
      />
    );
  };
  return (
    <>
      <BackLink href={buyHref(locale, purchase)}>{tp('checkout.changeOrder')}</BackLink>
      <h1 className="text-3xl">{tp('checkout.title')}</h1>
      <Card>
        <div className="flex flex-wrap justify-between gap-x-8 gap-y-4">
          <div>
            <h2 className="text-xl">{translator(locale, products)(`product.${purchase.product}`)}</h2>
            <p className="text-ink-soft">{purchaseTerm(purchase, t)}</p>
            <p className="mt-3 text-ink-soft">{t(termOf(purchase))}</p>
            {purchase.state === 'open' && (
              <p className="mt-1 text-sm text-ink-faint">
                {tp('checkout.openUntil', {
                  when: formatDateTime(locale, new Date(purchase.expiresAt), myTimeZone(), 'shortDateTime'),
                })}
              </p>
            )}
          </div>
          <div className="sm:text-end">
            <p className="text-sm text-ink-faint">{tp('checkout.total')}</p>
            <p className="figures text-3xl font-semibold">{formatMoney(locale, purchase.price)}</p>
            <p className="text-sm text-ink-faint">{tp('checkout.noFees')}</p>
          </div>
        </div>
      </Card>
      {toPay()}
    </>
  );
}
