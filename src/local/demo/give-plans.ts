import { exampleIds } from '../../features/examples.ts';
import type { ProductId } from '../../features/subscriptions/rules/states.ts';
import { admins, customerId, lapsedMemberships, talentUserId } from './accounts.ts';
import { between, idAt } from './chance.ts';
import { demoCustomers } from './content/customers.ts';
import { demoTalents } from './content/talents.ts';
import { people } from './people.ts';
import type { DemoRows } from './rows.ts';

const day = 86_400_000;

/**
 * The demo people's plans and memberships: given to them by an operator, for nothing here was ever paid for them. What
 * they buy from now on is real, and goes on from there. Some have run out.
 */
export function givePlans(rows: DemoRows, today: Date): void {
  const at = (days: number) => new Date(today.getTime() + days * day);
  const give = (userId: string, product: ProductId, days: number, id?: string) => {
    const from = Math.min(days, 0) - between(`given ${userId}`, 31, 90);
    const periodEnd = at(days);
    const lapsed = days <= 0;
    const subscriptionId = id ?? idAt(`plan ${userId}`, from * day);
    rows.subscriptions.push({
      id: subscriptionId,
      userId,
      product,
      interval: 'once',
      amount: 0,
      currency: 'IQD',
      state: lapsed ? 'expired' : 'comp',
      anchor: at(from),
      periodStart: at(from),
      periodEnd,
      ending: lapsed ? 'ran_out' : null,
      endedAt: lapsed ? periodEnd : null,
      createdAt: at(from),
      updatedAt: lapsed ? periodEnd : at(from),
    });
    rows.auditLog.push({
      id: idAt(`audit plan ${userId}`, from * day),
      at: at(from),
      actorId: admins[0].id,
      action: 'subscription.given',
      subjectKind: 'subscription',
      subjectId: subscriptionId,
      reason: 'Among the first on Mawahib.',
      data: { userId, product, until: periodEnd.toISOString() },
    });
  };
  for (const { handle, kind } of demoCustomers) {
    const id = customerId(handle);
    if (kind !== 'individual') give(id, kind, lapsedMemberships[handle] ?? between(`member ${id}`, 40, 320));
  }
  const known = new Set(people.map(({ clerkId }) => clerkId));
  let example: string | undefined = exampleIds.subscriptionToEnd;
  for (const { slug, plan } of demoTalents) {
    if (!plan) continue;
    const id = talentUserId(slug);
    // the example of ending one is about somebody whom nobody signs in as
    const forExample = known.has(id) ? undefined : example;
    if (forExample) example = undefined;
    give(id, plan, between(`plan ${id}`, 40, 320), forExample);
  }
}
