import { useState } from 'react';
import type { AnswerOf } from '../../client/api.ts';
import type { listDeliveries } from '../../features/notifications/contract.ts';
import { letterKinds } from '../../features/notifications/rules/kinds.ts';
import { deliveryStates, type DeliveryState } from '../../features/notifications/rules/sending.ts';
import type { Tone } from '../../styles/tone.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { MailAddress } from '../ui/mail-address.tsx';
import { AdminFrame, Head, useDesk, type ScreenProps } from './admin-frame.tsx';
import { FilterBar, FilterSelect, FilterText } from './filter-bar.tsx';
import { Pages } from './pages.tsx';
import { Code, When } from './shown.tsx';
import { useFilters } from './use-filters.ts';
import { WriteDialog } from './write-dialog.tsx';

type Delivery = AnswerOf<typeof listDeliveries>['items'][number];

const tones: Readonly<Record<DeliveryState, Tone>> = {
  pending: 'waiting',
  sent: 'good',
  delivered: 'good',
  failed: 'bad',
  dropped: 'neutral',
};

export function DeliveriesScreen(props: ScreenProps) {
  return (
    <AdminFrame {...props} room="deliveries">
      <Deliveries />
    </AdminFrame>
  );
}

/** Every letter and what became of it; one that failed can be tried again. */
function Deliveries() {
  const { api, t } = useDesk();
  const [filters, change] = useFilters(['state', 'kind', 'text'] as const);
  const [again, setAgain] = useState<Delivery | null>(null);
  return (
    <>
      <Head title={t('deliveries.title')} text={t('deliveries.text')} />
      <FilterBar>
        <FilterText label={t('deliveries.search')} value={filters.text} onChange={(text) => change({ text })} />
        <FilterSelect
          label={t('deliveries.state')}
          value={filters.state}
          onChange={(state) => change({ state })}
          choices={deliveryStates.map((id) => ({ id, label: t(`delivery.${id}`) }))}
        />
        <FilterSelect
          label={t('deliveries.kind')}
          value={filters.kind}
          onChange={(kind) => change({ kind })}
          choices={letterKinds.map((id) => ({ id, label: t(`letters.${id}`) }))}
        />
      </FilterBar>
      <Pages
        name={['admin', 'deliveries', filters]}
        load={(page) => api.listDeliveries({ ...filters, ...page, limit: 30 })}
        empty={{ title: t('deliveries.none') }}
      >
        {(items) => (
          <Card as="div" className="py-2! sm:py-3!">
            <ul>
              {items.map((one) => (
                <Letter key={one.deliveryId} one={one} onRetry={() => setAgain(one)} />
              ))}
            </ul>
          </Card>
        )}
      </Pages>
      {again && (
        <WriteDialog
          title={t('deliveries.retry.title')}
          onClose={() => setAgain(null)}
          write={(key) => api.retryDelivery(key, again.deliveryId)}
          input={{}}
          submitLabel={t('deliveries.retry')}
          done={t('deliveries.retried')}
        >
          <p className="wrap-anywhere">{t('deliveries.retry.text', { address: `\u2066${again.address}\u2069` })}</p>
        </WriteDialog>
      )}
    </>
  );
}

function Letter({ one, onRetry }: { one: Delivery; onRetry: () => void }) {
  const { t } = useDesk();
  return (
    <li className="flex flex-col gap-1 border-b border-line py-3 last:border-b-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="min-w-0">
          {one.user && (
            <>
              <bdi className="font-semibold">{one.user.name}</bdi>{' '}
            </>
          )}
          <span className="text-sm text-ink-soft">
            <MailAddress address={one.address} />
          </span>
        </p>
        <Badge tone={tones[one.state]}>{t(`delivery.${one.state}`)}</Badge>
      </div>
      <p className="flex flex-wrap gap-x-4 text-sm text-ink-soft">
        <span>{t(`letters.${one.kind}`)}</span>
        <Code>{one.name}</Code>
        <When at={one.sentAt ?? one.failedAt ?? one.createdAt} />
        {one.attempts > 0 && <span>{t('deliveries.tries', { count: one.attempts })}</span>}
        {one.reason !== null && <span>{t(`drop.${one.reason}`)}</span>}
        {one.state === 'pending' && (
          <span>
            {t('deliveries.next')} <When at={one.dueAt} />
          </span>
        )}
      </p>
      {one.lastError !== null && (
        <p dir="ltr" className="rounded-md bg-sunk px-3 py-2 text-start text-sm wrap-anywhere">
          {one.lastError}
        </p>
      )}
      {one.failingSince !== null && (
        <p className="text-sm text-clay-ink">
          {t('deliveries.failing')} <When at={one.failingSince} />
        </p>
      )}
      {one.state === 'failed' && (
        <Button variant="secondary" size="sm" className="mt-1 self-start" onPress={onRetry}>
          {t('deliveries.retry')}
        </Button>
      )}
    </li>
  );
}
