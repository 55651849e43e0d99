import { absent } from '../../core/errors.ts';
import { locales, type Locale, type LocalizedText } from '../../core/locale.ts';
import { money } from '../../core/money.ts';
import type { Tx } from '../../db/client.ts';
import type { Catalog } from '../../i18n/translate.ts';
import type { MoneyIn, Payable } from '../ctx.ts';
import { activate, deactivate } from './activation.ts';
import { openCase } from './cases.ts';
import { addBought, takeBought } from './credits.ts';
import { tellOfPurchase } from './news.ts';
import { changePurchase, lockPurchase, purchaseById, type PurchaseRow } from './queries/purchases.ts';
import { accountOf, queueFor } from './queries/subscriptions.ts';
import type { ProductId } from './rules/states.ts';

export const isPeriod = (purchase: PurchaseRow): purchase is PurchaseRow & { product: ProductId } =>
  purchase.product !== 'credits';

/** What a payer reads at the gateway: short, and the same in every language. */
const shortName: Readonly<Record<PurchaseRow['product'], string>> = {
  professional: 'Professional',
  company: 'Company',
  PRO: 'PRO',
  AGENCY: 'AGENCY',
  credits: 'Credits',
};

/** The words of every language are loaded where a paper is written, not by whoever only asks what is due. */
async function titleOf(product: PurchaseRow['product']): Promise<LocalizedText> {
  const { mailMessages } = await import('../../i18n/catalogs/mail.ts');
  const { translator } = await import('../../i18n/translate.ts');
  const named = (locale: Locale) =>
    translator(locale, mailMessages[locale] satisfies Catalog as Catalog)(`product.${product}`);
  return Object.fromEntries(locales.map((locale) => [locale, named(locale)]));
}

/** In the order in which everyone takes them: the person's turn, then the purchase. */
async function hold(tx: Tx, id: string): Promise<PurchaseRow | null> {
  const [found] = await purchaseById(tx, id);
  if (!found) return null;
  await queueFor(tx, found.userId);
  return lockPurchase(tx, id);
}

/** A purchase as payments sees it: what is due, and what its money does. Runs inside the caller's transaction. */
export const purchasePayable: Payable = {
  async due(tx, id, now) {
    const [purchase] = await purchaseById(tx, id);
    if (!purchase) return { refused: 'not_found' };
    if (purchase.state !== 'open' || purchase.expiresAt <= now) return { refused: 'payment_not_due' };
    const [who] = await accountOf(tx, purchase.userId);
    if (!who || who.suspendedAt || who.deletedAt) return { refused: 'payment_not_due' };
    return {
      payerId: purchase.userId,
      payeeId: null,
      payer: { name: who.name, email: who.email },
      amount: money(purchase.amount, purchase.currency),
      until: purchase.expiresAt,
      description: `Mawahib · ${shortName[purchase.product]}`,
      ...(purchase.recurring && purchase.interval !== 'once' && { every: purchase.interval }),
    };
  },
  async paid(tx, id, now, { driver, agreement }: MoneyIn) {
    const purchase = await hold(tx, id);
    if (!purchase) return 'time_gone';
    if (purchase.state !== 'open' && purchase.state !== 'lapsed') return 'already_paid';
    const [who] = await accountOf(tx, purchase.userId);
    // nobody is there any more to have it
    if (!who || who.deletedAt) return 'time_gone';
    if (isPeriod(purchase)) {
      await activate(tx, purchase, agreement && { driver, ...agreement }, now);
      return 'confirmed';
    }
    await addBought(tx, purchase.userId, purchase.credits ?? 0, purchase.id, now);
    await changePurchase(tx, purchase, { state: 'paid', paidAt: now }, now);
    await tellOfPurchase(tx, 'credits.bought', purchase, now);
    return 'confirmed';
  },
  async refunded(tx, id, now, { whole }) {
    // a part given back is goodwill: what was bought stays
    if (whole) await undo(tx, id, 'refunded', now);
  },
  chargedBack: (tx, id, now) => undo(tx, id, 'charged_back', now),
  async sold(tx, id) {
    const [purchase] = await purchaseById(tx, id);
    if (!purchase) return absent();
    const [who] = await accountOf(tx, purchase.userId);
    const { periodStart, periodEnd, paidAt, createdAt } = purchase;
    return {
      title: await titleOf(purchase.product),
      payerName: who?.name ?? '',
      payeeName: null,
      for: isPeriod(purchase)
        ? { kind: 'period', startsAt: periodStart ?? paidAt ?? createdAt, endsAt: periodEnd ?? purchase.expiresAt }
        : { kind: 'credits', count: purchase.credits ?? 0 },
    };
  },
};

async function undo(tx: Tx, id: string, how: 'refunded' | 'charged_back', now: Date): Promise<void> {
  const purchase = await hold(tx, id);
  if (purchase?.state !== 'paid') return;
  if (isPeriod(purchase)) return deactivate(tx, purchase, how, now);
  await changePurchase(tx, purchase, { state: how }, now);
  const used = await takeBought(tx, purchase.userId, purchase.credits ?? 0, purchase.id, now);
  if (used > 0) await openCase(tx, purchase, { why: 'credits were used before their money went back', used }, now);
  await tellOfPurchase(tx, 'subscription.refunded', purchase, now);
}
