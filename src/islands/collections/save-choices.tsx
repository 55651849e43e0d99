import { useRef, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Checkbox } from 'react-aria-components';
import type { ListView } from '../../client/collections-api.ts';
import { formatNumber } from '../../i18n/format.ts';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Clipped } from '../ui/clipped.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { Icon } from '../ui/icon.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TextField } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { isolated, listsChanged, listsKey, wantsUpgrade, type ListsPart } from './collections-part.ts';

export type SavedTalent = { id: string; slug: string; displayName: string };
type ChoicesProps = ListsPart & { talent: SavedTalent };

/** In which lists somebody is: each pressed in or out at once, and a new one made on the spot. */
export function SaveChoices({ talent, ...part }: ChoicesProps) {
  const { calls, locale, t } = part;
  const ui = useUi();
  const queries = useQueryClient();
  const found = useQuery({
    queryKey: [...listsKey, talent.slug],
    queryFn: () => calls.lists(talent.slug),
    staleTime: 0,
  });
  const name = isolated(talent.displayName);
  const box = useRef<HTMLDivElement>(null);
  const put = useWrite(
    (key, list: Pick<ListView, 'id' | 'name'>) => calls.put(key, list.id, talent.id, {}),
    async (_, list) => {
      await listsChanged(queries);
      notify({ tone: 'good', title: t('save.added', { name, list: isolated(list.name) }) });
    },
  );
  const take = useWrite(
    (key, list: Pick<ListView, 'id' | 'name'>) => calls.takeOut(key, list.id, talent.id),
    async (out, list) => {
      await listsChanged(queries);
      notify({
        tone: 'info',
        title: t('save.taken', { name, list: isolated(list.name) }),
        action: {
          label: t('undo'),
          onPress: () =>
            void calls
              .put(crypto.randomUUID(), list.id, talent.id, { note: out.note, after: out.after })
              .then(() => listsChanged(queries))
              .catch((error: unknown) => notify({ tone: 'bad', title: shownProblem(error, ui.t).title })),
        },
      });
    },
  );
  if (found.isPending) return <Skeleton lines={3} />;
  if (!found.data)
    return <ProblemNote problem={shownProblem(found.error, ui.t)} onRetry={() => void found.refetch()} />;
  const { items, room } = found.data;
  const problem = put.error ?? take.error;
  const full = room.lists !== null && items.length >= room.lists;
  return (
    <div ref={box} tabIndex={-1} className="flex flex-col gap-3 outline-none">
      {items.length > 0 && (
        <ul aria-label={t('save.lists')} className="-mx-2 flex max-h-72 flex-col overflow-auto">
          {items.map((list) => (
            <li key={list.id}>
              <Checkbox
                isSelected={list.has === true}
                // a box that is switched off would lose the focus, and with it the keyboard
                onChange={(wanted) => {
                  if (!put.isPending && !take.isPending) (wanted ? put : take).mutate({ id: list.id, name: list.name });
                }}
                className="group flex min-h-11 cursor-pointer items-center gap-3 rounded-sm px-2 py-1 hover:bg-sunk data-focus-visible:outline-3 data-focus-visible:-outline-offset-3 data-focus-visible:outline-focus"
              >
                <span
                  aria-hidden="true"
                  className="grid size-5 shrink-0 place-items-center rounded-sm border border-line-strong bg-raised group-data-selected:border-palm group-data-selected:bg-palm group-data-selected:text-on-palm"
                >
                  <Icon name="check" className="size-4 opacity-0 group-data-selected:opacity-100" />
                </span>
                <span className="min-w-0 grow">
                  <Clipped>{list.name}</Clipped>
                </span>
                <span className="figures text-sm text-ink-faint">{formatNumber(locale, list.talents)}</span>
              </Checkbox>
            </li>
          ))}
        </ul>
      )}
      {problem &&
        (wantsUpgrade(problem) ? (
          <div role="alert">
            <NoRoom {...part} room={room} over={items.length > (room.lists ?? Infinity)} />
          </div>
        ) : (
          <ProblemNote problem={shownProblem(problem, ui.t)} />
        ))}
      {!full && (
        <NewList
          {...part}
          talent={talent}
          isFirst={items.length === 0}
          // the form goes, and the keyboard stays where its list now is
          onMade={() => box.current?.focus()}
        />
      )}
    </div>
  );
}

type Room = { lists: number | null; talents: number | null };
/** What the plan has room for, where it is full, and the way to more. */
export function NoRoom({ room, over, locale, t }: ListsPart & { room: Room; over: boolean }) {
  return (
    <div className="flex max-w-2xl flex-col gap-2 rounded-lg border border-saffron bg-saffron-soft p-4 text-sm">
      <p className="font-semibold">{t('room.title', { lists: room.lists ?? 0, talents: room.talents ?? 0 })}</p>
      <p>{t(over ? 'room.over' : 'room.text')}</p>
      <LinkButton size="sm" variant="secondary" className="self-start" href={`/${locale}/pricing/`}>
        {t('room.action')}
      </LinkButton>
    </div>
  );
}

/** One field: the list is made and the talent is in it. */
function NewList({ talent, isFirst, onMade, calls, t }: ChoicesProps & { isFirst: boolean; onMade: () => void }) {
  const ui = useUi();
  const queries = useQueryClient();
  const [open, setOpen] = useState(isFirst);
  const [name, setName] = useState('');
  const make = useWrite(
    (key, said: string) => calls.create(key, { name: said, talentId: talent.id }),
    async (list) => {
      await listsChanged(queries);
      onMade();
      setName('');
      setOpen(false);
      notify({
        tone: 'good',
        title: t('save.added', { name: isolated(talent.displayName), list: isolated(list.name) }),
      });
    },
  );
  if (!open)
    return (
      <Button variant="quiet" icon="plus" className="self-start" onPress={() => setOpen(true)}>
        {t('save.new')}
      </Button>
    );
  return (
    <Form
      className="gap-3!"
      onSubmit={() => {
        if (name.trim() !== '') make.mutate(name.trim());
      }}
      fieldProblems={fieldProblems(make.error, ui.t)}
    >
      <TextField
        name="name"
        label={t('lists.name')}
        value={name}
        onChange={setName}
        isRequired
        maxLength={80}
        autoFocus={!isFirst}
      />
      {make.isError && <ProblemNote problem={shownProblem(make.error, ui.t)} />}
      <Button type="submit" size="sm" className="self-start" isPending={make.isPending}>
        {t('save.create')}
      </Button>
    </Form>
  );
}
