import type { MandateKind } from '../features/accounts/rules.ts';

/** The account this tab acts for. Another tab may act for another, or for its own. */
export type Acting = { accountId: string; name: string; kind: MandateKind };

const place = 'acting-for';
const isActing = (found: unknown): found is Acting =>
  typeof found === 'object' &&
  found !== null &&
  ['accountId', 'name', 'kind'].every((part) => typeof (found as Record<string, unknown>)[part] === 'string');

export function acting(): Acting | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(place) ?? 'null');
    return isActing(found) ? found : null;
  } catch {
    // storage may be forbidden; then everybody acts for themselves
    return null;
  }
}

/** From now on in this tab; null: for oneself again. */
export function actFor(account: Acting | null): void {
  try {
    if (account) sessionStorage.setItem(place, JSON.stringify(account));
    else sessionStorage.removeItem(place);
  } catch {
    // as above
  }
}
