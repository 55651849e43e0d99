/** What a rule answers: go ahead with a value, or why not. */
export type Decision<Value, Why extends string = string> = { ok: true; value: Value } | { ok: false; why: Why };

export const allow = <Value>(value: Value): { ok: true; value: Value } => ({ ok: true, value });
export const refuse = <Why extends string>(why: Why): { ok: false; why: Why } => ({ ok: false, why });

/** Checks in order; the first refusal is the answer. */
export function inOrder<Facts, Why extends string>(
  ...checks: ReadonlyArray<(facts: Facts) => Why | null>
): (facts: Facts) => Decision<true, Why> {
  return (facts) => {
    for (const check of checks) {
      const why = check(facts);
      if (why !== null) return refuse(why);
    }
    return allow(true);
  };
}
