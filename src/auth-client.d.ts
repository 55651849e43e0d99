/** Chosen by the build: Clerk, or the local stack's sign-in. */
declare module 'virtual:auth-client' {
  type AuthClient = import('./client/auth.ts').AuthClient;
  export const session: AuthClient['session'];
  export const token: AuthClient['token'];
  export const signIn: AuthClient['signIn'];
  export const signOut: AuthClient['signOut'];
  export const mount: AuthClient['mount'];
}

/** Written in by the build: the key of this site's Clerk, which is public. */
declare const __CLERK_PUBLISHABLE_KEY__: string;
