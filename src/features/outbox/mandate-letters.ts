import { plainLine } from '../../core/text.ts';
import type { Ctx } from '../ctx.ts';
import { maskContacts } from '../messaging/rules.ts';
import { compose, textIn, type Outgoing, type Reader } from './compose.ts';
import { mandateNews } from './queries/mandates.ts';
import type { News } from './queries.ts';

/** An account may call itself anything, and this greets whoever owns the address. */
const safeName = (name: string): string => maskContacts(plainLine(name)).slice(0, 60);

/**
 * Places at a company or an agency. Whoever is invited answers by a link that only their mailbox holds: derived anew for each letter,
 * kept nowhere. Each letter says what is still so when it leaves.
 */
export async function mandateLetters(ctx: Ctx, news: News): Promise<Outgoing[]> {
  const { found } = await ctx.doors
    .asSystem('outbox: mandate')
    .read((db) => ({ found: mandateNews(db, textIn(news, 'mandateId')) }));
  const [row] = found;
  if (!row || row.away) return [];
  const { mandate, account, person } = row;
  const from = safeName(row.accountName);
  const writing = (path: string, who: string) => () => ({
    name: `${news.kind}.${mandate.kind}`,
    values: { account: from, person: who },
    facts: [],
    path,
    footer: 'footer.team' as const,
  });

  switch (news.kind) {
    case 'mandate.invited': {
      if (mandate.state !== 'invited') return [];
      const reader: Reader = row.invited ?? {
        id: null,
        email: mandate.email,
        name: mandate.email.split('@', 1)[0] ?? '',
        locale: account.locale,
        timeZone: account.timeZone,
        deletedAt: null,
      };
      const path = `/invitation/?token=${ctx.ports.secretFor('mandate', mandate.id)}`;
      return compose(ctx, news, 'invited', reader, writing(path, safeName(reader.name)));
    }
    case 'mandate.accepted':
      if (mandate.state !== 'accepted' || !person) return [];
      return compose(ctx, news, 'account', account, writing('/team/', safeName(person.name || mandate.email)));
    case 'mandate.ended': {
      if (mandate.state !== 'removed' || !person) return [];
      const byPerson = mandate.endedBy === person.id;
      const reader = byPerson ? account : person;
      const letter = writing(byPerson ? '/team/' : '/dashboard/', safeName(person.name || mandate.email));
      return compose(ctx, news, byPerson ? 'account' : 'person', reader, () => ({
        ...letter(),
        name: `${news.kind}.${mandate.kind}.${byPerson ? 'account' : 'person'}`,
      }));
    }
    default:
      return [];
  }
}
