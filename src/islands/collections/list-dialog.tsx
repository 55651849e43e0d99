import { useState } from 'react';
import type { ListView } from '../../client/collections-api.ts';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { ListsPart } from './collections-part.ts';

type DialogProps = ListsPart & {
  /** null: a new one */
  list: Pick<ListView, 'id' | 'name' | 'note'> | null;
  onDone: (list: ListView) => void | Promise<void>;
  onClose: () => void;
};

/** What a list is called, and what it is for. */
export function ListDialog({ list, onDone, onClose, calls, t }: DialogProps) {
  const ui = useUi();
  const [name, setName] = useState(list?.name ?? '');
  const [note, setNote] = useState(list?.note ?? '');
  const keep = useWrite(
    (key, said: { name: string; note: string }) => (list ? calls.edit(key, list.id, said) : calls.create(key, said)),
    onDone,
  );
  return (
    <Dialog title={t(list ? 'lists.edit' : 'save.new')} isOpen onClose={onClose}>
      <Form
        onSubmit={() => {
          if (name.trim()) keep.mutate({ name: name.trim(), note: note.trim() });
        }}
        fieldProblems={fieldProblems(keep.error, ui.t)}
      >
        <TextField name="name" label={t('lists.name')} value={name} onChange={setName} isRequired maxLength={80} />
        <TextArea
          name="note"
          label={t('lists.note')}
          hint={t('lists.noteHint')}
          value={note}
          onChange={setNote}
          isRequired={false}
          maxLength={500}
          rows={3}
        />
        {keep.isError && <ProblemNote problem={shownProblem(keep.error, ui.t)} />}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" isPending={keep.isPending}>
            {list ? ui.t('action.save') : t('lists.create')}
          </Button>
          <Button variant="quiet" onPress={onClose}>
            {ui.t('action.cancel')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
