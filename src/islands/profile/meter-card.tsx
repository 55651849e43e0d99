import { Button, Meter } from 'react-aria-components';
import { useState } from 'react';
import { formatNumber } from '../../i18n/format.ts';
import { Card } from '../ui/card.tsx';
import { Icon } from '../ui/icon.tsx';
import type { Profile, ProfilePart } from './profile-part.ts';

/** Where on the page each step is done. */
const places: Readonly<Record<Profile['completeness']['steps'][number]['step'], string>> = {
  headline: 'words',
  services: 'services',
  avatar: 'work',
  bio: 'words',
  work: 'work',
  languages: 'known',
  tags: 'known',
  hours: 'hours',
  casting: 'casting',
  credits: 'credits',
  translated: 'words',
};

/** How complete the page is, and the step that is worth most next. */
export function MeterCard({ profile, locale, s }: Pick<ProfilePart, 'profile' | 'locale' | 's'>) {
  const { points, next, steps } = profile.completeness;
  const [showsAll, setShowsAll] = useState(false);
  const worth = (of: number) => s('meter.worth', { points: formatNumber(locale, of) });
  return (
    <Card title={s('meter.title')}>
      <div className="flex flex-col gap-4">
        <Meter
          aria-label={s('meter.title')}
          value={points}
          valueLabel={s('meter.points', { points: formatNumber(locale, points) })}
        >
          {({ valueText, percentage }) => (
            <>
              <p className="figures font-semibold text-palm-ink">{valueText}</p>
              <div className="mt-1.5 h-2.5 overflow-hidden rounded-full bg-sunk">
                <div className="h-full rounded-full bg-palm transition-[width]" style={{ width: `${percentage}%` }} />
              </div>
            </>
          )}
        </Meter>
        {next === null ? (
          <p className="text-ink-soft">{s('meter.whole')}</p>
        ) : (
          <p>
            <span className="block text-sm text-ink-faint">{s('meter.next')}</span>
            <a className="link font-semibold" href={`#${places[next]}`}>
              {s(`step.${next}`)}
            </a>{' '}
            <span className="figures text-sm text-ink-soft" dir="ltr">
              {worth(steps.find(({ step }) => step === next)?.points ?? 0)}
            </span>
          </p>
        )}
        <Button
          aria-expanded={showsAll}
          onPress={() => setShowsAll(!showsAll)}
          className="flex min-h-11 cursor-pointer items-center gap-2 self-start text-sm text-ink-soft hover:text-ink data-focus-visible:outline-3 data-focus-visible:outline-focus"
        >
          {s('meter.all')}
          <Icon name={showsAll ? 'up' : 'down'} className="size-4" />
        </Button>
        {showsAll && (
          <ul className="flex flex-col gap-2 text-sm">
            {steps.map(({ step, points: of, done }) => (
              <li key={step} className="flex items-start gap-2">
                <Icon
                  name={done ? 'check' : 'plus'}
                  className={`mt-0.5 size-4 ${done ? 'text-palm-ink' : 'text-clay-ink'}`}
                />
                <span className={`grow ${done ? 'text-ink-faint' : ''}`}>
                  {done ? s(`step.${step}`) : <a href={`#${places[step]}`}>{s(`step.${step}`)}</a>}
                  <span className="visually-hidden"> {s(done ? 'meter.has' : 'meter.open')}</span>
                </span>
                {!done && (
                  <span className="figures text-ink-faint" dir="ltr">
                    {worth(of)}
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
