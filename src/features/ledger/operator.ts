import { absent } from '../../core/errors.ts';
import type { ReadDb, Tx } from '../../db/client.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { ofRole, requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';

type Who = Awaited<ReturnType<typeof identity.me>>[number];

/** For queries in a batch: whoever asks. */
export const asker = (ctx: Ctx, db: Pick<ReadDb, 'select'>) => identity.me(db, actorOf(ctx).userId);

/** An operator in good standing. To anybody else there is nothing here. */
export function requireOperator(who: Who | undefined): Who {
  if (!who) return absent();
  requireActive(who);
  return ofRole(who, ['admin']).ok ? who : absent();
}

/** The same inside a write through the system's door, where no policy asks. */
export const operatorIn = async (ctx: Ctx, tx: Tx): Promise<Who> => requireOperator((await asker(ctx, tx))[0]);
