import { useState } from 'react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { contactsClient } from '../../client/contacts-api.ts';
import type { ContactsMessages } from '../../i18n/catalogs/contacts.ts';
import { formatDateTime } from '../../i18n/format.ts';
import { translator } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { isolated } from '../bookings/next-step.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';

/** Whom somebody does not hear from, and the way back. */
export function BlockedPeople({ contacts }: { contacts: ContactsMessages }) {
  const { me, locale } = useAccount();
  const ui = useUi();
  const queries = useQueryClient();
  const t = translator(locale, contacts);
  const [api] = useState(() => contactsClient(locale));
  const found = useInfiniteQuery({
    queryKey: ['blocks'],
    queryFn: ({ pageParam }) => api.listBlocks(pageParam === null ? {} : { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const lift = useWrite(
    (key, { id }: { id: string; name: string }) => api.deleteBlock(key, id),
    async (_, { name }) => {
      notify({ title: t('blocks.lifted', { name: isolated(name) }), tone: 'good' });
      await queries.invalidateQueries({ queryKey: ['blocks'] });
    },
  );
  const blocks = found.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div id="blocked" className="scroll-mt-6">
      <Card title={t('blocks.title')}>
        {found.isError && (
          <ProblemNote
            problem={shownProblem(found.error, ui.t)}
            onRetry={() => void found.refetch()}
            isRetrying={found.isFetching}
          />
        )}
        {found.data && <p className="text-ink-soft">{t(blocks.length === 0 ? 'blocks.none' : 'blocks.text')}</p>}
        {blocks.length > 0 && (
          <ul className="mt-3 divide-y divide-line border-y border-line">
            {blocks.map(({ id, name: known, createdAt }) => {
              const name = known || t('blocks.nobody');
              return (
                <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
                  <span className="min-w-0">
                    <bdi className="block font-semibold">{name}</bdi>
                    <span className="text-sm text-ink-faint">
                      {t('blocks.since', { date: formatDateTime(locale, new Date(createdAt), me.timeZone, 'date') })}
                    </span>
                  </span>
                  <Button
                    variant="secondary"
                    size="sm"
                    aria-label={t('blocks.liftOf', { name: isolated(name) })}
                    isPending={lift.isPending && lift.variables.id === id}
                    onPress={() => lift.mutate({ id, name })}
                  >
                    {t('blocks.lift')}
                  </Button>
                </li>
              );
            })}
          </ul>
        )}
        {lift.isError && <ProblemNote problem={shownProblem(lift.error, ui.t)} />}
        {found.hasNextPage && (
          <Button
            variant="secondary"
            size="sm"
            className="mt-3"
            onPress={() => void found.fetchNextPage()}
            isPending={found.isFetchingNextPage}
          >
            {ui.t('action.loadMore')}
          </Button>
        )}
      </Card>
    </div>
  );
}
