import { useEffect, useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { BookingView } from '../../features/bookings/schema.ts';
import { formatMoney } from '../../i18n/format.ts';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import { translator } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { codeOf, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Countdown } from '../ui/countdown.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { PayPanel } from './pay-panel.tsx';

/** The gateways this site's customers can choose between, and what they charge in. */
const gateways = [{ driver: 'fib', currencies: ['IQD'] }] as const;
const settledStates = ['paid', 'refund_due', 'refund_pending', 'refunded'];

/** From the choice of a way to pay until the bank has said yes: one open attempt, whatever the number of tabs. */
export function Pay({ view, fetchedAt, payment }: { view: BookingView; fetchedAt: number; payment: PaymentMessages }) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, payment);
  const queries = useQueryClient();
  const [opened, setOpened] = useState<string | null>(null);
  const paymentId = opened ?? view.payment?.id ?? null;
  const gateway = gateways.find(({ currencies }) => currencies.some((currency) => currency === view.price.currency));
  const status = useQuery({
    queryKey: ['payment', paymentId],
    queryFn: () => (paymentId ? api.getPaymentStatus(paymentId) : null),
    enabled: paymentId !== null,
    refetchInterval: ({ state }) => (state.data && settledStates.includes(state.data.state) ? false : 3_500),
  });
  const open = useWrite(
    (key, newAttempt: boolean) =>
      api.createPayment(key, { payable: { kind: 'booking', id: view.id }, driver: gateway?.driver ?? '', newAttempt }),
    async (created) => {
      setOpened(created.paymentId);
      if (created.nextAction.type === 'redirect') location.assign(created.nextAction.url);
      await queries.invalidateQueries({ queryKey: ['payment', created.paymentId] });
    },
  );
  const state = status.data?.state;
  const done = state !== undefined && settledStates.includes(state);
  useEffect(() => {
    if (done && paymentId) location.replace(`/${locale}/payments/${paymentId}/`);
  }, [done, paymentId, locale]);

  const panel = (children: ReactNode) => (
    <Card title={t('checkout.how')}>
      <div className="flex flex-col gap-5">{children}</div>
    </Card>
  );
  const toBooking = <LinkButton href={`/${locale}/bookings/${view.id}/`}>{t('checkout.toBooking')}</LinkButton>;

  if (view.you !== 'customer')
    return (
      <EmptyState title={t('checkout.notYours')} action={toBooking}>
        {t('checkout.notYoursText')}
      </EmptyState>
    );
  if (done) return panel(<Skeleton />);
  if (view.state !== 'accepted')
    return (
      <EmptyState title={t(view.state === 'expired' ? 'checkout.expired' : 'checkout.notDue')} action={toBooking}>
        {t(view.state === 'expired' ? 'checkout.expiredText' : 'checkout.notDueText')}
      </EmptyState>
    );
  if (!gateway)
    return (
      <EmptyState title={t('checkout.noGateway')} action={toBooking}>
        {t('checkout.noGatewayText')}
      </EmptyState>
    );

  const now = status.data;
  const inDoubt =
    codeOf(open.error) === 'payment_in_doubt' || now?.attempt?.state === 'in_doubt' || now?.underReview === true;
  const failed =
    !inDoubt &&
    !now?.nextAction &&
    (now?.attempt?.state === 'failed' || now?.attempt?.state === 'expired' || now?.attempt?.state === 'cancelled');
  const skewMs = now ? Date.parse(now.now) - status.dataUpdatedAt : Date.parse(view.now) - fetchedAt;
  const look = () => {
    void status.refetch();
    void queries.invalidateQueries({ queryKey: ['booking', view.id] });
  };
  return panel(
    <>
      {view.holdExpiresAt && !now?.nextAction && (
        <p className="flex flex-wrap items-baseline gap-x-2 text-ink-soft">
          {t('checkout.held')}{' '}
          <Countdown
            until={new Date(view.holdExpiresAt)}
            skewMs={Date.parse(view.now) - fetchedAt}
            label={t('checkout.held')}
            onEnd={look}
          />
        </p>
      )}
      {inDoubt ? (
        <InDoubt
          t={t}
          onLook={look}
          isLooking={status.isFetching}
          onAgain={() => open.mutate(true)}
          isOpening={open.isPending}
        />
      ) : now?.nextAction ? (
        <>
          <PayPanel next={now.nextAction} skewMs={skewMs} t={t} onEnd={look} />
          <p role="status" className="flex items-center gap-3 rounded-md bg-sunk px-4 py-3 text-ink-soft">
            <span
              aria-hidden="true"
              className="size-4 shrink-0 rounded-full border-2 border-palm border-e-transparent motion-safe:animate-spin"
            />
            {t('pay.waiting')}
          </p>
        </>
      ) : (
        <>
          {failed && <p className="rounded-md bg-saffron-soft px-4 py-3 text-saffron-ink">{t('pay.failed')}</p>}
          <p className="text-ink-soft">{t('checkout.fibText')}</p>
          <Button
            size="lg"
            icon="wallet"
            className="self-start"
            onPress={() => open.mutate(false)}
            isPending={open.isPending || codeOf(open.error) === 'payment_opening'}
          >
            {t('checkout.payFib', { price: formatMoney(locale, view.priceAgreed ?? view.price) })}
          </Button>
        </>
      )}
      {open.isError && codeOf(open.error) !== 'payment_in_doubt' && (
        <ProblemNote
          problem={shownProblem(open.error, ui.t)}
          onRetry={() => open.mutate(open.variables ?? false)}
          isRetrying={open.isPending}
        >
          <Button variant="quiet" size="sm" onPress={look}>
            {t('pay.check')}
          </Button>
        </ProblemNote>
      )}
      {status.isError && !now && (
        <ProblemNote
          problem={shownProblem(status.error, ui.t)}
          onRetry={() => void status.refetch()}
          isRetrying={status.isFetching}
        />
      )}
    </>,
  );
}

type InDoubtProps = {
  t: ReturnType<typeof translator<PaymentMessages>>;
  onLook: () => void;
  isLooking: boolean;
  onAgain: () => void;
  isOpening: boolean;
};

/** The bank may have opened a payment we know nothing of. Only the payer may decide to open a second one. */
function InDoubt({ t, onLook, isLooking, onAgain, isOpening }: InDoubtProps) {
  return (
    <div role="alert" className="flex flex-col gap-3 rounded-lg bg-saffron-soft p-5">
      <p className="text-lg font-semibold text-saffron-ink">{t('doubt.title')}</p>
      <p>{t('doubt.text')}</p>
      <p>{t('doubt.again')}</p>
      <div className="flex flex-wrap gap-3">
        <Button onPress={onLook} isPending={isLooking}>
          {t('pay.check')}
        </Button>
        <Button variant="secondary" onPress={onAgain} isPending={isOpening}>
          {t('doubt.newAttempt')}
        </Button>
      </div>
    </div>
  );
}
