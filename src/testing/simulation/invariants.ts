import type { TwinPayment } from '../../local/gateways/gateway.ts';
import type { History } from './history.ts';
import type { World } from './world.ts';

type Attempt = { id: string; driver: string; ref: string | null; state: string; paymentId: string };
type Payment = { id: string; state: string; flag: string | null; payableId: string };

/** What the gateway really holds of a payment: what came in and has not gone back, to the payer or to their bank. */
const holds = ({ paidAmount, refunded, state }: TwinPayment): number =>
  /charge_?back|disputed/i.test(state) ? 0 : (paidAmount ?? 0) - (refunded ?? 0);

const good: Record<History['kind'], readonly string[]> = {
  booking: ['paid', 'completed', 'reviewed', 'disputed', 'resolved'],
  purchase: ['paid'],
  agreement: ['paid'],
};

/** Every promise the books make once everything has come to rest. Empty: all kept. */
export async function broken(world: World, history: History): Promise<string[]> {
  const { query } = world.database;
  const { bank, payable, kind } = history;
  const found: string[] = [];
  const say = (what: string) => found.push(`${bank.driver} ${kind} ${payable.id}: ${what}`);

  const purchases = await query<{ id: string }>(
    kind === 'booking'
      ? 'select $1::uuid as id'
      : 'select id from purchases where user_id = (select user_id from purchases where id = $1)',
    [payable.id],
  );
  const ids = purchases.map(({ id }) => id);
  const payments = await query<Payment>(
    `select id, state, flag, payable_id as "payableId" from payments where payable_id = any($1)`,
    [ids],
  );
  const paymentIds = payments.map(({ id }) => id);
  const attempts = await query<Attempt>(
    `select id, driver, ref, state, payment_id as "paymentId" from payment_attempts where payment_id = any($1) order by id`,
    [paymentIds],
  );
  const cases = await query<{ kind: string; paymentId: string | null; driver: string | null; open: boolean }>(
    `select kind, payment_id as "paymentId", driver, closed_at is null as open from money_cases where payment_id = any($1)`,
    [paymentIds],
  );

  // the books balance, entry by entry
  const unbalanced = await query<{ id: string }>(
    `select entry_id as id from ledger_lines l join ledger_entries e on e.id = l.entry_id where e.payment_id = any($1)
     group by entry_id, currency having sum(l.amount) <> 0`,
    [paymentIds],
  );
  if (unbalanced.length > 0) say(`${unbalanced.length} entries do not balance`);

  // one payable is settled once
  for (const payment of payments) {
    const mine = attempts.filter(({ paymentId }) => paymentId === payment.id);
    const paid = mine.filter(({ state }) => state === 'paid').length;
    if (paid > 1) say(`paid ${paid} times over`);
    if ((payment.state === 'paid') !== (paid === 1)) say(`payment ${payment.state} with ${paid} paid attempts`);
  }

  // nothing is left hanging
  for (const { state, ref } of attempts)
    if (['opening', 'open', 'in_doubt'].includes(state)) say(`attempt ${ref ?? 'without reference'} is still ${state}`);
  const refunds = await query<{ id: string; state: string; amount: number; attemptId: string }>(
    `select id, state, amount::int, attempt_id as "attemptId" from refunds where payment_id = any($1)`,
    [paymentIds],
  );
  for (const { id, state } of refunds)
    if (state !== 'done' && state !== 'failed') say(`refund ${id} is still ${state}`);

  // what is paid for is what the payment says
  for (const payment of payments) {
    const [thing] = await query<{ state: string }>(
      `select state from ${kind === 'booking' ? 'bookings' : 'purchases'} where id = $1`,
      [payment.payableId],
    );
    const settled = good[kind].includes(thing?.state ?? '');
    // work that was done and given back later stays done; what nobody has called off must not look paid
    const gone = payment.state === 'refunded' || payment.state === 'charged_back';
    const looksPaid = gone ? thing?.state === 'paid' : settled;
    if (payment.state === 'paid' && !settled) say(`paid, and the ${kind} is ${thing?.state ?? 'gone'}`);
    if (payment.state !== 'paid' && looksPaid)
      say(`the ${kind} is ${thing?.state ?? ''}, and the payment ${payment.state}`);
  }

  // what no question can reach, or what the daily comparison found, a person has been told
  const asked = cases.some(({ kind: why, open }) => open && (why === 'opening_lost' || why === 'ledger_differs'));

  // every coin at the gateway is in the books, and no other
  const truth = bank.gateway.payments();
  const known = new Map(attempts.filter(({ ref }) => ref !== null).map((attempt) => [attempt.ref ?? '', attempt]));
  let there = 0;
  for (const payment of truth) {
    if (payment.agreement) continue;
    const attempt = known.get(payment.ref);
    if (attempt) there += holds(payment);
    else if ((payment.paidAmount ?? 0) > 0 && !cases.some((one) => one.kind === 'opening_lost'))
      say(`${payment.paidAmount} came in at ${payment.ref}, and nobody knows`);
    if ((payment.refunded ?? 0) > (payment.paidAmount ?? 0)) say(`more went back than came in at ${payment.ref}`);
    const told = attempt && refunds.filter((one) => one.attemptId === attempt.id && one.state === 'done');
    const byUs = told?.reduce((sum, { amount }) => sum + amount, 0) ?? 0;
    // what came and went without being asked about in time left nothing behind; what the payer's bank took is no refund
    const seen = attempt && !['failed', 'expired', 'cancelled', 'charged_back'].includes(attempt.state);
    if (seen && !asked && byUs < (payment.refunded ?? 0))
      say(`${payment.refunded} went back at ${payment.ref}, we say ${byUs}`);
  }
  const [books] = await query<{ there: number; owed: number; unmatched: number }>(
    `select coalesce(sum(l.amount) filter (where l.account in ('received', 'refunded') and l.driver = $2), 0)::int as there,
            coalesce(sum(l.amount) filter (where l.account = 'refund_owed'), 0)::int as owed,
            coalesce(sum(l.amount) filter (where l.account = 'unmatched'), 0)::int as unmatched
     from ledger_lines l join ledger_entries e on e.id = l.entry_id where e.payment_id = any($1)`,
    [paymentIds, bank.driver],
  );
  if (kind !== 'agreement' && books && books.there !== there && !asked)
    say(`the gateway holds ${there}, the books say ${books.there}`);
  if (books && books.owed !== 0) say(`${-books.owed} are still owed back`);
  if (books && books.unmatched !== 0 && !cases.some(({ open }) => open)) say(`${-books.unmatched} belong to nobody`);

  // what was paid has its document, once
  const papers = await query<{ paymentId: string; count: number }>(
    `select p.id as "paymentId", count(d.id)::int as count from payments p left join documents d on d.payment_id = p.id and d.refund_id is null
     where p.id = any($1) and p.state = 'paid' group by p.id having count(d.id) <> 1`,
    [paymentIds],
  );
  for (const { count } of papers) say(`a paid payment has ${count} documents`);
  return found;
}
