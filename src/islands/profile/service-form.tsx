import { useState } from 'react';
import { currencies } from '../../core/money.ts';
import { cities } from '../../features/discovery/places.ts';
import { profileLimits } from '../../features/profiles/rules/profile.ts';
import { useAccount } from '../account/account-frame.tsx';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { MoneyField, NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { LocalizedFields } from './localized-fields.tsx';
import { useKeepProfile, type Profile, type ProfilePart } from './profile-part.ts';

type Service = Profile['services'][number];
const places = ['on_site', 'studio', 'remote'] as const satisfies readonly Service['place'][];

/** One service: its words in the languages of its customers, its price, its length, where it happens. */
export function ServiceForm({
  service,
  profile,
  locale,
  t,
  label,
  onDone,
}: ProfilePart & { service: Service | null; onDone: () => void }) {
  const { api } = useAccount();
  const ui = useUi();
  const keep = useKeepProfile();
  const [title, setTitle] = useState(service?.title ?? {});
  const [description, setDescription] = useState(service?.description ?? {});
  const [currency, setCurrency] = useState(
    service?.price.currency ?? (cities[profile.city].country === 'MA' ? 'MAD' : 'IQD'),
  );
  const [amount, setAmount] = useState<number | null>(service?.price.amount ?? null);
  const [hours, setHours] = useState<number | null>(service ? service.durationMinutes / 60 : 1);
  const [place, setPlace] = useState<Service['place']>(service?.place ?? 'on_site');
  const save = useWrite(
    (key, body: Parameters<typeof api.createService>[1]) =>
      service ? api.updateService(key, service.id, body) : api.createService(key, body),
    (after) => {
      keep(after);
      notify({ tone: 'good', title: t('service.saved') });
      onDone();
    },
  );
  const submit = () => {
    if (amount === null || hours === null) return;
    save.mutate({ title, description, price: { amount, currency }, durationMinutes: Math.round(hours * 60), place });
  };
  const wrong = fieldProblems(save.error, ui.t);
  return (
    <Form
      onSubmit={submit}
      {...(wrong && {
        fieldProblems: {
          ...wrong,
          ...(wrong['price.amount'] && { amount: wrong['price.amount'] }),
          ...(wrong['title'] && { [`title.${locale}`]: wrong['title'] }),
        },
      })}
    >
      <LocalizedFields label={t('profile.inLanguages')} start={locale} filled={[title, description]}>
        {(language) => (
          <>
            <TextField
              label={t('service.name')}
              name={`title.${language}`}
              value={title[language] ?? ''}
              onChange={(text) => setTitle({ ...title, [language]: text })}
              maxLength={profileLimits.serviceTitle}
            />
            <TextArea
              label={t('service.description')}
              name={`description.${language}`}
              rows={3}
              value={description[language] ?? ''}
              onChange={(text) => setDescription({ ...description, [language]: text })}
              maxLength={profileLimits.serviceDescription}
            />
          </>
        )}
      </LocalizedFields>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <MoneyField
          name="amount"
          label={t('service.price')}
          currency={currency}
          unit={currency}
          amount={amount}
          onChange={setAmount}
          isRequired
        />
        <Select
          name="currency"
          label={t('service.currency')}
          placeholder=""
          value={currency}
          onChange={setCurrency}
          choices={currencies.map((id) => ({ id, label: id }))}
        />
        <NumberField
          name="durationMinutes"
          label={t('service.hours')}
          value={hours}
          onChange={setHours}
          minValue={profileLimits.minutes.least / 60}
          maxValue={profileLimits.minutes.most / 60}
          step={0.25}
          withSteps
          isRequired
        />
        <Select
          name="place"
          label={t('service.place')}
          placeholder=""
          value={place}
          onChange={setPlace}
          choices={places.map((id) => ({ id, label: label(`talent.place.${id}`) }))}
        />
      </div>
      {save.isError && <ProblemNote problem={shownProblem(save.error, ui.t)} />}
      <Button type="submit" isPending={save.isPending}>
        {ui.t('action.save')}
      </Button>
    </Form>
  );
}
