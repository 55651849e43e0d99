import { useState } from 'react';
import { typedSince } from './typed-since.ts';

/** What a section holds while it is worked on, beside what is kept: the same words are no change, whoever typed them. */
export function useDraft<Fields extends object>(
  kept: Fields,
): {
  draft: Fields;
  change: (part: Partial<Fields>) => void;
  isDirty: boolean;
  begin: (from: Fields) => void;
  /** what was sent is kept, and this is how */
  settle: (sent: Fields, kept: Fields) => void;
} {
  const [base, setBase] = useState(kept);
  const [draft, setDraft] = useState(kept);
  return {
    draft,
    change: (part) => setDraft((now) => ({ ...now, ...part })),
    isDirty: JSON.stringify(draft) !== JSON.stringify(base),
    begin: (from) => {
      setBase(from);
      setDraft(from);
    },
    settle: (sent, kept) => {
      setBase(kept);
      setDraft((now) => typedSince(sent, now, kept));
    },
  };
}
