import { useState } from 'react';
import { agentsClient } from '../../client/agents-api.ts';
import type { Locale } from '../../core/locale.ts';
import type { AgentsMessages } from '../../i18n/catalogs/agents.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import { translator } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { DeliveryLog } from './delivery-log.tsx';
import { EndpointList } from './endpoint-list.tsx';
import { KeyList } from './key-list.tsx';

/** Connections: addresses that are told, assistants that come in, and what was sent. */
export function AgentsScreen({
  locale,
  common,
  agents,
}: {
  locale: Locale;
  common: CommonMessages;
  agents: AgentsMessages;
}) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Connections agents={agents} />
    </AccountFrame>
  );
}

function Connections({ agents }: { agents: AgentsMessages }) {
  const { me, locale } = useAccount();
  const [calls] = useState(() => agentsClient(locale));
  const t = translator(locale, agents);
  if (me.role !== 'talent')
    return (
      <>
        <h1 className="text-3xl">{t('title')}</h1>
        <EmptyState
          title={t('talentsOnly')}
          action={<LinkButton href={`/${locale}/dashboard/`}>{t('toDashboard')}</LinkButton>}
        >
          {t('talentsOnly.text')}
        </EmptyState>
      </>
    );
  const part = { calls, locale, t };
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h1 className="text-3xl">{t('title')}</h1>
        <p className="mt-1 max-w-prose text-ink-soft">{t('text')}</p>
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <EndpointList {...part} />
        <KeyList {...part} />
      </div>
      <DeliveryLog {...part} />
    </div>
  );
}
