import { ClerkProvider, useAuth, useClerk } from '@clerk/react';
import { createElement, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { signInPath, type AuthClient } from './auth.ts';

type Clerk = ReturnType<typeof useClerk>;
const patience = 15_000;

function WhenReady({ tell }: { tell: (clerk: Clerk) => void }) {
  const clerk = useClerk();
  const { isLoaded } = useAuth();
  useEffect(() => {
    if (isLoaded) tell(clerk);
  }, [isLoaded, clerk, tell]);
  return null;
}

let loading: Promise<Clerk> | null = null;

/** Clerk speaks React; the rest of the site need not. One hidden root holds it, made when first asked for. */
function loaded(): Promise<Clerk> {
  loading ??= new Promise<Clerk>((resolve, reject) => {
    const holder = document.createElement('div');
    holder.hidden = true;
    document.body.append(holder);
    const root = createRoot(holder);
    const giveUp = setTimeout(() => {
      root.unmount();
      holder.remove();
      // the next question tries afresh
      loading = null;
      reject(new Error('the sign-in service does not answer'));
    }, patience);
    const tell = (clerk: Clerk) => {
      clearTimeout(giveUp);
      resolve(clerk);
    };
    root.render(createElement(ClerkProvider, { publishableKey: __CLERK_PUBLISHABLE_KEY__, children: createElement(WhenReady, { tell }) }));
  });
  return loading;
}

export const auth: AuthClient = {
  async session() {
    const { user, session } = await loaded();
    return user && session ? { userId: user.id } : null;
  },
  async token() {
    const { session } = await loaded();
    return (await session?.getToken()) ?? null;
  },
  signIn(returnTo) {
    location.assign(signInPath(document.documentElement.lang, returnTo));
  },
  async signOut() {
    await (await loaded()).signOut();
  },
  mount(el, returnTo) {
    const box = document.createElement('div');
    el.replaceChildren(box);
    let gone = false;
    void loaded().then((clerk) => {
      if (!gone) clerk.mountSignIn(box, { forceRedirectUrl: returnTo, signUpForceRedirectUrl: returnTo, routing: 'hash' });
    });
    return () => {
      gone = true;
      void loaded().then((clerk) => clerk.unmountSignIn(box));
    };
  },
};
