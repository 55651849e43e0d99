import { useState } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Locale } from '../../core/locale.ts';
import type { bookingGroups } from '../../features/bookings/schema.ts';
import type { BookingMessages } from '../../i18n/catalogs/booking.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import { translator } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { BookingCard } from './booking-card.tsx';

type GroupName = (typeof bookingGroups)[number];
const groups = ['open', 'upcoming', 'past'] as const satisfies readonly GroupName[];
type Words = { booking: BookingMessages };

const groupInAddress = (): GroupName =>
  groups.find((group) => group === new URLSearchParams(location.search).get('group')) ?? 'open';

/** My bookings, by what they wait for. The tab stands in the address, so going back finds it again. */
export function BookingsScreen({ locale, common, booking }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Bookings booking={booking} />
    </AccountFrame>
  );
}

function Bookings({ booking }: Words) {
  const { locale } = useAccount();
  const t = translator(locale, booking);
  const [group, setGroup] = useState(groupInAddress);
  const choose = (next: GroupName) => {
    setGroup(next);
    history.replaceState(null, '', next === 'open' ? location.pathname : `?group=${next}`);
  };
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-3xl">{t('list.title')}</h1>
        <LinkButton variant="quiet" size="sm" icon="calendar" href={`/${locale}/calendar/`}>
          {t('list.calendar')}
        </LinkButton>
      </div>
      <Tabs
        label={t('list.title')}
        tabs={groups.map((id) => ({ id, label: t(`list.${id}`) }))}
        selected={group}
        onSelect={choose}
      >
        {(chosen) => <Group key={chosen} group={chosen} booking={booking} />}
      </Tabs>
    </div>
  );
}

function Group({ group, booking }: Words & { group: GroupName }) {
  const { api, me, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, booking);
  const list = useInfiniteQuery({
    queryKey: ['bookings', group],
    queryFn: ({ pageParam }) => api.listBookings({ group, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 30_000,
  });
  if (list.isPending) return <SkeletonCards />;
  if (list.isError && !list.data)
    return (
      <ErrorState
        problem={shownProblem(list.error, ui.t)}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0)
    return (
      <EmptyState
        title={t(`list.${group}.empty`)}
        action={
          me.role === 'customer' ? (
            <LinkButton href={`/${locale}/talents/`} icon="search">
              {t('list.find')}
            </LinkButton>
          ) : undefined
        }
      >
        {t(me.role === 'talent' ? `list.${group}.emptyTalent` : `list.${group}.emptyCustomer`)}
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-4">
      <ul className="flex flex-col gap-3">
        {items.map((item) => (
          <BookingCard key={item.id} booking={item} locale={locale} t={t} />
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
    </div>
  );
}
