import { useQueryClient } from '@tanstack/react-query';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { RequestPart } from './request-part.ts';

/** Only what nobody has unlocked or proposed on can go; the server refuses the rest. */
export function DeleteRequest({
  request,
  api,
  locale,
  t,
  isOpen,
  onClose,
}: RequestPart & { isOpen: boolean; onClose: () => void }) {
  const ui = useUi();
  const queries = useQueryClient();
  const remove = useWrite(
    (key, id: string) => api.remove(key, id),
    () => {
      void queries.invalidateQueries({ queryKey: ['requests'] });
      location.assign(`/${locale}/requests/`);
    },
  );
  return (
    <ConfirmDialog
      title={t('delete.title')}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => remove.mutate(request.id)}
      confirmLabel={ui.t('action.delete')}
      cancelLabel={ui.t('action.back')}
      isPending={remove.isPending}
      isDangerous
    >
      <p>{t('delete.text')}</p>
      {remove.error && (
        <div className="mt-4">
          <ProblemNote problem={shownProblem(remove.error, ui.t)} />
        </div>
      )}
    </ConfirmDialog>
  );
}
