/** A receipt for a booking (the site takes the money for the talent), an invoice for what the site sells, a credit note for money that went back. */
export const documentKinds = ['receipt', 'invoice', 'credit_note'] as const;
export type DocumentKind = (typeof documentKinds)[number];

export const kindFor = (payableKind: 'booking' | 'purchase', isRefund: boolean): DocumentKind =>
  isRefund ? 'credit_note' : payableKind === 'booking' ? 'receipt' : 'invoice';

/** The year on the operator's wall: their books close by it. */
const yearAt = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric' }).format(at);

/** Receipts and invoices count together, credit notes by themselves; both begin again with the year. */
export const seriesFor = (kind: DocumentKind, at: Date, timeZone: string): string =>
  `${kind === 'credit_note' ? 'MW-CN' : 'MW'}-${yearAt(at, timeZone)}`;

/** `MW-2026-000123`: as it stands on paper. */
export const documentNumber = (series: string, number: number): string =>
  `${series}-${String(number).padStart(6, '0')}`;

/** Money is only credited that a receipt says was received: what was paid twice or in a wrong sum never stood on one. */
export const creditsReceipt = (
  receipt: { through: string; reference: string },
  refunded: { through: string; reference: string },
): boolean => receipt.through === refunded.through && receipt.reference === refunded.reference;

/** What a receipt shows of the money that went back since. */
export function creditedOf(amount: number, notes: readonly { amount: number }[]): 'none' | 'part' | 'whole' {
  const back = notes.reduce((sum, note) => sum + note.amount, 0);
  return back === 0 ? 'none' : back < amount ? 'part' : 'whole';
}
