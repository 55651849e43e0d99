import { useQuery } from '@tanstack/react-query';
import type { Locale } from '../../core/locale.ts';
import type { CalendarMessages } from '../../i18n/catalogs/calendar.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import { translator } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { FeedCard } from './feed-card.tsx';
import { HoursEditor } from './hours-editor.tsx';

type Words = { calendar: CalendarMessages };

export function CalendarScreen({ locale, common, calendar }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Calendar calendar={calendar} />
    </AccountFrame>
  );
}

/** A talent sets when they can be booked; everybody can have their bookings in the calendar they already use. */
function Calendar({ calendar }: Words) {
  const { api, me, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, calendar);
  const isTalent = me.role === 'talent';
  const found = useQuery({
    queryKey: ['profile'],
    queryFn: () => api.getMyProfile(),
    enabled: isTalent,
    refetchOnWindowFocus: false,
  });
  if (isTalent && found.isPending) return <SkeletonCards />;
  if (isTalent && !found.data)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  return (
    <div className={`flex w-full flex-col gap-6 ${isTalent ? '' : 'mx-auto max-w-xl'}`}>
      <header>
        <h1 className="text-3xl">{t(isTalent ? 'page.open' : 'page.title')}</h1>
        <p className="mt-1 text-ink-soft">{t(isTalent ? 'page.talent' : 'page.customer')}</p>
      </header>
      {found.data ? <HoursEditor profile={found.data} locale={locale} t={t} /> : <FeedCard locale={locale} t={t} />}
    </div>
  );
}
