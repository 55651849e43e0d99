import { plainLine } from '../../core/text.ts';
import type { Ctx } from '../ctx.ts';
import { maskContacts } from '../messaging/rules.ts';
import { compose, textIn, type Outgoing } from './compose.ts';
import { guardianLetters } from './guardian-letters.ts';
import { accountNews } from './queries/accounts.ts';
import * as queries from './queries.ts';

const pathAfter: Readonly<Record<string, string>> = {
  individual: '/talents/',
  professional: '/dashboard/',
  company: '/dashboard/',
  talent: '/profile/',
  agency: '/buy/?product=AGENCY',
};

/** An account may call itself anything, and operators read it in a subject. */
const safeName = (name: string): string => maskContacts(plainLine(name)).slice(0, 60);

/** A welcome for whoever registered, word to the operators where somebody waits, and what was decided. */
export async function accountLetters(ctx: Ctx, news: queries.News): Promise<Outgoing[]> {
  if (news.kind.startsWith('guardian.')) return guardianLetters(ctx, news);
  const { found, operators } = await ctx.doors.asSystem('outbox: account').read((db) => ({
    found: accountNews(db, textIn(news, 'userId')),
    operators: queries.operators(db),
  }));
  const [row] = found;
  if (!row) return [];
  const { reader, kind, approval, reason } = row;
  const writing =
    (name: string, path: string, quoted: string | null = null) =>
    () => ({
      name,
      values: {},
      quoted,
      facts: [],
      path,
      footer: 'footer.account' as const,
    });
  const toOperators = async () => {
    if (approval !== 'waiting') return [];
    const letters = await Promise.all(
      operators.map((operator) =>
        compose(ctx, news, operator.id, operator, () => ({
          name: 'approval.operator',
          values: { who: safeName(reader.name) },
          facts: [],
          path: '/admin/approvals/',
          footer: 'footer.operator',
        })),
      ),
    );
    return letters.flat();
  };
  switch (news.kind) {
    case 'account.registered': {
      const waits = approval === 'waiting';
      const welcome = writing(
        `account.welcome.${waits ? 'waiting' : kind}`,
        waits ? '/dashboard/' : (pathAfter[kind] ?? '/dashboard/'),
      );
      return [...(await compose(ctx, news, 'person', reader, welcome)), ...(await toOperators())];
    }
    case 'account.asked_again':
      return toOperators();
    case 'account.approved':
      if (approval !== 'approved') return [];
      return compose(
        ctx,
        news,
        'person',
        reader,
        writing(news.kind, row.role === 'talent' ? '/profile/' : '/dashboard/', reason || null),
      );
    case 'account.refused':
      if (approval !== 'refused') return [];
      return compose(ctx, news, 'person', reader, writing(news.kind, '/account/', reason));
    case 'account.suspended':
      if (row.suspendedAt === null) return [];
      return compose(ctx, news, 'person', reader, writing(news.kind, '/terms/', row.suspensionReason));
    case 'account.reinstated':
      if (row.suspendedAt !== null) return [];
      return compose(ctx, news, 'person', reader, writing(news.kind, '/dashboard/', row.suspensionReason || null));
    default:
      return [];
  }
}
