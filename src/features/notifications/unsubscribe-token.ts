import { createHash, timingSafeEqual } from 'node:crypto';
import type { Ctx } from '../ctx.ts';
import { stoppable, type Stoppable } from './rules/kinds.ts';

/** Which letters, to whom. The address itself stands in no link: only its digest. */
export type Stop = { kind: Stoppable; userId: string | null; addressHash: string };

export const digestOf = (address: string): string =>
  createHash('sha256').update(address.trim().toLowerCase()).digest('base64url');

const purpose = 'unsubscribe';

/** The word in an unsubscribe link: what it stops, and the proof that we wrote it. */
export function stopToken(ctx: Ctx, stop: Stop): string {
  const said = Buffer.from([stop.kind, stop.userId ?? '', stop.addressHash].join('~')).toString('base64url');
  return `${said}.${ctx.ports.secretFor(purpose, said)}`;
}

/** null: nobody here wrote it. */
export function readStopToken(ctx: Ctx, token: string): Stop | null {
  const [said = '', proof = '', ...rest] = token.split('.');
  if (rest.length > 0 || said === '' || token.length > 600) return null;
  const [given, due] = [Buffer.from(proof), Buffer.from(ctx.ports.secretFor(purpose, said))];
  if (given.length !== due.length || !timingSafeEqual(given, due)) return null;
  const [kind, userId = '', addressHash = ''] = Buffer.from(said, 'base64url').toString().split('~');
  const known = stoppable.find((one) => one === kind);
  return known === undefined || addressHash === '' ? null : { kind: known, userId: userId || null, addressHash };
}
