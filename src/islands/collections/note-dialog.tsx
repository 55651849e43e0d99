import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { ListItem } from '../../client/collections-api.ts';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { listsChanged, type ListsPart } from './collections-part.ts';

type NoteProps = ListsPart & { listId: string; item: ListItem; name: string; shared: boolean; onClose: () => void };

/** What somebody wants to remember of a talent. */
export function NoteDialog({ listId, item, name, shared, onClose, calls, t }: NoteProps) {
  const ui = useUi();
  const queries = useQueryClient();
  const [note, setNote] = useState(item.note);
  const keep = useWrite(
    (key, said: string) => calls.editItem(key, listId, item.talentId, { note: said }),
    async () => {
      await listsChanged(queries);
      onClose();
    },
  );
  return (
    <Dialog title={t('item.note', { name })} isOpen onClose={onClose}>
      <Form onSubmit={() => keep.mutate(note.trim())} fieldProblems={fieldProblems(keep.error, ui.t)}>
        <TextArea
          name="note"
          label={t('lists.note')}
          hint={shared ? t('item.noteHint') : undefined}
          value={note}
          onChange={setNote}
          maxLength={500}
          rows={4}
          autoFocus
        />
        {keep.isError && <ProblemNote problem={shownProblem(keep.error, ui.t)} />}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" isPending={keep.isPending}>
            {ui.t('action.save')}
          </Button>
          <Button variant="quiet" onPress={onClose}>
            {ui.t('action.cancel')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
