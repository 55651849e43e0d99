import type { MouseEvent } from 'react';
import type { AnswerOf } from '../../client/api.ts';
import type { listNotifications } from '../../features/notifications/contract.ts';
import { formatDateTime, formatRelative } from '../../i18n/format.ts';
import { translator } from '../../i18n/translate.ts';
import type { IconName } from '../../styles/icons.ts';
import { useAccount } from '../account/account-frame.tsx';
import { Icon } from '../ui/icon.tsx';
import type { Words } from './notifications-screen.tsx';

export type NotificationItem = AnswerOf<typeof listNotifications>['items'][number];

const pictures: Readonly<Record<NotificationItem['kind'], IconName>> = {
  messages: 'message',
  inquiries: 'message',
  contacts: 'person',
  requests: 'people',
  matches: 'search',
  searches: 'star',
  bookings: 'calendar',
  reviews: 'star',
  payments: 'wallet',
  plan: 'receipt',
  daily: 'bell',
  security: 'shield',
  operator: 'shield',
};

/** How long a page waits for the word that it was read before it leads on. */
const patience = 800;

/** One thing to know. The whole line leads to it, and whoever goes there has read it. */
export function NotificationLine({ item, now, words }: Words & { item: NotificationItem; now: Date }) {
  const { api, me, locale } = useAccount();
  const t = translator(locale, words);
  const href = `/${locale}${item.path}`;
  const at = new Date(item.at);
  const go = (event: MouseEvent<HTMLAnchorElement>) => {
    if (item.read) return;
    const marked = api.markNotificationsRead(crypto.randomUUID(), { ids: [item.id] }).catch(() => null);
    // into another tab the page stays, and so does the call
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    const waited = new Promise((done) => setTimeout(done, patience));
    void Promise.race([marked, waited]).then(() => location.assign(href));
  };
  return (
    <li
      className={`relative flex items-start gap-4 border-b border-line px-4 py-3.5 last:border-b-0 hover:bg-sunk sm:px-5 ${item.read ? '' : 'bg-palm-soft/60'}`}
    >
      <span
        className={`mt-0.5 grid size-9 shrink-0 place-items-center rounded-full ${item.read ? 'bg-sunk text-ink-faint' : 'bg-palm text-on-palm'}`}
      >
        <Icon name={pictures[item.kind]} className="size-5" />
      </span>
      <div className="flex min-w-0 grow flex-col gap-0.5">
        <a
          href={href}
          onClick={go}
          className={`rounded-sm wrap-anywhere after:absolute after:inset-0 ${item.read ? '' : 'font-semibold'}`}
        >
          {!item.read && <span className="visually-hidden">{t('list.new')}: </span>}
          {item.text}
        </a>
        <time
          dateTime={item.at}
          title={formatDateTime(locale, at, me.timeZone, 'dateTime')}
          className="text-sm text-ink-soft"
        >
          {/* clocks differ by some seconds, and nothing has happened in the future */}
          {formatRelative(locale, at < now ? at : now, now)}
        </time>
      </div>
      {!item.read && <span aria-hidden="true" className="mt-2.5 size-2.5 shrink-0 rounded-full bg-rose" />}
    </li>
  );
}
