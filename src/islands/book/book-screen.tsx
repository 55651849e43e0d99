import { useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { endOfMonth, startOfMonth, today, type CalendarDate } from '@internationalized/date';
import type { Locale } from '../../core/locale.ts';
import type { BookingMessages } from '../../i18n/catalogs/booking.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import { translator } from '../../i18n/translate.ts';
import { AccountFrame, idInPath, useAccount } from '../account/account-frame.tsx';
import { codeOf, shownProblem } from '../account/problems.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { dayInAddress, RequestForm } from './request-form.tsx';

type Words = { booking: BookingMessages };

export function BookScreen({ locale, common, booking }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Book booking={booking} />
    </AccountFrame>
  );
}

const iso = (day: CalendarDate, zone: string) => day.toDate(zone).toISOString();

function Book({ booking }: Words) {
  const { api, me, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, booking);
  const id = idInPath();
  // One month of free times at a time, the one the calendar shows. The talent's zone is known after the first answer.
  const [zone, setZone] = useState(myTimeZone);
  const [month, setMonth] = useState(() => startOfMonth(dayInAddress() ?? today(myTimeZone())));
  const found = useQuery({
    queryKey: ['service', id, month.toString()],
    queryFn: async () => {
      const range = {
        from: iso(month.subtract({ days: 1 }), zone),
        until: iso(endOfMonth(month).add({ days: 2 }), zone),
      };
      const view = await api.getService(id, range);
      setZone(view.timeZone);
      return view;
    },
    placeholderData: keepPreviousData,
    enabled: me.role === 'customer',
  });
  if (me.role !== 'customer')
    return (
      <EmptyState
        title={t('request.customersOnly')}
        action={<LinkButton href={`/${locale}/dashboard/`}>{ui.t('nav.dashboard')}</LinkButton>}
      >
        {t('request.customersOnlyText')}
      </EmptyState>
    );
  if (found.isPending) return <SkeletonCards count={2} />;
  if (!found.data)
    return codeOf(found.error) === 'not_found' ? (
      <EmptyState
        title={t('request.absent')}
        action={<LinkButton href={`/${locale}/talents/`}>{t('list.find')}</LinkButton>}
      >
        {t('request.absentText')}
      </EmptyState>
    ) : (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  return (
    <RequestForm
      offer={found.data}
      isLooking={found.isPlaceholderData}
      onMonth={setMonth}
      onStale={() => void found.refetch()}
      booking={booking}
    />
  );
}
