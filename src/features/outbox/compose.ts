import { AppError } from '../../core/errors.ts';
import type { Locale } from '../../core/locale.ts';
import { mailMessages } from '../../i18n/catalogs/mail.ts';
import { notificationsMessages } from '../../i18n/catalogs/notifications.ts';
import {
  translateIfKnown,
  translator,
  type Catalog,
  type MessageValues,
  type Translate,
} from '../../i18n/translate.ts';
import type { Ctx, Mail } from '../ctx.ts';
import type { Template } from '../whatsapp.ts';
import { isFixed, isStoppable, kindOf, type LetterKind } from '../notifications/rules/kinds.ts';
import { digestOf, stopToken } from '../notifications/unsubscribe-token.ts';
import { arrivedAt } from './queries/accounts.ts';
import type { News, Person } from './queries.ts';

/** Who reads a letter: somebody with an account, or whoever left an address. */
export type Reader = Omit<Person, 'id'> & { id: string | null };

/** One letter of a piece of news. `to` tells it from the others of the same news: what has left is not sent again. */
export type Outgoing = {
  to: string;
  name: string;
  reader: Reader;
  /** goes to a messenger: as a template there */
  whatsapp?: { number: string; template: Template };
  /** written when it leaves, so that it says how things are then */
  mail(): Promise<Mail>;
};

export type Writing = {
  /** the letter's texts in the `mail` messages: `<name>.subject`, `.body`, `.button` */
  name: string;
  values: MessageValues;
  facts: [string, string][];
  quoted?: string | null;
  /** sentences, each a way to what it is about */
  list?: { text: string; path: string }[];
  /** where the button leads, behind the language */
  path: string;
  /** a second way, in plain words under the button */
  also?: { label: string; path: string };
  footer:
    | 'footer'
    | 'footer.payment'
    | 'footer.operator'
    | 'footer.talk'
    | 'footer.asked'
    | 'footer.photos'
    | 'footer.daily'
    | 'footer.agents'
    | 'footer.team'
    | 'footer.board'
    | 'footer.account'
    | 'footer.guardian'
    | 'footer.searches';
};

export const wordsOf = (locale: Locale): Translate =>
  translator(locale, mailMessages[locale] satisfies Catalog as Catalog);

/** A deploy without the secret its links are made of sends its letters all the same. */
function stopUrl(ctx: Ctx, reader: Reader, kind: LetterKind): string | null {
  if (!isStoppable(kind)) return null;
  try {
    const token = stopToken(ctx, { kind, userId: reader.id, addressHash: digestOf(reader.email) });
    return `${ctx.ports.siteUrl}/${reader.locale}/unsubscribe/${token}`;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_ready') return null;
    throw error;
  }
}

/** How to get fewer of these, or why that cannot be. */
function footerOf(ctx: Ctx, reader: Reader, kind: LetterKind, t: Translate) {
  const stop = stopUrl(ctx, reader, kind);
  const label = translateIfKnown(notificationsMessages[reader.locale], `kind.${kind}`, kind);
  const choices = `${ctx.ports.siteUrl}/${reader.locale}/notifications/?tab=choices`;
  return {
    stop,
    notes: kind === 'payments' ? [t('footer.fixed')] : [],
    links: [
      ...(stop === null ? [] : [{ label: t('footer.stop', { kind: label }), url: stop }]),
      ...(reader.id === null || isFixed(kind) ? [] : [{ label: t('footer.choose'), url: choices }]),
    ],
  };
}

/** A letter in its reader's language, under an id that stays the same however often it is made. */
export async function writeMail(ctx: Ctx, reader: Reader, id: string, write: (t: Translate) => Writing): Promise<Mail> {
  const { locale } = reader;
  const t = wordsOf(locale);
  const writing = write(t);
  const values = { name: reader.name, ...writing.values };
  const text = (part: string) => t(`${writing.name}.${part}`, values);
  const url = (path: string) => `${ctx.ports.siteUrl}/${locale}${path}`;
  const { stop, notes, links } = footerOf(ctx, reader, kindOf(writing.name), t);
  const { renderLetter } = await import('./template.ts');
  const { html, text: plain } = renderLetter({
    locale,
    brand: t('brand'),
    preview: text('body'),
    heading: text('subject'),
    paragraphs: [t('greeting', values), text('body')],
    quoted: writing.quoted ?? null,
    facts: writing.facts,
    list: (writing.list ?? []).map((one) => ({ text: one.text, url: url(one.path) })),
    button: { label: text('button'), url: url(writing.path) },
    also: writing.also ? { label: writing.also.label, url: url(writing.also.path) } : null,
    footer: [t(writing.footer, values), ...notes].join(' '),
    links,
  });
  const host = new URL(ctx.ports.siteUrl).hostname;
  return {
    to: reader.email,
    // a name may hold what ends a line, and a header ends with its line
    subject: text('subject').replaceAll(/\s+/g, ' '),
    html,
    text: plain,
    locale,
    messageId: `<${id}@${host}>`,
    ...(stop === null ? {} : { unsubscribe: stop }),
  };
}

/** How long the address of somebody new may be on its way; some never have one. */
const addressWithin = 10 * 60_000;

/** Throws while the address of somebody who has just come is still on its way: the news is handed over again when it is there. */
async function waitForAddress(ctx: Ctx, { id }: Reader): Promise<void> {
  if (id === null) return;
  const { found } = await ctx.doors.asSystem('letters: address').read((db) => ({ found: arrivedAt(db, id) }));
  const [arrived] = found;
  if (arrived && ctx.now.getTime() - arrived.at.getTime() < addressWithin)
    throw new Error('the address of somebody new is not known yet');
}

/** A letter of a piece of news; none for who has no address or is gone. */
export async function compose(
  ctx: Ctx,
  news: News,
  to: string,
  reader: Reader,
  write: (t: Translate) => Writing,
): Promise<Outgoing[]> {
  if (reader.deletedAt !== null) return [];
  if (reader.email === '') {
    await waitForAddress(ctx, reader);
    return [];
  }
  const { name } = write(wordsOf(reader.locale));
  return [{ to, name, reader, mail: () => writeMail(ctx, reader, `${news.id}.${to}`, write) }];
}

export const textIn = (news: News, name: string): string => {
  const value = news.payload[name];
  return typeof value === 'string' ? value : '';
};
