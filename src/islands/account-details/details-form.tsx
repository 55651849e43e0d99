import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { acting } from '../../client/acting.ts';
import type { BodyOf } from '../../client/api.ts';
import type { AccountDetails, RegistrationClient } from '../../client/registration-api.ts';
import type { updateDetails } from '../../features/registration/contract/me.ts';
import { detailsOf, type KeptDetail } from '../../features/registration/rules/questions.ts';
import type { OnboardingMessages } from '../../i18n/catalogs/onboarding.ts';
import type { RegistrationMessages } from '../../i18n/catalogs/registration.ts';
import { translator, type Catalog, type Translate } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { listOf, textOf, type Answers } from '../onboarding/answers.ts';
import { QuestionField } from '../onboarding/question-field.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';

type Props = {
  details: AccountDetails;
  api: RegistrationClient;
  onboarding: OnboardingMessages;
  labels: Catalog;
  t: Translate<RegistrationMessages>;
};
type Changes = BodyOf<typeof updateDetails>;

/** The same questions as on the way in, with what was answered. */
export function DetailsForm({ details, api, onboarding, labels, t }: Props) {
  const { locale } = useAccount();
  const ui = useUi();
  const queries = useQueryClient();
  const asked: readonly KeptDetail[] = detailsOf(details.kind);
  const [answers, setAnswers] = useState<Answers>(() =>
    Object.fromEntries(asked.map((name) => [name, details[name] ?? (name === 'hires' ? [] : '')])),
  );
  const label = translator(locale, labels);
  const save = useWrite(
    (key, body: Changes) => api.updateDetails(key, body),
    (after) => {
      queries.setQueryData(['details'], after);
      notify({ tone: 'good', title: t('account.saved') });
    },
  );
  const changes = (): Changes =>
    Object.fromEntries(
      asked.map((name) => [name, name === 'hires' ? listOf(answers, name) : textOf(answers, name).trim() || null]),
    );
  const part = {
    kind: details.kind,
    answers,
    onAnswer: (said: Answers) => setAnswers((before) => ({ ...before, ...said })),
    locale,
    words: onboarding,
    t: translator(locale, onboarding),
    label: (key: string) => label(key),
  };
  return (
    <Card>
      <Form onSubmit={() => save.mutate(changes())} fieldProblems={fieldProblems(save.error, ui.t)}>
        <fieldset disabled={acting() !== null} className="contents">
          {asked.map((name) => (
            <QuestionField key={name} name={name} required={false} {...part} />
          ))}
        </fieldset>
        {save.isError && <ProblemNote problem={shownProblem(save.error, ui.t)} />}
        {!acting() && (
          <Button type="submit" variant="secondary" className="self-start" isPending={save.isPending}>
            {ui.t('action.save')}
          </Button>
        )}
      </Form>
    </Card>
  );
}
