import type { Tx } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import * as centre from './queries/centre.ts';
import * as choices from './queries/choices.ts';
import * as queries from './queries/daily.ts';
import * as deliveries from './queries/deliveries.ts';
import { sentence } from './news.ts';
import { digestDay, digestHours, digestLines } from './rules/day.ts';
import { kindOf, type Kind } from './rules/kinds.ts';
import { pathOf } from './rules/links.ts';
import type { Locale } from '../../core/locale.ts';
import { sendingLimits } from './rules/sending.ts';

const readersAtOnce = 200;

/** Keeps a mail of the day for everybody whose hour has come: one a day, whoever asks and however often. */
export async function keepDailies(ctx: Ctx): Promise<number> {
  const door = ctx.doors.asSystem('letters: of the day');
  const { zones } = await door.read((db) => ({ zones: queries.zonesOfDailyReaders(db) }));
  let kept = 0;
  for (const { timeZone } of zones) {
    const day = digestDay(ctx.now, timeZone);
    if (day === null) continue;
    kept += await door.write(async (tx) => {
      const readers = await queries.dailyReaders(tx, { timeZone, day, hour: digestHours.from }, readersAtOnce);
      const rows = await deliveries.add(
        tx,
        readers.map(({ userId, email }) => ({
          name: 'daily',
          kind: 'daily',
          reader: userId,
          userId,
          address: email,
          dedupeKey: `digest:${userId}:${day}`,
          dueAt: ctx.now,
          createdAt: ctx.now,
        })),
      );
      return rows.length;
    });
  }
  return kept;
}

export type DailyNews = {
  /** all that is unread and untold, of the kinds that are told once a day */
  ids: string[];
  /** as many sentences as a mail has room for */
  lines: { text: string; path: string }[];
  more: number;
};

/** What the mail of the day says: made when it leaves, so what has been read by then is not in it. */
export async function dailyNews(
  ctx: Ctx,
  reader: { userId: string; locale: Locale; timeZone: string },
): Promise<DailyNews> {
  const found = await ctx.doors.asSystem('letters: of the day').read((db) => ({
    chosen: choices.choicesOf(db, reader.userId),
    rows: queries.untoldOf(db, reader.userId, 500),
  }));
  const daily = new Set<string>(found.chosen.flatMap(({ kind, often }): Kind[] => (often === 'daily' ? [kind] : [])));
  const rows = found.rows.filter(({ name }) => daily.has(kindOf(name)));
  return {
    ids: rows.map(({ id }) => id),
    lines: rows.slice(0, digestLines).map((row) => ({
      text: sentence(reader.locale, row, reader.timeZone),
      path: pathOf(row),
    })),
    more: Math.max(0, rows.length - digestLines),
  };
}

/** Told once: it is in no later mail of a day unless more comes to it. */
export const markTold = async (tx: Tx, ids: readonly string[], now: Date): Promise<void> => {
  if (ids.length > 0) await queries.markMailed(tx, ids, now);
};

const days = (n: number) => n * 86_400_000;

/** What nobody needs any more. */
export async function sweepNotifications(ctx: Ctx, tx: Tx): Promise<void> {
  const before = (age: number) => new Date(ctx.now.getTime() - age);
  await centre.forgetNotifications(tx, before(days(90)), before(days(365)));
  await deliveries.forget(tx, before(sendingLimits.life));
}
