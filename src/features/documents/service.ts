import { absent } from '../../core/errors.ts';
import type { Currency, Money } from '../../core/money.ts';
import type { AnyDb, ReadDb, Statement, Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx, type PayableKind, type Sold } from '../ctx.ts';
import * as identity from '../identity/service.ts';
import { requireActive } from '../identity/rules.ts';
import * as queries from './queries.ts';
import { creditsReceipt, documentNumber, kindFor, seriesFor } from './rules.ts';
import { documentView, snapshot, type DocumentView } from './schema.ts';

export type Issued = { id: string; number: string };

type Payment = {
  id: string;
  payableKind: PayableKind;
  payableId: string;
  payerId: string;
  payeeId: string | null;
  amount: number;
  currency: Currency;
};
/** How the money came in: the gateway, its own reference, and when. */
type Paid = { through: string; reference: string; at: Date };
/** Money that went back for good. `of` says which incoming money it was. */
type GoneBack = { id: string; amount: Money; reference: string; at: Date; of: Omit<Paid, 'at'> };

/**
 * The receipt or invoice of a payment that has just been settled. Call it in the settling transaction, after the payment
 * row is locked and before anything else is: the number is taken under the lock of its series, so a transaction that rolls
 * back leaves no gap. Called again it answers the document that is there.
 */
export async function issueReceipt(ctx: Ctx, tx: Tx, payment: Payment, paid: Paid): Promise<Issued> {
  const [there] = await queries.receiptOfPayment(tx, payment.id);
  if (there) return { id: there.id, number: documentNumber(there.series, there.number) };
  const sold = await ctx.ports.payables[payment.payableKind].sold(tx, payment.payableId);
  return issue(ctx, tx, payment, { refundId: null, at: paid.at, said: receiptOf(ctx, payment, paid, sold) });
}

/**
 * The same for a batch that settles in one go, as its last statements: whoever takes a number holds the series. It fails when
 * there is a receipt already.
 */
export function issueNewReceipt(
  ctx: Ctx,
  db: AnyDb,
  payment: Payment,
  { sold, ...paid }: Paid & { sold: Sold },
): Record<string, Statement> {
  const words = receiptOf(ctx, payment, paid, sold);
  const document = paper(ctx, payment, { refundId: null, at: paid.at, said: words });
  return { number: queries.nextNumber(db, document.series), document: queries.keepNumbered(db, document) };
}

const receiptOf = (ctx: Ctx, payment: Payment, paid: Paid, sold: Sold) =>
  said(ctx, sold, {
    amount: { amount: payment.amount, currency: payment.currency },
    paid: { ...paid, title: titleOf(ctx, paid.through), at: paid.at.toISOString() },
    refunded: null,
    credits: null,
  });

/**
 * The credit note of a refund that is done, whole or in part: once per refund. Null where the money never stood on a
 * receipt: what was paid twice, or in a wrong sum.
 */
export async function issueCreditNote(ctx: Ctx, tx: Tx, payment: Payment, refund: GoneBack): Promise<Issued | null> {
  const [there] = await queries.creditNoteOfRefund(tx, refund.id);
  if (there) return { id: there.id, number: documentNumber(there.series, there.number) };
  const [receipt] = await queries.receiptOfPayment(tx, payment.id);
  if (!receipt) return null;
  const original = snapshot.parse(receipt.snapshot);
  if (!creditsReceipt(original.paid, refund.of)) return null;
  return issue(ctx, tx, payment, {
    refundId: refund.id,
    at: refund.at,
    // what was sold and to whom is what the receipt says, whatever became of it since
    said: {
      ...original,
      seller: sellerOf(ctx),
      timeZone: ctx.ports.seller.timeZone,
      amount: refund.amount,
      refunded: { at: refund.at.toISOString(), reference: refund.reference },
      credits: { id: receipt.id, number: documentNumber(receipt.series, receipt.number) },
    },
  });
}

const titleOf = (ctx: Ctx, name: string): string => ctx.ports.drivers.find((one) => one.name === name)?.title ?? name;
const sellerOf = ({ ports: { seller } }: Ctx) => ({ name: seller.name, address: seller.address, taxId: seller.taxId });

function said(
  ctx: Ctx,
  sold: Sold,
  money: Pick<ReturnType<typeof snapshot.parse>, 'amount' | 'paid' | 'refunded' | 'credits'>,
) {
  const { for: thing } = sold;
  return {
    seller: sellerOf(ctx),
    payer: { name: sold.payerName },
    payee: sold.payeeName === null ? null : { name: sold.payeeName },
    sold: {
      title: sold.title,
      for:
        thing.kind === 'credits'
          ? thing
          : { ...thing, startsAt: thing.startsAt.toISOString(), endsAt: thing.endsAt.toISOString() },
    },
    timeZone: ctx.ports.seller.timeZone,
    ...money,
  };
}

type Words = { refundId: string | null; at: Date; said: unknown };

function paper(ctx: Ctx, payment: Payment, { refundId, at, said: words }: Words) {
  const kind = kindFor(payment.payableKind, refundId !== null);
  return {
    kind,
    series: seriesFor(kind, at, ctx.ports.seller.timeZone),
    userId: payment.payerId,
    payeeId: payment.payeeId,
    paymentId: payment.id,
    refundId,
    snapshot: snapshot.parse(words),
    issuedAt: ctx.now,
  };
}

async function issue(ctx: Ctx, tx: Tx, payment: Payment, words: Words): Promise<Issued> {
  const document = paper(ctx, payment, words);
  const number = await queries.takeNumber(tx, document.series);
  const id = await queries.keep(tx, { ...document, number });
  return { id, number: documentNumber(document.series, number) };
}

type Found = { row: ReturnType<typeof queries.document>; notes: ReturnType<typeof queries.creditNotes> };

/** One document, for whoever paid, whoever was paid, and the operator. One round trip. */
export const getDocument = (ctx: Ctx, { documentId }: { documentId: string }): Promise<DocumentView> =>
  show(ctx, (db) => ({ row: queries.document(db, documentId), notes: queries.creditNotesBeside(db, documentId) }));

/** The receipt or invoice of a payment, by the payment. */
export const getReceipt = (ctx: Ctx, { paymentId }: { paymentId: string }): Promise<DocumentView> =>
  show(ctx, (db) => ({ row: queries.receipt(db, paymentId), notes: queries.creditNotes(db, paymentId) }));

async function show(ctx: Ctx, find: (db: ReadDb) => Found): Promise<DocumentView> {
  const { userId } = actorOf(ctx);
  const { me, row, notes } = await userDoor(ctx).read((db) => ({ me: identity.me(db, userId), ...find(db) }));
  requireActive(me[0]);
  const { document, payableKind, payableId } = row[0] ?? absent();
  return documentView.parse({
    ...snapshot.parse(document.snapshot),
    id: document.id,
    kind: document.kind,
    number: documentNumber(document.series, document.number),
    paymentId: document.paymentId,
    bookingId: payableKind === 'booking' ? payableId : null,
    issuedAt: document.issuedAt.toISOString(),
    creditNotes:
      document.refundId === null
        ? notes.map((note) => ({
            id: note.id,
            number: documentNumber(note.series, note.number),
            amount: snapshot.parse(note.snapshot).amount,
            issuedAt: note.issuedAt.toISOString(),
          }))
        : [],
  });
}
