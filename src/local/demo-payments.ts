import pg from 'pg';
import type { Foundling } from './gateways/gateway.ts';

type Row = {
  driver: string;
  ref: string;
  attempt: string;
  amount: number;
  currency: string;
  createdAt: Date;
  expiresAt: Date;
  paidAt: Date | null;
};

/** The payments of freshly loaded demo data, for the twins: what the app believes was paid must be refundable. */
export async function demoPayments(ownerUrl: string): Promise<(Foundling & { driver: string })[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Row>(
      `select a.driver, a.ref, a.state as attempt, p.amount, p.currency, p.paid_at as "paidAt", a.created_at as "createdAt",
              coalesce(a.expires_at, a.created_at + interval '1 day') as "expiresAt"
         from payment_attempts a join payments p on p.id = a.payment_id
        where a.ref is not null order by a.created_at`,
    );
    return rows.map(({ attempt, ...row }) => ({
      ...row,
      amount: Number(row.amount),
      description: null,
      state: stateOf(attempt),
    }));
  } finally {
    await client.end();
  }
}

function stateOf(attempt: string): Foundling['state'] {
  if (attempt === 'paid' || attempt === 'refund_due') return 'paid';
  if (attempt === 'refund_pending' || attempt === 'refunded') return attempt;
  return attempt === 'open' ? 'open' : 'failed';
}
