import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { requestLimits } from '../../features/requests/rules.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useKeepRequest, type RequestPart } from './request-part.ts';

const reasons = ['filled', 'withdrawn'] as const;
type Reason = (typeof reasons)[number];

/** Before a request leaves the board: why, and what becomes of the credits that were spent on it. */
export function CloseRequest({
  request,
  api,
  t,
  isOpen,
  onClose,
}: RequestPart & { isOpen: boolean; onClose: () => void }) {
  const ui = useUi();
  const keep = useKeepRequest();
  const [reason, setReason] = useState<Reason>('filled');
  const close = useWrite(
    (key, why: Reason) => api.close(key, request.id, { reason: why }),
    (after) => {
      keep(after);
      onClose();
      notify({ tone: 'good', title: t('did.close') });
    },
  );
  const { unlocks, publishedAt } = request;
  const isSoon = publishedAt !== null && Date.now() - Date.parse(publishedAt) <= requestLimits.regretWithin;
  return (
    <ConfirmDialog
      title={t('close.title')}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => close.mutate(reason)}
      confirmLabel={t('do.close')}
      cancelLabel={ui.t('action.back')}
      isPending={close.isPending}
      isDangerous
    >
      <div className="flex flex-col gap-4">
        <p>{t('close.text')}</p>
        <p className="rounded-md bg-sunk px-4 py-3 text-ink">
          {unlocks === 0
            ? t('close.credits.none')
            : t(isSoon ? 'close.credits.soon' : 'close.credits.late', { count: unlocks })}
        </p>
        <RadioGroup
          value={reason}
          onChange={(chosen) => setReason(chosen === 'filled' ? 'filled' : 'withdrawn')}
          className="flex flex-col gap-1 text-ink"
        >
          <Label className="font-semibold">{t('close.reason')}</Label>
          {reasons.map((one) => (
            <Radio
              key={one}
              value={one}
              className="group/why flex min-h-11 cursor-pointer items-center gap-3 rounded-sm data-focus-visible:outline-3 data-focus-visible:outline-focus"
            >
              <span
                aria-hidden="true"
                className="grid size-5 shrink-0 place-items-center rounded-full border-2 border-line-strong group-data-selected/why:border-palm"
              >
                <span className="size-2.5 rounded-full group-data-selected/why:bg-palm" />
              </span>
              {t(`close.${one}`)}
            </Radio>
          ))}
        </RadioGroup>
        {close.error && <ProblemNote problem={shownProblem(close.error, ui.t)} />}
      </div>
    </ConfirmDialog>
  );
}
