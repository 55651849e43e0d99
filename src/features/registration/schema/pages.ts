import type { GuardianState } from '../rules/guardian.ts';

/** The page behind the link in a guardian's letter. */
export type GuardianPage = {
  token: string;
  guardian: string;
  talent: { name: string; slug: string | null };
  state: GuardianState;
  /** the talent is of age by now: nothing is asked any more */
  over: boolean;
  /** what was said a moment ago; `late`: something else was said in between */
  done: 'given' | 'refused' | 'withdrawn' | 'late' | null;
};
