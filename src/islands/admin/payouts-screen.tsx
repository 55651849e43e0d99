import { Tabs } from '../ui/tabs.tsx';
import { AdminFrame, Head, useDesk, type ScreenProps } from './admin-frame.tsx';
import { PayoutBalances } from './payout-balances.tsx';
import { PayoutTable } from './payout-table.tsx';
import { useFilters } from './use-filters.ts';

export function PayoutsScreen(props: ScreenProps) {
  return (
    <AdminFrame {...props} room="payouts">
      <Payouts />
    </AdminFrame>
  );
}

function Payouts() {
  const { t } = useDesk();
  const [filters, change] = useFilters(['view', 'state', 'currency', 'batchId'] as const);
  const view = filters.view === 'made' ? 'made' : 'due';
  return (
    <>
      <Head title={t('payouts.title')} text={t('payouts.text')} />
      <Tabs
        label={t('payouts.title')}
        selected={view}
        onSelect={(chosen) => change({ view: chosen === 'made' ? 'made' : undefined })}
        tabs={[
          { id: 'due', label: t('payouts.due') },
          { id: 'made', label: t('payouts.made') },
        ]}
      >
        {(shown) =>
          shown === 'made' ? (
            <PayoutTable filters={filters} change={change} />
          ) : (
            <PayoutBalances onMade={(batchId) => change({ view: 'made', batchId, state: undefined })} />
          )
        }
      </Tabs>
    </>
  );
}
