import { useState } from 'react';
import { accountsClient } from '../../client/accounts-api.ts';
import { acting } from '../../client/acting.ts';
import type { Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { TeamMessages } from '../../i18n/catalogs/team.ts';
import { translator } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { switchTo } from '../account/acting-switch.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { ActingLog } from './acting-log.tsx';
import { MyPlaces } from './my-places.tsx';
import { PlaceList } from './place-list.tsx';

/** Who works with me: colleagues, the talents of an agency, and what was done by them. */
export function TeamScreen({ locale, common, team }: { locale: Locale; common: CommonMessages; team: TeamMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Team team={team} />
    </AccountFrame>
  );
}

function Team({ team }: { team: TeamMessages }) {
  const { me, locale } = useAccount();
  const ui = useUi();
  const [calls] = useState(() => accountsClient(locale));
  const t = translator(locale, team);
  const part = { calls, locale, t, words: team };
  if (acting())
    return (
      <>
        <h1 className="text-3xl">{t('title')}</h1>
        <EmptyState
          title={t('ownOnly')}
          action={<Button onPress={() => switchTo(locale, null, '/team/')}>{ui.t('acting.back')}</Button>}
        >
          {t('ownOnly.text')}
        </EmptyState>
      </>
    );
  if (me.role === 'admin')
    return (
      <>
        <h1 className="text-3xl">{t('title')}</h1>
        <EmptyState
          title={t('notForYou')}
          action={<LinkButton href={`/${locale}/dashboard/`}>{ui.t('nav.dashboard')}</LinkButton>}
        >
          {t('notForYou.text')}
        </EmptyState>
      </>
    );
  return (
    <div className="flex flex-col gap-6">
      <div>
        <h1 className="text-3xl">{t('title')}</h1>
        <p className="mt-1 max-w-prose text-ink-soft">{t('text')}</p>
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <PlaceList {...part} kind="seat" />
        {me.role === 'talent' && <PlaceList {...part} kind="roster" />}
        <MyPlaces {...part} />
      </div>
      <ActingLog {...part} />
    </div>
  );
}
