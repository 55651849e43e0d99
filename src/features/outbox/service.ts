import { money } from '../../core/money.ts';
import { readText } from '../../core/locale.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import { mailMessages } from '../../i18n/catalogs/mail.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { documentNumber } from '../documents/rules.ts';
import { maskContacts, contactsShown } from '../messaging/rules.ts';
import type { Ctx, Mail } from '../ctx.ts';
import { lettersFor, pathFor, type Letter } from './letters.ts';
import * as queries from './queries.ts';

const minutes = (n: number) => n * 60_000;

export const outboxLimits = {
  /** how long one worker may hold what it took */
  lock: minutes(2),
  batch: 20,
  /** after this many tries a person must look */
  tries: 10,
  keyLife: 72 * 3_600_000,
  newsLife: 90 * 86_400_000,
} as const;

/** 1, 2, 4, 8 … minutes, at most six hours. */
export const backOff = (attempts: number): number => Math.min(minutes(2 ** Math.max(0, attempts - 1)), minutes(360));

type Found = NonNullable<Awaited<ReturnType<typeof loadBooking>>>;

async function loadBooking(ctx: Ctx, bookingId: string) {
  const rows = await ctx.doors.asSystem('outbox: letter').read((db) => queries.bookingNews(db, bookingId));
  const [booking] = rows.booking;
  const [customer] = rows.customer;
  const [talent] = rows.talent;
  if (!booking || !customer || !talent) return null;
  return { booking, customer, talent, quote: rows.quote[0], payment: rows.payment[0] };
}

/** One letter, in its reader's language, times on the talent's clock with the zone named. */
async function write(
  ctx: Ctx,
  letter: Letter,
  found: Found,
  news: queries.News,
  words: string | null,
): Promise<Mail | null> {
  const { booking, quote } = found;
  const reader = found[letter.to];
  if (reader.email === '' || reader.deletedAt !== null) return null;
  const { locale } = reader;
  const t = translator(locale, mailMessages[locale] satisfies Catalog as Catalog);
  const amount = booking.priceAgreed ?? quote?.amount ?? booking.listAmount;
  const upcoming = letter.name.startsWith('quote') && quote ? quote : booking;
  const values = {
    customer: booking.customerName,
    talent: booking.talentName,
    service: readText(booking.serviceTitle, locale)?.text ?? '',
    name: reader.name,
    until: booking.holdExpiresAt ? formatDateTime(locale, booking.holdExpiresAt, reader.timeZone, 'time') : '',
  };
  const url = `${ctx.ports.siteUrl}/${locale}${pathFor(letter.name, { bookingId: booking.id, paymentId: found.payment?.id ?? null })}`;
  const { renderLetter } = await import('./template.ts');
  const { html, text } = renderLetter({
    locale,
    brand: t('brand'),
    preview: t(`${letter.name}.body`, values),
    heading: t(`${letter.name}.subject`, values),
    paragraphs: [t('greeting', values), t(`${letter.name}.body`, values)],
    quoted: words === null ? null : contactsShown(booking.state) ? words : maskContacts(words),
    facts: [
      [t('fact.service'), values.service],
      [t('fact.when'), formatDateTime(locale, upcoming.startsAt, booking.timeZone, 'dateTime')],
      ...(booking.place === '' ? [] : [[t('fact.place'), booking.place] satisfies [string, string]]),
      [t('fact.price'), formatMoney(locale, money(amount, booking.currency))],
      ...(letter.name === 'pay.customer' && found.payment?.series && found.payment.number !== null
        ? [[t('fact.receipt'), documentNumber(found.payment.series, found.payment.number)] satisfies [string, string]]
        : []),
    ],
    button: { label: t(`${letter.name}.button`, values), url },
    footer: t('footer', values),
  });
  return {
    to: reader.email,
    subject: t(`${letter.name}.subject`, values),
    html,
    text,
    locale,
    messageId: `<${news.id}.${letter.to}@${new URL(ctx.ports.siteUrl).hostname}>`,
  };
}

