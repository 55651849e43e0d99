import type { Ctx } from '../ctx.ts';
import type { PaymentProvider } from './provider.ts';
import * as attempts from './queries/attempts.ts';
import * as records from './queries/notices.ts';
import { carryOutRefundsOf } from './refunding.ts';
import { owed } from './refunds.ts';
import { receivedMoney, underAgreement, type UnderAgreement } from './rules.ts';
import { keepReport, type Verdict } from './settling.ts';
import { troubleOf } from './trouble.ts';

export type Answer = Verdict | 'unreachable' | 'nothing_known';

export type Known = Pick<
  attempts.AttemptRow,
  'id' | 'driver' | 'ref' | 'amount' | 'receivedAmount' | 'currency' | 'mode' | 'agreementRef' | 'state'
>;

type Asked = Known & Pick<attempts.AttemptRow, 'unansweredAt'>;

/** What the gateway says of one attempt. One that began an agreement is asked about as that, until its money is here. */
export async function tell(provider: PaymentProvider, attempt: Known, ref: string): Promise<UnderAgreement> {
  if (attempt.mode === 'agreement' && provider.agreements && !receivedMoney(attempt.state))
    return underAgreement(ref, await provider.agreements.ask(attempt.agreementRef ?? ref));
  return { report: await provider.ask(ref, owed(attempt)), agreement: null };
}

/** Where it can be asked for a time only, somebody must hear of it when the last question of that time went unanswered. */
export async function noteSilence(
  ctx: Ctx,
  provider: PaymentProvider,
  attempt: Pick<attempts.AttemptRow, 'id' | 'unansweredAt'>,
  silent: boolean,
): Promise<void> {
  if (provider.powers.windows.askable === null || silent === (attempt.unansweredAt !== null)) return;
  await ctx.doors
    .asSystem('payments: unanswered')
    .write((tx) => attempts.markUnanswered(tx, attempt.id, silent ? ctx.now : null));
}

/** Asks about one attempt: by its reference, or by what calls to its secret address have named since its opening was lost. */
export async function askAbout(ctx: Ctx, provider: PaymentProvider, attempt: Asked): Promise<Answer> {
  const refs = attempt.ref === null ? await hintsFor(ctx, provider, attempt) : [attempt.ref];
  let answer: Answer = 'nothing_known';
  let answered = false;
  for (const ref of refs) {
    try {
      const { report, agreement } = await tell(provider, attempt, ref);
      answered = true;
      answer = await keepReport(ctx, attempt.id, report, { agreement });
      if (answer !== 'not_ours') break;
    } catch (fault) {
      const { trouble } = troubleOf(ctx, fault, { attemptId: attempt.id, step: 'ask' });
      answer = trouble === 'refused' ? 'not_ours' : 'unreachable';
    }
  }
  if (answered) await noteSilence(ctx, provider, attempt, false);
  else if (answer === 'unreachable') await noteSilence(ctx, provider, attempt, true);
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
    else if ('agreement' in heard) hints.add(heard.agreement);
    else if ('hint' in heard && heard.hint !== null) hints.add(heard.hint);
  }
  return [...hints];
}

/** A kept call, as far as it was kept. What a GET said is kept where a body would be. */
function replay(kept: { method: string; headers: Record<string, string>; body: string }): Request {
  const address = 'https://kept.invalid/';
  if (kept.method === 'GET') return new Request(`${address}${kept.body}`, { headers: kept.headers });
  return new Request(address, { method: kept.method, headers: kept.headers, body: kept.body });
}

/** Closes a way to pay at its gateway, where that is possible; what was paid just before is found instead. */
export async function callOff(ctx: Ctx, attempt: Asked): Promise<Answer> {
  const provider = ctx.ports.gateway(attempt.driver);
  if (!provider || attempt.ref === null) return 'no_news';
  const { ref, mode, agreementRef } = attempt;
  try {
    if (mode === 'agreement') {
      if (!provider.agreements) return 'no_news';
      const { report, agreement } = underAgreement(ref, await provider.agreements.cancel(agreementRef ?? ref, 'now'));
      return await keepReport(ctx, attempt.id, report, { agreement });
    }
    if (!provider.cancel) return 'no_news';
    return await keepReport(ctx, attempt.id, await provider.cancel(ref, owed(attempt)));
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
  if (answer === 'refund_due' || answer === 'amount_differs') ctx.defer(() => carryOutRefundsOf(ctx, attemptId));
  if (answer === 'settled') ctx.defer(() => callOffOthers(ctx, attemptId));
}
