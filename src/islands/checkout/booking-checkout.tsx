import { useEffect } from 'react';
import { readText } from '../../core/locale.ts';
import type { BookingView } from '../../features/bookings/schema.ts';
import { formatMoney } from '../../i18n/format.ts';
import type { BookingMessages } from '../../i18n/catalogs/booking.ts';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import { translator } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { BookingWhen } from '../bookings/booking-when.tsx';
import { isolated } from '../bookings/next-step.ts';
import { BackLink } from '../ui/back-link.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Pay, settledStates } from './pay.tsx';

type BookingCheckoutProps = {
  view: BookingView;
  fetchedAt: number;
  booking: BookingMessages;
  payment: PaymentMessages;
  onChange: () => void;
};

/** What was agreed, and how to pay it while the time is held. */
export function BookingCheckout({ view, fetchedAt, booking, payment, onChange }: BookingCheckoutProps) {
  const { locale } = useAccount();
  const t = translator(locale, booking);
  const tp = translator(locale, payment);
  const price = view.priceAgreed ?? view.price;
  const home = { href: `/${locale}/bookings/${view.id}/`, label: tp('checkout.toBooking') };
  const settled = view.payment && settledStates.includes(view.payment.state) ? view.payment.id : null;
  useEffect(() => {
    if (settled && view.you === 'customer') location.replace(`/${locale}/payments/${settled}/`);
  }, [settled, view.you, locale]);

  const toPay = () => {
    const none = (title: string, text: string) => (
      <EmptyState title={title} action={<LinkButton href={home.href}>{home.label}</LinkButton>}>
        {text}
      </EmptyState>
    );
    if (view.you !== 'customer') return none(tp('checkout.notYours'), tp('checkout.notYoursText'));
    if (settled) return null;
    if (view.state === 'expired') return none(tp('checkout.expired'), tp('checkout.expiredText'));
    if (view.state !== 'accepted') return none(tp('checkout.notDue'), tp('checkout.notDueText'));
    return (
      <Pay
        what={{
          payable: { kind: 'booking', id: view.id },
          price,
          paymentId: view.payment?.id ?? null,
          recurring: false,
          held: view.holdExpiresAt
            ? {
                until: new Date(view.holdExpiresAt),
                skewMs: Date.parse(view.now) - fetchedAt,
                label: tp('checkout.held'),
              }
            : null,
          home,
          onChange,
        }}
        payment={payment}
      />
    );
  };
  return (
    <>
      <BackLink href={home.href}>{t('booking.backToOne')}</BackLink>
      <h1 className="text-3xl">{tp('checkout.title')}</h1>
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
            <p className="text-sm text-ink-faint">{tp('checkout.total')}</p>
            <p className="figures text-3xl font-semibold">{formatMoney(locale, price)}</p>
            <p className="text-sm text-ink-faint">{tp('checkout.noFees')}</p>
          </div>
        </div>
      </Card>
      {toPay()}
    </>
  );
}
