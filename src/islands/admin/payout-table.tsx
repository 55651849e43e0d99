import { useState } from 'react';
import type * as z from 'zod';
import { currencies } from '../../core/money.ts';
import { payoutMethods, payoutStates } from '../../features/ledger/rules.ts';
import type { operatorPayout } from '../../features/ledger/schema.ts';
import { formatMoney } from '../../i18n/format.ts';
import type { Tone } from '../../styles/tone.ts';
import { isolated } from '../bookings/next-step.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Table } from '../ui/table.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { useDesk } from './admin-frame.tsx';
import { DownloadButton } from './download-button.tsx';
import { FilterBar, FilterSelect } from './filter-bar.tsx';
import { Pages } from './pages.tsx';
import { Code, ShortId, Sum, When } from './shown.tsx';
import type { Filters } from './use-filters.ts';
import { WriteDialog } from './write-dialog.tsx';

type Payout = z.output<typeof operatorPayout>;
type Name = 'view' | 'state' | 'currency' | 'batchId';
const tones: Readonly<Record<Payout['state'], Tone>> = { due: 'waiting', paid: 'good', cancelled: 'neutral' };

type TableProps = { filters: Filters<Name>; change: (change: { [N in Name]?: string | undefined }) => void };

/** Payouts that were made: each is transferred by hand, then settled with the reference of the transfer. */
export function PayoutTable({ filters, change }: TableProps) {
  const { api, t } = useDesk();
  const [open, setOpen] = useState<{ what: 'settle' | 'cancel'; payout: Payout } | null>(null);
  const { state, currency, batchId } = filters;
  const asked = { state, currency, batchId };
  return (
    <>
      <FilterBar>
        <FilterSelect
          label={t('col.state')}
          value={state}
          onChange={(chosen) => change({ state: chosen })}
          choices={payoutStates.map((id) => ({ id, label: t(`payout.state.${id}`) }))}
        />
        <FilterSelect
          label={t('col.currency')}
          value={currency}
          onChange={(chosen) => change({ currency: chosen })}
          choices={currencies.map((id) => ({ id, label: t(`currency.${id}`) }))}
        />
        {batchId && (
          <>
            <Button variant="quiet" icon="close" onPress={() => change({ batchId: undefined })}>
              {t('payouts.oneBatch')} <ShortId id={batchId} />
            </Button>
            <DownloadButton
              label={t('payouts.csv')}
              file={() => api.payoutFile(batchId)}
              name={`payouts-${batchId}.csv`}
            />
          </>
        )}
      </FilterBar>
      <Pages
        name={['admin', 'payouts', asked]}
        load={(page) => api.listPayouts({ ...asked, ...page, limit: 30 })}
        empty={{ title: t('payouts.empty') }}
      >
        {(items) => (
          <Table
            caption={t('payouts.made')}
            rows={items}
            keyOf={({ id }) => id}
            empty={null}
            columns={[
              { id: 'name', label: t('col.talent'), isRowHeader: true, cell: ({ name }) => <bdi>{name}</bdi> },
              {
                id: 'amount',
                label: t('col.amount'),
                isNumber: true,
                cell: (payout) => <Sum money={payout} className="font-semibold" />,
              },
              { id: 'to', label: t('col.payTo'), cell: (payout) => <PaidTo payout={payout} /> },
              {
                id: 'state',
                label: t('col.state'),
                cell: (payout) => (
                  <span className="flex flex-col items-start gap-1 max-sm:items-end">
                    <Badge tone={tones[payout.state]}>{t(`payout.state.${payout.state}`)}</Badge>
                    {payout.reference && <Code>{payout.reference}</Code>}
                  </span>
                ),
              },
              {
                id: 'batch',
                label: t('col.batch'),
                cell: (payout) => (
                  <span className="flex flex-col items-start max-sm:items-end">
                    <Button
                      variant="quiet"
                      size="sm"
                      className="-ms-3.5 max-sm:ms-0 max-sm:-me-3.5"
                      onPress={() => change({ batchId: payout.batchId })}
                    >
                      <ShortId id={payout.batchId} />
                    </Button>
                    <span className="text-sm text-ink-faint">
                      <When at={payout.paidAt ?? payout.createdAt} />
                    </span>
                  </span>
                ),
              },
              {
                id: 'do',
                label: t('col.do'),
                cell: (payout) =>
                  payout.state === 'due' && (
                    <span className="flex flex-wrap gap-2 max-sm:justify-end print:hidden">
                      <Button size="sm" onPress={() => setOpen({ what: 'settle', payout })}>
                        {t('settle.open')}
                      </Button>
                      <Button variant="quiet" size="sm" onPress={() => setOpen({ what: 'cancel', payout })}>
                        {t('cancelPayout.open')}
                      </Button>
                    </span>
                  ),
              },
            ]}
          />
        )}
      </Pages>
      {open?.what === 'settle' && <Settle payout={open.payout} onClose={() => setOpen(null)} />}
      {open?.what === 'cancel' && <CancelPayout payout={open.payout} onClose={() => setOpen(null)} />}
    </>
  );
}

function PaidTo({ payout: { method, holder, number } }: { payout: Payout }) {
  const { t } = useDesk();
  const known = payoutMethods.find((one) => one === method);
  if (method === null) return <span className="text-saffron-ink">{t('balances.noAccount')}</span>;
  return (
    <span className="flex flex-col items-start max-sm:items-end">
      <span>
        {known ? t(`method.${known}`) : method}
        {holder !== null && (
          <>
            {' · '}
            <bdi>{holder}</bdi>
          </>
        )}
      </span>
      {number !== null && <Code>{number}</Code>}
    </span>
  );
}

type OneProps = { payout: Payout; onClose: () => void };

function Settle({ payout, onClose }: OneProps) {
  const { api, t, locale } = useDesk();
  const [reference, setReference] = useState('');
  const [from, setFrom] = useState('bank');
  return (
    <WriteDialog
      title={t('settle.title')}
      onClose={onClose}
      write={(key, body: { reference: string; from: string }) => api.settlePayout(key, payout.id, body)}
      input={{ reference: reference.trim(), from: from.trim() }}
      submitLabel={t('settle.do')}
      done={t('settle.done')}
    >
      <p className="text-ink-soft">
        {t('settle.text', { sum: formatMoney(locale, payout), name: isolated(payout.name) })}
      </p>
      <PaidTo payout={payout} />
      <TextField
        name="reference"
        label={t('settle.reference')}
        hint={t('settle.reference.hint')}
        isRequired
        maxLength={120}
        value={reference}
        onChange={setReference}
      />
      <TextField
        name="from"
        label={t('settle.from')}
        hint={t('settle.from.hint')}
        isRequired
        maxLength={31}
        value={from}
        onChange={setFrom}
      />
    </WriteDialog>
  );
}

function CancelPayout({ payout, onClose }: OneProps) {
  const { api, t, locale } = useDesk();
  const [reason, setReason] = useState('');
  return (
    <WriteDialog
      title={t('cancelPayout.title')}
      onClose={onClose}
      write={(key, body: { reason: string }) => api.cancelPayout(key, payout.id, body)}
      input={{ reason: reason.trim() }}
      submitLabel={t('cancelPayout.do')}
      isDangerous
      done={t('cancelPayout.done')}
    >
      <p className="text-ink-soft">
        {t('cancelPayout.text', { sum: formatMoney(locale, payout), name: isolated(payout.name) })}
      </p>
      <TextArea
        name="reason"
        label={t('reason')}
        isRequired
        maxLength={500}
        rows={2}
        value={reason}
        onChange={setReason}
      />
    </WriteDialog>
  );
}
