import { useEffect } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import { translator } from '../../i18n/translate.ts';
import { formatMoney } from '../../i18n/format.ts';
import { useAccount } from '../account/account-frame.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import type { PaymentItem } from './payment-row.tsx';

/** The payment somebody may just have come back from: asked about until the gateway has said yes or no. */
export function PendingPayment({ item, payment }: { item: PaymentItem; payment: PaymentMessages }) {
  const { api, locale } = useAccount();
  const t = translator(locale, payment);
  const queries = useQueryClient();
  const status = useQuery({
    queryKey: ['payment', item.paymentId],
    queryFn: () => api.getPaymentStatus(item.paymentId),
    // what nobody can pay any more is not waited for
    refetchInterval: ({ state }) => (state.data && !isWaiting(state.data) ? false : 3_500),
  });
  const settled = status.data && status.data.state !== 'pending';
  useEffect(() => {
    if (settled) void queries.invalidateQueries({ queryKey: ['payments'] });
  }, [settled, queries]);
  if (!status.data || !isWaiting(status.data)) return null;
  return (
    <Card>
      <div role="status" className="flex flex-wrap items-center justify-between gap-4">
        <div className="min-w-0 grow basis-64">
          <h2 className="text-xl">{t('history.waitingTitle')}</h2>
          <p className="figures mt-1 text-2xl font-semibold">{formatMoney(locale, item.amount)}</p>
          <p className="mt-1 text-ink-soft">{t('history.pendingText')}</p>
        </div>
        <LinkButton variant="secondary" href={`/${locale}/payments/${item.paymentId}/`}>
          {t('history.open')}
        </LinkButton>
      </div>
    </Card>
  );
}

const isWaiting = (status: { state: string; attempt: { state: string } | null }): boolean =>
  status.state === 'pending' && ['opening', 'open', 'in_doubt'].includes(status.attempt?.state ?? '');
