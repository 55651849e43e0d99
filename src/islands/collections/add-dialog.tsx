import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { codeOf, shownProblem } from '../account/problems.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { isolated, listsKey, type ListsPart } from './collections-part.ts';
import { SaveChoices } from './save-choices.tsx';

/** Whoever came by “Save to a list” of a talent’s page, where no script runs, says here into which. */
export function AddDialog({ slug, ...part }: ListsPart & { slug: string }) {
  const { calls, locale, t } = part;
  const ui = useUi();
  const [open, setOpen] = useState(true);
  const found = useQuery({ queryKey: [...listsKey, slug], queryFn: () => calls.lists(slug) });
  const close = () => {
    setOpen(false);
    // done with: going back, or reloading, does not ask again
    history.replaceState(null, '', `/${locale}/collections/`);
  };
  const talent = found.data?.talent;
  const gone = talent === null || codeOf(found.error) === 'invalid';
  return (
    <Dialog
      title={talent ? t('save.of', { name: isolated(talent.displayName) }) : t(gone ? 'save.gone.title' : 'save')}
      isOpen={open}
      onClose={close}
    >
      {found.isPending && <Skeleton lines={3} />}
      {found.isError && !gone && (
        <ProblemNote problem={shownProblem(found.error, ui.t)} onRetry={() => void found.refetch()} />
      )}
      {gone && <p>{t('save.gone.text')}</p>}
      {talent && <SaveChoices {...part} talent={talent} />}
      <Button variant={talent ? 'primary' : 'secondary'} className="self-start" onPress={close}>
        {talent ? t('save.done') : ui.t('action.close')}
      </Button>
    </Dialog>
  );
}
