import { Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import { Button } from '../ui/button.tsx';
import { isolated, type ListsPart } from './collections-part.ts';
import { SaveChoices, type SavedTalent } from './save-choices.tsx';

/** Beside a talent: into which lists? */
export function SaveMenu({ talent, ...part }: ListsPart & { talent: SavedTalent }) {
  const { t } = part;
  const said = t('save.of', { name: isolated(talent.displayName) });
  return (
    <DialogTrigger>
      <Button variant="secondary" size="sm" icon="plus">
        {t('save')}
        <span className="visually-hidden">: {isolated(talent.displayName)}</span>
      </Button>
      <Popover
        placement="bottom start"
        className="w-80 max-w-[92vw] rounded-lg border border-line bg-raised p-4 shadow-float"
      >
        <Dialog className="flex flex-col gap-3 outline-none">
          <Heading slot="title" className="text-lg">
            {said}
          </Heading>
          <SaveChoices {...part} talent={talent} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
