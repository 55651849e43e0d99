/** Who is signed in, as the browser knows it: what `virtual:auth-client` exports. Clerk in production, on one machine the stack's own sign-in. */
export interface AuthClient {
  /** null when nobody is signed in; rejects when it cannot be found out */
  session(): Promise<{ userId: string } | null>;
  /** a token that is good now: they last a minute, so ask before each call */
  token(): Promise<string | null>;
  /** leaves for where one signs in, and comes back to `returnTo` */
  signIn(returnTo: string): Promise<void>;
  signOut(): Promise<void>;
  /** shows the sign-in form in `element`; whoever signs in there goes on to `returnTo` */
  mount(element: HTMLElement, returnTo: string): Promise<void>;
}

/** Only a path of this site: an address that came in with a link must not lead elsewhere. */
export function safeReturn(asked: string | null, otherwise: string): string {
  if (!asked || !/^\/(?![/\\])/.test(asked) || /[\\\s]/.test(asked)) return otherwise;
  return asked;
}

export const signInPath = (locale: string, returnTo: string): string =>
  `/${locale}/sign-in/?return=${encodeURIComponent(returnTo)}`;
