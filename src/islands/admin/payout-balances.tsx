import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { currencies, type Currency } from '../../core/money.ts';
import { payoutMethods } from '../../features/ledger/rules.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { isolated } from '../bookings/next-step.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Table } from '../ui/table.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { formatMoney } from '../../i18n/format.ts';
import { useDesk } from './admin-frame.tsx';
import { Pages } from './pages.tsx';
import { Code, Sum } from './shown.tsx';

/** Who can be paid how much now, and the way to a batch: the books decide the sums at the moment it is made. */
export function PayoutBalances({ onMade }: { onMade: (batchId: string) => void }) {
  const { api, t, locale } = useDesk();
  const ui = useUi();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<{ currency: Currency; people: readonly string[] | null } | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const make = useWrite(
    (key, body: Parameters<typeof api.createPayoutBatch>[1]) => api.createPayoutBatch(key, body),
    async ({ batchId, payouts }) => {
      setAsked(null);
      setChosen(new Set());
      notify(
        batchId === null
          ? { tone: 'info', title: t('batch.nobody') }
          : { tone: 'good', title: t('batch.done', { count: payouts.length }) },
      );
      await queries.invalidateQueries();
      if (batchId !== null) onMade(batchId);
    },
  );
  const methodName = (method: string) => {
    const known = payoutMethods.find((one) => one === method);
    return known ? t(`method.${known}`) : method;
  };
  const keyOf = (row: { userId: string; currency: Currency }) => `${row.currency} ${row.userId}`;
  return (
    <Pages
      name={['admin', 'payout balances']}
      load={(page) => api.getPayoutBalances({ ...page, limit: 50 })}
      empty={{ title: t('balances.empty'), text: t('balances.emptyText') }}
    >
      {(items, { totals }) => (
        <div className="flex flex-col gap-5">
          <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3 print:hidden">
            {totals
              .filter(({ people }) => people > 0)
              .map(({ currency, available, people }) => {
                const some = items.filter((row) => row.currency === currency && chosen.has(keyOf(row)));
                return (
                  <Card as="li" key={currency}>
                    <p className="text-sm text-ink-faint">{t('batch.available')}</p>
                    <p className="text-2xl font-semibold">
                      <Sum money={{ amount: available, currency }} />
                    </p>
                    <p className="mb-4 text-ink-soft">{t('batch.people', { count: people })}</p>
                    <Button
                      size="sm"
                      onPress={() =>
                        setAsked({ currency, people: some.length > 0 ? some.map(({ userId }) => userId) : null })
                      }
                    >
                      {some.length > 0 ? t('batch.makeSome', { count: some.length }) : t('batch.make')}
                    </Button>
                  </Card>
                );
              })}
          </ul>
          <Table
            caption={t('payouts.due')}
            rows={items}
            keyOf={keyOf}
            empty={null}
            columns={[
              {
                id: 'name',
                label: t('col.talent'),
                isRowHeader: true,
                cell: (row) =>
                  row.available > 0 ? (
                    <label className="flex cursor-pointer items-center gap-3">
                      <input
                        type="checkbox"
                        className="size-5 shrink-0 accent-palm print:hidden"
                        aria-label={t('batch.chooseOne', {
                          name: isolated(row.name),
                          sum: formatMoney(locale, { amount: row.available, currency: row.currency }),
                        })}
                        checked={chosen.has(keyOf(row))}
                        onChange={({ target }) => {
                          const next = new Set(chosen);
                          if (target.checked) next.add(keyOf(row));
                          else next.delete(keyOf(row));
                          setChosen(next);
                        }}
                      />
                      <span>
                        <bdi>{row.name}</bdi>
                      </span>
                    </label>
                  ) : (
                    <span>
                      <bdi>{row.name}</bdi>
                    </span>
                  ),
              },
              {
                id: 'account',
                label: t('col.payTo'),
                cell: (row) =>
                  row.account === null ? (
                    <span className="text-saffron-ink">{t('balances.noAccount')}</span>
                  ) : (
                    <span className="flex flex-wrap gap-x-2">
                      {methodName(row.account.method)} <Code>{row.account.number}</Code>
                    </span>
                  ),
              },
              { id: 'else', label: t('col.elsewhere'), cell: (row) => <Elsewhere row={row} /> },
              {
                id: 'available',
                label: t('col.available'),
                isNumber: true,
                cell: (row) =>
                  row.available === 0 ? (
                    '–'
                  ) : (
                    <Sum money={{ amount: row.available, currency: row.currency }} className="font-semibold" />
                  ),
              },
            ]}
          />
          {asked && currencies.includes(asked.currency) && (
            <ConfirmDialog
              title={t('batch.title')}
              isOpen
              onClose={() => setAsked(null)}
              confirmLabel={t('batch.confirm')}
              cancelLabel={ui.t('action.cancel')}
              isPending={make.isPending}
              onConfirm={() =>
                make.mutate({ currency: asked.currency, ...(asked.people && { people: [...asked.people] }) })
              }
            >
              <p>
                {asked.people === null
                  ? t('batch.textAll', { currency: t(`currency.${asked.currency}`) })
                  : t('batch.textSome', { count: asked.people.length, currency: t(`currency.${asked.currency}`) })}
              </p>
              {make.isError && <ProblemNote problem={shownProblem(make.error, ui.t)} />}
            </ConfirmDialog>
          )}
        </div>
      )}
    </Pages>
  );
}

type Row = Parts & { currency: Currency };
const parts = ['held', 'waiting', 'inPayout'] as const;
type Parts = Record<(typeof parts)[number], number>;

/** The rest of what is a talent's, or will be: why it cannot be paid now. */
function Elsewhere({ row }: { row: Row }) {
  const { t } = useDesk();
  const some = parts.filter((part) => row[part] !== 0);
  if (some.length === 0) return <>–</>;
  return (
    <span className="flex flex-col gap-x-4 max-sm:items-end">
      {some.map((part) => (
        <span key={part}>
          <span className="text-sm text-ink-faint">{t(`col.${part}`)}</span>{' '}
          <Sum money={{ amount: row[part], currency: row.currency }} />
        </span>
      ))}
    </span>
  );
}
