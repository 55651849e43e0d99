import { useQuery } from '@tanstack/react-query';
import { paymentStates, type PaymentState } from '../../features/payments/rules.ts';
import type { Tone } from '../../styles/tone.ts';
import { Badge } from '../ui/badge.tsx';
import { Card } from '../ui/card.tsx';
import { MailAddress } from '../ui/mail-address.tsx';
import { Table } from '../ui/table.tsx';
import { AdminFrame, Head, useDesk, type ScreenProps } from './admin-frame.tsx';
import { FilterBar, FilterSelect, FilterText } from './filter-bar.tsx';
import { Pages } from './pages.tsx';
import { ShortId, Sum, When } from './shown.tsx';
import { useFilters } from './use-filters.ts';

export function PaymentsScreen(props: ScreenProps) {
  return (
    <AdminFrame {...props} room="payments">
      <Payments />
    </AdminFrame>
  );
}

export const paymentTones: Readonly<Record<PaymentState, Tone>> = {
  pending: 'info',
  paid: 'good',
  failed: 'neutral',
  refund_due: 'waiting',
  refund_pending: 'waiting',
  refunded: 'neutral',
  charged_back: 'bad',
};

function Payments() {
  const { api, t, locale } = useDesk();
  const [filters, change] = useFilters(['state', 'driver', 'flag', 'text'] as const);
  const gateways = useQuery({ queryKey: ['admin', 'gateways'], queryFn: () => api.listGateways() });
  return (
    <>
      <Head title={t('payments.title')} text={t('payments.text')} />
      <Card as="div">
        <FilterBar>
          <FilterText label={t('payments.search')} value={filters.text} onChange={(text) => change({ text })} />
          <FilterSelect
            label={t('col.state')}
            value={filters.state}
            onChange={(state) => change({ state })}
            choices={paymentStates.map((id) => ({ id, label: t(`payment.state.${id}`) }))}
          />
          <FilterSelect
            label={t('col.gateway')}
            value={filters.driver}
            onChange={(driver) => change({ driver })}
            choices={(gateways.data?.items ?? []).map(({ driver, title }) => ({ id: driver, label: title }))}
          />
          <FilterSelect
            label={t('payments.look')}
            value={filters.flag}
            onChange={(flag) => change({ flag })}
            choices={[{ id: 'any', label: t('payments.flagged') }]}
          />
        </FilterBar>
        <Pages
          name={['admin', 'payments', filters]}
          load={(page) => api.listPayments({ ...filters, ...page, limit: 30 })}
          empty={{ title: t('payments.empty'), text: t('payments.emptyText') }}
        >
          {(items) => (
            <Table
              caption={t('payments.title')}
              rows={items}
              keyOf={({ paymentId }) => paymentId}
              empty={null}
              columns={[
                {
                  id: 'payer',
                  label: t('col.payer'),
                  isRowHeader: true,
                  cell: ({ payer, paymentId }) => (
                    <span className="flex min-w-0 flex-col max-sm:items-end">
                      <span>
                        <a className="link" href={`/${locale}/admin/payments/${paymentId}/`}>
                          <bdi>{payer.name}</bdi>
                        </a>
                      </span>
                      <span className="text-sm text-ink-faint max-sm:text-end">
                        <MailAddress address={payer.email} />
                      </span>
                    </span>
                  ),
                },
                {
                  id: 'for',
                  label: t('col.for'),
                  cell: ({ payable }) => (
                    <span className="flex flex-wrap gap-x-2">
                      {t(`payable.${payable.kind}`)}{' '}
                      <span className="text-ink-faint">
                        <ShortId id={payable.id} />
                      </span>
                    </span>
                  ),
                },
                {
                  id: 'amount',
                  label: t('col.amount'),
                  isNumber: true,
                  cell: ({ amount }) => <Sum money={amount} className="font-semibold" />,
                },
                {
                  id: 'state',
                  label: t('col.state'),
                  cell: ({ state, flag }) => (
                    <span className="flex flex-col items-start gap-1 max-sm:items-end">
                      <Badge tone={paymentTones[state]}>{t(`payment.state.${state}`)}</Badge>
                      {flag !== null && <Badge tone="waiting">{t('payments.flagged')}</Badge>}
                    </span>
                  ),
                },
                {
                  id: 'through',
                  label: t('col.gateway'),
                  cell: ({ paidThrough }) => (paidThrough === null ? '–' : <bdi dir="ltr">{paidThrough}</bdi>),
                },
                { id: 'at', label: t('col.when'), cell: ({ paidAt, createdAt }) => <When at={paidAt ?? createdAt} /> },
              ]}
            />
          )}
        </Pages>
      </Card>
    </>
  );
}
