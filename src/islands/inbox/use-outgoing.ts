import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { MessagesClient } from '../../client/messages-api.ts';
import { codeOf } from '../account/problems.ts';
import { threadKey } from './inbox-part.ts';

/** Words on their way. They keep their key until they arrived, so however often they are sent they are said once. */
export type Outgoing = {
  key: string;
  body: string;
  attachmentIds: readonly string[];
  state: 'sending' | 'failed';
  error: unknown;
  at: string;
};

/** Shown at once, sent behind it; what did not arrive stays, to be sent again under the same key or thrown away. */
export function useOutgoing(calls: MessagesClient, threadId: string) {
  const queries = useQueryClient();
  const [outgoing, setOutgoing] = useState<readonly Outgoing[]>([]);
  const change = (key: string, to: Partial<Outgoing>) =>
    setOutgoing((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)));
  const drop = (key: string) => setOutgoing((all) => all.filter((one) => one.key !== key));

  const go = async ({ key, body, attachmentIds }: Outgoing) => {
    try {
      await calls.send(key, threadId, { body, ...(attachmentIds.length > 0 && { attachmentIds: [...attachmentIds] }) });
      await queries.invalidateQueries({ queryKey: threadKey(threadId) });
      drop(key);
      void queries.invalidateQueries({ queryKey: ['threads'] });
    } catch (error) {
      change(key, { state: 'failed', error });
      // a refusal may mean that the state moved on: then the screen says so
      if (codeOf(error) !== null) void queries.invalidateQueries({ queryKey: threadKey(threadId) });
    }
  };

  return {
    outgoing,
    say(body: string, attachmentIds: readonly string[] = []) {
      const fresh: Outgoing = {
        key: crypto.randomUUID(),
        body,
        attachmentIds,
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
