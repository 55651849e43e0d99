import type { Ctx } from '../ctx.ts';
import { inquiryLimits } from '../messaging/rules/inquiries.ts';
import * as queries from './queries/tend.ts';

const day = 86_400_000;
/** At one go; the next run takes the rest. */
const atOnce = 500;
const networksKept = 90 * day;

/** The scheduled worker: what was thrown away is erased in time, and with an account goes what it leaves behind. */
export async function tendInquiries(ctx: Ctx): Promise<Record<string, unknown>> {
  const ago = (time: number) => new Date(ctx.now.getTime() - time);
  return ctx.doors.asSystem('clock: inquiries').write(async (tx) => ({
    erased: await queries.erase(tx, ago(inquiryLimits.erasedAfter), atOnce),
    blanked: await queries.blank(tx, ago(inquiryLimits.erasedAfter), atOnce),
    senders: await queries.forgetSenders(tx, atOnce),
    networks: await queries.forgetNetworks(tx, ago(networksKept), atOnce),
  }));
}
