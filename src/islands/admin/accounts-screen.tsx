import { useState } from 'react';
import { registrationClient, type AccountLine, type RegistrationClient } from '../../client/registration-api.ts';
import type { RegistrationMessages } from '../../i18n/catalogs/registration.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { isolated } from '../bookings/next-step.ts';
import { Tabs } from '../ui/tabs.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { AccountCard } from './account-card.tsx';
import { AdminFrame, Head, useDesk, type ScreenProps } from './admin-frame.tsx';
import { FilterBar, FilterText } from './filter-bar.tsx';
import { MendBirthDate } from './mend-birth-date.tsx';
import { Pages } from './pages.tsx';
import { useFilters } from './use-filters.ts';
import { WriteDialog } from './write-dialog.tsx';

type Words = { registration: RegistrationMessages; labels: Catalog };

/** Everybody with an account: found by name or address, suspended for a reason, given back. */
export function AccountsScreen({ registration, labels, ...props }: ScreenProps & Words) {
  return (
    <AdminFrame {...props} room="accounts">
      <Accounts registration={registration} labels={labels} />
    </AdminFrame>
  );
}

const views = ['all', 'suspended'] as const;

function Accounts({ registration, labels }: Words) {
  const { locale } = useDesk();
  const t = translator(locale, registration);
  const [api] = useState(() => registrationClient(locale));
  const [filters, change] = useFilters(['view', 'text'] as const);
  const [moving, setMoving] = useState<AccountLine | null>(null);
  const [mending, setMending] = useState<AccountLine | null>(null);
  const view = views.find((one) => one === filters.view) ?? 'all';
  const { text } = filters;
  return (
    <>
      <Head title={t('accounts.title')} text={t('accounts.text')} />
      <FilterBar>
        <FilterText
          key={text}
          label={t('accounts.find')}
          value={text}
          onChange={(words) => change({ text: words?.slice(0, 100) })}
        />
      </FilterBar>
      <Tabs
        label={t('accounts.title')}
        selected={view}
        onSelect={(chosen) => change({ view: chosen === 'all' ? undefined : chosen })}
        tabs={views.map((id) => ({ id, label: t(`accounts.${id}`) }))}
      >
        {(shown) => (
          <Pages
            name={['admin', 'accounts', shown, text ?? '']}
            load={(page) => api.listAccounts({ state: shown, ...(text && { text }), ...page })}
            empty={
              text || shown === 'all'
                ? { title: t('accounts.none'), text: t('accounts.noneText') }
                : { title: t('accounts.noneSuspended') }
            }
          >
            {(items) => (
              <ul className="flex flex-col gap-4">
                {items.map((who) => (
                  <li key={who.userId}>
                    <AccountCard
                      who={who}
                      registration={registration}
                      labels={labels}
                      onMove={() => setMoving(who)}
                      onMend={() => setMending(who)}
                    />
                  </li>
                ))}
              </ul>
            )}
          </Pages>
        )}
      </Tabs>
      {moving && <Move who={moving} api={api} registration={registration} onClose={() => setMoving(null)} />}
      {mending && (
        <MendBirthDate
          who={{ userId: mending.userId, name: mending.name, birthDate: mending.talent?.birthDate ?? null }}
          api={api}
          registration={registration}
          labels={labels}
          onClose={() => setMending(null)}
        />
      )}
    </>
  );
}

type MoveProps = {
  who: AccountLine;
  api: RegistrationClient;
  registration: RegistrationMessages;
  onClose: () => void;
};

/** Shut for a reason, or given back. */
function Move({ who, api, registration, onClose }: MoveProps) {
  const { locale } = useDesk();
  const t = translator(locale, registration);
  const [reason, setReason] = useState('');
  const suspends = who.suspendedAt === null;
  const move = suspends ? 'suspend' : 'reinstate';
  return (
    <WriteDialog
      title={t(`accounts.${move}.title`, { name: isolated(who.name) })}
      onClose={onClose}
      write={(key, body: { suspended: boolean; reason: string }) => api.setSuspension(key, who.userId, body)}
      input={suspends && reason.trim() === '' ? null : { suspended: suspends, reason: reason.trim() }}
      submitLabel={t(`accounts.${move}`)}
      isDangerous={suspends}
      done={t(`accounts.${move}.done`)}
    >
      <p>{t(`accounts.${move}.text`)}</p>
      <TextArea
        name="reason"
        label={t(`accounts.${move}.words`)}
        isRequired={suspends}
        maxLength={1000}
        rows={4}
        value={reason}
        onChange={setReason}
      />
    </WriteDialog>
  );
}
