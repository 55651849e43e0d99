import { useInfiniteQuery } from '@tanstack/react-query';
import { payoutMethods } from '../../features/ledger/rules.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator } from '../../i18n/translate.ts';
import type { Tone } from '../../styles/tone.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';

const tones: Readonly<Record<'due' | 'paid' | 'cancelled', Tone>> = {
  due: 'waiting',
  paid: 'good',
  cancelled: 'neutral',
};

/** What was paid out, each with the reference its bank knows it by. */
export function PayoutList({ plans }: { plans: PlansMessages }) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, plans);
  const day = (iso: string) => formatDateTime(locale, new Date(iso), myTimeZone(), 'date');
  const list = useInfiniteQuery({
    queryKey: ['payouts'],
    queryFn: ({ pageParam }) => api.listMyPayouts(pageParam ? { cursor: pageParam } : {}),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const methodName = (method: string) => {
    const known = payoutMethods.find((one) => one === method);
    return known ? t(`account.method.${known}`) : method;
  };
  const body = () => {
    if (list.isPending) return <Skeleton />;
    if (!list.data)
      return (
        <ProblemNote
          problem={shownProblem(list.error, ui.t)}
          onRetry={() => void list.refetch()}
          isRetrying={list.isFetching}
        />
      );
    if (items.length === 0) return <p className="text-ink-soft">{t('payouts.empty')}</p>;
    return (
      <ul>
        {items.map((payout) => (
          <li key={payout.id} className="border-b border-line py-3 first:pt-0 last:border-0 last:pb-0">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <span className="figures text-lg font-semibold">{formatMoney(locale, payout)}</span>
              <Badge tone={tones[payout.state]}>{t(`payouts.state.${payout.state}`)}</Badge>
            </p>
            <p className="text-sm text-ink-soft">
              <span className="figures">{day(payout.paidAt ?? payout.createdAt)}</span>
              {payout.method && (
                <>
                  {' · '}
                  {methodName(payout.method)}{' '}
                  <bdi dir="ltr" className="figures">
                    {payout.number}
                  </bdi>
                </>
              )}
            </p>
            {payout.reference && (
              <p className="text-sm text-ink-faint">
                {t('payouts.reference')}{' '}
                <bdi dir="ltr" className="figures break-all select-all">
                  {payout.reference}
                </bdi>
              </p>
            )}
          </li>
        ))}
      </ul>
    );
  };
  return (
    <Card title={t('payouts.title')}>
      {body()}
      {list.hasNextPage && (
        <Button
          variant="secondary"
          size="sm"
          className="mt-4"
          onPress={() => void list.fetchNextPage()}
          isPending={list.isFetchingNextPage}
        >
          {ui.t('action.loadMore')}
        </Button>
      )}
    </Card>
  );
}
