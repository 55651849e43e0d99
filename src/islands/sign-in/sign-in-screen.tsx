import { useEffect, useRef, useState } from 'react';
import * as auth from 'virtual:auth-client';
import { safeReturn } from '../../client/auth.ts';
import type { Locale } from '../../core/locale.ts';
import type { AccountMessages } from '../../i18n/catalogs/account.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import { translator } from '../../i18n/translate.ts';
import { shownProblem } from '../account/problems.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { UiProvider, useUi } from '../ui/ui-provider.tsx';

type Words = { account: AccountMessages };

/** The door. Who is signed in already is sent on to where they wanted to go. */
export function SignInScreen({ locale, common, account }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <UiProvider locale={locale} common={common}>
      <Door account={account} />
    </UiProvider>
  );
}

function Door({ account }: Words) {
  const { locale, t: ui } = useUi();
  const t = translator(locale, account);
  const place = useRef<HTMLDivElement>(null);
  const [tries, setTries] = useState(0);
  const [state, setState] = useState<'asking' | 'open' | 'failed'>('asking');
  useEffect(() => {
    let left = false;
    const returnTo = safeReturn(new URLSearchParams(location.search).get('return'), `/${locale}/dashboard/`);
    const open = async () => {
      if (await auth.session()) location.replace(returnTo);
      else if (place.current && !left) {
        await auth.mount(place.current, returnTo);
        setState('open');
      }
    };
    setState('asking');
    open().catch(() => {
      if (!left) setState('failed');
    });
    return () => {
      left = true;
    };
  }, [tries, locale]);
  return (
    <div className="mx-auto flex w-full max-w-md flex-col gap-5 py-6">
      <h1 className="text-3xl">{t('signIn.title')}</h1>
      <p className="text-ink-soft">{t('signIn.text')}</p>
      {state === 'asking' && <Skeleton lines={4} />}
      {state === 'failed' && <ErrorState problem={shownProblem(null, ui)} onRetry={() => setTries(tries + 1)} />}
      <div ref={place} />
    </div>
  );
}
