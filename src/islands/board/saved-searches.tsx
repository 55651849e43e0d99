import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { SavedSearch } from '../../client/board-api.ts';
import { formatDay, formatMoney } from '../../i18n/format.ts';
import { shownProblem } from '../account/problems.ts';
import { useAccount } from '../account/account-frame.tsx';
import { useWrite } from '../account/use-write.ts';
import { isolated } from '../bookings/next-step.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Menu } from '../ui/menu.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Switch } from '../ui/switch.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { addressOf, boardHref, filtersOf, keptOf, noFilters, type BoardPart, type Filters } from './board-part.ts';
import { NameDialog } from './name-dialog.tsx';

type SearchesProps = BoardPart & { filters: Filters; onChoose: (filters: Filters) => void };
const key = ['saved searches'] as const;

/** Filters kept under a name: one press finds with them again, and new requests they find are told. */
export function SavedSearches({ filters, onChoose, ...part }: SearchesProps) {
  const { calls, t } = part;
  const ui = useUi();
  const { me } = useAccount();
  const queries = useQueryClient();
  const [naming, setNaming] = useState<'new' | SavedSearch | null>(null);
  const [doomed, setDoomed] = useState<SavedSearch | null>(null);
  const list = useQuery({ queryKey: key, queryFn: () => calls.listSavedSearches(), staleTime: 60_000 });
  const anew = () => queries.invalidateQueries({ queryKey: key });
  const tell = useWrite(
    (write, { id, told }: Pick<SavedSearch, 'id' | 'told'>) => calls.editSavedSearch(write, id, { told }),
    async () => anew(),
  );
  const forget = useWrite(
    (write, id: string) => calls.deleteSavedSearch(write, id),
    async () => {
      await anew();
      setDoomed(null);
    },
  );
  const keeps = addressOf(filtersOf(keptOf(filters)));
  const items = list.data?.items ?? [];
  const kept = items.find((one) => addressOf(filtersOf(one)) === keeps);
  const full = list.data !== undefined && items.length >= list.data.most;
  return (
    <Card title={t('searches')}>
      {list.isPending && <Skeleton lines={2} />}
      {list.isError && (
        <ProblemNote
          problem={shownProblem(list.error, ui.t)}
          onRetry={() => void list.refetch()}
          isRetrying={list.isFetching}
        />
      )}
      {list.data && items.length === 0 && <p className="text-sm text-ink-soft">{t('searches.none')}</p>}
      {items.length > 0 && (
        <ul className="flex flex-col divide-y divide-line">
          {items.map((search) => (
            <li key={search.id} className="py-3 first:pt-0">
              <div className="flex items-start gap-2">
                <div className="min-w-0 grow">
                  <a
                    href={boardHref(part.locale, filtersOf(search))}
                    aria-current={search === kept ? 'true' : undefined}
                    onClick={(event) => {
                      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
                      event.preventDefault();
                      onChoose({ ...filtersOf(search), sort: filters.sort });
                    }}
                    className="link inline-block py-1 font-semibold wrap-anywhere"
                  >
                    <bdi>{search.name}</bdi>
                  </a>
                  <p className="text-sm text-ink-soft">{summaryOf(search, part, me.timeZone) || t('searches.all')}</p>
                </div>
                <Menu
                  label={t('searches.more', { name: isolated(search.name) })}
                  entries={[
                    { id: 'rename', label: t('searches.rename'), icon: 'edit', onChoose: () => setNaming(search) },
                    {
                      id: 'delete',
                      label: ui.t('action.delete'),
                      isDangerous: true,
                      onChoose: () => setDoomed(search),
                    },
                  ]}
                />
              </div>
              <Switch
                label={t('searches.told')}
                isOn={tell.isPending && tell.variables.id === search.id ? tell.variables.told : search.told}
                onChange={(told) => tell.mutate({ id: search.id, told })}
              />
            </li>
          ))}
        </ul>
      )}
      {tell.isError && <ProblemNote problem={shownProblem(tell.error, ui.t)} />}
      {list.data && keeps !== addressOf(noFilters) && !kept && (
        <div className="mt-3">
          {full ? (
            <p className="text-sm text-ink-soft">{t('searches.full', { count: list.data.most })}</p>
          ) : (
            <Button variant="secondary" icon="plus" onPress={() => setNaming('new')}>
              {t('searches.save')}
            </Button>
          )}
        </div>
      )}
      {naming && (
        <NameDialog
          {...part}
          search={naming === 'new' ? null : naming}
          suggested={naming === 'new' ? summaryOf(keptOf(filters), part, me.timeZone) : naming.name}
          kept={keptOf(filters)}
          onDone={async (isNew) => {
            await anew();
            setNaming(null);
            if (isNew) notify({ tone: 'good', title: t('searches.saved'), text: t('searches.savedText') });
          }}
          onClose={() => setNaming(null)}
        />
      )}
      <ConfirmDialog
        title={t('searches.deleteAsk')}
        isOpen={doomed !== null}
        onClose={() => setDoomed(null)}
        confirmLabel={ui.t('action.delete')}
        cancelLabel={ui.t('action.cancel')}
        onConfirm={() => {
          if (doomed) forget.mutate(doomed.id);
        }}
        isPending={forget.isPending}
        isDangerous
      >
        <p>{t('searches.deleteText', { name: isolated(doomed?.name ?? '') })}</p>
        {forget.isError && <ProblemNote problem={shownProblem(forget.error, ui.t)} />}
      </ConfirmDialog>
    </Card>
  );
}

/** What a search asks, in a line. */
function summaryOf(
  { words, category, city, currency, budgetFrom, startsFrom, startsUntil }: ReturnType<typeof keptOf>,
  { locale, t, label }: BoardPart,
  zone: string,
): string {
  const day = (text: string) => formatDay(locale, text, zone, 'date');
  return [
    words && `«${words}»`,
    category && label(`category.${category}`),
    city && label(`city.${city}`),
    currency &&
      (budgetFrom
        ? t('budget.from', { least: formatMoney(locale, { amount: budgetFrom, currency }) })
        : t(`currency.name.${currency}`)),
    startsFrom && t('summary.from', { day: day(startsFrom) }),
    startsUntil && t('summary.until', { day: day(startsUntil) }),
  ]
    .filter(Boolean)
    .join(' · ');
}
