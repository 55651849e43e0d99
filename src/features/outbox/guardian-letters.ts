import { readText } from '../../core/locale.ts';
import { plainLine } from '../../core/text.ts';
import type { Ctx } from '../ctx.ts';
import { maskContacts } from '../messaging/rules.ts';
import { isMinor } from '../registration/rules/minors.ts';
import { compose, textIn, type Outgoing, type Reader } from './compose.ts';
import { guardianNews, talentOf } from './queries/accounts.ts';
import * as talk from './queries/talk.ts';
import * as queries from './queries.ts';

/** Whoever registers may call themselves anything, and this greets whoever owns the address. */
const safeName = (name: string): string => maskContacts(plainLine(name)).slice(0, 60);

type Row = Awaited<ReturnType<typeof guardianNews>>[number];
const guardianAs = ({ guardian, timeZone, talent }: Row): Reader => ({
  id: null,
  email: guardian.email,
  name: safeName(guardian.name),
  locale: guardian.locale,
  timeZone,
  deletedAt: talent.deletedAt,
});
/** Derived anew for each letter, kept nowhere. */
const pageOf = (ctx: Ctx, { guardian }: Row): string => `/guardian/${ctx.ports.secretFor('guardian', guardian.id)}/`;

const find = async (ctx: Ctx, userId: string): Promise<Row | undefined> =>
  (await ctx.doors.asSystem('outbox: guardian').read((db) => ({ found: guardianNews(db, userId) }))).found[0];

/** Consent is asked for by a link that only the guardian's mailbox holds; what they said is told to the talent. */
export async function guardianLetters(ctx: Ctx, news: queries.News): Promise<Outgoing[]> {
  const row = await find(ctx, textIn(news, 'userId'));
  if (!row || !isMinor(row.birthDate, row.timeZone, ctx.now)) return [];
  const values = { talent: safeName(row.talentName), guardian: safeName(row.guardian.name) };
  switch (news.kind) {
    case 'guardian.asked':
      if (row.guardian.state === 'given') return [];
      // another guardian has another letter: the one before is no longer due
      return compose(ctx, news, `guardian ${row.guardian.id}`, guardianAs(row), () => ({
        name: 'guardian.asked',
        values,
        facts: [],
        path: pageOf(ctx, row),
        footer: 'footer.guardian',
      }));
    case 'guardian.decided': {
      const { state } = row.guardian;
      if (state === 'asked' || state !== textIn(news, 'state')) return [];
      return compose(ctx, news, 'talent', row.talent, () => ({
        name: `guardian.${state}`,
        values,
        facts: [],
        path: state === 'given' ? '/profile/' : '/account/',
        footer: 'footer.account',
      }));
    }
    default:
      return [];
  }
}

const copied = {
  'inquiry.received': 'inquiry',
  'inquiry.followed_up': 'inquiry',
  'contact.asked': 'contact',
  'booking.request': 'booking',
} as const;
const idName = { inquiry: 'inquiryId', contact: 'contactId', booking: 'bookingId' } as const;

/** While a talent is a minor, whoever answers for them reads along when somebody comes near: the same masked words. */
export async function guardianCopies(ctx: Ctx, news: queries.News, letters: readonly Outgoing[]): Promise<Outgoing[]> {
  const about = copied[news.kind as keyof typeof copied];
  // what is not told to the talent is told to nobody
  if (!about || !letters.some(({ to }) => to === 'talent')) return [];
  const id = textIn(news, idName[about]);
  const { reached } = await ctx.doors.asSystem('outbox: guardian').read((db) => ({ reached: talentOf(db, about, id) }));
  const talentId = reached[0]?.userId;
  const row = talentId === undefined ? undefined : await find(ctx, talentId);
  if (!row || row.guardian.state !== 'given' || !isMinor(row.birthDate, row.timeZone, ctx.now)) return [];
  const said = await saidIn(ctx, news, about, id, row.guardian.locale);
  if (said === null) return [];
  return compose(ctx, news, 'guardian', guardianAs(row), () => ({
    name: `guardian.copy.${about}`,
    values: { talent: safeName(row.talentName), who: safeName(said.who), service: said.service },
    quoted: said.words,
    facts: [],
    path: pageOf(ctx, row),
    footer: 'footer.guardian',
  }));
}

type Said = { who: string; words: string | null; service: string };
async function saidIn(
  ctx: Ctx,
  news: queries.News,
  about: 'inquiry' | 'contact' | 'booking',
  id: string,
  locale: Reader['locale'],
): Promise<Said | null> {
  const door = ctx.doors.asSystem('outbox: guardian');
  if (about === 'inquiry') {
    const { inquiry, reply } = await door.read((db) => talk.inquiryNews(db, id, textIn(news, 'replyId') || null));
    const [row] = inquiry;
    if (!row) return null;
    const first = row.inquiry.maskedMessage ?? row.inquiry.message;
    const words = news.kind === 'inquiry.received' ? first : (reply[0]?.masked ?? reply[0]?.reply ?? null);
    return { who: row.inquiry.senderName, words, service: '' };
  }
  if (about === 'contact') {
    const { contact, opening } = await door.read((db) => talk.contactNews(db, id));
    const [row] = contact;
    if (!row) return null;
    return { who: row.contact.customerName, words: opening[0]?.masked ?? opening[0]?.body ?? null, service: '' };
  }
  const { booking } = await door.read((db) => queries.bookingNews(db, id));
  const [row] = booking;
  if (!row) return null;
  return { who: row.customerName, words: null, service: readText(row.serviceTitle, locale)?.text ?? '' };
}
