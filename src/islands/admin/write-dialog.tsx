import type { ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';

type WriteDialogProps<Input, Answer> = {
  title: string;
  onClose: () => void;
  write: (key: string, input: Input) => Promise<Answer>;
  /** null while something is still missing */
  input: Input | null;
  submitLabel: string;
  isDangerous?: boolean;
  /** what is said when it is done */
  done: string | ((answer: Answer) => string);
  children: ReactNode;
};

/** One thing the operator does, in a sheet of its own: what was typed stays when the answer is no. Afterwards every figure is asked anew. */
export function WriteDialog<Input, Answer>(props: WriteDialogProps<Input, Answer>) {
  const { title, onClose, write, input, submitLabel, isDangerous = false, done, children } = props;
  const ui = useUi();
  const queries = useQueryClient();
  const sent = useWrite(write, async (answer) => {
    notify({ tone: 'good', title: typeof done === 'string' ? done : done(answer) });
    onClose();
    await queries.invalidateQueries();
  });
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form
        fieldProblems={fieldProblems(sent.error, ui.t)}
        onSubmit={() => {
          if (input !== null) sent.mutate(input);
        }}
      >
        {children}
        {sent.isError && <ProblemNote problem={shownProblem(sent.error, ui.t)} />}
        <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
          <Button variant="secondary" onPress={onClose}>
            {ui.t('action.cancel')}
          </Button>
          <Button type="submit" variant={isDangerous ? 'danger' : 'primary'} isPending={sent.isPending}>
            {submitLabel}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
