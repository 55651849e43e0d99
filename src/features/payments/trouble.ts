import type { Ctx } from '../ctx.ts';
import { GatewayTrouble } from './provider.ts';

/** What went wrong at a gateway, as it may be logged. A fault that is no gateway's is a bug and goes on its way. */
export function troubleOf(ctx: Ctx, fault: unknown, facts: Record<string, unknown>): GatewayTrouble {
  if (!(fault instanceof GatewayTrouble)) throw fault;
  ctx.log('gateway trouble', { ...facts, trouble: fault.trouble, what: fault.message });
  return fault;
}
