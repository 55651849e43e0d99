import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ListView } from '../../client/collections-api.ts';
import { mayMakeList } from '../../features/collections/rules/lists.ts';
import { formatRelative } from '../../i18n/format.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState, ProblemNote } from '../ui/error-state.tsx';
import { Menu } from '../ui/menu.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { isolated, listHref, listsChanged, listsKey, type ListsPart } from './collections-part.ts';
import { ListDialog } from './list-dialog.tsx';
import { NoRoom } from './save-choices.tsx';

/** All lists, in the order somebody put them. */
export function ListsTab(part: ListsPart) {
  const { calls, locale, t } = part;
  const ui = useUi();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<'new' | ListView | null>(null);
  const [doomed, setDoomed] = useState<ListView | null>(null);
  const found = useQuery({ queryKey: listsKey, queryFn: () => calls.lists() });
  const anew = () => listsChanged(queries);
  const place = useWrite(
    (key, { id, after }: { id: string; after: string | null }) => calls.edit(key, id, { after }),
    anew,
  );
  const drop = useWrite(
    (key, id: string) => calls.drop(key, id),
    async () => {
      await anew();
      setDoomed(null);
      notify({ tone: 'good', title: t('lists.deleted') });
    },
  );
  if (found.isPending) return <SkeletonCards count={3} />;
  if (!found.data)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const { items, room } = found.data;
  const may = mayMakeList(room, items.length);
  const make = (
    <Button icon="plus" onPress={() => setEditing('new')}>
      {t('save.new')}
    </Button>
  );
  return (
    <div className="flex flex-col gap-5">
      {room.shared && <p className="text-ink-soft">{t('shared')}</p>}
      {place.isError && <ProblemNote problem={shownProblem(place.error, ui.t)} />}
      {items.length === 0 ? (
        <EmptyState title={t('lists.empty.title')} action={make}>
          {t('lists.empty.text')}
        </EmptyState>
      ) : (
        <ul className="grid gap-4 md:grid-cols-2">
          {items.map((list, at) => (
            <ListCard
              key={list.id}
              {...part}
              list={list}
              onEdit={() => setEditing(list)}
              onDelete={() => setDoomed(list)}
              {...(at > 0 && { onUp: () => place.mutate({ id: list.id, after: items[at - 2]?.id ?? null }) })}
              {...(items[at + 1] && { onDown: () => place.mutate({ id: list.id, after: items[at + 1]?.id ?? null }) })}
            />
          ))}
        </ul>
      )}
      {items.length > 0 &&
        (may.ok ? <div>{make}</div> : <NoRoom {...part} room={room} over={items.length > (room.lists ?? Infinity)} />)}
      {editing !== null && (
        <ListDialog
          {...part}
          list={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onDone={async (list) => {
            if (editing === 'new') location.assign(listHref(locale, list.id));
            else {
              await anew();
              setEditing(null);
            }
          }}
        />
      )}
      <ConfirmDialog
        title={t('lists.deleteAsk')}
        isOpen={doomed !== null}
        onClose={() => setDoomed(null)}
        confirmLabel={t('lists.delete')}
        cancelLabel={ui.t('action.cancel')}
        onConfirm={() => doomed && drop.mutate(doomed.id)}
        isPending={drop.isPending}
        isDangerous
      >
        <p>{t('lists.deleteText', { name: isolated(doomed?.name ?? '') })}</p>
        {drop.isError && <ProblemNote problem={shownProblem(drop.error, ui.t)} />}
      </ConfirmDialog>
    </div>
  );
}

type CardProps = ListsPart & {
  list: ListView;
  onEdit: () => void;
  onDelete: () => void;
  onUp?: () => void;
  onDown?: () => void;
};

function ListCard({ list, onEdit, onDelete, onUp, onDown, locale, t }: CardProps) {
  return (
    <li className="relative flex gap-4 rounded-lg border border-line bg-raised p-5 transition-colors hover:border-line-strong">
      <div className="flex min-w-0 grow flex-col gap-2">
        <h2 className="text-xl">
          <a href={listHref(locale, list.id)} className="rounded-sm wrap-anywhere after:absolute after:inset-0">
            <bdi>{list.name}</bdi>
          </a>
        </h2>
        {list.note && (
          <p className="line-clamp-2 text-sm wrap-anywhere text-ink-soft">
            <bdi>{list.note}</bdi>
          </p>
        )}
        <Faces list={list} />
        <p className="mt-auto flex flex-wrap gap-x-4 text-sm text-ink-faint">
          <span>{t('lists.count', { count: list.talents })}</span>
          <time dateTime={list.updatedAt}>
            {t('lists.changed', { when: formatRelative(locale, new Date(list.updatedAt), new Date()) })}
          </time>
        </p>
      </div>
      <div className="relative -me-2 -mt-2 self-start">
        <Menu
          label={t('lists.more', { name: isolated(list.name) })}
          entries={[
            { id: 'edit', label: t('lists.edit'), icon: 'edit', onChoose: onEdit },
            ...(onUp ? [{ id: 'up', label: t('lists.up'), onChoose: onUp }] : []),
            ...(onDown ? [{ id: 'down', label: t('lists.down'), onChoose: onDown }] : []),
            { id: 'delete', label: t('lists.delete'), icon: 'close', isDangerous: true, onChoose: onDelete },
          ]}
        />
      </div>
    </li>
  );
}

/** Who is in it, at a glance; their names are read on the list's own page. */
function Faces({ list }: { list: ListView }) {
  if (list.faces.length === 0) return null;
  return (
    <p aria-hidden="true" className="flex">
      {list.faces.map(({ name, picture }, at) => (
        <Avatar
          key={at}
          name={name}
          src={picture}
          shape="circle"
          className="-me-2.5 w-11 border-2 border-raised text-lg"
        />
      ))}
    </p>
  );
}
