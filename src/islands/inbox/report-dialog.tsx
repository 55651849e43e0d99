import { useState } from 'react';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { InboxPart } from './inbox-part.ts';

const reasons = ['spam', 'abuse', 'fraud', 'contact_details', 'other'] as const;
type Reason = (typeof reasons)[number];

/** Asks the operator to look. The other side learns nothing of it. */
export function ReportDialog({
  calls,
  t,
  threadId,
  isOpen,
  onClose,
}: InboxPart & { threadId: string; isOpen: boolean; onClose: () => void }) {
  const ui = useUi();
  const [reason, setReason] = useState<Reason | null>(null);
  const [note, setNote] = useState('');
  const send = useWrite(
    (key, wish: { reason: Reason; note: string }) => calls.report(key, threadId, wish),
    () => {
      notify({ tone: 'good', title: t('report.done') });
      setReason(null);
      setNote('');
      onClose();
    },
  );
  return (
    <Dialog title={t('report.title')} isOpen={isOpen} onClose={onClose}>
      <Select
        label={t('report.why')}
        placeholder={t('report.why')}
        value={reason}
        onChange={setReason}
        choices={reasons.map((id) => ({ id, label: t(`report.${id}`) }))}
        isRequired
      />
      <TextArea label={t('report.note')} value={note} onChange={setNote} maxLength={2000} />
      {send.isError && <ProblemNote problem={shownProblem(send.error, ui.t)} />}
      <Button
        isDisabled={reason === null}
        isPending={send.isPending}
        onPress={() => {
          if (reason) send.mutate({ reason, note });
        }}
      >
        {t('report.send')}
      </Button>
    </Dialog>
  );
}
