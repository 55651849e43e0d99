import { useState } from 'react';

export type Filters<Name extends string> = Partial<Record<Name, string>>;

/** What a list is narrowed by stands in the address: it can be kept, sent and reloaded. */
export function useFilters<Name extends string>(
  names: readonly Name[],
): readonly [Filters<Name>, (change: { [N in Name]?: string | undefined }) => void] {
  const [filters, setFilters] = useState<Filters<Name>>(() => {
    const asked = new URLSearchParams(location.search);
    const read: Filters<Name> = {};
    for (const name of names) {
      const value = asked.get(name);
      if (value) read[name] = value;
    }
    return read;
  });
  const change = (changed: { [N in Name]?: string | undefined }) => {
    const asked = new URLSearchParams(location.search);
    const next: Filters<Name> = {};
    for (const name of names) {
      const value = name in changed ? changed[name] : filters[name];
      if (value) {
        next[name] = value;
        asked.set(name, value);
      } else asked.delete(name);
    }
    const query = asked.toString();
    history.replaceState(null, '', query ? `?${query}` : location.pathname);
    setFilters(next);
  };
  return [filters, change];
}
