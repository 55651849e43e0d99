import { allowanceOf, decideMonth, decideSpend, emptyPurse } from '../../features/subscriptions/rules/credits.ts';
import { idAt } from './chance.ts';
import type { Paid } from './requests.ts';
import type { DemoRows } from './rows.ts';

const account = { role: 'talent', customerKind: null, suspendedAt: null, deletedAt: null } as const;

/** What the demo's talents spent on the casting board, out of what their plans had given them by then. */
export function fillPurses(rows: DemoRows, today: Date, paid: readonly Paid[]): void {
  const people = new Set(paid.map(({ userId }) => userId));
  for (const userId of people) {
    const subscription = rows.subscriptions.find((one) => one.userId === userId && one.state === 'comp');
    const held = subscription && {
      id: subscription.id ?? '',
      product: subscription.product,
      state: subscription.state,
      anchor: subscription.anchor,
      periodEnd: subscription.periodEnd,
      pastDueSince: null,
      cancelAtPeriodEnd: false,
    };
    let purse = emptyPurse;
    const granted = new Set<string>();
    type Line = Omit<DemoRows['creditLines'][number], 'id' | 'userId' | 'createdAt' | 'purse'>;
    const add = (line: Line, at: Date) => {
      rows.creditLines.push({
        ...line,
        id: idAt(`credit ${userId} ${line.kind} ${line.source}`, at.getTime() - today.getTime()),
        userId,
        purse: 'monthly',
        createdAt: at,
      });
      purse = {
        ...purse,
        monthly: purse.monthly + line.amount,
        monthlyUntil: line.kind === 'grant' ? (line.expiresAt ?? null) : purse.monthlyUntil,
      };
    };
    const turns = paid
      .filter((one) => one.userId === userId)
      .flatMap(({ source, at, returnedAt }) => [
        { kind: 'unlock' as const, source, at },
        ...(returnedAt ? [{ kind: 'return' as const, source, at: returnedAt, spentAt: at }] : []),
      ])
      .sort((a, b) => a.at.getTime() - b.at.getTime());
    for (const turn of turns) {
      const { kind, source, at } = turn;
      const allowance = allowanceOf(account, held ?? null, at);
      for (const step of decideMonth(purse, allowance, allowance !== null && granted.has(allowance.source), at)) {
        add(step, at);
        if (step.kind === 'grant') granted.add(step.source);
      }
      if (kind === 'return') add({ kind, amount: 1, source }, at);
      else if (decideSpend(purse, 1, at)?.monthly === 1) add({ kind, amount: -1, source }, at);
      else throw new Error(`${userId} has no credit left for ${source}`);
    }
  }
}