/** The letters one piece of news becomes; none when everybody knows already. */
async function lettersOf(ctx: Ctx, news: queries.News): Promise<{ to: string; mail: Mail }[]> {
  const text = (name: string) => (typeof news.payload[name] === 'string' ? news.payload[name] : '');
  let bookingId = text('bookingId');
  let by = text('by') || text('side');
  let words: string | null = null;
  if (news.kind === 'message.sent') {
    const { rows, waiting } = await ctx.doors.asSystem('outbox: message').read((db) => ({
      rows: queries.messageNews(db, text('messageId')),
      waiting: queries.unreadBefore(db, text('messageId')),
    }));
    const [row] = rows;
    // a burst is one mail, and what is read needs none
    if (!row?.bookingId || row.unread === 0 || (waiting.rows[0]?.waiting ?? 0) > 0) return [];
    bookingId = row.bookingId;
    by = row.side === 'talent' ? 'customer' : 'talent';
    words = row.body;
  }
  const letters = lettersFor(news.kind, by);
  if (letters.length === 0 || bookingId === '') return [];
  const found = await loadBooking(ctx, bookingId);
  if (!found) return [];
  if (news.kind === 'booking.quote') words = found.quote?.message || null;
  if (news.kind === 'booking.request') words = found.booking.note || null;
  const gone = Array.isArray(news.payload['gone']) ? news.payload['gone'] : [];
  const mails = await Promise.all(
    letters
      .filter(({ to }) => !gone.includes(to))
      .map(async (letter) => ({
        to: letter.to,
        mail: await write(ctx, letter, found, news, letter.name === 'request.customer' ? null : words),
      })),
  );
  return mails.flatMap(({ to, mail }) => (mail === null ? [] : [{ to, mail }]));
}

async function deliver(ctx: Ctx, news: queries.News): Promise<boolean> {
  const door = ctx.doors.asSystem('outbox: deliver');
  try {
    for (const { to, mail } of await lettersOf(ctx, news)) {
      await ctx.ports.mail.send(mail);
      // kept at once: if the second letter fails, the first is not sent again
      await door.write((tx) => queries.markGone(tx, news.id, to));
    }
    await door.write((tx) => queries.markSent(tx, news.id, ctx.now));
    return true;
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]?.slice(0, 200)}` : 'unknown';
    const outcome =
      news.attempts >= outboxLimits.tries
        ? { failedAt: ctx.now }
        : { dueAt: new Date(ctx.now.getTime() + backOff(news.attempts)) };
    ctx.log('news not delivered', { news: news.id, kind: news.kind, attempts: news.attempts, reason });
    await door.write((tx) => queries.markFailed(tx, news.id, outcome, reason));
    return false;
  }
}

/** Sends what is due until nothing is, or the budget is spent; what fails comes back later. */
export async function drainOutbox(ctx: Ctx, budget = 20_000): Promise<{ sent: number; failed: number }> {
  const started = performance.now();
  const report = { sent: 0, failed: 0 };
  while (performance.now() - started < budget) {
    const taken = await ctx.doors
      .asSystem('outbox: claim')
      .write((tx) => queries.claim(tx, ctx.now, new Date(ctx.now.getTime() + outboxLimits.lock), outboxLimits.batch));
    if (taken.length === 0) break;
    for (const news of taken) report[(await deliver(ctx, news)) ? 'sent' : 'failed'] += 1;
    if (taken.length < outboxLimits.batch) break;
  }
  return report;
}

/** The scheduled worker: the outbox, and the sweeping of what nobody needs any more. */
export async function runOutbox(ctx: Ctx): Promise<Record<string, unknown>> {
  const report = await drainOutbox(ctx);
  await ctx.doors.asSystem('outbox: sweep').write(async (tx) => {
    await queries.forgetOldKeys(tx, new Date(ctx.now.getTime() - outboxLimits.keyLife));
    await queries.forgetOldNews(tx, new Date(ctx.now.getTime() - outboxLimits.newsLife));
  });
  return report;
}
