import type { Locale } from '../../core/locale.ts';
import { mailMessages } from '../../i18n/catalogs/mail.ts';
import { translator, type Catalog, type MessageValues, type Translate } from '../../i18n/translate.ts';
import type { Ctx, Mail } from '../ctx.ts';
import type { News, Person } from './queries.ts';

/** One letter of a piece of news. `to` tells it from the others of the same news: what has left is not sent again. */
export type Outgoing = { to: string; mail: Mail };

export type Writing = {
  /** the letter's texts in the `mail` messages: `<name>.subject`, `.body`, `.button` */
  name: string;
  values: MessageValues;
  facts: [string, string][];
  quoted?: string | null;
  /** where the button leads, behind the language */
  path: string;
  /** a second way, in plain words under the button */
  also?: { label: string; path: string };
  footer: 'footer' | 'footer.payment' | 'footer.operator';
};

export const wordsOf = (locale: Locale): Translate =>
  translator(locale, mailMessages[locale] satisfies Catalog as Catalog);

/** In its reader's language; none for who has no address or is gone. */
export async function compose(
  ctx: Ctx,
  news: News,
  to: string,
  reader: Person,
  write: (t: Translate) => Writing,
): Promise<Outgoing[]> {
  if (reader.email === '' || reader.deletedAt !== null) return [];
  const { locale } = reader;
  const t = wordsOf(locale);
  const writing = write(t);
  const values = { name: reader.name, ...writing.values };
  const text = (part: string) => t(`${writing.name}.${part}`, values);
  const url = (path: string) => `${ctx.ports.siteUrl}/${locale}${path}`;
  const { renderLetter } = await import('./template.ts');
  const { html, text: plain } = renderLetter({
    locale,
    brand: t('brand'),
    preview: text('body'),
    heading: text('subject'),
    paragraphs: [t('greeting', values), text('body')],
    quoted: writing.quoted ?? null,
    facts: writing.facts,
    button: { label: text('button'), url: url(writing.path) },
    also: writing.also ? { label: writing.also.label, url: url(writing.also.path) } : null,
    footer: t(writing.footer, values),
  });
  const host = new URL(ctx.ports.siteUrl).hostname;
  const mail: Mail = {
    to: reader.email,
    subject: text('subject'),
    html,
    text: plain,
    locale,
    messageId: `<${news.id}.${to}@${host}>`,
  };
  return [{ to, mail }];
}

export const textIn = (news: News, name: string): string => {
  const value = news.payload[name];
  return typeof value === 'string' ? value : '';
};
