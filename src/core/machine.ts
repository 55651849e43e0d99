/** States and moves as data a customer could read. */
export type Machine<State extends string, Move extends string> = Readonly<
  Record<State, Partial<Readonly<Record<Move, State>>>>
>;

/** Every state that can be reached from `first`, itself included. */
export function reachable<State extends string, Move extends string>(
  machine: Machine<State, Move>,
  first: State,
): Set<State> {
  const seen = new Set<State>([first]);
  const queue = [first];
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const next of Object.values<State | undefined>(machine[state])) {
      if (next !== undefined && !seen.has(next)) {
        seen.add(next);
        queue.push(next);
      }
    }
  }
  return seen;
}
