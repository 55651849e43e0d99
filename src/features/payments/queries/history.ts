import { and, desc, eq, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { ReadDb } from '../../../db/client.ts';
import { bookings } from '../../../db/schema/bookings.ts';
import { documents } from '../../../db/schema/documents.ts';
import { payments } from '../../../db/schema/payments.ts';

type CreditNote = { id: string; series: string; number: number; amount: { amount: number } };

/** A page of one person's payments, newest first: what they paid or may still pay, and what was received for their work. */
export const historyOf = (db: ReadDb, userId: string, page: { cursor?: string | undefined; limit: number }) =>
  db
    .select({
      payment: payments,
      document: { id: documents.id, kind: documents.kind, series: documents.series, number: documents.number },
      said: documents.snapshot,
      booking: { title: bookings.serviceTitle, customerName: bookings.customerName, talentName: bookings.talentName },
      creditNotes: sql<CreditNote[]>`coalesce((
        select jsonb_agg(jsonb_build_object('id', n.id, 'series', n.series, 'number', n.number, 'amount', n.snapshot -> 'amount') order by n.id)
        from documents n where n.payment_id = ${payments.id} and n.refund_id is not null), '[]'::jsonb)`,
    })
    .from(payments)
    .leftJoin(documents, and(eq(documents.paymentId, payments.id), isNull(documents.refundId)))
    .leftJoin(bookings, and(eq(payments.payableKind, 'booking'), eq(bookings.id, payments.payableId)))
    .where(
      and(
        or(eq(payments.payerId, userId), and(eq(payments.payeeId, userId), isNotNull(payments.paidAt))),
        page.cursor === undefined ? undefined : lt(payments.id, page.cursor),
      ),
    )
    .orderBy(desc(payments.id))
    .limit(page.limit + 1);
