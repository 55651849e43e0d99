import { useInfiniteQuery } from '@tanstack/react-query';
import type { Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { Balance } from './balance.tsx';
import { EarningList } from './earning-list.tsx';
import { PayoutAccount } from './payout-account.tsx';
import { PayoutList } from './payout-list.tsx';

type Words = { plans: PlansMessages };

/** What I have earned, where it is now, and where it goes. */
export function EarningsScreen({ locale, common, plans }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Earnings plans={plans} />
    </AccountFrame>
  );
}

function Earnings({ plans }: Words) {
  const { me, locale } = useAccount();
  const t = translator(locale, plans);
  if (me.role !== 'talent')
    return (
      <EmptyState
        title={t('earnings.talentsOnly')}
        action={<LinkButton href={`/${locale}/payments/`}>{t('earnings.toPayments')}</LinkButton>}
      >
        {t('earnings.talentsOnlyText')}
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h1 className="text-3xl">{t('earnings.title')}</h1>
        <p className="mt-1 max-w-prose text-ink-soft">{t('earnings.text')}</p>
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Earned plans={plans} />
        <div className="flex min-w-0 flex-col gap-6">
          <PayoutAccount plans={plans} />
          <PayoutList plans={plans} />
        </div>
      </div>
    </div>
  );
}

function Earned({ plans }: Words) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, plans);
  const found = useInfiniteQuery({
    queryKey: ['earnings'],
    queryFn: ({ pageParam }) => api.getEarnings(pageParam ? { cursor: pageParam } : {}),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  if (found.isPending) return <SkeletonCards count={2} />;
  if (!found.data)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const items = found.data.pages.flatMap((page) => page.items);
  const balances = found.data.pages[0]?.balances ?? [];
  if (items.length === 0 && balances.length === 0)
    return (
      <Card as="div">
        <EmptyState
          title={t('earnings.empty')}
          action={<LinkButton href={`/${locale}/profile/`}>{t('earnings.toProfile')}</LinkButton>}
        >
          {t('earnings.emptyText')}
        </EmptyState>
      </Card>
    );
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {balances.map((balance) => (
        <Balance key={balance.currency} balance={balance} plans={plans} />
      ))}
      <EarningList
        items={items}
        plans={plans}
        onMore={found.hasNextPage ? () => void found.fetchNextPage() : null}
        isLoading={found.isFetchingNextPage}
      />
    </div>
  );
}
