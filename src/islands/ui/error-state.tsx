import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { useUi } from './ui-provider.tsx';

/** A problem as the server told it: what happened, what to do, and the number to quote when asking for help. */
export type ShownProblem = { title: string; detail: string; action?: string; requestId?: string };

type ProblemNoteProps = { problem: ShownProblem; onRetry?: () => void; isRetrying?: boolean; children?: ReactNode };

/** Beside the form or the button that failed: what was typed stays where it is. */
export function ProblemNote({ problem, onRetry, isRetrying, children }: ProblemNoteProps) {
  const { t } = useUi();
  return (
    <div role="alert" className="flex gap-3 rounded-lg border border-rose/40 bg-rose-soft p-4">
      <Icon name="alert" className="mt-1 size-5 text-rose-ink" />
      <div className="flex min-w-0 grow flex-col gap-1">
        <p className="font-semibold text-rose-ink">{problem.title}</p>
        <p>{problem.detail}</p>
        {problem.action && <p>{problem.action}</p>}
        {(onRetry || children) && (
          <div className="mt-2 flex flex-wrap gap-3">
            {onRetry && (
              <Button variant="secondary" size="sm" onPress={onRetry} isPending={isRetrying}>
                {t('action.retry')}
              </Button>
            )}
            {children}
          </div>
        )}
        {problem.requestId && (
          <p className="mt-1 text-xs text-ink-soft">
            {t('ui.requestId')}{' '}
            <code dir="ltr" className="select-all break-all">
              {problem.requestId}
            </code>
          </p>
        )}
      </div>
    </div>
  );
}

/** In place of a page that could not be loaded. */
export function ErrorState(props: ProblemNoteProps) {
  return (
    <div className="mx-auto w-full max-w-lg py-8">
      <ProblemNote {...props} />
    </div>
  );
}
