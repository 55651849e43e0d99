import { asc, eq, lte, sql } from 'drizzle-orm';
import { attachmentRemovals } from '../../db/schema/attachments.ts';
import type { Ctx } from '../ctx.ts';
import { attachmentLimits } from './rules.ts';

/** In one run, and at once: a scheduled function has thirty seconds. */
const atMost = 500;
const atOnce = 20;

const seconds = (milliseconds: number) => sql`make_interval(secs => ${milliseconds / 1000})`;

/** For the clock: rows nobody sent or that were taken back long ago, and the bytes that belong to nothing any more. */
export async function sweepAttachments(
  ctx: Ctx,
): Promise<{ swept: number; removed: number; failed: number; unknown: number }> {
  const door = ctx.doors.asSystem('clock: attachments');
  const report = { swept: 0, removed: 0, failed: 0, unknown: 0 };
  const due = await door.write(async (tx) => {
    const { rows } = await tx.execute<{ gone: number }>(
      sql`select app.sweep_attachments(${seconds(attachmentLimits.unsentFor)}, ${seconds(attachmentLimits.withdrawnFor)}) as gone`,
    );
    report.swept = rows[0]?.gone ?? 0;
    return tx
      .select()
      .from(attachmentRemovals)
      .where(lte(attachmentRemovals.dueAt, sql`app.now()`))
      .orderBy(asc(attachmentRemovals.dueAt))
      .limit(atMost);
  });

  async function remove(removal: (typeof due)[number]): Promise<void> {
    const storage = await ctx.ports.storages.named(removal.storage);
    // a bucket whose settings are gone: what lies there waits until they are back
    if (!storage) return void (report.unknown += 1);
    try {
      await storage.remove(removal.objectKey);
    } catch (error) {
      report.failed += 1;
      return ctx.log('an object was not removed', { key: removal.objectKey, error: String(error) });
    }
    // the object first: who dies in between removes it once more
    await door.write((tx) => tx.delete(attachmentRemovals).where(eq(attachmentRemovals.id, removal.id)));
    report.removed += 1;
  }
  for (let from = 0; from < due.length; from += atOnce)
    await Promise.all(due.slice(from, from + atOnce).map((one) => remove(one)));
  return report;
}
