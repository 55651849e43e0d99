import { money } from '../../core/money.ts';
import type { Ctx } from '../ctx.ts';
import * as earnings from './queries/earnings.ts';
import * as entries from './queries/entries.ts';
import { earningReleased } from './rules.ts';
import { ledgerLimits, release, toRelease } from './rules/earnings.ts';

export type Released = { released: number; left: number };

/**
 * Work that is done, or was called off at a price: what is still held of it, and not promised back, becomes the talent's and
 * the site's. Disputed work waits. Once by constraint, whoever runs this at the same time; should a refund fail later and
 * its sum be free again, that is released by a further entry.
 */
export async function releaseEarnings(ctx: Ctx, only: { bookingId?: string } = {}): Promise<Released> {
  const system = ctx.doors.asSystem('ledger: release earnings');
  const { due } = await system.read((db) => ({
    due: earnings.releasable(db, only.bookingId, ledgerLimits.releasesAtOnce),
  }));
  const report: Released = { released: 0, left: 0 };
  for (const { paymentId } of due) {
    try {
      if (await releaseOne(ctx, paymentId)) report.released += 1;
    } catch (fault) {
      // one that trips must not keep the others waiting
      ctx.log('an earning was not released', { paymentId, error: fault instanceof Error ? fault.name : 'unknown' });
      report.left += 1;
    }
  }
  return report;
}

const releaseOne = (ctx: Ctx, paymentId: string): Promise<boolean> =>
  ctx.doors.asSystem('ledger: release an earning').write(async (tx) => {
    const payment = await earnings.lockRelease(tx, paymentId);
    if (!payment) return false;
    const free = toRelease(await entries.paymentBooks(tx, paymentId), payment);
    if (free === 0) return false;
    const before = await earnings.releasesOf(tx, paymentId);
    const { amount, commission } = release(payment, free);
    const entry = earningReleased({
      bookingId: payment.bookingId,
      paymentId,
      payeeId: payment.payeeId,
      amount: money(amount, payment.currency),
      commission,
    });
    const source = before === 0 ? entry.source : `${entry.source}:${before + 1}`;
    return (await entries.addEntry(tx, { ...entry, source }, ctx.now)) !== null;
  });
