import { useAccount } from '../account/account-frame.tsx';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { isText, useDraft } from '../account/use-draft.ts';
import { useWrite } from '../account/use-write.ts';
import { isolated, otherName } from '../bookings/next-step.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useKeepBooking, type BookingPart } from './booking-part.ts';

/** The customer says what should be different; the talent then quotes anew. */
export function AskForChange({ view, t, onDone }: BookingPart & { onDone: () => void }) {
  const { api } = useAccount();
  const ui = useUi();
  const keep = useKeepBooking(view.id);
  const [message, setMessage, clear] = useDraft(`change ${view.id}`, '', isText);
  const send = useWrite(
    (key, text: string) => api.askForChange(key, view.id, { message: text }),
    (after) => {
      keep(after);
      clear();
      notify({ tone: 'good', title: t('did.change', { name: isolated(otherName(view)) }) });
      onDone();
    },
  );
  return (
    <Form
      onSubmit={() => send.mutate(message.trim())}
      className="border-t border-line pt-5"
      fieldProblems={fieldProblems(send.error, ui.t)}
    >
      <TextArea
        name="message"
        label={t('change.message')}
        placeholder={t('change.place')}
        value={message}
        onChange={setMessage}
        isRequired
        maxLength={2000}
        rows={3}
      />
      {send.isError && <ProblemNote problem={shownProblem(send.error, ui.t)} />}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" isPending={send.isPending}>
          {t('change.send')}
        </Button>
        <Button variant="quiet" onPress={onDone}>
          {ui.t('action.cancel')}
        </Button>
      </div>
    </Form>
  );
}
