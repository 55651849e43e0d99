import { kindFor, seriesFor } from '../../features/documents/rules.ts';
import type { Snapshot } from '../../features/documents/schema.ts';
import { idAt } from './chance.ts';
import type { DemoRows } from './rows.ts';

const operatorTimeZone = 'Asia/Baghdad';
const titles: Readonly<Record<string, string>> = { fib: 'FIB', stripe: 'Stripe' };

/** The receipts of everything that was paid, numbered in the order the money came. */
export function issueDocuments(rows: DemoRows, today: Date): void {
  const bookings = new Map(rows.bookings.map((booking) => [booking.id, booking]));
  const last = new Map<string, number>();
  const paid = rows.payments.filter(({ paidAt }) => paidAt).sort((a, b) => Number(a.paidAt) - Number(b.paidAt));
  for (const payment of paid) {
    const booking = bookings.get(payment.payableId);
    const { id, paidAt } = payment;
    if (!booking || !paidAt || id === undefined) throw new Error('a demo payment pays for nothing');
    const kind = kindFor('booking', false);
    const series = seriesFor(kind, paidAt, operatorTimeZone);
    const number = (last.get(series) ?? 0) + 1;
    last.set(series, number);
    const snapshot: Snapshot = {
      seller: { name: 'Mawahib', address: 'Karrada, Baghdad', taxId: '' },
      payer: { name: booking.customerName },
      payee: { name: booking.talentName },
      sold: {
        title: booking.serviceTitle,
        for: {
          kind: 'appointment',
          startsAt: booking.startsAt.toISOString(),
          endsAt: booking.endsAt.toISOString(),
          timeZone: booking.timeZone,
        },
      },
      amount: { amount: payment.amount, currency: payment.currency },
      paid: {
        through: payment.paidThrough ?? '',
        title: titles[payment.paidThrough ?? ''] ?? '',
        reference: payment.paidReference ?? '',
        at: paidAt.toISOString(),
      },
      refunded: null,
      credits: null,
      timeZone: operatorTimeZone,
    };
    rows.documents.push({
      id: idAt(`document ${id}`, paidAt.getTime() - today.getTime()),
      kind,
      series,
      number,
      userId: payment.payerId,
      payeeId: payment.payeeId ?? null,
      paymentId: id,
      snapshot,
      issuedAt: paidAt,
    });
  }
  for (const [series, count] of last) rows.documentSeries.push({ series, last: count });
}
