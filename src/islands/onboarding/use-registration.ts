import { useCallback, useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Registration, RegistrationClient } from '../../client/registration-api.ts';
import type { AccountKind } from '../../features/identity/rules.ts';
import { stepNames, type StepName } from '../../features/registration/rules/questions.ts';
import { codeOf } from '../account/problems.ts';
import { useDraft } from '../account/use-draft.ts';
import type { Answers } from './answers.ts';

export type Draft = { kind: AccountKind | null; step: StepName; answers: Answers };
export type Saving = 'same' | 'waiting' | 'saving' | 'failed';
const pause = 900;
const retryAfter = 8_000;
const nothing: Draft = { kind: null, step: 'kind', answers: {} };
export const registrationKey = ['registration'];

const isDraft = (found: unknown): found is Draft | null =>
  found === null ||
  (typeof found === 'object' &&
    'answers' in found &&
    typeof found.answers === 'object' &&
    'step' in found &&
    stepNames.some((step) => step === found.step));

/**
 * What is answered so far: saved by itself a moment after it was typed, one save after the other. What could not be saved stays in
 * this browser and is tried again; on another device one goes on with what the server has.
 */
export function useRegistration(api: RegistrationClient, found: Registration) {
  const queries = useQueryClient();
  const [local, setLocal, clearLocal] = useDraft<Draft | null>('registration', null, isDraft);
  const kept: Draft = found.draft
    ? { kind: found.draft.kind, step: found.draft.step, answers: found.draft.answers }
    : nothing;
  const [draft, setDraft] = useState<Draft>(local ?? kept);
  const [resumed, setResumed] = useState(draft.step !== 'kind');
  const [saving, setSaving] = useState<Saving>(local ? 'waiting' : 'same');
  const latest = useRef(draft);
  const saved = useRef(JSON.stringify(kept));
  const queue = useRef<Promise<void>>(Promise.resolve());
  const over = useRef(false);

  const save = useCallback((): Promise<void> => {
    const turn = async () => {
      const now = latest.current;
      const text = JSON.stringify(now);
      if (over.current || text === saved.current) return;
      setSaving('saving');
      try {
        await api.saveRegistration(crypto.randomUUID(), now);
        saved.current = text;
        const open = JSON.stringify(latest.current) !== text;
        setSaving(open ? 'waiting' : 'same');
        if (!open) clearLocal();
      } catch (cause) {
        setSaving('failed');
        // done on another device meanwhile, or signed out: who I am is asked anew
        if (['already_onboarded', 'unauthenticated'].includes(codeOf(cause) ?? ''))
          void queries.invalidateQueries({ queryKey: ['me'] });
      }
    };
    queue.current = queue.current.then(turn);
    return queue.current;
  }, [api, clearLocal, queries]);

  const change = useCallback(
    (part: Partial<Draft>) => {
      const next = { ...latest.current, ...part };
      latest.current = next;
      setDraft(next);
      setLocal(next);
      setSaving((was) => (was === 'saving' ? was : 'waiting'));
    },
    [setLocal],
  );
  const answer = useCallback((said: Answers) => change({ answers: { ...latest.current.answers, ...said } }), [change]);
  /** Nothing was ever said, here or on another device: after whatever is still being saved. */
  const startOver = useCallback(
    (key: string): Promise<void> => {
      const turn = async () => {
        await api.forgetRegistration(key);
        latest.current = nothing;
        saved.current = JSON.stringify(nothing);
        setDraft(nothing);
        setResumed(false);
        setSaving('same');
        clearLocal();
      };
      const done = queue.current.then(turn);
      queue.current = done.catch(() => undefined);
      return done;
    },
    [api, clearLocal],
  );
  /** Through: nothing is saved after it. */
  const finish = useCallback(() => {
    over.current = true;
    clearLocal();
  }, [clearLocal]);

  useEffect(() => {
    if (saving === 'same' || saving === 'saving') return;
    const timer = setTimeout(() => void save(), saving === 'failed' ? retryAfter : pause);
    return () => clearTimeout(timer);
  }, [draft, saving, save]);

  return { draft, change, answer, save, saving, resumed, startOver, finish };
}
export type RegistrationState = ReturnType<typeof useRegistration>;
