import type { AnyDb, Expression, Statement } from '../../db/client.ts';
import { databaseError } from '../../db/errors.ts';
import type { Ctx, PayableKind } from '../ctx.ts';
import { issueNewReceipt } from '../documents/service.ts';
import { paymentReceived } from '../ledger/rules.ts';
import { postNew } from '../ledger/service.ts';
import * as attempts from './queries/attempts.ts';
import * as records from './queries/notices.ts';
import { note, owed } from './refunds.ts';
import { paymentMachine, settle, type Report } from './rules.ts';

/** An attempt, its payment and what that pays for, as one batch showed them; nobody holds them. */
export type Seen = attempts.SeenAttempt & { payable: unknown };

/** Asked beside other things, in the batch that keeps a call. */
export const lookAt = (ctx: Ctx, db: AnyDb, attemptId: Expression) => ({
  ...Object.fromEntries(looksOf(ctx, db, attemptId)),
  attempt: attempts.seenAttempt(db, attemptId),
});

const kinds: readonly PayableKind[] = ['booking', 'purchase'];
const looksOf = (ctx: Ctx, db: AnyDb, attemptId: Expression): [string, Statement][] =>
  kinds.flatMap((kind) => {
    const look = ctx.ports.payables[kind].plain?.look(db, attempts.payableOf(kind, attemptId));
    return look ? [[kind, look]] : [];
  });

export function seenIn(found: { attempt: attempts.SeenAttempt[]; [kind: string]: unknown }): Seen | null {
  const [seen] = found.attempt;
  return seen ? { ...seen, payable: found[seen.payment.payableKind] } : null;
}

/**
 * The plain case, which nearly all money is: the sum that was asked for, once, for something that waits for it. It is judged by
 * what was seen and written in one batch that begins by locking what was judged and fails if it has changed since. False:
 * nothing was written, and it takes a conversation (settling.ts), which judges anew under locks.
 */
export async function settlePlainly(ctx: Ctx, seen: Seen, report: Report, noticeId: string): Promise<boolean> {
  const { attempt, payment } = seen;
  if (attempt.mode === 'agreement' || attempt.ref === null) return false;
  const settlement = settle({ ref: attempt.ref, amount: owed(attempt), state: attempt.state }, report);
  if (settlement.kind !== 'news' || settlement.to !== 'paid') return false;
  if (report.status !== 'paid' || (report.refunded?.amount ?? 0) > 0) return false;
  if (payment.state !== 'pending' && payment.state !== 'failed') return false;
  const payable = ctx.ports.payables[payment.payableKind].plain?.paid(seen.payable, ctx.now);
  if (!payable) return false;
  const { driver, ref } = attempt;
  const amount = owed(attempt);
  try {
    await ctx.doors.asSystem('payments: settle at once').send((db) => ({
      samePayment: attempts.samePayment(db, seen),
      sameAttempt: attempts.sameAttempt(db, seen),
      ...payable.write(db),
      attempt: attempts.changeAttempt(db, attempt, { state: 'paid', askedAt: ctx.now }, ctx.now),
      payment: attempts.changePayment(
        db,
        payment,
        {
          state: paymentMachine[payment.state].pay,
          flag: null,
          paidAt: ctx.now,
          paidThrough: driver,
          paidReference: ref,
        },
        ctx.now,
      ),
      ...postNew(
        db,
        paymentReceived({ attemptId: attempt.id, paymentId: payment.id, driver, amount, for: payment.payableKind }),
        ctx.now,
      ),
      audit: note(ctx, db, seen, 'payment.paid', 'the gateway confirmed it', { amount }),
      judged: records.judgeNotice(db, noticeId, 'settled', ctx.now),
      ...issueNewReceipt(ctx, db, payment, { through: driver, reference: ref, at: ctx.now, sold: payable.sold }),
    }));
    return true;
  } catch (error) {
    // what Postgres refused is undone as a whole; where nobody answered, nobody knows, and the gateway calls again
    if (databaseError(error) === null) throw error;
    return false;
  }
}
