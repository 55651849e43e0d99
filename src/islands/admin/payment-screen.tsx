import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { OperatorPayment } from '../../client/admin-api.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { BackLink } from '../ui/back-link.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card, Facts } from '../ui/card.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { AdminFrame, Head, useDesk, type ScreenProps } from './admin-frame.tsx';
import { EntryList } from './entry-list.tsx';
import { AttemptList, AuditList, NoticeList } from './payment-trail.tsx';
import { paymentTones } from './payments-screen.tsx';
import { RefundForm } from './refund-form.tsx';
import { RefundList } from './refund-list.tsx';
import { refundable } from './refundable.ts';
import { Code, ShortId, Sum, When } from './shown.tsx';

export function PaymentScreen(props: ScreenProps) {
  return (
    <AdminFrame {...props} room="payments">
      <Payment id={decodeURIComponent(location.pathname.split('/')[4] ?? '')} />
    </AdminFrame>
  );
}

function Payment({ id }: { id: string }) {
  const { api, t, locale } = useDesk();
  const ui = useUi();
  const found = useQuery({ queryKey: ['admin', 'payment', id], queryFn: () => api.getPayment(id) });
  if (found.isPending) return <SkeletonCards />;
  if (!found.data)
    return (
      <>
        <h1 className="visually-hidden">{t('payment.title')}</h1>
        <ErrorState
          problem={shownProblem(found.error, ui.t)}
          onRetry={() => void found.refetch()}
          isRetrying={found.isFetching}
        />
      </>
    );
  return (
    <>
      <p className="mb-3 print:hidden">
        <BackLink href={`/${locale}/admin/payments/`}>{t('payments.title')}</BackLink>
      </p>
      <Sheet payment={found.data} />
    </>
  );
}

function Sheet({ payment }: { payment: OperatorPayment }) {
  const { api, t } = useDesk();
  const queries = useQueryClient();
  const [isRefunding, setRefunding] = useState(false);
  const ui = useUi();
  const ask = useWrite(
    (key) => api.askPayment(key, payment.paymentId),
    async ({ answers }) => {
      notify({ tone: 'good', title: t('ask.done', { count: answers.length }) });
      await queries.invalidateQueries();
    },
  );
  const money = refundable(payment);
  return (
    <>
      <Head
        title={
          <>
            {t('payment.title')} <ShortId id={payment.paymentId} />
          </>
        }
      >
        <Button
          variant="secondary"
          isPending={ask.isPending}
          onPress={() =>
            ask.mutate(undefined, {
              onError: (error) => {
                const { title, detail } = shownProblem(error, ui.t);
                notify({ tone: 'bad', title, text: detail });
              },
            })
          }
        >
          {t('ask.do')}
        </Button>
        {money && (
          <Button variant="secondary" icon="wallet" onPress={() => setRefunding(true)}>
            {t('refund.open')}
          </Button>
        )}
      </Head>
      {isRefunding && money && <RefundForm payment={payment} money={money} onClose={() => setRefunding(false)} />}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-5">
          <WhatFor payment={payment} left={money?.left ?? 0} />
          <Card title={t('payment.refunds')}>
            {payment.refunds.length > 0 ? (
              <RefundList refunds={payment.refunds} />
            ) : (
              <p className="text-ink-soft">{t('payment.noRefunds')}</p>
            )}
          </Card>
          <Card title={t('payment.books')}>
            {payment.ledger.length > 0 ? (
              <EntryList entries={payment.ledger} withTotals />
            ) : (
              <p className="text-ink-soft">{t('payment.noBooks')}</p>
            )}
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <AttemptList attempts={payment.attempts} />
          <NoticeList notices={payment.notices} />
          <AuditList audit={payment.audit} />
        </div>
      </div>
    </>
  );
}

function WhatFor({ payment, left }: { payment: OperatorPayment; left: number }) {
  const { t } = useDesk();
  const { amount } = payment;
  return (
    <Card>
      <p className="mb-4 flex flex-wrap items-baseline gap-x-4 gap-y-2">
        <Sum money={amount} className="text-3xl font-semibold" />
        <Badge tone={paymentTones[payment.state]}>{t(`payment.state.${payment.state}`)}</Badge>
        {payment.flag !== null && <Badge tone="waiting">{t('payments.flagged')}</Badge>}
      </p>
      <Facts
        facts={[
          {
            label: t('col.for'),
            value: (
              <span className="flex flex-wrap gap-x-2">
                {t(`payable.${payment.payable.kind}`)} <Code>{payment.payable.id}</Code>
              </span>
            ),
          },
          {
            label: t('col.payer'),
            value: (
              <span className="flex flex-wrap gap-x-3">
                <bdi>{payment.payer.name}</bdi> <Code>{payment.payer.email}</Code>
              </span>
            ),
          },
          ...(payment.payeeId === null ? [] : [{ label: t('payment.payee'), value: <Code>{payment.payeeId}</Code> }]),
          {
            label: t('payment.commission'),
            value: <Sum money={{ ...amount, amount: payment.commission }} />,
          },
          { label: t('payment.left'), value: <Sum money={{ ...amount, amount: left }} /> },
          ...(payment.paidThrough === null
            ? []
            : [
                {
                  label: t('payment.through'),
                  value: (
                    <span className="flex flex-wrap gap-x-3">
                      <bdi dir="ltr">{payment.paidThrough}</bdi>
                      {payment.paidReference !== null && <Code>{payment.paidReference}</Code>}
                    </span>
                  ),
                },
              ]),
          { label: t('payment.id'), value: <Code>{payment.paymentId}</Code> },
          { label: t('payment.createdAt'), value: <When at={payment.createdAt} /> },
          { label: t('payment.paidAt'), value: <When at={payment.paidAt} /> },
        ]}
      />
    </Card>
  );
}
