import { useState } from 'react';
import { parseDate, type CalendarDate } from '@internationalized/date';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Guarding, RegistrationClient } from '../../client/registration-api.ts';
import { locales, type Locale } from '../../core/locale.ts';
import type { OnboardingMessages } from '../../i18n/catalogs/onboarding.ts';
import type { RegistrationMessages } from '../../i18n/catalogs/registration.ts';
import { formatDay } from '../../i18n/format.ts';
import { translator, type Translate } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { languageNames } from '../account/choices.ts';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { DatePicker } from '../ui/date-picker.tsx';
import { ErrorState, ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { MailAddress } from '../ui/mail-address.tsx';
import { Select } from '../ui/select.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { TextField } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';

type Words = { onboarding: OnboardingMessages; t: Translate<RegistrationMessages> };
const key = ['guardian'];

/** When somebody was born, and who answers for them until they are of age. */
export function AgeCard({ api, ...words }: Words & { api: RegistrationClient }) {
  const ui = useUi();
  const found = useQuery({ queryKey: key, queryFn: () => api.getGuardian(), refetchOnWindowFocus: false });
  const { t } = words;
  if (found.isPending) return <SkeletonCards count={1} />;
  if (!found.data)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const { data } = found;
  return (
    <Card title={t('age.title')}>
      <p className="mb-5 text-ink-soft">{t('age.text')}</p>
      {data.birthDate === null ? <SayDate api={api} {...words} /> : <Standing guarding={data} api={api} {...words} />}
    </Card>
  );
}

function useKeep(t: Words['t']) {
  const queries = useQueryClient();
  return async (after: Guarding, done: string) => {
    queries.setQueryData(key, after);
    notify(after.pageClosed ? { tone: 'bad', title: t('age.closed') } : { tone: 'good', title: done });
    await queries.invalidateQueries({ queryKey: ['me'] });
    await queries.invalidateQueries({ queryKey: ['profile'] });
  };
}

function SayDate({ api, t, onboarding }: Words & { api: RegistrationClient }) {
  const { locale } = useAccount();
  const ui = useUi();
  const words = translator(locale, onboarding);
  const [day, setDay] = useState<CalendarDate | null>(null);
  const keep = useKeep(t);
  const save = useWrite(
    (once, birthDate: string) => api.sayBirthDate(once, { birthDate }),
    (after) => keep(after, t('account.saved')),
  );
  return (
    <Form
      onSubmit={() => {
        if (day) save.mutate(day.toString());
      }}
      fieldProblems={fieldProblems(save.error, ui.t)}
    >
      <DatePicker
        name="birthDate"
        label={words('birthDate')}
        hint={words('birthDate.hint')}
        openLabel={words('birthDate.open')}
        isRequired
        value={day}
        onChange={setDay}
      />
      {save.isError && <ProblemNote problem={shownProblem(save.error, ui.t)} />}
      <Button type="submit" variant="secondary" className="self-start" isPending={save.isPending}>
        {t('age.say')}
      </Button>
    </Form>
  );
}

/** The one time the owner may say something else; what the rule refuses stays in the form with its sentence. */
function MendDate({ birthDate, api, t, onboarding }: Words & { birthDate: string; api: RegistrationClient }) {
  const { locale } = useAccount();
  const ui = useUi();
  const words = translator(locale, onboarding);
  const [isOpen, setOpen] = useState(false);
  const [day, setDay] = useState<CalendarDate | null>(parseDate(birthDate));
  const keep = useKeep(t);
  const save = useWrite(
    (once, to: string) => api.changeBirthDate(once, { birthDate: to }),
    async (after) => {
      setOpen(false);
      await keep(after, t('age.mended'));
    },
  );
  if (!isOpen)
    return (
      <Button variant="secondary" icon="edit" className="self-start" onPress={() => setOpen(true)}>
        {t('age.mend')}
      </Button>
    );
  return (
    <Form
      onSubmit={() => {
        if (day) save.mutate(day.toString());
      }}
      fieldProblems={fieldProblems(save.error, ui.t) ? { birthDate: words('wrong.birthDate') } : undefined}
    >
      <DatePicker
        name="birthDate"
        label={t('age.mend.label')}
        hint={t('age.mend.hint')}
        openLabel={words('birthDate.open')}
        isRequired
        value={day}
        onChange={setDay}
      />
      {save.isError && !fieldProblems(save.error, ui.t) && <ProblemNote problem={shownProblem(save.error, ui.t)} />}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" isPending={save.isPending} isDisabled={day === null || day.toString() === birthDate}>
          {t('age.mend')}
        </Button>
        <Button
          variant="quiet"
          onPress={() => {
            save.reset();
            setOpen(false);
          }}
        >
          {ui.t('action.cancel')}
        </Button>
      </div>
    </Form>
  );
}

const tones = {
  asked: 'border-saffron bg-saffron-soft text-saffron-ink',
  given: 'border-palm bg-palm-soft text-palm-ink',
  refused: 'border-rose bg-rose-soft text-rose-ink',
  withdrawn: 'border-rose bg-rose-soft text-rose-ink',
} as const;

function Standing({ guarding, api, ...words }: Words & { guarding: Guarding; api: RegistrationClient }) {
  const { locale } = useAccount();
  const { t } = words;
  const { guardian, minor, birthDate } = guarding;
  const [other, setOther] = useState(false);
  const keep = useKeep(t);
  const ui = useUi();
  const again = useWrite(
    (once, body: { name: string; email: string; locale: Locale }) => api.nameGuardian(once, body),
    (after) => keep(after, t('age.asked')),
  );
  return (
    <div className="flex flex-col gap-5">
      <dl>
        <dt className="text-sm text-ink-faint">{t('age.born')}</dt>
        <dd className="text-lg">{formatDay(locale, String(parseDate(birthDate ?? '')), 'UTC', 'date')}</dd>
        <dd className="text-sm text-ink-faint">{t(guarding.mendable ? 'age.once' : 'age.settled')}</dd>
      </dl>
      {guarding.mendable && <MendDate birthDate={birthDate ?? ''} api={api} {...words} />}
      {!minor && <p>{t('age.adult')}</p>}
      {minor && guardian && (
        <>
          <p className={`rounded-md border-s-4 px-4 py-3 ${tones[guardian.state]}`} role="status">
            {t(`age.state.${guardian.state}`, {
              guardian: guardian.name,
              date: formatDay(locale, (guardian.decidedAt ?? guardian.askedAt).slice(0, 10), 'UTC', 'date'),
            })}
          </p>
          <p className="text-sm text-ink-soft">
            <MailAddress address={guardian.email} />
          </p>
          {again.isError && <ProblemNote problem={shownProblem(again.error, ui.t)} />}
          <div className="flex flex-wrap gap-3">
            {guardian.state !== 'given' && (
              <Button
                variant="secondary"
                isPending={again.isPending}
                onPress={() => again.mutate({ name: guardian.name, email: guardian.email, locale: guardian.locale })}
              >
                {t('age.askAgain')}
              </Button>
            )}
            {!other && (
              <Button variant="quiet" onPress={() => setOther(true)}>
                {t('age.other')}
              </Button>
            )}
          </div>
        </>
      )}
      {minor && !guardian && <p>{t('age.none')}</p>}
      {minor && (!guardian || other) && <NameForm api={api} onNamed={() => setOther(false)} {...words} />}
    </div>
  );
}

function NameForm({ api, t, onboarding, onNamed }: Words & { api: RegistrationClient; onNamed: () => void }) {
  const { locale } = useAccount();
  const ui = useUi();
  const words = translator(locale, onboarding);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [letters, setLetters] = useState<Locale>(locale);
  const keep = useKeep(t);
  const ask = useWrite(
    (once, body: { name: string; email: string; locale: Locale }) => api.nameGuardian(once, body),
    async (after) => {
      await keep(after, t('age.asked'));
      onNamed();
    },
  );
  return (
    <Form
      onSubmit={() => ask.mutate({ name: name.trim(), email: email.trim(), locale: letters })}
      fieldProblems={fieldProblems(ask.error, ui.t)}
    >
      <TextField name="name" label={words('guardianName')} isRequired maxLength={80} value={name} onChange={setName} />
      <TextField
        name="email"
        type="email"
        label={words('guardianEmail')}
        hint={words('guardianEmail.hint')}
        isRequired
        maxLength={254}
        value={email}
        onChange={setEmail}
      />
      <Select
        name="locale"
        label={t('age.letters')}
        placeholder={words('choose')}
        value={letters}
        onChange={setLetters}
        choices={locales.map((id) => ({ id, label: languageNames[id] }))}
      />
      {ask.isError && <ProblemNote problem={shownProblem(ask.error, ui.t)} />}
      <Button type="submit" className="self-start" isPending={ask.isPending}>
        {t('age.ask')}
      </Button>
    </Form>
  );
}
