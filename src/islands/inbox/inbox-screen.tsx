import { useEffect, useState } from 'react';
import type { Locale } from '../../core/locale.ts';
import { messagesClient } from '../../client/messages-api.ts';
import type { AgentsMessages } from '../../i18n/catalogs/agents.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { InboxMessages } from '../../i18n/catalogs/inbox.ts';
import { translator } from '../../i18n/translate.ts';
import { AccountFrame, idInPath, useAccount } from '../account/account-frame.tsx';
import { Icon } from '../ui/icon.tsx';
import { ThreadList } from './thread-list.tsx';
import { ThreadPanel } from './thread-panel.tsx';

type Words = { inbox: InboxMessages; agents: AgentsMessages };

/** All my conversations: the list beside the one that is open, or one after the other on a phone. */
export function InboxScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Inbox {...words} />
    </AccountFrame>
  );
}

/** Which conversation the address names. Opening one moves the address, so going back closes it. */
function useOpenThread(locale: Locale): [string, (id: string) => void] {
  const [open, setOpen] = useState(idInPath);
  useEffect(() => {
    const follow = () => setOpen(idInPath());
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  const choose = (id: string) => {
    history.pushState(null, '', `/${locale}/messages/${id ? `${id}/` : ''}${location.search}`);
    setOpen(id);
  };
  return [open, choose];
}

function Inbox({ inbox, agents }: Words) {
  const { locale } = useAccount();
  const t = translator(locale, inbox);
  const [calls] = useState(() => messagesClient(locale));
  const [open, choose] = useOpenThread(locale);
  const part = { calls, locale, t, agents };
  return (
    <div className="flex flex-col gap-5">
      <h1 className={`text-3xl ${open ? 'max-lg:visually-hidden' : ''}`}>{t('title')}</h1>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(20rem,26rem)_1fr]">
        <div className={open ? 'max-lg:hidden' : ''}>
          <ThreadList {...part} open={open} onOpen={choose} />
        </div>
        <div className={open ? 'min-w-0' : 'min-w-0 max-lg:hidden'}>
          {open ? (
            <ThreadPanel key={open} {...part} id={open} onClose={() => choose('')} />
          ) : (
            <div className="grid min-h-96 place-items-center rounded-lg border border-dashed border-line-strong p-8 text-center text-ink-faint">
              <p className="flex flex-col items-center gap-3">
                <Icon name="message" className="size-8" />
                {t('choose')}
              </p>
            </div>
          )}
        </div>
      </div>
    </div>
  );
}
