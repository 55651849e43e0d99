import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { termsLeaveRoom } from '../../features/profiles/rules/availability-limits.ts';
import { hoursAreSound } from '../../features/profiles/rules/profile.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { offsetText } from '../bookings/booking-when.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { CalendarPart, Profile } from './calendar-part.ts';
import { DaysEditor } from './days-editor.tsx';
import { FeedCard } from './feed-card.tsx';
import { PreviewCard } from './preview-card.tsx';
import { TermsEditor } from './terms-editor.tsx';
import { WeekEditor } from './week-editor.tsx';

/** Week, days that differ and terms are sent together: what is on the screen is what is kept. */
export function HoursEditor({ profile, locale, t }: CalendarPart & { profile: Profile }) {
  const { api } = useAccount();
  const ui = useUi();
  const queries = useQueryClient();
  const [kept, setKept] = useState(profile);
  const [hours, setHours] = useState(profile.hours);
  const [days, setDays] = useState(profile.exceptions);
  const [terms, setTerms] = useState(profile.terms);
  const time = useQuery({ queryKey: ['my time'], queryFn: () => api.getAvailability() });
  const isUnsaved = hours !== kept.hours || days !== kept.exceptions || terms !== kept.terms;
  const save = useWrite(
    (key, body: Parameters<typeof api.setAvailability>[1]) => api.setAvailability(key, body),
    (after) => {
      setKept(after);
      setHours(after.hours);
      setDays(after.exceptions);
      setTerms(after.terms);
      queries.setQueryData(['profile'], after);
      void queries.invalidateQueries({ queryKey: ['my time'] });
      notify({ tone: 'good', title: t('saved') });
    },
  );
  const part = { locale, t };
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-6">
        <Card title={t('week.title')}>
          <p className="mb-2 text-ink-soft">
            {t('week.text', { offset: offsetText(locale, profile.timeZone, new Date()) })}
          </p>
          <WeekEditor {...part} hours={hours} onChange={setHours} />
        </Card>
        <Card title={t('terms.title')}>
          <TermsEditor {...part} terms={terms} onChange={setTerms} />
        </Card>
        <Card title={t('days.title')}>
          <p className="mb-4 text-ink-soft">{t('days.text')}</p>
          <DaysEditor {...part} days={days} onChange={setDays} timeZone={profile.timeZone} />
        </Card>
      </div>
      <div className="flex min-w-0 flex-col gap-6 lg:sticky lg:top-6">
        {time.data && <PreviewCard {...part} time={time.data} {...{ hours, days, terms, isUnsaved }} />}
        {save.isError && <ProblemNote problem={shownProblem(save.error, ui.t)} />}
        <Button
          onPress={() => save.mutate({ hours, exceptions: days, terms })}
          size="lg"
          isDisabled={!isUnsaved || !hoursAreSound(hours) || !termsLeaveRoom(terms)}
          isPending={save.isPending}
        >
          {ui.t('action.save')}
        </Button>
        <FeedCard {...part} />
      </div>
    </div>
  );
}
