/** The list with one taken out and put before or after another; the same list when there is nothing to do. */
export function moved<Id>(
  ids: readonly Id[],
  moving: readonly Id[],
  target: Id,
  place: 'before' | 'after',
): readonly Id[] {
  if (moving.includes(target)) return ids;
  const taken = ids.filter((id) => moving.includes(id));
  const rest = ids.filter((id) => !moving.includes(id));
  const at = rest.indexOf(target);
  if (at === -1 || taken.length === 0) return ids;
  const cut = place === 'before' ? at : at + 1;
  return [...rest.slice(0, cut), ...taken, ...rest.slice(cut)];
}

/** One place up or down, for a button. */
export function stepped<Id>(ids: readonly Id[], id: Id, step: -1 | 1): readonly Id[] {
  const neighbour = ids[ids.indexOf(id) + step];
  return neighbour === undefined || !ids.includes(id)
    ? ids
    : moved(ids, [id], neighbour, step === -1 ? 'before' : 'after');
}

/** Is this the same set of things in some order? */
export const isReordering = <Id>(ids: readonly Id[], wished: readonly Id[]): boolean =>
  ids.length === wished.length && new Set(wished).size === wished.length && wished.every((id) => ids.includes(id));
