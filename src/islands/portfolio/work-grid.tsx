import { useState } from 'react';
import { Button as AriaButton, GridList, GridListItem, useDragAndDrop } from 'react-aria-components';
import type { OwnWork } from '../../client/portfolio-api.ts';
import { moved, stepped } from '../../features/portfolio/rules/order.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { lacksAlt, lacksPoster, nameOf, type PortfolioPart } from './portfolio-part.ts';
import { WorkPicture } from './work-picture.tsx';

/** four side by side on a telephone */
const small = 'max-sm:size-9!';

type GridProps = PortfolioPart & { onEdit: (item: OwnWork) => void; onRemove: (item: OwnWork) => void };

/** All pieces in the order of the page: dragged by hand or by keyboard, or moved a place at a time. */
export function WorkGrid({ onEdit, onRemove, ...part }: GridProps) {
  const { portfolio, calls, t, keep } = part;
  const ui = useUi();
  // as it was put, until the server has it
  const [wished, setWished] = useState<readonly string[] | null>(null);
  const [said, setSaid] = useState('');
  const order = useWrite(
    (key, ids: readonly string[]) => calls.order(key, ids),
    (now) => {
      keep(now);
      setWished(null);
    },
  );
  const ids = wished ?? portfolio.items.map(({ id }) => id);
  const items = ids.flatMap((id) => portfolio.items.find((item) => item.id === id) ?? []);
  const put = (next: readonly string[], id: string) => {
    if (next === ids) return;
    const item = portfolio.items.find((one) => one.id === id);
    if (item) setSaid(t('moved', { name: nameOf(item, part), n: next.indexOf(id) + 1 }));
    setWished(next);
    order.mutate(next, { onError: () => setWished(null) });
  };
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder: ({ keys, target }) => {
      const moving = [...keys].map(String);
      if (target.dropPosition === 'on') return;
      put(moved(ids, moving, String(target.key), target.dropPosition), moving[0] ?? '');
    },
  });
  return (
    <>
      {order.error && (
        <div className="mb-4">
          <ProblemNote problem={shownProblem(order.error, ui.t)} />
        </div>
      )}
      <p className="mb-3 text-sm text-ink-faint">{t('howTo')}</p>
      <p role="status" className="sr-only">
        {said}
      </p>
      {/* beside other things there is less room than on a page of its own */}
      <div className="@container">
        <GridList
          aria-label={t('list')}
          layout="grid"
          items={items}
          dependencies={[items, order.isPending]}
          dragAndDropHooks={dragAndDropHooks}
          className="grid grid-cols-2 gap-3 outline-none @md:grid-cols-3 @md:gap-4 @xl:grid-cols-4"
        >
          {(item) => {
            const name = nameOf(item, part);
            const at = ids.indexOf(item.id);
            return (
              <GridListItem
                id={item.id}
                textValue={name}
                className="group/work overflow-hidden rounded-md border border-line bg-raised outline-none data-dragging:opacity-50 data-focus-visible:outline-3 data-focus-visible:outline-focus"
              >
                <div className="relative">
                  <WorkPicture item={item} />
                  <span className="absolute inset-x-2 bottom-2 flex flex-wrap gap-1">
                    {item.visibility !== 'public' && <Badge tone="info">{t(`seen.${item.visibility}`)}</Badge>}
                    {lacksAlt(item) && <Badge tone="waiting">{t('noAltShort')}</Badge>}
                    {lacksPoster(item) && <Badge tone="waiting">{t('poster.noneShort')}</Badge>}
                  </span>
                  <AriaButton
                    slot="drag"
                    aria-label={t('drag', { name })}
                    className="absolute start-2 top-2 grid size-11 cursor-grab place-items-center rounded-full bg-raised/90 text-ink-soft shadow-sm"
                  >
                    <Icon name="drag" />
                  </AriaButton>
                </div>
                <p dir="auto" className="truncate px-3 pt-2 text-sm font-semibold">
                  {name}
                </p>
                <div className="flex justify-between px-0.5 pb-1 sm:px-1">
                  <IconButton
                    className={small}
                    icon="back"
                    label={t('earlier', { name })}
                    isDisabled={at === 0}
                    onPress={() => put(stepped(ids, item.id, -1), item.id)}
                  />
                  <IconButton
                    className={small}
                    icon="forward"
                    label={t('later', { name })}
                    isDisabled={at === ids.length - 1}
                    onPress={() => put(stepped(ids, item.id, 1), item.id)}
                  />
                  <IconButton className={small} icon="edit" label={t('edit', { name })} onPress={() => onEdit(item)} />
                  <IconButton
                    className={small}
                    icon="close"
                    label={t('remove', { name })}
                    onPress={() => onRemove(item)}
                  />
                </div>
              </GridListItem>
            );
          }}
        </GridList>
      </div>
    </>
  );
}
