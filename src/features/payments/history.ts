import type * as z from 'zod';
import { money } from '../../core/money.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { documentNumber } from '../documents/rules.ts';
import { snapshot } from '../documents/schema.ts';
import { requireActive } from '../identity/rules.ts';
import { historyOf } from './queries/history.ts';
import { standing } from './queries/shown.ts';
import { paymentList, type paymentListQuery, type PaymentList } from './schema.ts';

/** My payments, as payer and as the talent who was paid. One round trip. */
export async function listPayments(ctx: Ctx, page: z.output<typeof paymentListQuery>): Promise<PaymentList> {
  const { userId } = actorOf(ctx);
  const { me, rows } = await userDoor(ctx).read((db) => ({
    me: standing(db, userId),
    rows: historyOf(db, userId, page),
  }));
  requireActive(me[0]);
  const items = rows.slice(0, page.limit).map(({ payment, document, said, booking, creditNotes }) => {
    const you = payment.payerId === userId ? 'payer' : 'payee';
    const kept = said === null ? null : snapshot.parse(said);
    return {
      paymentId: payment.id,
      you,
      payable: { kind: payment.payableKind, id: payment.payableId },
      title: kept?.sold.title ?? booking?.title ?? null,
      otherName:
        you === 'payer'
          ? (kept?.payee?.name ?? booking?.talentName ?? null)
          : (kept?.payer.name ?? booking?.customerName ?? null),
      amount: money(payment.amount, payment.currency),
      state: payment.state,
      document: document && {
        id: document.id,
        kind: document.kind,
        number: documentNumber(document.series, document.number),
      },
      creditNotes: creditNotes.map((note) => ({
        id: note.id,
        number: documentNumber(note.series, note.number),
        amount: money(note.amount.amount, payment.currency),
      })),
      createdAt: payment.createdAt.toISOString(),
      paidAt: payment.paidAt?.toISOString() ?? null,
    };
  });
  const nextCursor = rows.length > page.limit ? (items.at(-1)?.paymentId ?? null) : null;
  return paymentList.parse({ items, nextCursor });
}
