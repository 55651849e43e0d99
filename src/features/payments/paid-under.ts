import type { Tx } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import { issueReceipt } from '../documents/service.ts';
import { paymentReceived } from '../ledger/rules.ts';
import { post } from '../ledger/service.ts';
import type { AgreementPayment } from './provider.ts';
import * as attempts from './queries/attempts.ts';
import { note } from './refunds.ts';
import { newSecret } from './secret.ts';

/**
 * Money a gateway took by itself under a standing agreement, for a purchase that is already kept as paid: payment, attempt,
 * books and invoice, in the caller's transaction. Once: the gateway's reference pays one thing. Null when it is kept already.
 */
export async function recordPaidUnder(
  ctx: Ctx,
  tx: Tx,
  paid: {
    payableId: string;
    payerId: string;
    driver: string;
    agreementRef: string;
    payment: AgreementPayment;
    now: Date;
  },
): Promise<{ paymentId: string } | null> {
  const { driver, payment: taken, now } = paid;
  const held = await attempts.addPaidUnder(tx, {
    payableId: paid.payableId,
    payerId: paid.payerId,
    driver,
    reference: taken.ref,
    agreementRef: paid.agreementRef,
    amount: taken.amount,
    // nobody calls at this one's address
    tokenHash: newSecret().hash,
    paidAt: taken.paidAt < now ? taken.paidAt : now,
    now,
  });
  if (held === null) return null;
  const { payment, attempt } = held;
  const amount = taken.amount;
  await post(
    tx,
    paymentReceived({ attemptId: attempt.id, paymentId: payment.id, driver, amount, for: 'purchase' }),
    now,
  );
  await issueReceipt(ctx, tx, payment, { through: driver, reference: taken.ref, at: payment.paidAt ?? now });
  await note(ctx, tx, held, 'payment.paid', 'taken under a standing agreement', {
    amount,
    agreement: paid.agreementRef,
  });
  return { paymentId: payment.id };
}
