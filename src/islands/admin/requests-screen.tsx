import { useState } from 'react';
import { castingDeskClient, type RequestLine } from '../../client/casting-desk-api.ts';
import type { CastingDeskMessages } from '../../i18n/catalogs/casting-desk.ts';
import { translator, type Catalog, type Translate } from '../../i18n/translate.ts';
import { Badge } from '../ui/badge.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card, Facts } from '../ui/card.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { AdminFrame, Head, roomPath, useDesk, type ScreenProps } from './admin-frame.tsx';
import { InspectedRequest } from './inspected-request.tsx';
import { Pages } from './pages.tsx';
import { requestFacts } from './request-facts.tsx';
import { useFilters } from './use-filters.ts';

type Words = { desk: CastingDeskMessages; labels: Catalog };

/** What customers look for, before and after somebody of the house has looked at it. */
export function RequestsScreen({ desk, labels, ...props }: ScreenProps & Words) {
  return (
    <AdminFrame {...props} room="requests">
      <Requests desk={desk} labels={labels} />
    </AdminFrame>
  );
}

const views = ['to_check', 'open', 'closed'] as const;

function Requests({ desk, labels }: Words) {
  const { locale } = useDesk();
  const t = translator(locale, desk);
  const [api] = useState(() => castingDeskClient(locale));
  const [filters, change] = useFilters(['show', 'request'] as const);
  const view = views.find((one) => one === filters.show) ?? 'to_check';
  if (filters.request) return <InspectedRequest id={filters.request} api={api} t={t} labels={labels} />;
  return (
    <>
      <Head title={t('title')} text={t('text')} />
      <Tabs
        label={t('show')}
        selected={view}
        onSelect={(chosen) => change({ show: chosen === 'to_check' ? undefined : chosen })}
        tabs={views.map((id) => ({ id, label: t(`show.${id}`) }))}
      >
        {(shown) => (
          <Pages
            name={['admin', 'requests', shown]}
            load={(page) => api.list({ show: shown, ...page })}
            empty={
              shown === 'to_check'
                ? { title: t('none.to_check'), text: t('noneText.to_check') }
                : { title: t(`none.${shown}`) }
            }
          >
            {(items) => (
              <ul className="flex flex-col gap-4">
                {items.map((one) => (
                  <RequestCard key={one.id} one={one} t={t} labels={labels} />
                ))}
              </ul>
            )}
          </Pages>
        )}
      </Tabs>
    </>
  );
}

export function RequestBadge({ one, t }: { one: RequestLine; t: Translate<CastingDeskMessages> }) {
  if (one.state !== 'OPEN')
    return <Badge tone={one.closedReason === 'removed' ? 'bad' : 'neutral'}>{t('state.CLOSED')}</Badge>;
  return one.checked ? <Badge tone="good">{t('checked')}</Badge> : <Badge tone="waiting">{t('unchecked')}</Badge>;
}

type CardProps = { one: RequestLine; t: Translate<CastingDeskMessages>; labels: Catalog };
function RequestCard({ one, t, labels }: CardProps) {
  const { locale } = useDesk();
  return (
    <Card as="li" title={<bdi lang={one.locale}>{one.title}</bdi>} aside={<RequestBadge one={one} t={t} />}>
      <p dir="auto" lang={one.locale} className="own-words prose-text mb-4 wrap-anywhere">
        {one.summary}
      </p>
      <Facts facts={requestFacts({ one, t, labels, locale })} />
      <div className="mt-5 flex flex-wrap gap-3 print:hidden">
        <LinkButton variant="secondary" href={`${roomPath(locale, 'requests')}?request=${one.id}`}>
          {t('look')}
        </LinkButton>
      </div>
    </Card>
  );
}
