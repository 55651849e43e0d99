import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Button as AriaButton, DropIndicator, GridList, GridListItem, useDragAndDrop } from 'react-aria-components';
import type { ListItem, ListView } from '../../client/collections-api.ts';
import { placed } from '../../features/collections/rules/lists.ts';
import type { Catalog } from '../../i18n/translate.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { ProblemNote } from '../ui/error-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { isolated, listsChanged, type ListsPart } from './collections-part.ts';
import { ItemRow } from './item-row.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { NoteDialog } from './note-dialog.tsx';

type ItemsProps = ListsPart & { labels: Catalog; list: ListView; shared: boolean; items: readonly ListItem[] };

/** Who is in a list. Sorted with the mouse, a finger or the keyboard: what is shown moves at once, and is kept behind it. */
export function ItemList({ list, items, shared, labels, ...part }: ItemsProps) {
  const { calls, t } = part;
  const ui = useUi();
  const queries = useQueryClient();
  const ids = items.map(({ talentId }) => talentId);
  const [order, setOrder] = useState(ids);
  useEffect(() => setOrder(ids), [ids.join()]);
  const [noting, setNoting] = useState<ListItem | null>(null);
  const [moving, setMoving] = useState<{ item: ListItem; keep: boolean } | null>(null);
  const anew = () => listsChanged(queries);
  const nameOf = (item: ListItem | undefined) => (item?.talent ? isolated(item.talent.displayName) : t('item.gone'));

  const place = useWrite(
    (key, { id, after }: { id: string; after: string | null }) => calls.editItem(key, list.id, id, { after }),
    anew,
  );
  const put = (id: string, after: string | null) => {
    setOrder((before) => placed(before, id, after));
    place.mutate({ id, after }, { onError: () => setOrder(ids) });
  };
  const take = useWrite(
    (key, id: string) => calls.takeOut(key, list.id, id),
    async (out, id) => {
      const item = items.find(({ talentId }) => talentId === id);
      await anew();
      notify({
        tone: 'info',
        title: t('save.taken', { name: nameOf(item), list: isolated(list.name) }),
        // who is not shown any more cannot be put in anew
        ...(item?.talent && {
          action: {
            label: t('undo'),
            onPress: () =>
              void calls
                .put(crypto.randomUUID(), list.id, id, { note: out.note, after: out.after })
                .then(anew)
                .catch((error: unknown) => notify({ tone: 'bad', title: shownProblem(error, ui.t).title })),
          },
        }),
      });
    },
  );
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': nameOf(items.find((one) => one.talentId === key)) })),
    renderDropIndicator: (target) => (
      <DropIndicator target={target} className="-my-2 h-1 rounded-full data-drop-target:bg-palm" />
    ),
    onReorder: ({ keys, target }) => {
      const [moved] = [...keys].map(String);
      if (moved === undefined) return;
      const rest = order.filter((id) => id !== moved);
      const at = rest.indexOf(String(target.key));
      put(moved, (target.dropPosition === 'after' ? rest[at] : rest[at - 1]) ?? null);
    },
  });
  const known = new Map(items.map((item) => [item.talentId, item]));
  // the order in hand may still speak of somebody who is out, or not yet of somebody new
  const shown = [...order, ...ids.filter((id) => !order.includes(id))].flatMap((id) => known.get(id) ?? []);
  const problem = place.error ?? take.error;
  return (
    <div className="flex flex-col gap-3">
      {items.length > 1 && <p className="text-sm text-ink-faint print:hidden">{t('list.sort')}</p>}
      {problem && <ProblemNote problem={shownProblem(problem, ui.t)} />}
      <GridList
        aria-label={t('list.label', { name: isolated(list.name) })}
        items={shown.map((item) => ({ ...item, id: item.talentId }))}
        dependencies={[shared, take.isPending, order.join()]}
        dragAndDropHooks={dragAndDropHooks}
        keyboardNavigationBehavior="tab"
        className="flex flex-col gap-3"
      >
        {(item) => {
          const at = order.indexOf(item.id);
          return (
            <GridListItem
              textValue={nameOf(item)}
              className="group relative flex gap-3 rounded-lg border border-line bg-raised p-4 outline-none data-dragging:opacity-50 data-drop-target:border-palm data-focus-visible:outline-3 data-focus-visible:outline-focus sm:p-5 print:break-inside-avoid print:border-0 print:border-b print:px-0"
            >
              <AriaButton
                slot="drag"
                aria-label={t('item.drag', { name: nameOf(item) })}
                className="-ms-1.5 -mt-1 grid size-10 shrink-0 cursor-grab place-items-center rounded-full text-ink-faint hover:bg-sunk hover:text-ink print:hidden"
              >
                <Icon name="drag" />
              </AriaButton>
              <ItemRow
                {...part}
                labels={labels}
                item={item}
                shared={shared}
                onNote={() => setNoting(item)}
                onRemove={() => take.mutate(item.id)}
                onMove={(keep) => setMoving({ item, keep })}
                {...(at > 0 && { onUp: () => put(item.id, order[at - 2] ?? null) })}
                {...(at < order.length - 1 && { onDown: () => put(item.id, order[at + 1] ?? null) })}
              />
            </GridListItem>
          );
        }}
      </GridList>
      {noting && (
        <NoteDialog
          {...part}
          listId={list.id}
          item={noting}
          name={nameOf(noting)}
          shared={shared}
          onClose={() => setNoting(null)}
        />
      )}
      {moving?.item.talent && (
        <MoveDialog
          {...part}
          from={list}
          item={moving.item}
          name={nameOf(moving.item)}
          keep={moving.keep}
          onClose={() => setMoving(null)}
        />
      )}
    </div>
  );
}
