import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { boardClient } from '../../client/board-api.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';

/** The newest of the casting board on a talent’s dashboard, and what is left to unlock it with. A site without a board has no such card. */
export function DashboardBoard({ board }: { board: Catalog }) {
  const { locale } = useAccount();
  const t = translator(locale, board);
  const [calls] = useState(() => boardClient(locale));
  const found = useQuery({
    queryKey: ['board', 'dashboard'],
    queryFn: () => calls.listOpenRequests({ limit: 3 }),
    staleTime: 60_000,
  });
  if (!found.data) return null;
  const { items, credits } = found.data;
  return (
    <Card
      title={t('title')}
      aside={
        <span className="figures text-sm text-ink-soft">
          {t('credits.left', { count: credits.monthly + credits.bought })}
        </span>
      }
    >
      {items.length === 0 ? (
        <p className="text-ink-soft">{t('empty.title')}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {items.map(({ id, title, locale: written }) => (
            <li key={id}>
              <a className="link wrap-anywhere" lang={written} href={`/${locale}/requests/${id}/`}>
                <bdi>{title}</bdi>
              </a>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-4 flex flex-wrap gap-3">
        <LinkButton variant="secondary" icon="search" href={`/${locale}/providers/marketplace/`}>
          {t('dash.open')}
        </LinkButton>
        <LinkButton variant="quiet" href={`/${locale}/providers/marketplace/?unlocked=true`}>
          {t('dash.mine')}
        </LinkButton>
      </div>
    </Card>
  );
}
