import { useInfiniteQuery } from '@tanstack/react-query';
import type { Deed } from '../../client/accounts-api.ts';
import { shownProblem } from '../account/problems.ts';
import { isolated } from '../bookings/next-step.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { deedWords, moment, type TeamPart } from './team-part.ts';

/** What others did as this account, and under its plan; newest first. */
export function ActingLog({ calls, locale, t, words }: TeamPart) {
  const ui = useUi();
  const log = useInfiniteQuery({
    queryKey: ['team', 'log'],
    queryFn: ({ pageParam }) => calls.listLog(pageParam ? { cursor: pageParam } : {}),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const deeds = log.data?.pages.flatMap(({ items }) => items) ?? [];
  const body = () => {
    if (log.isPending) return <Skeleton />;
    if (!log.data)
      return (
        <ProblemNote
          problem={shownProblem(log.error, ui.t)}
          onRetry={() => void log.refetch()}
          isRetrying={log.isFetching}
        />
      );
    if (deeds.length === 0) return <p className="text-ink-soft">{t('log.none')}</p>;
    return (
      <>
        <ol>
          {deeds.map((deed) => (
            <li key={deed.id} className="border-b border-line py-3 first:pt-0 last:border-0">
              <p>
                <Subject deed={deed} locale={locale}>
                  {deedWords({ t, words }, deed.operation)}
                </Subject>
              </p>
              <p className="text-sm text-ink-soft">
                {t(deed.kind === 'roster' ? 'log.by.roster' : 'log.by.seat', {
                  name: isolated(deed.member.name || t('log.somebody')),
                  account: isolated(deed.account.name),
                })}
                {' · '}
                <time dateTime={deed.at}>{moment(locale, deed.at)}</time>
              </p>
            </li>
          ))}
        </ol>
        {log.hasNextPage && (
          <Button
            variant="secondary"
            className="mt-4"
            isPending={log.isFetchingNextPage}
            onPress={() => void log.fetchNextPage()}
          >
            {ui.t('action.loadMore')}
          </Button>
        )}
      </>
    );
  };
  return (
    <Card title={t('log.title')}>
      <p className="mb-4 text-sm text-ink-soft">{t('log.text')}</p>
      {body()}
    </Card>
  );
}

/** Leads to the thing, where it has a page of one's own. */
function Subject({ deed, locale, children }: { deed: Deed; locale: string; children: string }) {
  const page = { bookings: 'bookings', threads: 'messages' }[deed.subject.kind];
  if (!page || deed.subject.id === '' || deed.kind === 'roster')
    return <span className="font-semibold">{children}</span>;
  return (
    <a className="link font-semibold" href={`/${locale}/${page}/${deed.subject.id}/`}>
      {children}
    </a>
  );
}
