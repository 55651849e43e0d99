import { entitlementTable, tierOf, type Account, type Held } from './entitlements.ts';
import { calendarMonth, monthOf } from './periods.ts';

/** What is in the purse. `monthlyUntil`: when the monthly ones end, or ended. */
export type Purse = { monthly: number; monthlyUntil: Date | null; bought: number };
export const emptyPurse: Purse = { monthly: 0, monthlyUntil: null, bought: 0 };

export type Allowance = { amount: number; until: Date; source: string };

/**
 * The monthly credits an account is due now. A plan counts its own months and gives none in a month that is not paid for;
 * FREE counts the calendar's. `source` names the month, so that each is granted once.
 */
export function allowanceOf(
  account: Account,
  held: (Held & { id: string; anchor: Date }) | null,
  now: Date,
): Allowance | null {
  const tier = tierOf(account, held, now);
  if (tier !== 'FREE' && tier !== 'PRO' && tier !== 'AGENCY') return null;
  const amount = entitlementTable[tier]['credits.monthly'];
  if (held === null || tier === 'FREE') {
    const { name, end } = calendarMonth(now);
    return { amount, until: end, source: `free:${name}` };
  }
  if (now >= held.periodEnd) return null;
  const { start, end } = monthOf(held.anchor, now);
  return {
    amount,
    until: end < held.periodEnd ? end : held.periodEnd,
    source: `plan:${held.id}:${start.toISOString()}`,
  };
}

export type CreditStep = { kind: 'expiry' | 'grant'; amount: number; source: string; expiresAt: Date | null };

/**
 * What has to be written before a purse is looked at or used: what ran out, and this month's. `granted`: this month's has
 * been given before. Nobody ends with fewer than they had: credits of a larger plan stay until their own end.
 */
export function decideMonth(purse: Purse, allowance: Allowance | null, granted: boolean, now: Date): CreditStep[] {
  const { monthly, monthlyUntil } = purse;
  const running = monthlyUntil !== null && now < monthlyUntil;
  const steps: CreditStep[] = [];
  const clear = (source: string) => {
    if (monthly > 0) steps.push({ kind: 'expiry', amount: -monthly, source, expiresAt: null });
  };
  if (!running && monthlyUntil !== null) clear(`until:${monthlyUntil.toISOString()}`);
  if (allowance === null || granted) return steps;
  if (running) {
    if (allowance.source.startsWith('free:') || monthly > allowance.amount) return steps;
    clear(`replaced:${allowance.source}`);
  }
  steps.push({ kind: 'grant', amount: allowance.amount, source: allowance.source, expiresAt: allowance.until });
  return steps;
}

/** Monthly first, for they end; then the bought ones. Null: not enough. */
export function decideSpend(purse: Purse, count: number, now: Date): { monthly: number; bought: number } | null {
  const usable = purse.monthlyUntil !== null && now < purse.monthlyUntil ? purse.monthly : 0;
  const monthly = Math.min(usable, count);
  const bought = count - monthly;
  return bought <= purse.bought ? { monthly, bought } : null;
}

/**
 * What a look at the purse may promise, with nothing written: what ran out is gone and this month's are there. `grants`: the sources
 * of the latest months that were given.
 */
export function usablePurse(
  purse: Purse,
  allowance: Allowance | null,
  grants: readonly string[],
  now: Date,
): { monthly: number; bought: number } {
  const granted = allowance !== null && grants.includes(allowance.source);
  const steps = decideMonth(purse, allowance, granted, now);
  return { monthly: steps.reduce((left, { amount }) => left + amount, purse.monthly), bought: purse.bought };
}

/**
 * Where a credit goes that comes back: to the purse it came from. A monthly one only while its own month is the one that still runs;
 * afterwards it would end before anybody could use it, so it is theirs like a bought one.
 */
export function decideReturn(
  spent: { purse: 'monthly' | 'bought'; monthEnds: Date | null },
  purse: Purse,
  now: Date,
): 'monthly' | 'bought' {
  const { monthEnds } = spent;
  const runs = monthEnds !== null && now < monthEnds && purse.monthlyUntil?.getTime() === monthEnds.getTime();
  return spent.purse === 'monthly' && runs ? 'monthly' : 'bought';
}
