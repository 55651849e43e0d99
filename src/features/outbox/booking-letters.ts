import { money } from '../../core/money.ts';
import { readText } from '../../core/locale.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import type { Ctx } from '../ctx.ts';
import { documentNumber } from '../documents/rules.ts';
import { maskContacts, contactsShown } from '../messaging/rules.ts';
import { compose, textIn, type Outgoing } from './compose.ts';
import { lettersFor, pathFor, type Letter } from './letters.ts';
import * as queries from './queries.ts';

type Found = NonNullable<Awaited<ReturnType<typeof loadBooking>>>;

async function loadBooking(ctx: Ctx, bookingId: string) {
  const rows = await ctx.doors.asSystem('outbox: letter').read((db) => queries.bookingNews(db, bookingId));
  const [booking] = rows.booking;
  const [customer] = rows.customer;
  const [talent] = rows.talent;
  if (!booking || !customer || !talent) return null;
  return { booking, customer, talent, quote: rows.quote[0], payment: rows.payment[0] };
}

/** One letter to one side, times on the talent's clock with the zone named. */
function write(ctx: Ctx, letter: Letter, found: Found, news: queries.News, words: string | null): Promise<Outgoing[]> {
  const { booking, quote, payment } = found;
  const reader = found[letter.to];
  const { locale } = reader;
  const amount = booking.priceAgreed ?? quote?.amount ?? booking.listAmount;
  const upcoming = letter.name.startsWith('quote') && quote ? quote : booking;
  const service = readText(booking.serviceTitle, locale)?.text ?? '';
  return compose(ctx, news, letter.to, reader, (t) => ({
    name: letter.name,
    values: {
      customer: booking.customerName,
      talent: booking.talentName,
      service,
      until: booking.holdExpiresAt ? formatDateTime(locale, booking.holdExpiresAt, reader.timeZone, 'time') : '',
    },
    quoted: words === null ? null : contactsShown(booking.state) ? words : maskContacts(words),
    facts: [
      [t('fact.service'), service],
      [t('fact.when'), formatDateTime(locale, upcoming.startsAt, booking.timeZone, 'dateTime')],
      ...(booking.place === '' ? [] : [[t('fact.place'), booking.place] satisfies [string, string]]),
      [t('fact.price'), formatMoney(locale, money(amount, booking.currency))],
      ...(booking.refundAmount === null
        ? []
        : [
            [t('fact.toCustomer'), formatMoney(locale, money(booking.refundAmount, booking.currency))] satisfies [
              string,
              string,
            ],
          ]),
      ...(letter.name === 'pay.customer' && payment?.series && payment.number !== null
        ? [[t('fact.receipt'), documentNumber(payment.series, payment.number)] satisfies [string, string]]
        : []),
    ],
    path: pathFor(letter.name, { bookingId: booking.id, paymentId: payment?.id ?? null }),
    footer: 'footer',
  }));
}

/** The letters of news about a booking; none when everybody knows already. */
export async function bookingLetters(ctx: Ctx, news: queries.News): Promise<Outgoing[]> {
  const bookingId = textIn(news, 'bookingId');
  const by = textIn(news, 'by') || textIn(news, 'side');
  let words: string | null = null;
  const letters = lettersFor(news.kind, by);
  if (letters.length === 0 || bookingId === '') return [];
  const found = await loadBooking(ctx, bookingId);
  if (!found) return [];
  if (news.kind === 'booking.quote') words = found.quote?.message || null;
  if (news.kind === 'booking.dispute') words = found.booking.disputeReason || null;
  if (news.kind === 'booking.resolve') words = found.booking.resolution || null;
  if (news.kind === 'booking.request') words = found.booking.note || null;
  const all = await Promise.all(
    letters.map((letter) => write(ctx, letter, found, news, letter.name === 'request.customer' ? null : words)),
  );
  return all.flat();
}
