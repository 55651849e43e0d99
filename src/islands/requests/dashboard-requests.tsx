import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { requestsClient } from '../../client/requests-api.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';

/** A customer’s open requests on the dashboard, and the way to a new one. A site without a board has no such card. */
export function DashboardRequests({ requests }: { requests: Catalog }) {
  const { locale } = useAccount();
  const t = translator(locale, requests);
  const [api] = useState(() => requestsClient(locale));
  const found = useQuery({
    queryKey: ['requests', 'dashboard'],
    queryFn: () => api.list({ state: 'OPEN', limit: 3 }),
    refetchInterval: ({ state }) => (state.data ? 30_000 : false),
  });
  if (!found.data) return null;
  const { items } = found.data;
  return (
    <Card title={t('list.title')}>
      {items.length === 0 && <p className="text-ink-soft">{t('dash.text')}</p>}
      {items.length > 0 && (
        <ul className="flex flex-col gap-2">
          {items.map(({ id, title, proposals, locale: written }) => (
            <li key={id}>
              <a className="link wrap-anywhere" lang={written} href={`/${locale}/requests/${id}/`}>
                <bdi>{title}</bdi>
              </a>
              <span className="block text-sm text-ink-faint">{t('line.proposals', { count: proposals })}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-4 flex flex-wrap gap-3">
        <LinkButton variant="secondary" icon="plus" href={`/${locale}/requests/new/`}>
          {t('list.new')}
        </LinkButton>
        <LinkButton variant="quiet" href={`/${locale}/requests/`}>
          {t('dash.all')}
        </LinkButton>
      </div>
    </Card>
  );
}
