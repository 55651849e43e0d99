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
    root.render(
      createElement(ClerkProvider, {
        publishableKey: __CLERK_PUBLISHABLE_KEY__,
        children: createElement(WhenReady, { tell }),
      }),
    );
  });
  return loading;
}

export const session: AuthClient['session'] = async () => {
  const { user, session: live } = await loaded();
  return user && live ? { userId: user.id } : null;
};

export const token: AuthClient['token'] = async () => {
  const { session: live } = await loaded();
  return (await live?.getToken()) ?? null;
};

export const signIn: AuthClient['signIn'] = async (returnTo) => {
  location.assign(signInPath(document.documentElement.lang, returnTo));
};

export const signOut: AuthClient['signOut'] = async () => {
  const clerk = await loaded();
  await clerk.signOut();
};

export const mount: AuthClient['mount'] = async (element, returnTo) => {
  const clerk = await loaded();
  const box = document.createElement('div');
  element.replaceChildren(box);
  clerk.mountSignIn(box, { forceRedirectUrl: returnTo, signUpForceRedirectUrl: returnTo, routing: 'hash' });
};
