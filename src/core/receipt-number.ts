/** `MW-2026-000123`: as it stands on the receipt. */
export const receiptNumber = (counted: number, paidAt: Date): string =>
  `MW-${paidAt.getUTCFullYear()}-${String(counted).padStart(6, '0')}`;
