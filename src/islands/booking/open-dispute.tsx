import { useAccount } from '../account/account-frame.tsx';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { isText, useDraft } from '../account/use-draft.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useKeepBooking, type BookingPart } from './booking-part.ts';

/** Somebody asks the operator to decide, and says why. Both sides read it. */
export function OpenDispute({ view, t, onDone }: BookingPart & { onDone: () => void }) {
  const { api } = useAccount();
  const ui = useUi();
  const keep = useKeepBooking(view.id);
  const [message, setMessage, clear] = useDraft(`dispute ${view.id}`, '', isText);
  const send = useWrite(
    (key, text: string) => api.disputeBooking(key, view.id, { reason: text }),
    (after) => {
      keep(after);
      clear();
      notify({ tone: 'good', title: t('did.dispute') });
      onDone();
    },
  );
  return (
    <Form
      onSubmit={() => send.mutate(message.trim())}
      className="border-t border-line pt-5"
      fieldProblems={fieldProblems(send.error, ui.t)}
    >
      <p className="text-ink-soft">{t('dispute.text')}</p>
      <TextArea
        name="reason"
        label={t('dispute.reason')}
        placeholder={t('dispute.place')}
        value={message}
        onChange={setMessage}
        isRequired
        maxLength={2000}
        rows={3}
      />
      {send.isError && <ProblemNote problem={shownProblem(send.error, ui.t)} />}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" isPending={send.isPending}>
          {t('dispute.send')}
        </Button>
        <Button variant="quiet" onPress={onDone}>
          {ui.t('action.cancel')}
        </Button>
      </div>
    </Form>
  );
}
