import type { Tx } from '../../../db/client.ts';
import { auditLog } from '../../../db/schema/operations.ts';

export const audit = (tx: Tx, entry: typeof auditLog.$inferInsert) => tx.insert(auditLog).values(entry);
