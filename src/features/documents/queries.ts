import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { AnyDb, ReadDb, Tx } from '../../db/client.ts';
import { documents, documentSeries } from '../../db/schema/documents.ts';
import { payments } from '../../db/schema/payments.ts';

type Db = ReadDb | Tx;

/** The next number of a series. Whoever takes one holds the series until their transaction ends, so a rollback gives it back. */
export const nextNumber = (db: AnyDb, series: string) =>
  db
    .insert(documentSeries)
    .values({ series, last: 1 })
    .onConflictDoUpdate({ target: documentSeries.series, set: { last: sql`${documentSeries.last} + 1` } })
    .returning({ last: documentSeries.last });

export async function takeNumber(tx: Tx, series: string): Promise<number> {
  const [taken] = await nextNumber(tx, series);
  if (!taken) throw new Error('a number was taken and is not there');
  return taken.last;
}

/** Under the number that was taken by the statement before. */
export const keepNumbered = (db: AnyDb, document: Omit<typeof documents.$inferInsert, 'number'>) =>
  db.insert(documents).values({
    ...document,
    number: sql`(select s.last from ${documentSeries} s where s.series = ${document.series})`,
  });

export async function keep(tx: Tx, document: typeof documents.$inferInsert): Promise<string> {
  const [kept] = await tx.insert(documents).values(document).returning({ id: documents.id });
  if (!kept) throw new Error('a document was issued and is not there');
  return kept.id;
}

export const receiptOfPayment = (db: Db, paymentId: string) =>
  db
    .select()
    .from(documents)
    .where(and(eq(documents.paymentId, paymentId), isNull(documents.refundId)));

export const creditNoteOfRefund = (db: Db, refundId: string) =>
  db.select().from(documents).where(eq(documents.refundId, refundId));

/** One document as its reader may see it: row security decides, an operator's among them. */
export const document = (db: Db, id: string) => withPayment(db).where(eq(documents.id, id));
export const receipt = (db: Db, paymentId: string) =>
  withPayment(db).where(and(eq(documents.paymentId, paymentId), isNull(documents.refundId)));

const withPayment = (db: Db) =>
  db
    .select({ document: documents, payableKind: payments.payableKind, payableId: payments.payableId })
    .from(documents)
    .innerJoin(payments, eq(payments.id, documents.paymentId));

/** The credit notes of the payment a document is about. */
export const creditNotesBeside = (db: Db, documentId: string) =>
  db
    .select()
    .from(documents)
    .where(
      and(
        isNotNull(documents.refundId),
        eq(documents.paymentId, sql`(select d.payment_id from documents d where d.id = ${documentId})`),
      ),
    )
    .orderBy(asc(documents.id));

export const creditNotes = (db: Db, paymentId: string) =>
  db
    .select()
    .from(documents)
    .where(and(eq(documents.paymentId, paymentId), isNotNull(documents.refundId)))
    .orderBy(asc(documents.id));
