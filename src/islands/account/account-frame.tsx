import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import * as auth from 'virtual:auth-client';
import { apiClient, type ApiClient } from '../../client/api.ts';
import { ApiError } from '../../client/problem.ts';
import type { Locale } from '../../core/locale.ts';
import type { MeView } from '../../features/identity/schema.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import { acting } from '../../client/acting.ts';
import { BoardLink } from '../board/board-link.tsx';
import { MessagesCount } from '../inbox/messages-count.tsx';
import { BellCount } from '../notifications/bell.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { Toasts } from '../ui/toast.tsx';
import { UiProvider, useUi } from '../ui/ui-provider.tsx';
import { ActingBanner, ActingSwitch, askMandates, forgetMandates, switchTo } from './acting-switch.tsx';
import { MoreLinks } from './more-links.tsx';
import { codeOf, shownProblem } from './problems.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

type Account = { api: ApiClient; me: MeView; locale: Locale };
const AccountContext = createContext<Account | null>(null);

export function useAccount(): Account {
  const account = useContext(AccountContext);
  if (!account) throw new Error('a screen stands outside AccountFrame');
  return account;
}

const ofTalents = [
  ['/profile/', 'nav.profile'],
  ['/earnings/', 'nav.earnings'],
] as const;
const ofCustomers = [['/collections/', 'nav.lists']] as const;

function newQueries(): QueryClient {
  // A session that ends while a page is open ends everywhere: who I am is asked anew, and the gate below sends to the
  // sign-in page and back. What was being written waits in its draft.
  const onError = (error: Error, isAboutMe: boolean) => {
    // and so does a place that was taken back
    const over = ['unauthenticated', 'no_mandate'].includes(codeOf(error) ?? '');
    if (over && !isAboutMe) void queries.invalidateQueries({ queryKey: ['me'] });
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError: (error, { queryKey }) => onError(error, queryKey[0] === 'me') }),
    mutationCache: new MutationCache({ onError: (error) => onError(error, false) }),
    defaultOptions: {
      // Without a network a call fails and says so, instead of waiting in silence for one.
      mutations: { networkMode: 'always' },
      queries: {
        networkMode: 'always',
        staleTime: 2_000,
        // A refusal stays a refusal; what got no answer, or broke inside, is worth another try.
        retry: (failures, error) =>
          failures < 2 && error instanceof ApiError && (error.problem === null || error.problem.status >= 500),
      },
    },
  });
  return queries;
}

/** Whoever only works for others need not say what else they came for; everybody else is asked. */
async function welcome(locale: Locale): Promise<void> {
  const mandates = await askMandates(locale).catch(() => null);
  const first = mandates?.items.find(({ counts }) => counts);
  if (first) switchTo(locale, { accountId: first.accountId, name: first.name, kind: first.kind }, pathHere());
  else location.replace(`/${locale}/onboarding/?return=${encodeURIComponent(here())}`);
}
/** behind the language */
const pathHere = () => location.pathname.replace(/^\/[^/]+/, '') + location.search;

const here = () => location.pathname + location.search;

function Gate({
  locale,
  welcomesNewcomers,
  children,
}: {
  locale: Locale;
  welcomesNewcomers: boolean;
  children: ReactNode;
}) {
  const { t } = useUi();
  const [api] = useState(() => apiClient(locale));
  const who = useQuery({
    queryKey: ['me'],
    queryFn: async () => ((await auth.session()) ? api.getMe() : null),
    staleTime: 30_000,
  });
  const signedOut = who.data === null || codeOf(who.error) === 'unauthenticated';
  const isNew = who.data?.onboarded === false && !welcomesNewcomers;
  useEffect(() => {
    if (signedOut) void auth.signIn(here());
    else if (isNew) void welcome(locale);
  }, [signedOut, isNew, locale]);
  if (codeOf(who.error) === 'no_mandate')
    return (
      <>
        <h1 className="text-3xl">{t('acting.label')}</h1>
        <EmptyState
          title={t('acting.ended')}
          action={
            <Button
              onPress={() => {
                forgetMandates();
                switchTo(locale, null);
              }}
            >
              {t('acting.back')}
            </Button>
          }
        >
          {t('acting.ended.text', { name: acting()?.name ?? '' })}
        </EmptyState>
      </>
    );
  if (codeOf(who.error) === 'account_suspended') return <Suspended problem={shownProblem(who.error, t)} />;
  if (who.error && !signedOut && !who.data)
    return (
      <ErrorState problem={shownProblem(who.error, t)} onRetry={() => void who.refetch()} isRetrying={who.isFetching} />
    );
  if (!who.data || isNew || signedOut) return <SkeletonCards />;
  return (
    <AccountContext value={{ api, me: who.data, locale }}>
      <ActingSwitch />
      <ActingBanner />
      {who.data.onboarded && <BellCount api={api} />}
      {who.data.onboarded && <MessagesCount />}
      {who.data.role === 'talent' && <BoardLink />}
      {who.data.role === 'talent' && <MoreLinks links={ofTalents} />}
      {who.data.role === 'customer' && <MoreLinks links={ofCustomers} />}
      {children}
    </AccountContext>
  );
}

/** Nothing to try again: what stands, whom to ask, and the way out. */
function Suspended({ problem }: { problem: ReturnType<typeof shownProblem> }) {
  const { t, locale } = useUi();
  return (
    <>
      <h1 className="visually-hidden">{problem.title}</h1>
      <EmptyState
        title={problem.title}
        action={
          <Button variant="secondary" onPress={() => void auth.signOut().then(() => location.assign(`/${locale}/`))}>
            {t('nav.signOut')}
          </Button>
        }
      >
        {[problem.detail, problem.action].filter(Boolean).join(' ')}
      </EmptyState>
    </>
  );
}

type FrameProps = { locale: Locale; common: CommonMessages; welcomesNewcomers?: boolean; children: ReactNode };

/** Around every screen behind the sign-in: who it is, in which language, and what the server said. */
export function AccountFrame({ locale, common, welcomesNewcomers = false, children }: FrameProps) {
  const [queries] = useState(newQueries);
  return (
    <QueryClientProvider client={queries}>
      <UiProvider locale={locale} common={common}>
        <Gate locale={locale} welcomesNewcomers={welcomesNewcomers}>
          {children}
        </Gate>
        <Toasts />
      </UiProvider>
    </QueryClientProvider>
  );
}

/** The id in the address: `/en/bookings/{id}/`. One static page stands for all of them, so the address is read here. */
export const idInPath = (): string => decodeURIComponent(location.pathname.split('/')[3] ?? '');
