import { Icon } from '../ui/icon.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { RequestWords } from './request-part.ts';
import type { RequestDraftState } from './use-request-draft.ts';

type Props = Pick<RequestWords, 't'> & { saving: RequestDraftState['saving']; isDraft: boolean; isKept: boolean };

/** How much of what was written the server has, in one quiet line. */
export function SaveState({ saving, isDraft, isKept, t }: Props) {
  const ui = useUi();
  if (saving === 'failed')
    return (
      <p role="status" className="flex items-start gap-2 text-sm text-rose-ink">
        <Icon name="alert" className="mt-0.5 size-4.5 shrink-0" />
        <span>
          <span className="font-semibold">{t('save.failed')}</span> {t('save.failedText')}
        </span>
      </p>
    );
  const text =
    saving === 'saving'
      ? ui.t('state.saving')
      : saving === 'waiting'
        ? t('save.unsaved')
        : isDraft
          ? t(isKept ? 'save.draft' : 'save.blank')
          : null;
  return (
    <p role="status" className="flex min-h-6 items-center gap-2 text-sm text-ink-soft">
      {saving === 'same' && isKept && isDraft && <Icon name="check" className="size-4.5 text-palm-ink" />}
      {text}
    </p>
  );
}
