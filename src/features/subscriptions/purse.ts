import type { Tx } from '../../db/client.ts';
import * as credits from './queries/credits.ts';
import * as subscriptions from './queries/subscriptions.ts';
import { allowanceOf, emptyPurse, usablePurse } from './rules/credits.ts';
import type { Account } from './rules/entitlements.ts';

type Reads = Parameters<typeof credits.purseOf>[0] | Tx;

/** What a talent's purse holds, for the batch of whoever shows it. */
export const purseLook = (db: Reads, userId: string) => ({
  plan: subscriptions.liveOf(db, userId),
  purse: credits.purseOf(db, userId),
  grants: credits.grantsOf(db, userId),
});
type Looked = { [Part in keyof ReturnType<typeof purseLook>]: Awaited<ReturnType<typeof purseLook>[Part]> };

/** The credits that can be spent now: this month's count though nobody has given them yet, because spending gives them first. */
export function creditsNow(account: Account, { plan, purse, grants }: Looked, now: Date) {
  const allowance = allowanceOf(account, plan[0] ?? null, now);
  const sources = grants.map(({ source }) => source);
  return usablePurse(purse[0] ?? emptyPurse, allowance, sources, now);
}
