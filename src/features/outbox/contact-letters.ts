import type { Ctx } from '../ctx.ts';
import { compose, textIn, type Outgoing } from './compose.ts';
import type { News } from './queries.ts';
import * as queries from './queries/talk.ts';

/** C2: what was asked and what became of it, as long as it is still so when the letter leaves. */
export async function contactLetters(ctx: Ctx, news: News): Promise<Outgoing[]> {
  const found = await ctx.doors
    .asSystem('outbox: contact')
    .read((db) => queries.contactNews(db, textIn(news, 'contactId')));
  const [row] = found.contact;
  const [customer] = found.customer;
  const [talent] = found.talent;
  if (!row || !customer || !talent) return [];
  const { contact, threadId } = row;
  const path = `/messages/${threadId}/`;
  const values = { customer: contact.customerName, talent: contact.talentName };
  if (news.kind === 'contact.asked' && contact.state === 'pending') {
    const [opening] = found.opening;
    return compose(ctx, news, 'talent', talent, () => ({
      name: news.kind,
      values,
      // until the talent has said yes, addresses and numbers stay dots
      quoted: opening ? (opening.masked ?? opening.body) : null,
      facts: [],
      path,
      footer: 'footer.talk',
    }));
  }
  const still =
    (news.kind === 'contact.accepted' && contact.state === 'accepted') ||
    (news.kind === 'contact.declined' && contact.state === 'declined');
  if (!still) return [];
  return compose(ctx, news, 'customer', customer, () => ({
    name: news.kind,
    values,
    facts: [],
    path,
    footer: 'footer.talk',
  }));
}
