import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useQuery } from '@tanstack/react-query';
import { messagesClient } from '../../client/messages-api.ts';
import { formatNumber } from '../../i18n/format.ts';
import { useUi } from '../ui/ui-provider.tsx';
import { every } from './inbox-part.ts';

/** How many messages wait, beside the word in the page's header: a link that works without it. */
export function MessagesCount() {
  const { t, locale } = useUi();
  const [calls] = useState(() => messagesClient(locale));
  const [place] = useState(() => document.getElementById('messages-count'));
  const unread = useQuery({
    queryKey: ['threads', 'unread'],
    queryFn: () => calls.countUnread(),
    refetchInterval: every(30),
    refetchIntervalInBackground: true,
    retry: false,
    enabled: place !== null,
  });
  const count = unread.data?.threads ?? 0;
  if (!place || count === 0) return null;
  return createPortal(
    <>
      <span
        aria-hidden="true"
        className="figures ms-1.5 inline-block min-w-5 rounded-full bg-palm px-1.5 text-center text-xs/5 font-semibold text-on-palm"
      >
        {count > 99 ? `${formatNumber(locale, 99)}+` : formatNumber(locale, count)}
      </span>
      <span className="visually-hidden">{t('nav.unreadMessages', { count })}</span>
    </>,
    place,
  );
}
