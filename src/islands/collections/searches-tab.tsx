import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { TalentSearch } from '../../client/collections-api.ts';
import { rhythms } from '../../features/collections/rules/searches.ts';
import { choices } from '../../features/showcase/rules/address.ts';
import type { SearchMessages } from '../../i18n/catalogs/search.ts';
import { formatDateTime } from '../../i18n/format.ts';
import type { Catalog, Translate } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { askedOf, choiceText, discoverHref } from '../discover/discover-part.ts';
import { SearchDialog } from '../discover/search-dialog.tsx';
import { LinkButton } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState, ProblemNote } from '../ui/error-state.tsx';
import { Menu } from '../ui/menu.tsx';
import { Select } from '../ui/select.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { isolated, searchesKey, type ListsPart } from './collections-part.ts';

type SearchesProps = ListsPart & { s: Translate<SearchMessages>; labels: Catalog };

/** What is searched for again and again, and how often somebody hears of it. */
export function SearchesTab(part: SearchesProps) {
  const { calls, locale, t } = part;
  const ui = useUi();
  const queries = useQueryClient();
  const [naming, setNaming] = useState<TalentSearch | null>(null);
  const [doomed, setDoomed] = useState<TalentSearch | null>(null);
  const found = useQuery({ queryKey: searchesKey, queryFn: () => calls.searches() });
  const anew = () => queries.invalidateQueries({ queryKey: searchesKey });
  const forget = useWrite(
    (key, id: string) => calls.forgetSearch(key, id),
    async () => {
      await anew();
      setDoomed(null);
      notify({ tone: 'good', title: t('searches.deleted') });
    },
  );
  if (found.isPending) return <SkeletonCards count={2} />;
  if (!found.data)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const { items } = found.data;
  if (items.length === 0)
    return (
      <EmptyState
        title={t('searches.empty.title')}
        action={<LinkButton href={`/${locale}/discover/`}>{t('list.find')}</LinkButton>}
      >
        {t('searches.empty.text')}
      </EmptyState>
    );
  return (
    <>
      <ul className="flex flex-col gap-4">
        {items.map((search) => (
          <SearchLine
            key={search.id}
            {...part}
            search={search}
            onRename={() => setNaming(search)}
            onDelete={() => setDoomed(search)}
          />
        ))}
      </ul>
      {naming !== null && (
        <SearchDialog
          {...part}
          search={naming}
          suggested={naming.name}
          onClose={() => setNaming(null)}
          onDone={async () => {
            await anew();
            setNaming(null);
          }}
        />
      )}
      <ConfirmDialog
        title={t('searches.deleteAsk')}
        isOpen={doomed !== null}
        onClose={() => setDoomed(null)}
        confirmLabel={t('searches.delete')}
        cancelLabel={ui.t('action.cancel')}
        onConfirm={() => doomed && forget.mutate(doomed.id)}
        isPending={forget.isPending}
        isDangerous
      >
        <p>{t('searches.deleteText', { name: isolated(doomed?.name ?? '') })}</p>
        {forget.isError && <ProblemNote problem={shownProblem(forget.error, ui.t)} />}
      </ConfirmDialog>
    </>
  );
}

type LineProps = SearchesProps & { search: TalentSearch; onRename: () => void; onDelete: () => void };

function SearchLine({ search, onRename, onDelete, ...part }: LineProps) {
  const { calls, locale, t } = part;
  const ui = useUi();
  const { me } = useAccount();
  const queries = useQueryClient();
  const tell = useWrite(
    (key, rhythm: TalentSearch['rhythm']) => calls.editSearch(key, search.id, { rhythm }),
    () => queries.invalidateQueries({ queryKey: searchesKey }),
  );
  const asked = askedOf(search.query);
  const said = [
    ...(asked.q === '' ? [] : [`«${isolated(asked.q)}»`]),
    ...choices(asked).map((choice) => choiceText(part, choice, asked)),
  ];
  const { free } = search.query;
  const over = typeof free === 'string' && free < new Date().toISOString().slice(0, 10);
  const day = (at: string) => formatDateTime(locale, new Date(at), me.timeZone, 'day');
  return (
    <li className="rounded-lg border border-line bg-raised p-5">
      <div className="flex items-start gap-3">
        <div className="min-w-0 grow">
          <h2 className="text-xl wrap-anywhere">
            <a className="link" href={discoverHref(locale, asked)}>
              <bdi>{search.name}</bdi>
            </a>
          </h2>
          <p className="mt-1 text-sm text-ink-soft">{said.join(' · ') || t('searches.anything')}</p>
        </div>
        <div className="-me-2 -mt-2">
          <Menu
            label={t('lists.more', { name: isolated(search.name) })}
            entries={[
              { id: 'edit', label: t('searches.edit'), icon: 'edit', onChoose: onRename },
              { id: 'delete', label: t('searches.delete'), icon: 'close', isDangerous: true, onChoose: onDelete },
            ]}
          />
        </div>
      </div>
      <div className="mt-4 flex flex-wrap items-end gap-x-6 gap-y-3">
        <Select
          label={t('searches.rhythm')}
          placeholder={t('searches.rhythm')}
          value={search.rhythm}
          onChange={(rhythm) => tell.mutate(rhythm)}
          isDisabled={tell.isPending}
          choices={rhythms.map((id) => ({ id, label: t(`searches.rhythm.${id}`) }))}
          className="w-full sm:w-56"
        />
        <p className="text-sm text-ink-faint">
          <span className="block">
            {search.toldAt ? t('searches.told', { day: day(search.toldAt) }) : t('searches.never')}
          </span>
          {over ? (
            <span className="block">{t('searches.over')}</span>
          ) : (
            search.nextLookAt && <span className="block">{t('searches.next', { day: day(search.nextLookAt) })}</span>
          )}
        </p>
      </div>
      {tell.isError && (
        <div className="mt-3">
          <ProblemNote problem={shownProblem(tell.error, ui.t)} />
        </div>
      )}
    </li>
  );
}
