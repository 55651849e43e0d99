import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ListItem, ListView } from '../../client/collections-api.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Select } from '../ui/select.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { isolated, listsChanged, listsKey, wantsUpgrade, type ListsPart } from './collections-part.ts';
import { NoRoom } from './save-choices.tsx';

type MoveProps = ListsPart & { from: ListView; item: ListItem; name: string; keep: boolean; onClose: () => void };

/** Into another list, out of this one or staying here as well. */
export function MoveDialog({ from, item, name, keep, onClose, ...part }: MoveProps) {
  const { calls, t } = part;
  const ui = useUi();
  const queries = useQueryClient();
  const found = useQuery({ queryKey: listsKey, queryFn: () => calls.lists() });
  const [to, setTo] = useState<string | null>(null);
  const others = found.data?.items.filter(({ id }) => id !== from.id) ?? [];
  const move = useWrite(
    (key, listId: string) => calls.move(key, from.id, item.talentId, { to: listId, keep }),
    async (list) => {
      await listsChanged(queries);
      notify({ tone: 'good', title: t('item.moved', { name, list: isolated(list.name) }) });
      onClose();
    },
  );
  return (
    <Dialog title={t(keep ? 'item.copy' : 'item.move')} isOpen onClose={onClose}>
      {found.isPending && <Skeleton lines={2} />}
      {found.isError && <ProblemNote problem={shownProblem(found.error, ui.t)} onRetry={() => void found.refetch()} />}
      {found.data && others.length === 0 && <p>{t('item.nowhere')}</p>}
      {others.length > 0 && (
        <Select
          label={t('item.where')}
          placeholder={t('item.where')}
          value={to}
          onChange={setTo}
          choices={others.map(({ id, name: label, talents }) => ({
            id,
            label,
            text: t('lists.count', { count: talents }),
          }))}
        />
      )}
      {move.isError &&
        (wantsUpgrade(move.error) && found.data ? (
          <NoRoom
            {...part}
            room={found.data.room}
            over={found.data.items.length > (found.data.room.lists ?? Infinity)}
          />
        ) : (
          <ProblemNote problem={shownProblem(move.error, ui.t)} />
        ))}
      <div className="flex flex-wrap gap-3">
        {others.length > 0 && (
          <Button isDisabled={to === null} isPending={move.isPending} onPress={() => to && move.mutate(to)}>
            {t(keep ? 'item.copy' : 'item.move')}
          </Button>
        )}
        <Button variant="quiet" onPress={onClose}>
          {ui.t('action.cancel')}
        </Button>
      </div>
    </Dialog>
  );
}
