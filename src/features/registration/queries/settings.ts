import { eq } from 'drizzle-orm';
import type { AnyDb, Tx } from '../../../db/client.ts';
import { approvalSettings } from '../../../db/schema/registration.ts';
import { users } from '../../../db/schema/users.ts';
import type { AccountKind } from '../../identity/rules.ts';

type Reads = Pick<AnyDb, 'select'>;

/** No row: nobody has said anything, and the deploy's own setting counts. */
export const lookedAt = (db: Reads) => db.select({ kinds: approvalSettings.kinds }).from(approvalSettings);

export const settingWithSetter = (db: Reads) =>
  db
    .select({ kinds: approvalSettings.kinds, setAt: approvalSettings.setAt, setBy: users.name })
    .from(approvalSettings)
    .innerJoin(users, eq(users.id, approvalSettings.setBy));

/** Through the system's door. The last that was said counts. */
export const keepSetting = (tx: Tx, kinds: AccountKind[], setBy: string, setAt: Date) =>
  tx
    .insert(approvalSettings)
    .values({ kinds, setBy, setAt })
    .onConflictDoUpdate({ target: approvalSettings.id, set: { kinds, setBy, setAt } });
