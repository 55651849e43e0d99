import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { collectionsClient } from '../../client/collections-api.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { listHref, listsKey } from './collections-part.ts';

const shown = 3;

/** A customer’s first lists on the dashboard, and the way to whoever belongs in them. */
export function DashboardLists({ collections }: { collections: Catalog }) {
  const { locale } = useAccount();
  const t = translator(locale, collections);
  const [calls] = useState(() => collectionsClient(locale));
  const found = useQuery({ queryKey: listsKey, queryFn: () => calls.lists(), staleTime: 30_000 });
  if (!found.data) return null;
  const { items } = found.data;
  return (
    <Card title={t('dash.title')}>
      {items.length === 0 && <p className="text-ink-soft">{t('dash.text')}</p>}
      {items.length > 0 && (
        <ul className="flex flex-col gap-2">
          {items.slice(0, shown).map(({ id, name, talents }) => (
            <li key={id}>
              <a className="link wrap-anywhere" href={listHref(locale, id)}>
                <bdi>{name}</bdi>
              </a>
              <span className="block text-sm text-ink-faint">{t('lists.count', { count: talents })}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-4 flex flex-wrap gap-3">
        <LinkButton variant="secondary" icon="search" href={`/${locale}/discover/`}>
          {t('dash.find')}
        </LinkButton>
        {items.length > 0 && (
          <LinkButton variant="quiet" href={`/${locale}/collections/`}>
            {t('dash.all')}
          </LinkButton>
        )}
      </div>
    </Card>
  );
}
