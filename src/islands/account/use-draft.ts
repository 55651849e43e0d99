import { useCallback, useState } from 'react';

const read = <Value>(key: string, otherwise: Value, isValue: (found: unknown) => found is Value): Value => {
  try {
    const kept = sessionStorage.getItem(key);
    const found: unknown = kept === null ? null : JSON.parse(kept);
    return kept !== null && isValue(found) ? found : otherwise;
  } catch {
    // storage may be forbidden; then a draft lives as long as its page
    return otherwise;
  }
};

/** What somebody is writing outlives an error, a reload and the way to the sign-in page; `clear` when it was sent. */
export function useDraft<Value>(
  key: string,
  otherwise: Value,
  isValue: (found: unknown) => found is Value,
): [Value, (value: Value) => void, () => void] {
  const [value, setValue] = useState(() => read(key, otherwise, isValue));
  const change = useCallback(
    (next: Value) => {
      setValue(next);
      try {
        sessionStorage.setItem(key, JSON.stringify(next));
      } catch {
        // as above
      }
    },
    [key],
  );
  const clear = useCallback(() => {
    setValue(otherwise);
    try {
      sessionStorage.removeItem(key);
    } catch {
      // as above
    }
    // `otherwise` is a literal at every place of use
  }, [key]);
  return [value, change, clear];
}

export const isText = (found: unknown): found is string => typeof found === 'string';
