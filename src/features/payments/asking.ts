import type { Ctx } from '../ctx.ts';
import { GatewayTrouble, type PaymentProvider } from './provider.ts';
import * as attempts from './queries/attempts.ts';
import * as records from './queries/notices.ts';
import { keepReport, owed, type Verdict } from './settling.ts';

export type Answer = Verdict | 'unreachable' | 'nothing_known';

/** What went wrong at a gateway, as it may be logged. A fault that is no gateway's is a bug and goes on its way. */
export function troubleOf(ctx: Ctx, fault: unknown, facts: Record<string, unknown>): GatewayTrouble {
  if (!(fault instanceof GatewayTrouble)) throw fault;
  ctx.log('gateway trouble', { ...facts, trouble: fault.trouble, what: fault.message });
  return fault;
}

type Known = Pick<attempts.AttemptRow, 'id' | 'driver' | 'ref' | 'amount' | 'currency'>;

/** Asks about one attempt: by its reference, or by what calls to its secret address have named since its opening was lost. */
export async function askAbout(ctx: Ctx, provider: PaymentProvider, attempt: Known): Promise<Answer> {
  const refs = attempt.ref === null ? await hintsFor(ctx, provider, attempt) : [attempt.ref];
  let answer: Answer = 'nothing_known';
  for (const ref of refs) {
    try {
      answer = await keepReport(ctx, attempt.id, await provider.ask(ref, owed(attempt)));
      if (answer !== 'not_ours') return answer;
    } catch (fault) {
      const { trouble } = troubleOf(ctx, fault, { attemptId: attempt.id, step: 'ask' });
      answer = trouble === 'refused' ? 'not_ours' : 'unreachable';
    }
  }
  return answer;
}

async function hintsFor(ctx: Ctx, provider: PaymentProvider, attempt: Known): Promise<string[]> {
  const { notices } = await ctx.doors
    .asSystem('payments: hints')
    .read((db) => ({ notices: records.noticesOf(db, attempt.id) }));
  const hints = new Set<string>();
  for (const kept of notices) {
    const heard = await provider.hear(replay(kept)).catch(() => null);
    if (heard === null) continue;
    if ('proven' in heard) hints.add(heard.proven.ref);
    else if (heard.hint !== null) hints.add(heard.hint);
  }
  return [...hints];
}

/** A kept call, as it came. What a GET said is kept where a body would be. */
export function replay(kept: { method: string; headers: Record<string, string>; body: string }): Request {
  const address = 'https://kept.invalid/';
  if (kept.method === 'GET') return new Request(`${address}${kept.body}`, { headers: kept.headers });
  return new Request(address, { method: kept.method, headers: kept.headers, body: kept.body });
}

/** Gives one attempt's money back through its gateway. The driver asks first, so a second call finds the first one's work. */
export async function refundAttempt(ctx: Ctx, attemptId: string): Promise<Answer> {
  const system = ctx.doors.asSystem('payments: refund');
  const { found } = await system.read((db) => ({ found: attempts.attemptById(db, attemptId) }));
  const held = found[0];
  if (
    !held ||
    held.attempt.ref === null ||
    (held.attempt.state !== 'refund_due' && held.attempt.state !== 'refund_pending')
  )
    return 'no_news';
  const { attempt, payment } = held;
  const byHand = (flag: 'refund_by_hand' | 'refund_refused') =>
    system.write(async (tx) => {
      const now = await attempts.lockAttempt(tx, attemptId);
      if (!now || now.payment.flag === flag) return;
      await attempts.changePayment(tx, now.payment, { flag }, ctx.now);
      await records.audit(tx, {
        action: `payment.${flag}`,
        paymentId: payment.id,
        reason: 'a person must send the money back',
        data: { attemptId, driver: attempt.driver, reference: attempt.ref },
        requestId: ctx.requestId,
        now: ctx.now,
      });
    });
  const provider = ctx.ports.gateway(attempt.driver);
  if (!provider?.refund) {
    await byHand('refund_by_hand');
    return 'no_news';
  }
  try {
    return await keepReport(ctx, attemptId, await provider.refund(held.attempt.ref, owed(payment)));
  } catch (fault) {
    const { trouble } = troubleOf(ctx, fault, { attemptId, step: 'refund' });
    if (trouble !== 'refused') return 'unreachable';
    await byHand('refund_refused');
    return 'no_news';
  }
}

/** Closes a way to pay at its gateway, where that is possible; what was paid just before is found instead. */
export async function callOff(ctx: Ctx, attempt: Known): Promise<Answer> {
  const provider = ctx.ports.gateway(attempt.driver);
  if (!provider?.cancel || attempt.ref === null) return 'no_news';
  try {
    return await keepReport(ctx, attempt.id, await provider.cancel(attempt.ref, owed(attempt)));
  } catch (fault) {
    const { trouble } = troubleOf(ctx, fault, { attemptId: attempt.id, step: 'call off' });
    return trouble === 'refused' ? askAbout(ctx, provider, attempt) : 'unreachable';
  }
}

/** The payer has this way to pay, or has paid by it: the others are called off, so that nobody pays twice. */
export async function callOffOthers(ctx: Ctx, attemptId: string): Promise<void> {
  const { others } = await ctx.doors
    .asSystem('payments: other ways to pay')
    .read((db) => ({ others: attempts.payableBeside(db, attemptId) }));
  for (const { other, mine } of others) {
    if (mine === 'open' || mine === 'paid') followUp(ctx, other.id, await callOff(ctx, other));
  }
}

/** What a report leads to, once the answer is out. The clock does what this misses. */
export function followUp(ctx: Ctx, attemptId: string, answer: Answer): void {
  if (answer === 'refund_due') ctx.defer(() => refundAttempt(ctx, attemptId));
  if (answer === 'settled') ctx.defer(() => callOffOthers(ctx, attemptId));
}
