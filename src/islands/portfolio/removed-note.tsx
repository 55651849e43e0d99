import { useEffect, useState } from 'react';
import { mediaLimits } from '../../features/portfolio/rules/media.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { PortfolioPart } from './portfolio-part.ts';

export type Removed = { id: string; name: string };
type Props = Pick<PortfolioPart, 'calls' | 't' | 'keep'> & { removed: Removed; onDone: () => void };

/** What was just removed, and the way back: as long as the server gives it, or until one leaves the page. */
export function RemovedNote({ removed, calls, t, keep, onDone }: Props) {
  const ui = useUi();
  const [isOver, setOver] = useState(false);
  const undo = useWrite(
    (key, id: string) => calls.restore(key, id),
    (now) => {
      keep(now);
      onDone();
    },
  );
  useEffect(() => {
    // counted here: a browser's clock is not the server's
    const timer = setTimeout(() => setOver(true), mediaLimits.undoFor);
    return () => clearTimeout(timer);
  }, [removed.id]);
  if (isOver && !undo.isPending) return null;
  return (
    <div className="mb-4 flex flex-col gap-3 rounded-md border-s-4 border-river bg-river-soft px-4 py-3 text-river-ink">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status">{t('removed', { name: removed.name })}</p>
        <Button variant="secondary" size="sm" isPending={undo.isPending} onPress={() => undo.mutate(removed.id)}>
          {t('undo')}
        </Button>
      </div>
      {undo.isError && <ProblemNote problem={shownProblem(undo.error, ui.t)} />}
    </div>
  );
}
