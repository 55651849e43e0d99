import { readText } from '../../core/locale.ts';
import { money } from '../../core/money.ts';
import { formatMoney } from '../../i18n/format.ts';
import type { Ctx } from '../ctx.ts';
import { documentNumber } from '../documents/rules.ts';
import { compose, textIn, type Outgoing } from './compose.ts';
import * as queries from './queries.ts';

/**
 * Money that goes back, to whoever paid: when it is decided and when it has left. `payload` names the payment, and the
 * refund where there is one; without it the whole sum is meant.
 */
export async function refundLetters(ctx: Ctx, news: queries.News): Promise<Outgoing[]> {
  const [row] = (
    await ctx.doors
      .asSystem('outbox: refund')
      .read((db) => ({ row: queries.refundNews(db, textIn(news, 'paymentId'), textIn(news, 'refundId') || null) }))
  ).row;
  // what the site itself sold has a letter of its own, about the plan
  if (!row || row.payment.payableKind !== 'booking') return [];
  const { payment, refund, reader, booking, document, note } = row;
  const done = news.kind === 'payment.refunded';
  const { locale } = reader;
  const amount = money(refund?.amount ?? payment.amount, payment.currency);
  const paper = done && note ? note : document;
  const said = formatMoney(locale, amount);
  return compose(ctx, news, 'customer', reader, (t) => ({
    name: done ? 'refunded.customer' : 'refund_due.customer',
    values: {
      service: readText(booking?.serviceTitle ?? {}, locale)?.text ?? '',
      amount: said,
      reason: refund?.reason ?? payment.flag ?? 'other',
      part: amount.amount < payment.amount ? 'yes' : 'no',
    },
    facts: [
      [t('fact.back'), said],
      [t('fact.paid'), formatMoney(locale, money(payment.amount, payment.currency))],
      ...(paper
        ? [
            [
              t(paper === note ? 'fact.creditNote' : 'fact.receipt'),
              documentNumber(paper.series, paper.number),
            ] satisfies [string, string],
          ]
        : []),
    ],
    path: done ? (paper ? `/documents/${paper.id}/` : '/payments/') : `/bookings/${payment.payableId}/`,
    footer: 'footer.payment',
  }));
}
