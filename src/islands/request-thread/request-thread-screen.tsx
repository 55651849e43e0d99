import { useEffect, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Locale } from '../../core/locale.ts';
import { requestThreadClient } from '../../client/request-thread-api.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { RequestThreadMessages } from '../../i18n/catalogs/request-thread.ts';
import { translator } from '../../i18n/translate.ts';
import { AccountFrame, idInPath, useAccount } from '../account/account-frame.tsx';
import { codeOf, shownProblem } from '../account/problems.ts';
import { every } from '../inbox/inbox-part.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { RequestConversation } from './request-conversation.tsx';
import { requestThreadKey } from './thread-part.ts';

type Words = { words: RequestThreadMessages };

/** `/{locale}/requests/{id}/thread/`: one conversation for a casting request and all who unlocked it. */
export function RequestThreadScreen({ locale, common, words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Page words={words} />
    </AccountFrame>
  );
}

/** Where somebody is led whose page this is not, with a word of why (S4-26). */
const elsewhere: Readonly<Record<string, string | undefined>> = {
  unlock_required: '/providers/marketplace/?notice=unlock_required',
  not_your_request: '/dashboard/?notice=not_your_request',
};

/** Asked for anew every few seconds, seldom while the page is behind another; the server answers in a line when nothing is new. */
function Page({ words }: Words) {
  const { locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, words);
  const [calls] = useState(() => requestThreadClient(locale));
  const [id] = useState(idInPath);
  const thread = useQuery({
    queryKey: requestThreadKey(id),
    queryFn: () => calls.get(id),
    refetchInterval: every(5),
    refetchIntervalInBackground: true,
  });
  const code = codeOf(thread.error);
  const away = code === null ? undefined : elsewhere[code];
  useEffect(() => {
    if (away) location.replace(`/${locale}${away}`);
  }, [away, locale]);
  if (thread.isPending || away) return <SkeletonCards count={2} />;
  if (!thread.data || code === 'not_found')
    return code === 'not_found' || code === 'invalid' ? (
      <>
        <h1 className="visually-hidden">{t('title')}</h1>
        <EmptyState
          title={t('gone')}
          action={<LinkButton href={`/${locale}/messages/`}>{ui.t('nav.messages')}</LinkButton>}
        >
          {t('goneText')}
        </EmptyState>
      </>
    ) : (
      <ErrorState
        problem={shownProblem(thread.error, ui.t)}
        {...(code !== 'role_not_allowed' && {
          onRetry: () => void thread.refetch(),
          isRetrying: thread.isFetching,
        })}
      />
    );
  return <RequestConversation calls={calls} locale={locale} t={t} view={thread.data} />;
}
