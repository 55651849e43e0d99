import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useQueryClient } from '@tanstack/react-query';
import { safeReturn } from '../../client/auth.ts';
import { locales, type Locale } from '../../core/locale.ts';
import { categoryIds, type CategoryId } from '../../features/discovery/categories.ts';
import { cityIds, type CityId } from '../../features/discovery/places.ts';
import { accountKinds, type AccountKind } from '../../features/identity/rules.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { OnboardingMessages } from '../../i18n/catalogs/onboarding.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { languageNames, timeZoneChoices } from '../account/choices.ts';
import type { IconName } from '../../styles/icons.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { Icon } from '../ui/icon.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { myTimeZone } from '../bookings/booking-when.tsx';

type Words = { onboarding: OnboardingMessages; labels: Catalog };

export function OnboardingScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common} welcomesNewcomers>
      <Onboarding {...words} />
    </AccountFrame>
  );
}

const icons: Readonly<Record<AccountKind, IconName>> = {
  individual: 'person',
  professional: 'wallet',
  company: 'people',
  talent: 'star',
};

function Onboarding({ onboarding, labels }: Words) {
  const { api, me, locale } = useAccount();
  const ui = useUi();
  const queries = useQueryClient();
  const t = translator(locale, onboarding);
  const label = translator(locale, labels);
  const [kind, setKind] = useState<AccountKind | null>(null);
  const [name, setName] = useState(me.name);
  const [language, setLanguage] = useState<Locale>(locale);
  const [timeZone, setTimeZone] = useState(myTimeZone);
  const [category, setCategory] = useState<CategoryId | null>(null);
  const [city, setCity] = useState<CityId | null>(null);
  const goOn = (asTalent: boolean) =>
    safeReturn(
      new URLSearchParams(location.search).get('return'),
      asTalent ? `/${language}/profile/` : `/${language}/dashboard/`,
    );
  const send = useWrite(
    (key, body: Parameters<typeof api.completeOnboarding>[1]) => api.completeOnboarding(key, body),
    (after) => {
      queries.setQueryData(['me'], after);
      location.replace(goOn(after.role === 'talent'));
    },
  );
  if (me.onboarded && !send.isSuccess)
    return (
      <EmptyState
        title={t('already.title')}
        action={<LinkButton href={`/${locale}/dashboard/`}>{ui.t('nav.dashboard')}</LinkButton>}
      >
        {t('already.text')}
      </EmptyState>
    );
  const submit = () => {
    const welcome = { name: name.trim(), locale: language, timeZone };
    if (kind === 'talent') {
      if (category && city) send.mutate({ kind, ...welcome, category, city });
    } else if (kind) send.mutate({ kind, ...welcome });
  };
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col gap-6">
      <div>
        <h1 className="text-3xl">{t('title')}</h1>
        <p className="mt-2 text-lg text-ink-soft">{t('text')}</p>
      </div>
      <Form onSubmit={submit} fieldProblems={fieldProblems(send.error, ui.t)}>
        <RadioGroup
          value={kind}
          onChange={(chosen) => setKind(accountKinds.find((one) => one === chosen) ?? null)}
          isRequired
          className="flex flex-col gap-2"
        >
          <Label className="font-semibold">{t('kind')}</Label>
          <div className="grid gap-3 sm:grid-cols-2">
            {accountKinds.map((one) => (
              <Radio
                key={one}
                value={one}
                className="flex cursor-pointer gap-3 rounded-lg border-2 border-line bg-raised p-4 transition-colors hover:border-line-strong data-selected:border-palm data-selected:bg-palm-soft data-focus-visible:outline-3 data-focus-visible:outline-offset-2 data-focus-visible:outline-focus"
              >
                <span className="grid h-12 w-10 shrink-0 place-items-center rounded-arch bg-clay-soft text-clay-ink">
                  <Icon name={icons[one]} />
                </span>
                <span>
                  <span className="block font-semibold">{t(`kind.${one}`)}</span>
                  <span className="block text-sm text-ink-soft">{t(`kind.${one}.text`)}</span>
                </span>
              </Radio>
            ))}
          </div>
          <p className="text-sm text-ink-faint">{t('kind.once')}</p>
        </RadioGroup>
        <Card as="div">
          <div className="flex flex-col gap-5">
            <TextField
              name="name"
              label={t('name')}
              hint={t('name.hint')}
              value={name}
              onChange={setName}
              isRequired
              maxLength={80}
              autoComplete="name"
            />
            {kind === 'talent' && (
              <div className="grid gap-5 sm:grid-cols-2">
                <Select
                  name="category"
                  label={t('category')}
                  placeholder={t('choose')}
                  isRequired
                  value={category}
                  onChange={setCategory}
                  choices={categoryIds.map((id) => ({ id, label: label(`category.${id}`) }))}
                />
                <Select
                  name="city"
                  label={t('city')}
                  placeholder={t('choose')}
                  isRequired
                  value={city}
                  onChange={setCity}
                  choices={cityIds.map((id) => ({ id, label: label(`city.${id}`) }))}
                />
              </div>
            )}
            <div className="grid gap-5 sm:grid-cols-2">
              <Select
                name="locale"
                label={t('language')}
                placeholder={t('choose')}
                isRequired
                value={language}
                onChange={setLanguage}
                choices={locales.map((id) => ({ id, label: languageNames[id] }))}
              />
              <Select
                name="timeZone"
                label={t('timeZone')}
                placeholder={t('choose')}
                isRequired
                value={timeZone}
                onChange={setTimeZone}
                choices={timeZoneChoices(locale, timeZone)}
              />
            </div>
          </div>
        </Card>
        {send.isError && <ProblemNote problem={shownProblem(send.error, ui.t)} />}
        <Button type="submit" size="lg" className="self-start" isPending={send.isPending} isDisabled={!kind}>
          {t('send')}
        </Button>
      </Form>
    </div>
  );
}
