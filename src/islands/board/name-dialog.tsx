import { useState } from 'react';
import type { SavedSearch } from '../../client/board-api.ts';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { BoardPart, keptOf } from './board-part.ts';

type NameProps = BoardPart & {
  /** null: a new one */
  search: SavedSearch | null;
  suggested: string;
  kept: ReturnType<typeof keptOf>;
  onDone: (isNew: boolean) => Promise<void>;
  onClose: () => void;
};

/** What a search is called. */
export function NameDialog({ search, suggested, kept, onDone, onClose, calls, t }: NameProps) {
  const ui = useUi();
  const [name, setName] = useState(suggested.slice(0, 80));
  const keep = useWrite(
    (key, called: string) =>
      search
        ? calls.editSavedSearch(key, search.id, { name: called })
        : calls.createSavedSearch(key, { ...kept, name: called }),
    () => onDone(search === null),
  );
  return (
    <Dialog title={t(search ? 'searches.rename' : 'searches.save')} isOpen onClose={onClose}>
      <Form
        onSubmit={() => {
          if (name.trim()) keep.mutate(name.trim());
        }}
        fieldProblems={fieldProblems(keep.error, ui.t)}
      >
        <TextField name="name" label={t('searches.name')} value={name} onChange={setName} isRequired maxLength={80} />
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
