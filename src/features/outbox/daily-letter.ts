import type { Ctx } from '../ctx.ts';
import { dailyNews } from '../notifications/daily.ts';
import type { Delivery, Made } from '../notifications/deliveries.ts';
import { writeMail } from './compose.ts';
import * as queries from './queries.ts';

/** The mail of the day, and which lines it told: they are marked when it has left. */
export async function dailyLetter(ctx: Ctx, delivery: Delivery): Promise<Made & { told?: string[] }> {
  const { userId } = delivery;
  if (userId === null) return { drop: 'gone' };
  const { readers } = await ctx.doors
    .asSystem('outbox: day')
    .read((db) => ({ readers: queries.personById(db, userId) }));
  const [reader] = readers;
  if (!reader || reader.email === '' || reader.deletedAt !== null) return { drop: 'gone' };
  const news = await dailyNews(ctx, { userId, locale: reader.locale, timeZone: reader.timeZone });
  if (news.ids.length === 0) return { drop: 'nothing_new' };
  const mail = await writeMail(ctx, reader, delivery.id, (t) => ({
    name: 'daily',
    values: { count: news.ids.length },
    facts: [],
    list: [
      ...news.lines,
      ...(news.more > 0 ? [{ text: t('daily.more', { count: news.more }), path: '/notifications/' }] : []),
    ],
    path: '/notifications/',
    footer: 'footer.daily',
  }));
  return { letter: { mail, text: mail.text }, address: reader.email, told: news.ids };
}
