import { useState } from 'react';
import { requestsClient } from '../../client/requests-api.ts';
import type { Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { RequestsMessages } from '../../i18n/catalogs/requests.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { BackLink } from '../ui/back-link.tsx';
import { CustomersOnly } from './customers-only.tsx';
import { RequestForm } from './request-form.tsx';

type Words = { requests: RequestsMessages; labels: Catalog };

export function NewRequestScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <NewRequest {...words} />
    </AccountFrame>
  );
}

/** A request begins with its first saved words: from then on the address is its own, and a reload finds it. */
function NewRequest({ requests, labels }: Words) {
  const { me, locale } = useAccount();
  const t = translator(locale, requests);
  const [api] = useState(() => requestsClient(locale));
  if (me.role !== 'customer') return <CustomersOnly t={t} />;
  return (
    <div className="flex flex-col gap-5">
      <BackLink href={`/${locale}/requests/`}>{t('overview.back')}</BackLink>
      <h1 className="text-3xl">{t('form.newTitle')}</h1>
      <RequestForm
        api={api}
        locale={locale}
        t={t}
        label={translator(locale, labels)}
        request={null}
        onCreated={({ id }) => history.replaceState(null, '', `/${locale}/requests/${id}/edit/`)}
        onDone={({ id }) => location.assign(`/${locale}/requests/${id}/?done=publish`)}
      />
    </div>
  );
}
