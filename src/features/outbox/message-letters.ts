import { readText, type LocalizedText } from '../../core/locale.ts';
import type { Ctx } from '../ctx.ts';
import type { Delivery, Made, Wanted } from '../notifications/deliveries.ts';
import { textIn, writeMail } from './compose.ts';
import type { News } from './queries.ts';
import * as queries from './queries/talk.ts';

/** A message is told to whoever else is in the thread, and waits there for the others of its burst. */
export async function messageWanted(ctx: Ctx, news: News): Promise<Wanted[]> {
  const { hearers } = await ctx.doors
    .asSystem('outbox: message')
    .read((db) => ({ hearers: queries.hearersOf(db, textIn(news, 'messageId')) }));
  return hearers.flatMap(({ reader, threadId, saidAt, kind, side }) =>
    reader.email === '' || reader.deletedAt !== null
      ? []
      : [
          {
            newsId: news.id,
            name: kind === 'booking' ? `message.${side}` : kind === 'request' ? 'message.request' : 'message.direct',
            reader: reader.id,
            to: { userId: reader.id, address: reader.email },
            burst: { key: `message:${threadId}`, messageId: textIn(news, 'messageId'), saidAt },
          },
        ],
  );
}

const titleIn = (title: LocalizedText | string, locale: Parameters<typeof readText>[1]): string =>
  typeof title === 'string' ? title : (readText(title, locale)?.text ?? '');

/** The burst as it is when the letter leaves: what has been read or taken back by then is not in it, and nothing left is no letter. */
export async function messageLetter(ctx: Ctx, delivery: Delivery): Promise<Made> {
  const { userId, firstId, lastId } = delivery;
  if (userId === null || firstId === null || lastId === null) return { drop: 'gone' };
  const { member, said } = await ctx.doors
    .asSystem('outbox: messages')
    .read((db) => queries.burst(db, userId, firstId, lastId));
  const [thread] = member;
  const [latest] = said;
  if (!thread || thread.reader.email === '' || thread.reader.deletedAt !== null) return { drop: 'gone' };
  if (!latest || thread.unread === 0 || thread.hidden) return { drop: 'read' };
  const { reader, bookingId, requestId } = thread;
  const partnerName = latest.by ?? thread.partnerName;
  const mail = await writeMail(ctx, reader, delivery.id, () => ({
    name: delivery.name,
    values: {
      customer: partnerName,
      talent: partnerName,
      partner: partnerName,
      service: titleIn(thread.title, reader.locale),
      count: said.length,
    },
    // a file may come without a word
    quoted: (thread.unmasked ? latest.body : (latest.masked ?? latest.body)) || null,
    facts: [],
    path:
      bookingId !== null
        ? `/bookings/${bookingId}/`
        : requestId !== null
          ? `/requests/${requestId}/thread/`
          : `/messages/${thread.threadId}/`,
    footer: 'footer.talk',
  }));
  return { letter: { mail, text: mail.text }, address: reader.email };
}
