import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { formatDateTime } from '../../i18n/format.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { CalendarPart } from './calendar-part.ts';

const feedKey = ['calendar feed'] as const;

/** Bookings in a calendar program. The address is a secret: it is shown when it is made, and never again. */
export function FeedCard({ locale, t }: CalendarPart) {
  const { api } = useAccount();
  const ui = useUi();
  const queries = useQueryClient();
  const [url, setUrl] = useState<string | null>(null);
  const [asks, setAsks] = useState<'renew' | 'end' | null>(null);
  const feed = useQuery({ queryKey: feedKey, queryFn: () => api.getCalendarFeed() });
  const make = useWrite(
    (key, _made: number) => api.makeCalendarFeed(key),
    (made) => {
      setUrl(made.url);
      setAsks(null);
      queries.setQueryData(feedKey, { since: made.since });
    },
  );
  const end = useWrite(
    (key, _ended: number) => api.dropCalendarFeed(key),
    (after) => {
      setUrl(null);
      setAsks(null);
      queries.setQueryData(feedKey, after);
      notify({ tone: 'good', title: t('feed.ended') });
    },
  );
  const copy = async (address: string) => {
    await navigator.clipboard.writeText(address);
    notify({ tone: 'good', title: t('feed.copied') });
  };
  const failed = make.error ?? end.error ?? feed.error;
  const since = feed.data?.since ?? null;
  return (
    <Card title={t('feed.title')}>
      <div className="flex flex-col gap-4">
        <p className="text-ink-soft">{t('feed.text')}</p>
        {url && (
          <div className="flex flex-col gap-3 rounded-md bg-palm-soft p-4">
            <label className="flex flex-col gap-1.5 font-semibold">
              {t('feed.address')}
              <input
                readOnly
                dir="ltr"
                value={url}
                onFocus={(event) => event.currentTarget.select()}
                className="w-full min-w-0 rounded-md border border-line-strong bg-raised px-3 py-2 font-normal"
              />
            </label>
            <p className="text-sm">{t('feed.once')}</p>
            <div className="flex flex-wrap gap-3">
              <LinkButton icon="calendar" href={url.replace(/^https?:/, 'webcal:')}>
                {t('feed.subscribe')}
              </LinkButton>
              <Button variant="secondary" icon="copy" onPress={() => void copy(url)}>
                {t('feed.copy')}
              </Button>
            </div>
          </div>
        )}
        {since && !url && (
          <p>{t('feed.since', { day: formatDateTime(locale, new Date(since), myTimeZone(), 'date') })}</p>
        )}
        {failed && !asks && <ProblemNote problem={shownProblem(failed, ui.t)} />}
        {feed.data && (
          <div className="flex flex-wrap gap-3">
            {since === null ? (
              <Button icon="calendar" onPress={() => make.mutate(Date.now())} isPending={make.isPending}>
                {t('feed.make')}
              </Button>
            ) : (
              <>
                <Button variant="secondary" onPress={() => setAsks('renew')}>
                  {t('feed.renew')}
                </Button>
                <Button variant="quiet" onPress={() => setAsks('end')}>
                  {t('feed.end')}
                </Button>
              </>
            )}
          </div>
        )}
      </div>
      <ConfirmDialog
        title={t(asks === 'end' ? 'feed.endAsk' : 'feed.renewAsk')}
        isOpen={asks !== null}
        onClose={() => setAsks(null)}
        onConfirm={() => (asks === 'end' ? end : make).mutate(Date.now())}
        confirmLabel={t(asks === 'end' ? 'feed.end' : 'feed.renew')}
        cancelLabel={ui.t('action.cancel')}
        isPending={make.isPending || end.isPending}
        isDangerous={asks === 'end'}
      >
        <p>{t(asks === 'end' ? 'feed.endText' : 'feed.renewText')}</p>
        {failed && <ProblemNote problem={shownProblem(failed, ui.t)} />}
      </ConfirmDialog>
    </Card>
  );
}
