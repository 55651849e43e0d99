import type { Money } from '../../core/money.ts';
import type { AnyDb, Statement, Tx } from '../../db/client.ts';
import * as rules from './queries/commission.ts';
import * as queries from './queries/entries.ts';
import type { Entry } from './rules.ts';
import { commissionFor } from './rules/commission.ts';
import type { PaymentBooks } from './rules/earnings.ts';

export { releaseEarnings } from './releasing.ts';

/** Writes one entry with its lines, in the caller's transaction. What is in the books already stays as it is: false. */
export async function post(tx: Tx, entry: Entry, now: Date): Promise<boolean> {
  return (await queries.addEntry(tx, entry, now)) !== null;
}

/** The same for a batch that settles in one go. */
export const postNew = (db: AnyDb, entry: Entry, now: Date): Record<string, Statement> =>
  queries.addNewEntry(db, entry, now);

/** What the books hold of one payment, for whoever gives some of it back (`bearers` in the rules). Lock the payment first. */
export const booksOf = (tx: Tx, paymentId: string): Promise<PaymentBooks> => queries.paymentBooks(tx, paymentId);

/**
 * The site's share of a booking's price by the rules in force now; the payment that is made freezes it. Null through a door
 * that may not read the rules: the share is for the system, which makes payments.
 */
export async function commissionOf(tx: Tx, earner: { talentUserId: string; price: Money }): Promise<number | null> {
  const inForce = await rules.rulesFor(tx, earner.talentUserId);
  if (inForce.length === 0) return null;
  const [talent] = await rules.planOf(tx, earner.talentUserId);
  return commissionFor(inForce, { talentUserId: earner.talentUserId, plan: talent?.plan ?? null }, earner.price);
}
