import { useEffect, useMemo, useRef, useState } from 'react';
import type { OwnRequestView } from '../../client/requests-api.ts';
import { ApiError } from '../../client/problem.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { blankDraft } from './draft.ts';
import { RequestFields } from './request-fields.tsx';
import { useKeepRequest, type RequestWords } from './request-part.ts';
import { SaveState } from './save-state.tsx';
import { useRequestDraft } from './use-request-draft.ts';
import { WhatTalentsSee } from './what-talents-see.tsx';

type Props = RequestWords & {
  /** null: not begun */
  request: OwnRequestView | null;
  onCreated?: (request: OwnRequestView) => void;
  onDone: (request: OwnRequestView, done: 'publish' | 'save') => void;
};
const nothing = () => undefined;
const known = ['required', 'in_the_past', 'too_early', 'too_far_ahead', 'fixed', 'too_small'] as const;

/** One form for a draft, which saves itself and is published in the end, and for an open request, which is changed at once. */
export function RequestForm({ request, onCreated = nothing, onDone, ...words }: Props) {
  const { api, t } = words;
  const { me } = useAccount();
  const ui = useUi();
  const keep = useKeepRequest();
  const { draft, change, save, saving, saved, error } = useRequestDraft(
    api,
    request,
    blankDraft(me.name, me.timeZone),
    onCreated,
  );
  const isOpen = request?.state === 'OPEN';
  // from the first try on the form says what is missing, and stops saying it field by field
  const [tried, setTried] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const finish = useWrite(async (key, _which: string) => {
    const last = await save(true).then((now) => now ?? saved);
    if (!last) throw new ApiError(null);
    if (isOpen) return last;
    const after = await api.publish(key, last.id);
    keep(after);
    return after;
  });

  const refused = finish.error ?? error;
  const problems = useMemo(() => {
    const sent = refused instanceof ApiError ? refused.problem?.fields : undefined;
    const fields = { ...(tried && saved?.missing), ...sent };
    const sentence = (field: string, codes: readonly string[]) => {
      if (field === 'contact.email') return t('wrong.email');
      const code = known.find((one) => codes.includes(one));
      return code ? t(`wrong.${code}`) : ui.t(codes.includes('too_big') ? 'field.tooLong' : 'field.unusable');
    };
    return Object.fromEntries(Object.entries(fields).map(([field, codes]) => [field, sentence(field, codes)]));
  }, [refused, tried, saved, t, ui]);
  const count = Object.keys(problems).length;

  useEffect(() => {
    // whoever pressed the button is led to the first thing it stumbled over
    if (finish.isError)
      body.current?.querySelector<HTMLElement>('[data-invalid] :is(input, textarea, button)')?.focus();
  }, [finish.isError]);

  const submit = () => {
    setTried(true);
    finish.mutate(saved?.id ?? 'new', { onSuccess: (after) => onDone(after, isOpen ? 'save' : 'publish') });
  };
  const isFieldsOnly = refused instanceof ApiError && refused.problem?.code === 'invalid' && count > 0;
  return (
    <Form onSubmit={submit} fieldProblems={problems}>
      <div ref={body} className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <RequestFields
            {...words}
            draft={draft}
            change={(part) => {
              // a refusal is about what was there before
              if (finish.isError) finish.reset();
              change(part);
            }}
            fixed={{
              visibility: (saved?.unlocks ?? 0) > 0,
              currency: (saved?.proposals ?? 0) > 0,
            }}
          />
        </div>
        <aside className="flex min-w-0 flex-col gap-5 lg:sticky lg:top-6">
          <WhatTalentsSee {...words} draft={draft} ownerName={me.name} />
          {finish.isError &&
            (isFieldsOnly ? (
              <ProblemNote
                problem={{ title: t(isOpen ? 'save.failed' : 'publish.trouble'), detail: t('publish.troubleText') }}
              />
            ) : (
              <ProblemNote problem={shownProblem(finish.error, ui.t)} />
            ))}
          {!finish.isError && error !== null && !isFieldsOnly && (
            <ProblemNote
              problem={shownProblem(error, ui.t)}
              onRetry={() => void save().catch(() => null)}
              isRetrying={saving === 'saving'}
            />
          )}
          <div className="flex flex-col gap-2">
            <Button type="submit" size="lg" isPending={finish.isPending} isDisabled={isOpen && saving === 'same'}>
              {t(isOpen ? 'edit.save' : 'publish.do')}
            </Button>
            <p className="text-sm text-ink-faint">{t(isOpen ? 'edit.note' : 'publish.note')}</p>
            <SaveState saving={saving} isDraft={!isOpen} isKept={saved !== null} t={t} />
          </div>
        </aside>
      </div>
    </Form>
  );
}
