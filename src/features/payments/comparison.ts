import { and, asc, eq, gt, notInArray, sql } from 'drizzle-orm';
import { money, type Currency } from '../../core/money.ts';
import type { ReadDb, Tx } from '../../db/client.ts';
import { gatewayComparisons } from '../../db/schema/ledger.ts';
import { moneyCases, paymentAttempts, paymentNotices } from '../../db/schema/payments.ts';
import type { Ctx } from '../ctx.ts';
import type { ComparisonVerdict } from '../ledger/rules.ts';
import { GatewayTrouble, type PaymentProvider, type Powers } from './provider.ts';
import { beyondAsking, deadAttemptStates, missedLastHour, moneyAttemptStates, receivedMoney } from './rules.ts';
import type { AttemptState, CaseKind, Report } from './rules.ts';

const minutes = (n: number) => n * 60_000;
const hours = (n: number) => n * 3_600_000;
const days = (n: number) => n * 86_400_000;

export const comparisonLimits = {
  /** of a run, beside what else its job does; a scheduled function has 30 s */
  budget: 20_000,
  /** what moved this short a while ago may be ahead of us, or behind */
  settles: minutes(10),
  /** a gateway that gave no answer is asked again */
  again: hours(1),
  /** gateways change their mind without a word: what holds money is asked every day, this long */
  every: days(1),
  watched: days(35),
  /** after this nobody asks about a dead attempt any more, so money that came later is found here */
  late: hours(24),
  atOnce: 4,
  patienceWithOne: 3,
  batch: 500,
} as const;

/** What the books say of one attempt at its gateway: came in, went back through it, and is on its way back. */
export type InTheBooks = { received: number; returned: number; underway: number };
/** What the gateway says. Null: it does not tell what went back. */
export type AtTheGateway = { received: number; returned: number | null };

export function toldBy(report: Report, powers: Pick<Powers, 'refund'>): AtTheGateway {
  if (report.status === 'pending' || report.status === 'failed') return { received: 0, returned: 0 };
  const received = report.amount.amount;
  if (report.status === 'refund_pending') return { received, returned: null };
  // who gives back whole sums alone says another word than `paid` when it has
  if (report.status === 'paid')
    return { received, returned: report.refunded?.amount ?? (powers.refund === 'full' ? 0 : null) };
  return { received, returned: received };
}

export const agree = (books: InTheBooks, gateway: AtTheGateway): boolean =>
  books.received === gateway.received &&
  (gateway.returned === null ||
    (gateway.returned >= books.returned && gateway.returned <= books.returned + books.underway));

type Due = {
  id: string;
  payment_id: string;
  driver: string;
  ref: string;
  state: AttemptState;
  amount: string;
  currency: Currency;
  created_at: string;
  updated_at: string;
};

const list = (words: readonly string[]) =>
  sql.join(
    words.map((word) => sql`${word}`),
    sql`, `,
  );

/** Never compared, moved since, unanswered, or a day ago; longest ago first, so that a run that ends early is taken up by the next. */
const dueAttempts = (db: ReadDb, now: Date) => {
  const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString();
  const fresh = sql`(c.attempt_id is null or a.updated_at > c.compared_at or (c.verdict = 'unknown' and c.compared_at <= ${ago(comparisonLimits.again)} and a.updated_at > ${ago(comparisonLimits.watched)}))`;
  return db.execute<Due>(sql`
    select a.id, a.payment_id, a.driver, a.state, coalesce(a.received_amount, a.amount) as amount, a.currency, a.created_at, a.updated_at,
      -- under an agreement the money has a name of its own: that of its first payment
      coalesce(case when a.mode = 'agreement' and a.state = 'paid' then p.paid_reference end, a.ref) as ref
    from payment_attempts a join payments p on p.id = a.payment_id left join gateway_comparisons c on c.attempt_id = a.id
    where a.ref is not null and a.updated_at <= ${ago(comparisonLimits.settles)} and (
      (a.state in (${list(moneyAttemptStates)}) and (${fresh} or (c.compared_at <= ${ago(comparisonLimits.every)} and a.created_at > ${ago(comparisonLimits.watched)})))
      or (a.state in (${list(deadAttemptStates)}) and a.expires_at <= ${ago(comparisonLimits.late)} and ${fresh}))
    order by c.compared_at nulls first, a.id limit ${comparisonLimits.batch}`);
};

