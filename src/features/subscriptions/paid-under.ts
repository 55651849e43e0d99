import type { RecordPaidUnder } from './agreements.ts';

export const recordPaidUnder: RecordPaidUnder = async () => {
  throw new Error('payments cannot keep payments under an agreement yet');
};
