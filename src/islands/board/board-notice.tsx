import { useState } from 'react';
import type { BoardPart } from './board-part.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useUi } from '../ui/ui-provider.tsx';

const known = ['unlock_required'] as const;
const noticeIn = (search: string) => known.find((one) => one === new URLSearchParams(search).get('notice')) ?? null;

/** Why somebody was led here. Read once: a reload, or a link passed on, does not say it again. */
export function BoardNotice({ t }: Pick<BoardPart, 't'>) {
  const ui = useUi();
  const [notice, setNotice] = useState(() => {
    const found = noticeIn(location.search);
    if (found) {
      const rest = new URLSearchParams(location.search);
      rest.delete('notice');
      history.replaceState(null, '', location.pathname + (rest.size > 0 ? `?${rest.toString()}` : ''));
    }
    return found;
  });
  if (!notice) return null;
  return (
    <div role="status" className="flex items-start gap-3 rounded-lg bg-river-soft p-4 text-river-ink">
      <Icon name="info" className="mt-0.5 size-5 shrink-0" />
      <p className="grow">{t(`notice.${notice}`)}</p>
      <IconButton
        icon="close"
        label={ui.t('action.close')}
        onPress={() => setNotice(null)}
        className="-me-2 -mt-2 -mb-2"
      />
    </div>
  );
}