/** Read after the gateway has answered, in the transaction that keeps the verdict. */
async function inTheBooks(tx: Tx, attempt: Due): Promise<InTheBooks> {
  const { rows } = await tx.execute<{ received: string; returned: string; underway: string }>(sql`
    select
      coalesce((select sum(l.amount) from ledger_entries e join ledger_lines l on l.entry_id = e.id
        where e.kind in ('payment_received', 'money_unmatched') and e.source = ${attempt.id} and l.account = 'received' and l.driver = ${attempt.driver}), 0)::bigint as received,
      coalesce((select -sum(l.amount) from ledger_entries e join ledger_lines l on l.entry_id = e.id
        where e.payment_id = ${attempt.payment_id} and l.account = 'refunded' and l.driver = ${attempt.driver}
          and ((e.kind = 'charged_back' and e.source = ${attempt.id})
            or (e.kind = 'refund_done' and e.source in (select r.id::text from refunds r where r.attempt_id = ${attempt.id})))), 0)::bigint as returned,
      coalesce((select sum(r.amount) from refunds r where r.attempt_id = ${attempt.id} and r.state in ('due', 'asking', 'pending')), 0)::bigint as underway`);
  const [found] = rows;
  return {
    received: Number(found?.received ?? 0),
    returned: Number(found?.returned ?? 0),
    underway: Number(found?.underway ?? 0),
  };
}

const keepVerdict = (tx: Tx, attemptId: string, verdict: ComparisonVerdict, comparedAt: Date) =>
  tx
    .insert(gatewayComparisons)
    .values({ attemptId, verdict, comparedAt })
    .onConflictDoUpdate({ target: gatewayComparisons.attemptId, set: { verdict, comparedAt } });

type Sums = { books: number; gateway: number };
export type Comparison = Record<ComparisonVerdict | 'left' | 'cases', number> & { lies: Record<string, Sums> };

/** One difference, one case: the same words in a case that was closed are not said again. */
async function openCase(
  ctx: Ctx,
  tx: Tx,
  kind: CaseKind,
  attempt: Due,
  facts: Record<string, unknown>,
): Promise<boolean> {
  const [said] = await tx
    .select({ id: moneyCases.id })
    .from(moneyCases)
    .where(
      and(
        eq(moneyCases.kind, kind),
        eq(moneyCases.subject, attempt.id),
        sql`${moneyCases.facts} = ${JSON.stringify(facts)}::jsonb`,
      ),
    )
    .limit(1);
  if (said) return false;
  const made = await tx
    .insert(moneyCases)
    .values({
      kind,
      subject: attempt.id,
      driver: attempt.driver,
      paymentId: attempt.payment_id,
      facts,
      openedAt: ctx.now,
    })
    .onConflictDoNothing()
    .returning({ id: moneyCases.id });
  return made.length > 0;
}

async function judge(ctx: Ctx, attempt: Due, report: Report, powers: Powers, tally: Comparison): Promise<void> {
  const gateway = toldBy(report, powers);
  const told = 'amount' in report && report.amount !== undefined ? report.amount.currency : attempt.currency;
  const { verdict, opened, books } = await ctx.doors.asSystem('payments: compare').write(async (tx) => {
    const [now] = await tx
      .select({ updatedAt: paymentAttempts.updatedAt })
      .from(paymentAttempts)
      .where(eq(paymentAttempts.id, attempt.id))
      .for('share');
    const books = await inTheBooks(tx, attempt);
    // it moved while the gateway was talking: another run compares what is then
    if (now?.updatedAt.getTime() !== new Date(attempt.updated_at).getTime())
      return { verdict: null, opened: false, books };
    const same = told === attempt.currency && agree(books, gateway);
    await keepVerdict(tx, attempt.id, same ? 'same' : 'differs', ctx.now);
    if (same) return { verdict: 'same' as const, opened: false, books };
    const facts = {
      reference: attempt.ref,
      currency: attempt.currency,
      books: { received: books.received, returned: books.returned },
      gateway: { ...gateway, currency: told, status: report.status },
    };
    return { verdict: 'differs' as const, opened: await openCase(ctx, tx, 'ledger_differs', attempt, facts), books };
  });
  if (verdict === null) {
    tally.left += 1;
    return;
  }
  tally[verdict] += 1;
  if (opened) tally.cases += 1;
  const sums = (tally.lies[`${attempt.driver} ${attempt.currency}`] ??= { books: 0, gateway: 0 });
  sums.books += books.received - books.returned;
  sums.gateway += gateway.received - (gateway.returned ?? books.returned);
}

/**
 * The gateway tells nothing of it any more. Where it called after that about money we never saw, nobody can ask whether the
 * call was true; and where our last question before that went unanswered, or was not asked because no clock ran in the last
 * hour, nobody knows what it would have said. A person looks in its back office. A call alone changes nothing.
 */
