import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ApiClient } from '../../client/api.ts';
import { formatNumber } from '../../i18n/format.ts';
import { mostCounted } from '../../features/notifications/rules/badge.ts';
import { useUi } from '../ui/ui-provider.tsx';

const often = 30_000;
const seldom = 120_000;

/** How many are unread, asked again and again: seldom while nobody looks, and answered with a 304 while nothing is new. */
export const unreadKey = ['notifications', 'unread'] as const;
export function useUnread(api: ApiClient): number {
  const queries = useQueryClient();
  const found = useQuery({
    queryKey: unreadKey,
    queryFn: async () => (await api.countUnreadNotifications()).unread,
    refetchInterval: () => (document.hidden ? seldom : often),
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: true,
    staleTime: 5_000,
    retry: false,
  });
  const count = found.data ?? 0;
  // another number than before: what is listed is out of date
  useEffect(() => void queries.invalidateQueries({ queryKey: ['notifications', 'list'] }), [queries, count]);
  return count;
}

/** The number on the bell, which stands in the page's header: a link that works without it. */
export function BellCount({ api }: { api: ApiClient }) {
  const { t, locale } = useUi();
  const [place] = useState(() => document.getElementById('bell-count'));
  const count = useUnread(api);
  if (!place || count === 0) return null;
  const shown = count >= mostCounted ? `${formatNumber(locale, mostCounted - 1)}+` : formatNumber(locale, count);
  return createPortal(
    <>
      <span
        aria-hidden="true"
        className="figures absolute -end-2 -top-1.5 min-w-5 rounded-full bg-rose px-1 text-center text-xs/5 font-semibold text-on-rose"
      >
        {shown}
      </span>
      <span className="visually-hidden">{t('nav.unread', { count })}</span>
    </>,
    place,
  );
}
