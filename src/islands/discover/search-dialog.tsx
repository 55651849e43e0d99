import { useState } from 'react';
import type { TalentSearch } from '../../client/collections-api.ts';
import { rhythms } from '../../features/collections/rules/searches.ts';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import type { ListsPart } from '../collections/collections-part.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useUi } from '../ui/ui-provider.tsx';

type DialogProps = ListsPart & {
  /** null: a new one, of `query` */
  search: Pick<TalentSearch, 'id' | 'rhythm'> | null;
  query?: Readonly<Record<string, string>>;
  suggested: string;
  onDone: () => void | Promise<void>;
  onClose: () => void;
};

/** What a search is called, and how often somebody hears of it. */
export function SearchDialog({ search, query = {}, suggested, onDone, onClose, calls, t }: DialogProps) {
  const ui = useUi();
  const [name, setName] = useState([...suggested].slice(0, 80).join(''));
  const [rhythm, setRhythm] = useState<TalentSearch['rhythm']>(search?.rhythm ?? 'daily');
  const keep = useWrite(
    (key, said: { name: string; rhythm: TalentSearch['rhythm'] }) =>
      search ? calls.editSearch(key, search.id, said) : calls.saveSearch(key, { ...said, query }),
    onDone,
  );
  return (
    <Dialog title={t(search ? 'searches.edit' : 'searches.save')} isOpen onClose={onClose}>
      <Form
        onSubmit={() => {
          if (name.trim()) keep.mutate({ name: name.trim(), rhythm });
        }}
        fieldProblems={fieldProblems(keep.error, ui.t)}
      >
        <TextField name="name" label={t('searches.name')} value={name} onChange={setName} isRequired maxLength={80} />
        <Select
          label={t('searches.rhythm')}
          placeholder={t('searches.rhythm')}
          value={rhythm}
          onChange={setRhythm}
          choices={rhythms.map((id) => ({ id, label: t(`searches.rhythm.${id}`) }))}
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
