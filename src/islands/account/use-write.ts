import { useRef } from 'react';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { ApiError } from '../../client/problem.ts';

/**
 * One intention, one key. The key stays while the same thing is sent again, after a lost answer or a refusal, so the
 * server takes it once; other words, or the next time after a success, are another intention.
 */
export function useWrite<Input, Answer>(
  write: (key: string, input: Input) => Promise<Answer>,
  then?: (answer: Answer, input: Input) => void | Promise<void>,
): UseMutationResult<Answer, Error, Input> {
  const intent = useRef<{ said: string; key: string } | null>(null);
  return useMutation({
    mutationFn: (input: Input) => {
      const said = JSON.stringify(input) ?? '';
      if (intent.current?.said !== said) intent.current = { said, key: crypto.randomUUID() };
      return write(intent.current.key, input);
    },
    // No answer at all is worth one more try by itself: the key makes it safe.
    retry: (failures, error) => failures < 1 && error instanceof ApiError && error.problem === null,
    onSuccess: async (answer, input) => {
      intent.current = null;
      await then?.(answer, input);
    },
  });
}
