import type { Deed, DeedDetails, Refusal } from './gateway.ts';
import type { Intent, Session, Subscription } from './stripe-books.ts';
import { bookDebit, disputeCharge, noteRefund, payAtCheckout, room, runOut, type Desk } from './stripe-desk.ts';
import { isProblem, makeRefund, settledRefunds } from './stripe-refund.ts';
import { mend } from './stripe-renewals.ts';
import { chargeWire, disputeWire, sessionWire, type Wire } from './stripe-wire.ts';

export type About = { session: Session; subscription: Subscription | null; intent: Intent | null };

/** What the payer, their bank, or the merchant's own staff in the dashboard do. */
export function act(
  desk: Desk,
  { session, subscription, intent }: About,
  deed: Deed,
  details: DeedDetails,
): Refusal | null {
  const late = details.late === true;
  if (deed === 'refund') return giveBack(desk, intent, details.amount);
  if (deed === 'chargeback') {
    if (intent?.status !== 'succeeded') return { refused: 'Nothing was taken that a bank could claw back.' };
    disputeCharge(desk, session, intent);
    return null;
  }
  if (subscription) return actOnAgreement(desk, subscription, deed);
  if (intent?.status === 'processing' && deed !== 'expire') {
    bookDebit(desk, session, intent, deed === 'pay');
    return null;
  }
  if (session.status !== 'open' && !(session.status === 'expired' && deed === 'pay' && late))
    return { refused: `The checkout is already ${session.paid ? 'paid' : session.status}.` };
  if (deed === 'expire') {
    runOut(desk, session);
    return null;
  }
  if (deed === 'decline') {
    // a subscription has no delayed debits here: whoever gives up lets its checkout run out
    if (session.mode === 'subscription') {
      runOut(desk, session);
      return null;
    }
    // a card that is refused leaves a checkout open for another; what ends one is a debit that comes to nothing
    payAtCheckout(desk, session, session.amount, true);
    return settleDebit(desk, session, false);
  }
  const total = details.amount ?? (details.wrongAmount === true ? another(session.amount) : session.amount);
  payAtCheckout(desk, session, total, late);
  // agreed to before the end, booked after it
  return session.status === 'expired' ? settleDebit(desk, session, true) : null;
}

function settleDebit(desk: Desk, { id }: Session, comesIn: boolean): null {
  const session = desk.books.sessions.get(id);
  const intent = session && desk.books.intents.get(session.intent);
  if (session && intent) bookDebit(desk, session, intent, comesIn);
  return null;
}

function actOnAgreement(desk: Desk, subscription: Subscription, deed: 'pay' | 'decline' | 'expire'): Refusal | null {
  if (subscription.status === 'canceled') return { refused: 'The subscription is over.' };
  if (deed === 'expire') return { refused: 'A subscription does not run out: it is cancelled, or its debits fail.' };
  if (deed === 'decline') desk.books.subscriptions.keep({ ...subscription, cardRefuses: true });
  else mend(room(desk), subscription, desk.now());
  return null;
}

/** Somebody in the dashboard gives money back, or the bank has booked a refund that was waiting. */
function giveBack(desk: Desk, intent: Intent | null, amount: number | undefined): Refusal | null {
  if (!intent) return { refused: 'Nothing was paid that could go back.' };
  const booked = settledRefunds(desk.books, desk.now(), intent.id);
  for (const refund of booked) noteRefund(desk, refund, 'refund.updated');
  if (booked.length > 0) return null;
  const made = makeRefund(desk.books, intent, { amount }, desk.now());
  if (isProblem(made)) return { refused: made.message };
  noteRefund(desk, made, 'refund.created', 'charge.refunded');
  return null;
}

/** What a forger says has happened. */
export function claim(desk: Desk, session: Session, deed: Deed): { type: string; object: Wire } {
  const intent: Intent = {
    id: session.intent ?? 'pi_forged',
    charge: 'ch_forged',
    amount: session.amount,
    currency: session.currency,
    status: 'succeeded',
    method: 'card',
    metadata: session.moneyMetadata,
    createdAt: desk.now(),
  };
  if (deed === 'refund')
    return { type: 'charge.refunded', object: { ...chargeWire(intent, desk.books), amount_refunded: intent.amount } };
  if (deed === 'chargeback') {
    const dispute = {
      id: 'dp_forged',
      intent: intent.id,
      amount: intent.amount,
      status: 'lost',
      createdAt: desk.now(),
    };
    return { type: 'charge.dispute.created', object: disputeWire(dispute, intent) };
  }
  const told = { pay: 'completed', decline: 'async_payment_failed', expire: 'expired' } as const;
  const status = deed === 'expire' ? 'expired' : 'complete';
  const claimed: Session = { ...session, status, paid: deed === 'pay', intent: intent.id };
  return { type: `checkout.session.${told[deed]}`, object: sessionWire(claimed, desk.books, desk) };
}

/** A sum that is plausible and not the one asked. */
const another = (amount: number): number => (amount > 2000 ? amount - 1000 : amount + 1000);
