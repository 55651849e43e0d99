import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { locales } from '../../core/locale.ts';
import type { AccountMessages } from '../../i18n/catalogs/account.ts';
import { translator } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { languageNames, timeZoneChoices } from '../account/choices.ts';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { MailAddress } from '../ui/mail-address.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';

/** Name, the language letters are written in, and the time zone they name hours in. */
export function AccountSettings({ account, detailsLabel }: { account: AccountMessages; detailsLabel: string }) {
  const { api, me, locale } = useAccount();
  const ui = useUi();
  const queries = useQueryClient();
  const t = translator(locale, account);
  const [name, setName] = useState(me.name);
  const [language, setLanguage] = useState(me.locale);
  const [timeZone, setTimeZone] = useState(me.timeZone);
  const save = useWrite(
    (key, body: Parameters<typeof api.updateMe>[1]) => api.updateMe(key, body),
    (after) => {
      queries.setQueryData(['me'], after);
      notify({ tone: 'good', title: t('settings.saved') });
    },
  );
  const changed = name.trim() !== me.name || language !== me.locale || timeZone !== me.timeZone;
  const kind =
    me.role === 'customer' && me.customerKind
      ? t(`kind.${me.customerKind}`)
      : me.role === 'talent'
        ? t('kind.talent')
        : null;
  return (
    <Card title={t('settings.title')}>
      <p className="mb-4 text-ink-soft">
        <MailAddress address={me.email} />
        {kind && <span className="block text-sm text-ink-faint">{kind}</span>}
      </p>
      <Form
        onSubmit={() => save.mutate({ name: name.trim(), locale: language, timeZone })}
        fieldProblems={fieldProblems(save.error, ui.t)}
      >
        <TextField
          name="name"
          label={t('settings.name')}
          value={name}
          onChange={setName}
          isRequired
          maxLength={80}
          autoComplete="name"
        />
        <Select
          name="locale"
          label={t('settings.language')}
          placeholder=""
          value={language}
          onChange={setLanguage}
          choices={locales.map((id) => ({ id, label: languageNames[id] }))}
        />
        <Select
          name="timeZone"
          label={t('settings.timeZone')}
          placeholder=""
          value={timeZone}
          onChange={setTimeZone}
          choices={timeZoneChoices(locale, me.timeZone)}
        />
        {save.isError && <ProblemNote problem={shownProblem(save.error, ui.t)} />}
        <Button
          type="submit"
          variant="secondary"
          className="self-start"
          isDisabled={!changed}
          isPending={save.isPending}
        >
          {ui.t('action.save')}
        </Button>
      </Form>
      <a className="link mt-4 inline-block py-1" href={`/${locale}/account/`}>
        {detailsLabel}
      </a>
    </Card>
  );
}
