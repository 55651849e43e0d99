import { useState } from 'react';
import type * as z from 'zod';
import type { operatorSubscription } from '../../features/subscriptions/schema.ts';
import {
  isLive,
  liveSubscriptionStates,
  subscriptionStates,
  type SubscriptionState,
} from '../../features/subscriptions/rules/states.ts';
import type { Tone } from '../../styles/tone.ts';
import { isolated } from '../bookings/next-step.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Table } from '../ui/table.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { AdminFrame, Head, useDesk, type ScreenProps } from './admin-frame.tsx';
import { FilterBar, FilterSelect, FilterText } from './filter-bar.tsx';
import { GiveSubscription } from './give-subscription.tsx';
import { Pages } from './pages.tsx';
import { Code, dayText, Sum } from './shown.tsx';
import { useFilters } from './use-filters.ts';
import { WriteDialog } from './write-dialog.tsx';

type Subscription = z.output<typeof operatorSubscription>;

export function SubscriptionsScreen(props: ScreenProps) {
  return (
    <AdminFrame {...props} room="subscriptions">
      <Subscriptions />
    </AdminFrame>
  );
}

const toneOf = (state: SubscriptionState): Tone => {
  if (state === 'past_due' || state === 'mock:past_due') return 'waiting';
  if (state === 'charged_back') return 'bad';
  return liveSubscriptionStates.some((live) => live === state) ? 'good' : 'neutral';
};

function Subscriptions() {
  const { api, t, locale } = useDesk();
  const [filters, change] = useFilters(['state', 'userId'] as const);
  const [open, setOpen] = useState<{ what: 'give' } | { what: 'end'; one: Subscription } | null>(null);
  return (
    <>
      <Head title={t('subs.title')} text={t('subs.text')}>
        <Button icon="plus" onPress={() => setOpen({ what: 'give' })}>
          {t('give.open')}
        </Button>
      </Head>
      <Card as="div">
        <FilterBar>
          <FilterSelect
            label={t('col.state')}
            value={filters.state}
            onChange={(state) => change({ state })}
            choices={subscriptionStates.map((id) => ({ id, label: t(`sub.state.${id}`) }))}
          />
          <FilterText label={t('userId')} value={filters.userId} onChange={(userId) => change({ userId })} />
        </FilterBar>
        <Pages
          name={['admin', 'subscriptions', filters]}
          load={(page) => api.listSubscriptions({ ...filters, ...page, limit: 30 })}
          empty={{ title: t('subs.empty') }}
        >
          {(items) => (
            <Table
              caption={t('subs.title')}
              rows={items}
              keyOf={({ id }) => id}
              empty={null}
              columns={[
                {
                  id: 'who',
                  label: t('col.who'),
                  isRowHeader: true,
                  cell: ({ name, userId }) => (
                    <span className="flex flex-col max-sm:items-end">
                      <span>
                        <bdi>{name ?? userId}</bdi>
                      </span>
                      <span className="text-ink-faint">
                        <Code>{userId}</Code>
                      </span>
                    </span>
                  ),
                },
                { id: 'product', label: t('col.product'), cell: ({ product }) => t(`product.${product}`) },
                {
                  id: 'state',
                  label: t('col.state'),
                  cell: ({ state, ending, cancelAtPeriodEnd }) => (
                    <span className="flex flex-col items-start gap-1 max-sm:items-end">
                      <Badge tone={toneOf(state)}>{t(`sub.state.${state}`)}</Badge>
                      {ending !== null && <span className="text-sm text-ink-faint">{t(`sub.ending.${ending}`)}</span>}
                      {ending === null && cancelAtPeriodEnd && (
                        <span className="text-sm text-ink-faint">{t('sub.lastPeriod')}</span>
                      )}
                    </span>
                  ),
                },
                {
                  id: 'until',
                  label: t('col.until'),
                  cell: ({ endedAt, periodEnd }) => (
                    <span className="figures">{dayText(locale, endedAt ?? periodEnd)}</span>
                  ),
                },
                {
                  id: 'renewal',
                  label: t('col.renewal'),
                  cell: ({ renewal, driver, agreementRef }) => (
                    <span className="flex flex-col items-start max-sm:items-end">
                      <span>
                        {t(`sub.renewal.${renewal}`)} {driver !== null && <bdi dir="ltr">{driver}</bdi>}
                      </span>
                      {agreementRef !== null && <Code>{agreementRef}</Code>}
                    </span>
                  ),
                },
                { id: 'price', label: t('col.price'), isNumber: true, cell: ({ price }) => <Sum money={price} /> },
                {
                  id: 'do',
                  label: t('col.do'),
                  cell: (one) =>
                    isLive(one.state) && (
                      <Button variant="quiet" size="sm" onPress={() => setOpen({ what: 'end', one })}>
                        {t('endSub.open')}
                      </Button>
                    ),
                },
              ]}
            />
          )}
        </Pages>
      </Card>
      {open?.what === 'give' && <GiveSubscription onClose={() => setOpen(null)} />}
      {open?.what === 'end' && <EndSubscription one={open.one} onClose={() => setOpen(null)} />}
    </>
  );
}

function EndSubscription({ one, onClose }: { one: Subscription; onClose: () => void }) {
  const { api, t } = useDesk();
  const [reason, setReason] = useState('');
  return (
    <WriteDialog
      title={t('endSub.title')}
      onClose={onClose}
      write={(key, body: { reason: string }) => api.endSubscription(key, { subscriptionId: one.id, ...body })}
      input={{ reason: reason.trim() }}
      submitLabel={t('endSub.do')}
      isDangerous
      done={t('endSub.done')}
    >
      <p className="text-ink-soft">
        {t('endSub.text', { product: t(`product.${one.product}`), name: isolated(one.name ?? one.userId) })}
      </p>
      <TextArea
        name="reason"
        label={t('reason')}
        isRequired
        maxLength={500}
        rows={2}
        value={reason}
        onChange={setReason}
      />
    </WriteDialog>
  );
}
