import type { Tx } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import { keepLetters, type Wanted } from '../notifications/deliveries.ts';
import { accountLetters } from './account-letters.ts';
import { agentLetters } from './agent-letters.ts';
import { bookingLetters } from './booking-letters.ts';
import type { Outgoing } from './compose.ts';
import { contactLetters } from './contact-letters.ts';
import { guardianCopies } from './guardian-letters.ts';
import { inquiryLetters } from './inquiry-letters.ts';
import { mandateLetters } from './mandate-letters.ts';
import { messageWanted } from './message-letters.ts';
import { caseLetters, disputeLetters } from './operator-letters.ts';
import { refundLetters } from './payment-letters.ts';
import { planLetters } from './plan-letters.ts';
import { photoLetters } from './photo-letters.ts';
import type { News } from './queries.ts';
import { proposalsWanted, requestLetters } from './request-letters.ts';
import { searchLetters } from './search-letters.ts';

/** Every letter of a piece of news, and a copy for whoever answers for a talent who is not of age. */
export async function lettersOf(ctx: Ctx, news: News): Promise<Outgoing[]> {
  const letters = await written(ctx, news);
  return [...letters, ...(await guardianCopies(ctx, news, letters))];
}

/** Which news is written by whom; what nobody writes about needs no letter. */
async function written(ctx: Ctx, news: News): Promise<Outgoing[]> {
  const { kind } = news;
  if (kind === 'payment.refund_due' || kind === 'payment.refunded') return refundLetters(ctx, news);
  if (kind === 'cases.opened') return caseLetters(ctx, news);
  if (kind === 'booking.dispute') return [...(await bookingLetters(ctx, news)), ...(await disputeLetters(ctx, news))];
  if (kind.startsWith('subscription.') || kind.startsWith('credits.')) return planLetters(ctx, news);
  if (kind.startsWith('inquiry.')) return inquiryLetters(ctx, news);
  if (kind.startsWith('contact.')) return contactLetters(ctx, news);
  if (kind.startsWith('agent.')) return agentLetters(ctx, news);
  if (kind.startsWith('photos.')) return photoLetters(ctx, news);
  if (kind.startsWith('account.') || kind.startsWith('guardian.')) return accountLetters(ctx, news);
  if (kind.startsWith('mandate.')) return mandateLetters(ctx, news);
  if (kind.startsWith('request.') || kind.startsWith('proposal.')) return requestLetters(ctx, news);
  if (kind === 'talents.found') return searchLetters(ctx, news);
  return bookingLetters(ctx, news);
}

/** Who is to be written to about a piece of news. */
async function wantedOf(ctx: Ctx, news: News): Promise<Wanted[]> {
  if (news.kind === 'message.sent') return messageWanted(ctx, news);
  if (news.kind === 'proposal.sent') return proposalsWanted(ctx, news);
  // what an earlier version of the outbox had sent already
  const { gone } = news.payload;
  const left = (await lettersOf(ctx, news)).filter(({ to }) => !(Array.isArray(gone) && gone.includes(to)));
  return left.map(({ to, name, reader, whatsapp }) => ({
    newsId: news.id,
    name,
    reader: to,
    to: { userId: reader.id, address: whatsapp?.number ?? reader.email },
    ...(whatsapp ? { channel: 'whatsapp' as const } : {}),
  }));
}

/**
 * A piece of news becomes the letters it asks for. `done` takes it off the outbox in the same transaction and says whether it
 * was still ours: whoever comes second keeps nothing.
 */
export async function handOver(ctx: Ctx, news: News, done: (tx: Tx) => Promise<boolean>): Promise<boolean> {
  const wanted = await wantedOf(ctx, news);
  return ctx.doors.asSystem('outbox: hand over').write(async (tx) => {
    if (!(await done(tx))) return false;
    await keepLetters(ctx, tx, wanted);
    return true;
  });
}
