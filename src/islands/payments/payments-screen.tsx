import { useInfiniteQuery } from '@tanstack/react-query';
import type { Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import { translator } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { PaymentRow } from './payment-row.tsx';
import { PendingPayment } from './pending-payment.tsx';

type Words = { payment: PaymentMessages };

/** What I paid and what was paid for my work, with its papers. Gateways that know one address only send payers back here. */
export function PaymentsScreen({ locale, common, payment }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Payments payment={payment} />
    </AccountFrame>
  );
}

function Payments({ payment }: Words) {
  const { api, me, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, payment);
  const list = useInfiniteQuery({
    queryKey: ['payments'],
    queryFn: ({ pageParam }) => api.listPayments(pageParam ? { cursor: pageParam } : {}),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const waiting = items.find((item) => item.you === 'payer' && item.state === 'pending');
  const body = () => {
    if (list.isPending) return <SkeletonCards />;
    if (list.isError && !list.data)
      return (
        <ErrorState
          problem={shownProblem(list.error, ui.t)}
          onRetry={() => void list.refetch()}
          isRetrying={list.isFetching}
        />
      );
    if (items.length === 0)
      return (
        <EmptyState
          title={t('history.empty')}
          action={
            me.role === 'customer' ? (
              <LinkButton href={`/${locale}/talents/`} icon="search">
                {t('history.find')}
              </LinkButton>
            ) : undefined
          }
        >
          {t('history.emptyText')}
        </EmptyState>
      );
    return (
      <>
        {waiting && <PendingPayment key={waiting.paymentId} item={waiting} payment={payment} />}
        <ul className="flex flex-col gap-3">
          {items.map((item) => (
            <PaymentRow key={item.paymentId} item={item} locale={locale} t={t} />
          ))}
        </ul>
        {list.hasNextPage && (
          <Button
            variant="secondary"
            className="self-center"
            onPress={() => void list.fetchNextPage()}
            isPending={list.isFetchingNextPage}
          >
            {ui.t('action.loadMore')}
          </Button>
        )}
      </>
    );
  };
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-5">
      <h1 className="text-3xl">{t('history.title')}</h1>
      {body()}
    </div>
  );
}
