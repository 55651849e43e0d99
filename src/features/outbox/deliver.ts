import type { Ctx } from '../ctx.ts';
import { channelsOf } from '../notifications/channel.ts';
import { markTold } from '../notifications/daily.ts';
import { giveBack, sendOne, takeDue, type Delivery, type Made, type Outcome } from '../notifications/deliveries.ts';
import { dailyLetter } from './daily-letter.ts';
import { lettersOf } from './handover.ts';
import { messageLetter } from './message-letters.ts';
import * as queries from './queries/talk.ts';
import { proposalsLetter } from './request-letters.ts';

/** Made anew each time it is tried: it says how things are when it leaves. */
async function letterFor(ctx: Ctx, delivery: Delivery): Promise<Made> {
  const { newsId } = delivery;
  if (delivery.firstId !== null)
    return delivery.name === 'proposal.received' ? proposalsLetter(ctx, delivery) : messageLetter(ctx, delivery);
  if (newsId === null) return { drop: 'gone' };
  const { found } = await ctx.doors.asSystem('letters: news').read((db) => ({ found: queries.newsById(db, newsId) }));
  const [news] = found;
  if (!news) return { drop: 'gone' };
  const letter = (await lettersOf(ctx, news)).find(({ to }) => to === delivery.reader);
  if (!letter) return { drop: 'nothing_new' };
  const mail = await letter.mail();
  const { whatsapp } = letter;
  if (whatsapp) return { letter: { mail, text: mail.text, whatsapp }, address: whatsapp.number };
  return { letter: { mail, text: mail.text }, address: letter.reader.email };
}

async function send(ctx: Ctx, delivery: Delivery, lease: string): Promise<Outcome> {
  const channel = channelsOf(ctx)[delivery.channel];
  const held = { delivery, lease };
  let told: string[] = [];
  return sendOne(
    ctx,
    held,
    async () => {
      if (delivery.name !== 'daily') return letterFor(ctx, delivery);
      const made = await dailyLetter(ctx, delivery);
      told = made.told ?? [];
      return made;
    },
    async (letter) => {
      if (!channel) throw new Error(`no channel ${delivery.channel} on this deploy`);
      return channel.send(letter);
    },
    (tx) => markTold(tx, told, ctx.now),
  );
}

export type Sending = Record<Outcome, number>;

/** Sends what is due, until nothing is or the time is spent; what was taken and not tried goes back. */
export async function sendDue(ctx: Ctx, until: () => boolean): Promise<Sending> {
  const report: Sending = { sent: 0, failed: 0, later: 0, dropped: 0, lost: 0 };
  while (!until()) {
    const { lease, taken } = await takeDue(ctx);
    if (taken.length === 0) break;
    for (const [at, delivery] of taken.entries()) {
      if (until()) {
        await giveBack(ctx, lease, taken.slice(at));
        break;
      }
      report[await send(ctx, delivery, lease)] += 1;
    }
  }
  return report;
}
