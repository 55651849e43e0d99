import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { currencies } from '../../core/money.ts';
import { accounts, entryKinds } from '../../features/ledger/rules.ts';
import { shownProblem } from '../account/problems.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Table } from '../ui/table.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { AdminFrame, Head, useDesk, type ScreenProps } from './admin-frame.tsx';
import { Correction } from './correction.tsx';
import { DownloadButton } from './download-button.tsx';
import { EntryList } from './entry-list.tsx';
import { FilterBar, FilterSelect, FilterText } from './filter-bar.tsx';
import { Pages } from './pages.tsx';
import { Sum } from './shown.tsx';
import { useFilters } from './use-filters.ts';

export function LedgerScreen(props: ScreenProps) {
  return (
    <AdminFrame {...props} room="ledger">
      <Ledger />
    </AdminFrame>
  );
}

const names = ['account', 'currency', 'driver', 'kind', 'paymentId', 'userId'] as const;

function Ledger() {
  const { api, t } = useDesk();
  const [filters, change] = useFilters(names);
  const [isCorrecting, setCorrecting] = useState(false);
  return (
    <>
      <Head title={t('ledger.title')} text={t('ledger.text')}>
        <DownloadButton label={t('ledger.csv')} file={() => api.ledgerFile(filters)} name="ledger.csv" />
        <Button variant="secondary" icon="edit" onPress={() => setCorrecting(true)}>
          {t('correct.open')}
        </Button>
      </Head>
      {isCorrecting && <Correction onClose={() => setCorrecting(false)} />}
      <div className="flex flex-col gap-6">
        <Accounts />
        <Card title={t('ledger.entries')}>
          <FilterBar>
            <FilterSelect
              label={t('col.account')}
              value={filters.account}
              onChange={(account) => change({ account })}
              choices={accounts.map((id) => ({ id, label: t(`account.${id}`) }))}
            />
            <FilterSelect
              label={t('col.kind')}
              value={filters.kind}
              onChange={(kind) => change({ kind })}
              choices={entryKinds.map((id) => ({ id, label: t(`entry.${id}`) }))}
            />
            <FilterSelect
              label={t('col.currency')}
              value={filters.currency}
              onChange={(currency) => change({ currency })}
              choices={currencies.map((id) => ({ id, label: t(`currency.${id}`) }))}
            />
            <FilterText
              key={filters.paymentId}
              label={t('ledger.payment')}
              value={filters.paymentId}
              onChange={(paymentId) => change({ paymentId })}
            />
          </FilterBar>
          <Pages
            name={['admin', 'entries', filters]}
            load={(page) => api.listEntries({ ...filters, ...page, limit: 20 })}
            empty={{ title: t('ledger.empty') }}
          >
            {(items) => <EntryList entries={items} />}
          </Pages>
        </Card>
      </div>
    </>
  );
}

/** Every account by currency and by where the money lies. */
function Accounts() {
  const { api, t } = useDesk();
  const ui = useUi();
  const found = useQuery({ queryKey: ['admin', 'ledger'], queryFn: () => api.getLedger() });
  const body = () => {
    if (found.isPending) return <Skeleton lines={6} />;
    if (!found.data)
      return (
        <ProblemNote
          problem={shownProblem(found.error, ui.t)}
          onRetry={() => void found.refetch()}
          isRetrying={found.isFetching}
        />
      );
    return (
      <Table
        caption={t('ledger.accounts')}
        rows={found.data.balances}
        keyOf={(row) => `${row.account} ${row.currency} ${row.driver ?? ''}`}
        empty={<p className="text-ink-soft">{t('ledger.empty')}</p>}
        columns={[
          {
            id: 'account',
            label: t('col.account'),
            isRowHeader: true,
            cell: (row) => (
              <span>
                {t(`account.${row.account}`)}
                {row.driver !== null && (
                  <>
                    {' '}
                    <bdi dir="ltr" className="text-sm text-ink-faint">
                      {row.driver}
                    </bdi>
                  </>
                )}
              </span>
            ),
          },
          {
            id: 'debit',
            label: t('col.debit'),
            isNumber: true,
            cell: (row) => (row.sum > 0 ? <Sum money={{ amount: row.sum, currency: row.currency }} /> : '–'),
          },
          {
            id: 'credit',
            label: t('col.credit'),
            isNumber: true,
            cell: (row) => (row.sum < 0 ? <Sum money={{ amount: -row.sum, currency: row.currency }} /> : '–'),
          },
        ]}
      />
    );
  };
  const balanced = found.data?.leftOver.every(({ sum }) => sum === 0);
  return (
    <Card
      title={t('ledger.accounts')}
      aside={
        found.data && (
          <span className={`text-sm ${balanced ? 'text-palm-ink' : 'font-semibold text-rose-ink'}`}>
            {t(balanced ? 'ledger.balanced' : 'ledger.unbalanced')}
          </span>
        )
      }
    >
      {body()}
    </Card>
  );
}
