import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { choices, type Asked } from '../../features/showcase/rules/address.ts';
import { searchesKey } from '../collections/collections-part.ts';
import { Button } from '../ui/button.tsx';
import { notify } from '../ui/toast.tsx';
import { choiceText, wireOf, type DiscoverPart } from './discover-part.ts';
import { SearchDialog } from './search-dialog.tsx';

/** The question kept under a name; what it is called at first is what it asks. */
export function SaveSearch({ asked, ...part }: DiscoverPart & { asked: Asked }) {
  const { t } = part;
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const suggested = [asked.q, ...choices(asked).map((choice) => choiceText(part, choice, asked))]
    .filter(Boolean)
    .join(', ');
  return (
    <>
      <Button variant="secondary" icon="bell" className="grow sm:grow-0" onPress={() => setOpen(true)}>
        {t('searches.save')}
      </Button>
      {open && (
        <SearchDialog
          {...part}
          search={null}
          query={wireOf(asked)}
          suggested={suggested || t('searches.anything')}
          onClose={() => setOpen(false)}
          onDone={async () => {
            setOpen(false);
            notify({ tone: 'good', title: t('searches.saved'), text: t('searches.savedText') });
            await queries.invalidateQueries({ queryKey: searchesKey });
          }}
        />
      )}
    </>
  );
}