const judgeUnasked = (ctx: Ctx, attempt: Due, askable: number): Promise<boolean> =>
  ctx.doors.asSystem('payments: compare').write(async (tx) => {
    await keepVerdict(tx, attempt.id, 'unknown', ctx.now);
    if (receivedMoney(attempt.state)) return false;
    const closed = new Date(new Date(attempt.created_at).getTime() + askable);
    const [call] = await tx
      .select({ at: paymentNotices.receivedAt })
      .from(paymentNotices)
      .where(
        and(
          eq(paymentNotices.attemptId, attempt.id),
          gt(paymentNotices.receivedAt, closed),
          notInArray(sql`coalesce(${paymentNotices.verdict}, '')`, ['unproven', 'nothing_named']),
        ),
      )
      .orderBy(asc(paymentNotices.receivedAt))
      .limit(1);
    const [{ unanswered, askedAt } = { unanswered: null, askedAt: null }] = await tx
      .select({ unanswered: paymentAttempts.unansweredAt, askedAt: paymentAttempts.askedAt })
      .from(paymentAttempts)
      .where(eq(paymentAttempts.id, attempt.id));
    const missed = missedLastHour({ createdAt: new Date(attempt.created_at), askedAt }, askable);
    if (!call && !unanswered && !missed) return false;
    return openCase(ctx, tx, 'opening_lost', attempt, {
      reference: attempt.ref,
      amount: money(Number(attempt.amount), attempt.currency),
      openedAt: new Date(attempt.created_at).toISOString(),
      ...(call && { calledAt: call.at.toISOString() }),
      ...(unanswered && { unansweredAt: unanswered.toISOString() }),
      ...(missed && { lastAskedAt: askedAt?.toISOString() ?? null }),
    });
  });

/**
 * What the books say lies at each gateway, against what the gateway says of every payment that moved, and daily of those
 * that may still move by themselves. Each difference opens one case; nothing is changed by this but that.
 */
export async function compareWithGateways(ctx: Ctx, budget: number = comparisonLimits.budget): Promise<Comparison> {
  const end = performance.now() + budget;
  const tally: Comparison = { same: 0, differs: 0, unknown: 0, left: 0, cases: 0, lies: {} };
  const system = ctx.doors.asSystem('payments: compare');
  const { due } = await system.read((db) => ({ due: dueAttempts(db, ctx.now) }));
  const failures = new Map<string, number>();

  const one = async (attempt: Due, provider: PaymentProvider): Promise<void> => {
    try {
      const report = await provider.ask(attempt.ref, money(Number(attempt.amount), attempt.currency));
      failures.set(attempt.driver, 0);
      if (report.ref === attempt.ref) return await judge(ctx, attempt, report, provider.powers, tally);
    } catch (fault) {
      if (!(fault instanceof GatewayTrouble)) throw fault;
      ctx.log('gateway trouble', {
        attemptId: attempt.id,
        step: 'compare',
        trouble: fault.trouble,
        what: fault.message,
      });
      if (fault.trouble !== 'refused') failures.set(attempt.driver, (failures.get(attempt.driver) ?? 0) + 1);
    }
    await system.write((tx) => keepVerdict(tx, attempt.id, 'unknown', ctx.now));
    tally.unknown += 1;
  };

  const queue = due.rows.values();
  const beyond = async (attempt: Due, askable: number): Promise<void> => {
    if (await judgeUnasked(ctx, attempt, askable)) tally.cases += 1;
    tally.unknown += 1;
  };
  const worker = async (): Promise<void> => {
    for (const attempt of queue) {
      const provider = ctx.ports.gateway(attempt.driver);
      const askable = provider?.powers.windows.askable ?? null;
      const tired = (failures.get(attempt.driver) ?? 0) >= comparisonLimits.patienceWithOne;
      if (!provider || tired || performance.now() >= end) {
        tally.left += 1;
        continue;
      }
      const tooOld = beyondAsking({ createdAt: new Date(attempt.created_at) }, askable, ctx.now);
      await (askable !== null && tooOld ? beyond(attempt, askable) : one(attempt, provider)).catch((fault: unknown) => {
        ctx.log('comparison tripped', {
          attemptId: attempt.id,
          error: fault instanceof Error ? fault.name : 'unknown',
        });
        tally.left += 1;
      });
    }
  };
  await Promise.all(Array.from({ length: comparisonLimits.atOnce }, worker));
  return tally;
}
