import { useState } from 'react';
import { codeOf } from '../account/problems.ts';

/** What is said; `to`: of a request's owner, whom alone. */
export type Words = { body: string; attachmentIds: readonly string[]; to?: string };

/** Words on their way. They keep their key until they arrived, so however often they are sent they are said once. */
export type Outgoing = Words & { key: string; state: 'sending' | 'failed'; error: unknown; at: string };

type Ways = {
  send: (key: string, words: Words) => Promise<unknown>;
  /** asks for the conversation as it is now */
  anew: () => Promise<unknown>;
  arrived?: () => void;
  /** the server said no: true, if the words are kept elsewhere and need not stand here */
  refused?: (words: Words, error: unknown) => boolean;
};

/** Shown at once, sent behind it; what did not arrive stays, to be sent again under the same key or thrown away. */
export function useOutgoing({ send, anew, arrived, refused }: Ways) {
  const [outgoing, setOutgoing] = useState<readonly Outgoing[]>([]);
  const change = (key: string, to: Partial<Outgoing>) =>
    setOutgoing((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)));
  const drop = (key: string) => setOutgoing((all) => all.filter((one) => one.key !== key));

  const go = async ({ key, body, attachmentIds, to }: Outgoing) => {
    const words: Words = { body, attachmentIds, ...(to !== undefined && { to }) };
    try {
      await send(key, words);
      await anew();
      drop(key);
      arrived?.();
    } catch (error) {
      if (codeOf(error) !== null && refused?.(words, error)) drop(key);
      else change(key, { state: 'failed', error });
      // a refusal may mean that the state moved on: then the screen says so
      if (codeOf(error) !== null) void anew();
    }
  };

  return {
    outgoing,
    say(words: Words) {
      const fresh: Outgoing = {
        ...words,
        key: crypto.randomUUID(),
        state: 'sending',
        error: null,
        at: new Date().toISOString(),
      };
      setOutgoing((all) => [...all, fresh]);
      void go(fresh);
    },
    again(key: string) {
      const one = outgoing.find((candidate) => candidate.key === key);
      if (!one) return;
      change(key, { state: 'sending', error: null });
      void go(one);
    },
    drop,
  };
}

/** As a message's body for the API: without files it names none. */
export const bodyOf = ({ body, attachmentIds, to }: Words) => ({
  body,
  ...(to !== undefined && { to }),
  ...(attachmentIds.length > 0 && { attachmentIds: [...attachmentIds] }),
});
