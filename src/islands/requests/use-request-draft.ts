import { useCallback, useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { OwnRequestView, RequestsClient } from '../../client/requests-api.ts';
import { ApiError } from '../../client/problem.ts';
import { codeOf } from '../account/problems.ts';
import { useDraft } from '../account/use-draft.ts';
import { changesOf, draftOf, isDraft, settled, type RequestDraft } from './draft.ts';
import { useKeepRequest } from './request-part.ts';

type Saving = 'same' | 'waiting' | 'saving' | 'failed';
type Sent = { key: string; id: string | null; changes: Partial<RequestDraft> };
const pause = 1_200;

/**
 * What is being written, and how much of it the server has. A draft is saved by itself, one save after the other, and what could not
 * be saved stays in this browser; an open request waits for its owner to press the button, since everybody sees it at once.
 */
export function useRequestDraft(
  api: RequestsClient,
  request: OwnRequestView | null,
  begin: RequestDraft,
  onCreated: (request: OwnRequestView) => void,
) {
  const byItself = request?.state !== 'OPEN';
  const queries = useQueryClient();
  const [knownId, setKnownId] = useState(request?.id ?? null);
  const [local, setLocal, clearLocal] = useDraft<RequestDraft | null>(
    `request ${knownId ?? 'new'}`,
    null,
    (found): found is RequestDraft | null => found === null || isDraft(found),
  );
  const [draft, setDraft] = useState<RequestDraft>(local ?? (request ? draftOf(request) : begin));
  const [saving, setSaving] = useState<Saving>(local ? 'waiting' : 'same');
  const [saved, setSaved] = useState<OwnRequestView | null>(request);
  const [error, setError] = useState<unknown>(null);
  const latest = useRef(draft);
  const kept = useRef(request ? draftOf(request) : begin);
  const id = useRef(request?.id ?? null);
  const unanswered = useRef<Sent | null>(null);
  const queue = useRef<Promise<OwnRequestView | null>>(Promise.resolve(request));
  const keep = useKeepRequest();
  const created = useRef(onCreated);
  created.current = onCreated;

  /** Sends what differs. What got no answer is sent again as it was, under its key, before anything newer. */
  const send = useCallback(
    async (whole: boolean): Promise<OwnRequestView | null> => {
      let last: OwnRequestView | null = null;
      for (;;) {
        const now = whole ? latest.current : settled(kept.current, latest.current);
        const changes = changesOf(kept.current, now);
        if (!unanswered.current && Object.keys(changes).length === 0 && (id.current !== null || !whole)) return last;
        const sent = (unanswered.current ??= {
          key: crypto.randomUUID(),
          id: id.current,
          changes: id.current ? changes : now,
        });
        try {
          last = await (sent.id === null
            ? api.create(sent.key, sent.changes)
            : api.edit(sent.key, sent.id, sent.changes));
        } catch (cause) {
          // a refusal is an answer: other words are another write
          if (cause instanceof ApiError && cause.problem && cause.problem.status < 500) unanswered.current = null;
          throw cause;
        }
        unanswered.current = null;
        // The server tidies words (spaces, dots for numbers in a title). What was written stays as it is on the screen.
        kept.current = { ...kept.current, ...sent.changes };
        setSaved(last);
        keep(last);
        if (id.current === null) {
          id.current = last.id;
          // from now on what waits in this browser waits under the request’s own name
          clearLocal();
          setKnownId(last.id);
          created.current(last);
        }
      }
    },
    [api, keep, clearLocal],
  );

  const save = useCallback(
    (whole = false): Promise<OwnRequestView | null> => {
      const turn = async () => {
        setSaving('saving');
        try {
          const last = await send(whole);
          setError(null);
          const open = Object.keys(changesOf(kept.current, latest.current)).length > 0;
          setSaving(open ? 'waiting' : 'same');
          if (!open) clearLocal();
          return last;
        } catch (cause) {
          setError(cause);
          setSaving('failed');
          if (codeOf(cause) === 'unauthenticated') void queries.invalidateQueries({ queryKey: ['me'] });
          throw cause;
        }
      };
      queue.current = queue.current.catch(() => null).then(turn);
      return queue.current;
    },
    [send, clearLocal, queries],
  );

  const change = useCallback(
    (part: Partial<RequestDraft>) => {
      const next = { ...latest.current, ...part };
      latest.current = next;
      setDraft(next);
      setLocal(next);
      setSaving((was) => (was === 'saving' ? was : 'waiting'));
    },
    [setLocal],
  );

  useEffect(() => {
    if (!byItself || Object.keys(changesOf(kept.current, settled(kept.current, draft))).length === 0) return;
    const timer = setTimeout(() => void save().catch(() => null), pause);
    return () => clearTimeout(timer);
  }, [byItself, draft, save]);

  return { draft, change, save, saving, saved, error };
}
export type RequestDraftState = ReturnType<typeof useRequestDraft>;
