import { money } from '../../core/money.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import type { Ctx } from '../ctx.ts';
import { documentNumber } from '../documents/rules.ts';
import { subscriptionNews, subscriptionPath, type SubscriptionPayload } from '../subscriptions/rules/letters.ts';
import { compose, textIn, type Outgoing } from './compose.ts';
import * as queries from './queries.ts';

/** Which of them confirm that money came in, and so name the invoice. */
const confirms = new Set<string>(['subscription.activated', 'subscription.renewed', 'credits.bought']);

/** Plans, memberships and credits: one letter to the one person it concerns. */
export async function planLetters(ctx: Ctx, news: queries.News): Promise<Outgoing[]> {
  const kind = subscriptionNews.find((one) => one === news.kind);
  if (!kind) return [];
  // written by the verb that announced it, in this very shape
  const payload = news.payload as unknown as SubscriptionPayload;
  const { readers, invoices } = await ctx.doors.asSystem('outbox: plan').read((db) => ({
    readers: queries.personById(db, textIn(news, 'userId')),
    invoices: queries.invoiceOfPurchase(db, payload.purchaseId),
  }));
  const [reader] = readers;
  const [invoice] = invoices;
  if (!reader) return [];
  const { locale, timeZone } = reader;
  const day = (at: string | null) => (at === null ? '' : formatDateTime(locale, new Date(at), timeZone, 'date'));
  const price = formatMoney(locale, money(payload.amount, payload.currency));
  return compose(ctx, news, 'owner', reader, (t) => {
    const product = t(`product.${payload.product}`);
    return {
      name: kind,
      values: {
        product,
        price,
        until: day(payload.periodEnd),
        grace: day(payload.graceUntil),
        count: payload.count ?? 0,
      },
      facts: [
        [t('fact.plan'), product],
        [t('fact.price'), price],
        ...(confirms.has(kind) && invoice
          ? [[t('fact.invoice'), documentNumber(invoice.series, invoice.number)] satisfies [string, string]]
          : []),
      ],
      path: subscriptionPath[kind],
      ...(confirms.has(kind) && invoice
        ? { also: { label: t('openInvoice'), path: `/documents/${invoice.id}/` } }
        : {}),
      footer: 'footer.payment',
    };
  });
}
