import { useEffect, useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Money } from '../../core/money.ts';
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
import { GatewayChoice } from './gateway-choice.tsx';
import { takes, titleOf } from './gateways.ts';
import { deadOf, InDoubt, LastTry, UnderReview } from './pay-notes.tsx';
import { PayPanel } from './pay-panel.tsx';
import { useGateways } from './use-gateways.ts';

export type ToPay = {
  payable: { kind: 'booking' | 'purchase'; id: string };
  price: Money;
  /** the payment that was begun before, if one was */
  paymentId: string | null;
  /** the gateway is to take the next payments by itself */
  recurring: boolean;
  /** until when the price waits for its payment; `skewMs`: the server's time minus ours */
  held: { until: Date; skewMs: number; label: string } | null;
  home: { href: string; label: string };
  /** asks anew whether it is still to be paid */
  onChange: () => void;
};

export const settledStates = ['paid', 'refund_due', 'refund_pending', 'refunded', 'charged_back'];

/** From the choice of a way to pay until the gateway has said yes: one open attempt, whatever the number of tabs. */
export function Pay({ what, payment }: { what: ToPay; payment: PaymentMessages }) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, payment);
  const queries = useQueryClient();
  const [opened, setOpened] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [isChanging, setChanging] = useState(false);
  const [leavingTo, setLeavingTo] = useState<string | null>(null);
  const paymentId = opened ?? what.paymentId;
  const gateways = useGateways();
  const status = useQuery({
    queryKey: ['payment', paymentId],
    queryFn: () => (paymentId ? api.getPaymentStatus(paymentId) : null),
    enabled: paymentId !== null,
    refetchInterval: ({ state }) => (state.data && settledStates.includes(state.data.state) ? false : 3_500),
  });
  const open = useWrite(
    (key, wish: { driver: string; newAttempt: boolean }) =>
      api.createPayment(key, { payable: what.payable, ...wish, recurring: what.recurring }),
    async (created, { driver }) => {
      setChanging(false);
      setOpened(created.paymentId);
      if (created.nextAction.type === 'redirect') {
        setLeavingTo(driver);
        location.assign(created.nextAction.url);
      }
      await queries.invalidateQueries({ queryKey: ['payment', created.paymentId] });
    },
  );
  const now = status.data;
  const done = now ? settledStates.includes(now.state) : false;
  useEffect(() => {
    if (done && paymentId) location.replace(`/${locale}/payments/${paymentId}/`);
  }, [done, paymentId, locale]);
  // Whoever comes back with the browser's own button finds the page as it was kept: no longer on its way.
  useEffect(() => {
    const back = () => setLeavingTo(null);
    addEventListener('pageshow', back);
    return () => removeEventListener('pageshow', back);
  }, []);

  const panel = (children: ReactNode) => (
    <Card title={t('checkout.how')}>
      <div className="flex flex-col gap-5">{children}</div>
    </Card>
  );
  if (done || gateways.isPending || (paymentId !== null && status.isPending)) return panel(<Skeleton />);
  const look = () => {
    void status.refetch();
    what.onChange();
  };
  if (!gateways.data)
    return panel(
      <ProblemNote
        problem={shownProblem(gateways.error, ui.t)}
        onRetry={() => void gateways.refetch()}
        isRetrying={gateways.isFetching}
      />,
    );

  const offers = gateways.data.filter((offer) => takes(offer, what.price.currency, what.recurring));
  const last = now?.attempt?.driver ?? null;
  const pick = [chosen, last].find((driver) => offers.some((offer) => offer.driver === driver)) ?? offers[0]?.driver;
  const underReview = now?.underReview === true;
  const inDoubt = !underReview && (codeOf(open.error) === 'payment_in_doubt' || now?.attempt?.state === 'in_doubt');
  const dead = deadOf(now?.attempt?.state);
  const skewMs = now ? Date.parse(now.now) - status.dataUpdatedAt : 0;
  const choosing = !now?.nextAction || isChanging;
  if (offers.length === 0 && !now?.nextAction && !underReview && !inDoubt)
    return (
      <EmptyState
        title={t('checkout.noGateway')}
        action={<LinkButton href={what.home.href}>{what.home.label}</LinkButton>}
      >
        {t(what.payable.kind === 'booking' ? 'checkout.noGatewayText' : 'checkout.noGatewayText.purchase')}
      </EmptyState>
    );

  const body = () => {
    if (underReview) return <UnderReview t={t} onLook={look} isLooking={status.isFetching} />;
    if (inDoubt)
      return (
        <InDoubt
          t={t}
          onLook={look}
          isLooking={status.isFetching}
          onAgain={() => pick && open.mutate({ driver: pick, newAttempt: true })}
          isOpening={open.isPending}
        />
      );
    if (leavingTo !== null)
      return (
        <p role="status" className="flex items-center gap-3 rounded-md bg-sunk px-4 py-3 text-ink-soft">
          <Spinner />
          {t('pay.leaving', { gateway: `\u2068${titleOf(gateways.data, leavingTo)}\u2069` })}
        </p>
      );
    if (!choosing && now?.nextAction)
      return (
        <>
          <PayPanel
            next={now.nextAction}
            gateway={titleOf(gateways.data, now.attempt?.driver)}
            skewMs={skewMs}
            t={t}
            onEnd={look}
          />
          <p role="status" className="flex items-center gap-3 rounded-md bg-sunk px-4 py-3 text-ink-soft">
            <Spinner />
            {t('pay.waiting')}
          </p>
          <div className="flex flex-wrap gap-x-3 gap-y-2">
            {now.nextAction.type === 'redirect' && last !== null && (
              <Button
                variant="quiet"
                size="sm"
                onPress={() => open.mutate({ driver: last, newAttempt: true })}
                isPending={open.isPending}
              >
                {t('pay.startAgain')}
              </Button>
            )}
            {offers.length > 1 && (
              <Button variant="quiet" size="sm" onPress={() => setChanging(true)}>
                {t('pay.another')}
              </Button>
            )}
          </div>
        </>
      );
    return (
      <>
        {dead && !isChanging && <LastTry t={t} how={dead} gateway={titleOf(gateways.data, last)} />}
        {pick && (
          <>
            <GatewayChoice offers={offers} value={pick} onChange={setChosen} t={t} />
            <Button
              size="lg"
              icon="wallet"
              className="sm:self-start"
              onPress={() => open.mutate({ driver: pick, newAttempt: false })}
              isPending={open.isPending || codeOf(open.error) === 'payment_opening'}
            >
              {t('checkout.payWith', {
                price: formatMoney(locale, what.price),
                gateway: titleOf(offers, pick),
              })}
            </Button>
          </>
        )}
      </>
    );
  };

  return panel(
    <>
      {what.held && choosing && (
        <p className="flex flex-wrap items-baseline gap-x-2 text-ink-soft">
          {what.held.label}{' '}
          <Countdown until={what.held.until} skewMs={what.held.skewMs} label={what.held.label} onEnd={look} />
        </p>
      )}
      {body()}
      {open.isError && codeOf(open.error) !== 'payment_in_doubt' && (
        <ProblemNote
          problem={shownProblem(open.error, ui.t)}
          onRetry={() => open.variables && open.mutate(open.variables)}
          isRetrying={open.isPending}
        >
          {codeOf(open.error) === 'gateway_unavailable' && offers.length > 1 && (
            <p className="w-full">{t('fail.orAnother')}</p>
          )}
          {codeOf(open.error) === 'hold_expired' && <p className="w-full">{t('checkout.expiredText')}</p>}
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

const Spinner = () => (
  <span
    aria-hidden="true"
    className="size-4 shrink-0 rounded-full border-2 border-palm border-e-transparent motion-safe:animate-spin"
  />
);
