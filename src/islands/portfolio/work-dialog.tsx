import { useState } from 'react';
import type { OwnWork } from '../../client/portfolio-api.ts';
import type { Locale, LocalizedText } from '../../core/locale.ts';
import { mediaLimits } from '../../features/portfolio/rules/media.ts';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { LocalizedFields } from '../profile/localized-fields.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { FilmPoster } from './film-poster.tsx';
import type { PortfolioPart } from './portfolio-part.ts';
import { VisibilityChoice } from './visibility-choice.tsx';

/** What is said of a piece, in each language, and who sees it. */
export function WorkDialog({ item, onClose, ...part }: PortfolioPart & { item: OwnWork; onClose: () => void }) {
  const { calls, locale, t, keep } = part;
  const ui = useUi();
  const [draft, setDraft] = useState({
    title: item.title,
    description: item.description,
    alt: item.alt,
    visibility: item.visibility,
  });
  const isPicture = item.kind === 'image';
  const save = useWrite(
    (key, changes: typeof draft) =>
      // texts of a picture belong to pictures alone
      calls.change(key, item.id, isPicture ? changes : { ...changes, alt: undefined }),
    (now) => {
      keep(now);
      notify({ title: t('saved'), tone: 'good' });
      onClose();
    },
  );
  const write = (field: 'title' | 'description' | 'alt', language: Locale) => (text: string) =>
    setDraft((before) => ({ ...before, [field]: { ...before[field], [language]: text } satisfies LocalizedText }));
  return (
    <Dialog title={t('form.title')} isOpen onClose={onClose}>
      {item.kind === 'video' && <FilmPoster filmId={item.id} {...part} />}
      <Form fieldProblems={fieldProblems(save.error, ui.t)} onSubmit={() => save.mutate(draft)}>
        {item.media && (
          <img
            src={item.media.url}
            alt=""
            className="max-h-48 w-full rounded-md bg-sunk object-contain"
            style={{ background: item.color }}
          />
        )}
        <LocalizedFields
          label={t('form.languages')}
          start={locale}
          filled={[draft.title, draft.description, draft.alt]}
        >
          {(language) => (
            <>
              {isPicture && (
                <TextField
                  name={`alt.${language}`}
                  label={t('form.alt')}
                  hint={t('form.altHint')}
                  maxLength={mediaLimits.alt}
                  value={draft.alt[language] ?? ''}
                  onChange={write('alt', language)}
                />
              )}
              <TextField
                name={`title.${language}`}
                label={t('form.name')}
                maxLength={mediaLimits.title}
                value={draft.title[language] ?? ''}
                onChange={write('title', language)}
              />
              <TextArea
                name={`description.${language}`}
                label={t('form.about')}
                rows={2}
                maxLength={mediaLimits.description}
                value={draft.description[language] ?? ''}
                onChange={write('description', language)}
              />
            </>
          )}
        </LocalizedFields>
        <VisibilityChoice
          value={draft.visibility}
          onChange={(visibility) => setDraft((before) => ({ ...before, visibility }))}
          t={t}
        />
        {save.error && <ProblemNote problem={shownProblem(save.error, ui.t)} />}
        <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
          <Button variant="secondary" onPress={onClose}>
            {ui.t('action.cancel')}
          </Button>
          <Button type="submit" isPending={save.isPending}>
            {t('form.save')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
