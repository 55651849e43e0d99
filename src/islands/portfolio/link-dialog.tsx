import { useState } from 'react';
import { readLink } from '../../features/portfolio/rules/links.ts';
import { mediaLimits, type WorkVisibility } from '../../features/portfolio/rules/media.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { PortfolioPart } from './portfolio-part.ts';
import { VisibilityChoice } from './visibility-choice.tsx';

/** A film or a sound that lies elsewhere. */
export function LinkDialog({ onClose, calls, locale, t, keep }: PortfolioPart & { onClose: () => void }) {
  const ui = useUi();
  const [url, setUrl] = useState('');
  const [title, setTitle] = useState('');
  const [visibility, setVisibility] = useState<WorkVisibility>('public');
  const [unknown, setUnknown] = useState(false);
  const add = useWrite(
    (key, body: Parameters<typeof calls.link>[1]) => calls.link(key, body),
    (now) => {
      keep(now);
      onClose();
    },
  );
  const submit = () => {
    const isKnown = readLink(url) !== null;
    setUnknown(!isKnown);
    if (isKnown) add.mutate({ url, visibility, ...(title.trim() ? { title: { [locale]: title } } : {}) });
  };
  return (
    <Dialog title={t('link.title')} isOpen onClose={onClose}>
      <Form fieldProblems={unknown ? { url: t('link.unknown') } : undefined} onSubmit={submit}>
        <TextField
          name="url"
          type="url"
          inputMode="url"
          label={t('link.url')}
          hint={t('link.hint')}
          isRequired
          maxLength={500}
          value={url}
          onChange={(typed) => {
            setUrl(typed);
            setUnknown(false);
          }}
        />
        <TextField
          name="title"
          label={t('form.name')}
          maxLength={mediaLimits.title}
          value={title}
          onChange={setTitle}
        />
        <VisibilityChoice value={visibility} onChange={setVisibility} t={t} />
        {add.error && <ProblemNote problem={shownProblem(add.error, ui.t)} />}
        <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
          <Button variant="secondary" onPress={onClose}>
            {ui.t('action.cancel')}
          </Button>
          <Button type="submit" isPending={add.isPending}>
            {t('link.add')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
