import type { Currency, Money } from '../../../core/money.ts';

export const plans = ['FREE', 'PRO', 'AGENCY'] as const;
export type Plan = (typeof plans)[number];

/** What the site keeps of a price: a share in hundredths of a percent, a fixed sum on top, and a least sum. Null: whichever. */
export type CommissionRule = {
  talentUserId: string | null;
  plan: Plan | null;
  currency: Currency | null;
  basisPoints: number;
  fixed: number;
  minimum: number;
};
export type Scope = Pick<CommissionRule, 'talentUserId' | 'plan' | 'currency'>;
export type Earner = { talentUserId: string; plan: Plan | null };

const fits = (rule: Scope, earner: Earner, currency: Currency): boolean =>
  (rule.talentUserId === null || rule.talentUserId === earner.talentUserId) &&
  (rule.plan === null || rule.plan === earner.plan) &&
  (rule.currency === null || rule.currency === currency);

/** A talent's own rule before the plan's, the plan's before the currency's, the default last. */
const weight = (rule: Scope): number =>
  (rule.talentUserId === null ? 0 : 4) + (rule.plan === null ? 0 : 2) + (rule.currency === null ? 0 : 1);

export function ruleFor<Rule extends Scope>(rules: readonly Rule[], earner: Earner, currency: Currency): Rule | null {
  let best: Rule | null = null;
  for (const rule of rules)
    if (fits(rule, earner, currency) && (best === null || weight(rule) > weight(best))) best = rule;
  return best;
}

/** `part` of `whole` of a sum, half up to the whole unit. In big integers: a sum times ten thousand leaves a double's whole numbers. */
export function share(sum: number, part: number, whole: number): number {
  if (whole === 0) return 0;
  return Number((BigInt(sum) * BigInt(part) * 2n + BigInt(whole)) / (BigInt(whole) * 2n));
}

/** The site's share of a price by the most specific rule, never above the price. Null: no rule speaks of it. */
export function commissionFor(rules: readonly CommissionRule[], earner: Earner, price: Money): number | null {
  const rule = ruleFor(rules, earner, price.currency);
  if (rule === null) return null;
  const wanted = share(price.amount, rule.basisPoints, 10_000) + rule.fixed;
  return Math.min(Math.max(wanted, rule.minimum), price.amount);
}
