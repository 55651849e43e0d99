/** Chosen by the build: Clerk, or the local stack's sign-in. */
declare module 'virtual:auth-client' {
  export const auth: import('./client/auth.ts').AuthClient;
}

/** Written in by the build: the key of this site's Clerk, which is public. */
declare const __CLERK_PUBLISHABLE_KEY__: string;
