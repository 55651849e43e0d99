import { formatDateTime } from '../../i18n/format.ts';
import { soraniDigits } from '../../i18n/sorani.ts';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { ProfilePart } from './profile-part.ts';

/** The week at a glance. It is set where days off, notice and the free days that follow from them are in sight as well. */
export function HoursForm({ profile, locale, t }: ProfilePart) {
  const ui = useUi();
  const week = locale === 'ar' || locale === 'ckb' ? [6, 7, 1, 2, 3, 4, 5] : [1, 2, 3, 4, 5, 6, 7];
  const figures = (time: string) => (locale === 'ckb' ? soraniDigits(time.slice(0, 5)) : time.slice(0, 5));
  return (
    <Card
      title={t('hours.title')}
      aside={
        <LinkButton variant="secondary" size="sm" icon="edit" href={`/${locale}/calendar/`}>
          {ui.t('action.edit')}
        </LinkButton>
      }
    >
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
        {week.map((weekday) => {
          const open = profile.hours.filter((one) => one.weekday === weekday);
          return (
            <div key={weekday} className="contents">
              <dt className="font-semibold first-letter:uppercase">
                {/* 2 November 2026 is a Monday */}
                {formatDateTime(locale, new Date(Date.UTC(2026, 10, 1 + weekday, 12)), 'UTC', 'weekday')}
              </dt>
              <dd className={`figures ${open.length === 0 ? 'text-ink-faint' : ''}`}>
                {open.length === 0
                  ? t('hours.closed')
                  : open.map(({ startsAt, endsAt }) => `${figures(startsAt)} – ${figures(endsAt)}`).join(' · ')}
              </dd>
            </div>
          );
        })}
      </dl>
    </Card>
  );
}
