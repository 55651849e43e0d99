import { readText } from '../../core/locale.ts';
import { plainLine } from '../../core/text.ts';
import type { Ctx } from '../ctx.ts';
import { maskContacts } from '../messaging/rules.ts';
import { compose, textIn, type Outgoing, type Reader } from './compose.ts';
import type { News } from './queries.ts';
import * as queries from './queries/talk.ts';

/** Whoever asked by the form may have written anything where a name belongs, and it greets whoever owns the address. */
const safeName = (name: string): string => maskContacts(plainLine(name)).slice(0, 60);

/**
 * C1. The talent reads what was asked with addresses and numbers masked. The sender reads it all by a link that only their mailbox
 * holds: derived anew for each letter, kept nowhere, in no log. What the sender wrote is never mailed to the address they gave:
 * it may not be theirs.
 */
export async function inquiryLetters(ctx: Ctx, news: News): Promise<Outgoing[]> {
  const found = await ctx.doors
    .asSystem('outbox: inquiry')
    .read((db) => queries.inquiryNews(db, textIn(news, 'inquiryId'), textIn(news, 'replyId') || null));
  const [row] = found.inquiry;
  if (!row) return [];
  const { inquiry, talent, talentName, threadId } = row;
  const [reply] = found.reply;
  const sender: Reader = {
    id: inquiry.senderId,
    email: inquiry.senderEmail,
    name: safeName(inquiry.senderName),
    locale: inquiry.locale,
    timeZone: talent.timeZone,
    deletedAt: null,
  };
  const page = () => `/inquiry/${inquiry.id}?k=${ctx.ports.secretFor('inquiry', inquiry.id)}`;
  const subject = inquiry.maskedSubject ?? inquiry.subject;
  const values = (locale: Reader['locale']) => ({
    sender: sender.name,
    talent: talentName,
    service: readText(inquiry.serviceTitle ?? {}, locale)?.text ?? 'none',
  });

  switch (news.kind) {
    case 'inquiry.received':
    case 'inquiry.followed_up': {
      // thrown out, held back, or not wanted by the owner of the address: nobody is written to about it
      if (inquiry.isSpam || inquiry.deletedAt || inquiry.heldAt || inquiry.endedAt) return [];
      const words =
        news.kind === 'inquiry.received' ? (inquiry.maskedMessage ?? inquiry.message) : (reply?.masked ?? reply?.reply);
      return compose(ctx, news, 'talent', talent, (t) => ({
        name: news.kind,
        values: values(talent.locale),
        quoted: words ?? null,
        facts: subject === '' ? [] : [[t('fact.subject'), subject]],
        path: `/messages/${threadId}/`,
        footer: 'footer.talk',
      }));
    }
    case 'inquiry.confirm':
      if (inquiry.endedAt) return [];
      return compose(ctx, news, 'sender', sender, (t) => ({
        name: news.kind,
        values: values(sender.locale),
        facts: [],
        path: page(),
        also: { label: t('inquiry.confirm.notMe'), path: `${page()}#not-me` },
        footer: 'footer.asked',
      }));
    case 'inquiry.answered':
      if (inquiry.endedAt) return [];
      return compose(ctx, news, 'sender', sender, () => ({
        name: news.kind,
        values: values(sender.locale),
        quoted: reply?.masked ?? reply?.reply ?? null,
        facts: [],
        path: page(),
        footer: 'footer.asked',
      }));
    default:
      return [];
  }
}
